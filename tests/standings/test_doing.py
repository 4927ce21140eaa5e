"""Quizzes, lectures and showcases count by times, to their owner and in her team's sum."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from tests.factories import NUMBERS, Factory
from tests.standings.season import FIRST, NOW, Teams
from tracker.campaign.store import current_season
from tracker.clock import BEIJING
from tracker.database import db, random_key
from tracker.gates.models import PassageRow
from tracker.gates.rules import How as Passed
from tracker.learning.models import QuizRow
from tracker.lectures.models import AttendanceRow, LectureRow
from tracker.lectures.rules import SECRET_LENGTH
from tracker.lectures.rules import How as Came
from tracker.standings import store
from tracker.standings.models import TeamStanding
from tracker.standings.rules.points import Cap, week_points
from tracker.standings.rules.scoring import LECTURE, LESSON, SHOWCASE, latest, rule_sets

TUESDAY = FIRST + timedelta(days=1)
DUE = FIRST + timedelta(days=14)


def quiz(participant_id: int, day: date, *, finished: bool = True) -> None:
    row = QuizRow(participant_id=participant_id, day=day, paper="[]")
    row.finished_at = NOW if finished else None
    db.session.add(row)
    db.session.commit()


def lecture(teams: Teams, account_id: int, day: date, *people: int) -> None:
    starts = datetime(day.year, day.month, day.day, 14, tzinfo=BEIJING)
    lecture_id = random_key()
    db.session.add(
        LectureRow(
            id=lecture_id,
            season_id=teams.season_id,
            title="看懂体重",
            speaker="张医生",
            place="礼堂",
            day=day,
            starts=starts,
            ends=starts + timedelta(hours=1),
            capacity=100,
            lets_more_in=False,
            secret="s" * SECRET_LENGTH,
            made_by=account_id,
        )
    )
    db.session.flush()
    db.session.add_all(
        AttendanceRow(participant_id=each, lecture_id=lecture_id, at=starts, how=Came.CODE)
        for each in people
    )
    db.session.commit()


def passage(showcase_id: int, participant_id: int) -> None:
    db.session.add(
        PassageRow(
            participant_id=participant_id,
            key=f"{next(NUMBERS):032x}",
            showcase_id=showcase_id,
            how=Passed.HAND,
            at=NOW,
            received_at=NOW,
        )
    )
    db.session.commit()


def doing_of(team_id: int) -> int:
    """Her team's points in the first week, as they were settled."""
    season = current_season()
    assert season
    store.settle(season, DUE, NOW)
    row = db.session.get(TeamStanding, {"team_id": team_id, "monday": FIRST})
    assert row
    return row.doing


def test_each_counts_in_her_teams_sum_as_often_as_the_rules_say(
    teams: Teams, make: Factory
) -> None:
    her, colleague = teams.people[0][:2]
    account_id = make.account("讲座管理员")
    showcase_id = make.showcase(teams.season_id, day=TUESDAY)
    for number in range(4):
        quiz(her, FIRST + timedelta(days=number))
    quiz(colleague, TUESDAY, finished=False)
    lecture(teams, account_id, TUESDAY, her, colleague)
    lecture(teams, account_id, TUESDAY + timedelta(days=1), her)
    passage(showcase_id, her)

    doing = doing_of(teams.ids[0])

    exercised = 8 * 10
    assert doing == exercised + 3 * 5 + 2 * 15 + 30


def test_she_reads_each_with_its_day(teams: Teams, make: Factory) -> None:
    her = teams.people[0][0]
    showcase_id = make.showcase(teams.season_id, day=TUESDAY)
    quiz(her, FIRST)
    passage(showcase_id, her)
    passage(showcase_id, her)

    found = store.done_by(her, FIRST, FIRST + timedelta(days=6))

    assert found == [(FIRST, LESSON), (TUESDAY, SHOWCASE)]


def test_a_cap_cuts_the_fourth_quiz_and_the_second_lecture_of_a_week() -> None:
    days = [FIRST + timedelta(days=number) for number in range(4)]
    done = [*((day, LESSON) for day in days), *((day, LECTURE) for day in days[:2])]

    found = week_points(latest(), FIRST, done, ())

    cut = [(line.day, line.what) for line in found.lines if Cap.TIMES in line.caps]
    assert found.points == 3 * 5 + 15
    assert sorted(cut) == [(days[1], LECTURE), (days[3], LESSON)]


@pytest.mark.parametrize("what", [LESSON, LECTURE, SHOWCASE])
def test_rules_of_before_count_none_of_them(what: str) -> None:
    assert week_points(rule_sets()[2], FIRST, [(FIRST, what)], ()).points == 0


def test_her_page_opens_each_point_to_what_she_did(app: Flask, make: Factory) -> None:
    season_id = make.season()
    her = make.participant(season_id, make.team(season_id))
    day = date(2024, 10, 15)
    showcase_id = make.showcase(season_id, day=day)
    with app.app_context():
        quiz(her, day)
        passage(showcase_id, her)

    page = make.signed_in(make.account_of(her)).get("/me/points").get_data(as_text=True)

    assert "答完当天的题" in page
    assert "参加展示" in page
    assert "规则：一次 30 分" in page
