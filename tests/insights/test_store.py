from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, event, select

from tests.factories import Factory
from tests.insights.recount import Rows, recounted, rolled_up
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.database import db, writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights import store
from tracker.insights.models import (
    RolledUpTeam,
    TeamDay,
)
from tracker.insights.rules import Group
from tracker.teams.models import Leave, Membership, StaleTeamDay
from tracker.teams.store import mark_stale
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
TODAY = date(2024, 10, 16)
WEEK = date(2024, 9, 2)
FIRST = date(2024, 8, 26)

Step = tuple[str, int, int]


@dataclass(frozen=True)
class Place:
    """A season with two teams: one person stays, one enrols midweek, one moves midweek."""

    season_id: int
    teams: tuple[int, int]
    people: tuple[int, ...]


@pytest.fixture
def season(database: Flask, make: Factory) -> Season:
    assert database.testing
    make.season()
    found = current_season()
    # SQLite reads on in the state it first saw, until the transaction ends.
    db.session.commit()
    assert found is not None
    return found


@pytest.fixture
def place(season: Season, make: Factory) -> Place:
    season_id = season.id
    teams = make.team(season_id), make.team(season_id, "二组")
    people = (
        make.participant(season_id, teams[0]),
        make.participant(season_id, teams[1], enrolled_on=WEEK + timedelta(days=1)),
        make.participant(season_id, teams[0]),
    )
    move(people[2], teams[1], WEEK + timedelta(days=3))
    return Place(season_id, teams, people)


def move(participant_id: int, team_id: int, day: date) -> None:
    with writing() as session:
        session.query(Membership).filter_by(participant_id=participant_id).update(
            {"last": day - timedelta(days=1)}
        )
        session.add(Membership(participant_id=participant_id, first=day, team_id=team_id))


def do(step: Step, people: tuple[int, ...]) -> None:
    """One step in the logs: note, correct or delete, with the mark in the same transaction."""
    what, person, offset = step
    participant_id, day = people[person], FIRST + timedelta(days=offset)
    key = f"{offset % 1000:032x}"
    with writing() as session:
        if what == "weigh":
            session.merge(reading(participant_id, day, 70_000 + offset))
        elif what == "exercise":
            session.merge(entry(participant_id, day, key, 20 + offset))
        else:
            session.execute(delete(ReadingRow).filter_by(participant_id=participant_id, day=day))
            session.execute(delete(EntryRow).filter_by(participant_id=participant_id, key=key))
        mark_stale(session, participant_id, [day])


def reading(participant_id: int, day: date, grams: int, source: Source = Source.SELF) -> ReadingRow:
    return ReadingRow(
        participant_id=participant_id,
        day=day,
        source=source,
        grams=grams,
        noted_at=NOW,
        corrections=0,
    )


def entry(participant_id: int, day: date, key: str, minutes: int) -> EntryRow:
    return EntryRow(
        participant_id=participant_id,
        key=key,
        day=day,
        kind=("walking", "yoga")[minutes % 2],
        effort=Effort.LIGHT,
        minutes=minutes,
        noted_at=NOW,
    )


def of_teams(found: Rows) -> tuple[object, ...]:
    """What was noted by days, by weeks and by kinds, in teams."""
    return tuple(found[name] for name in ("team_day", "team_week", "team_week_kind"))


# Roll-ups ------------------------------------------------------------------------------------


def test_an_entry_after_a_move_is_counted_for_the_week_in_the_team_of_its_monday(
    place: Place,
) -> None:
    store.refresh(place.season_id)
    do(("exercise", 2, 11), place.people)

    store.refresh(place.season_id, [place.teams[1]])

    days, weeks, kinds = of_teams(rolled_up())
    assert days == {(place.teams[1], FIRST + timedelta(days=11)): (1,)}
    assert weeks == {(place.teams[0], WEEK): (1, 0, 0)}
    assert kinds == {(place.teams[1], WEEK, "yoga"): (31, 0)}


@pytest.mark.parametrize("again", [False, True], ids=["built", "recounted"])
def test_the_sunday_that_begins_the_season_belongs_to_week_1(place: Place, *, again: bool) -> None:
    team_id = place.teams[0]
    if again:
        store.refresh(place.season_id)

    do(("exercise", 0, (date(2024, 8, 11) - FIRST).days), place.people)
    store.refresh(place.season_id)

    _, weeks, kinds = of_teams(rolled_up())
    assert weeks == {(team_id, date(2024, 8, 12)): (1, 0, 0)}
    assert kinds == {(team_id, date(2024, 8, 12), "yoga"): (5, 0)}


def test_a_refresh_of_one_team_leaves_the_marks_of_another(place: Place) -> None:
    store.refresh(place.season_id)
    do(("weigh", 0, 1), place.people)
    do(("weigh", 1, 9), place.people)

    store.refresh(place.season_id, [place.teams[0]])

    left = db.session.scalars(select(StaleTeamDay.team_id)).all()
    assert left == [place.teams[1]]


def test_a_refresh_writes_nothing_when_nothing_is_stale(place: Place) -> None:
    store.refresh(place.season_id)
    before = db.session.scalars(select(RolledUpTeam.at)).all()
    db.session.commit()
    statements: list[str] = []

    with listening(statements):
        store.refresh(place.season_id, place.teams)

    assert [each.split()[0] for each in statements] == ["SELECT"] * 3
    assert db.session.scalars(select(RolledUpTeam.at)).all() == before


def test_a_team_that_was_never_rolled_up_is_counted_whole(place: Place) -> None:
    for step in (("weigh", 0, 0), ("exercise", 0, 20)):
        do(step, place.people)

    store.refresh(place.season_id, [place.teams[0]])

    assert of_teams(rolled_up()) == of_teams(recounted())
    assert db.session.scalars(select(RolledUpTeam.team_id)).all() == [place.teams[0]]


def test_a_rebuild_counts_everything_again(place: Place) -> None:
    do(("weigh", 0, 0), place.people)
    store.refresh(place.season_id)
    with writing() as session:
        session.query(TeamDay).update({"active": 99})

    store.rebuild(place.season_id)

    assert of_teams(rolled_up()) == of_teams(recounted())


def test_reading_and_exercise_of_one_day_are_one_active_person(place: Place) -> None:
    do(("weigh", 0, 1), place.people)
    do(("exercise", 0, 1), place.people)
    store.refresh(place.season_id)

    found = store.counted(Group(place.season_id, team_id=place.teams[0]), TODAY)

    assert found.active == {FIRST + timedelta(days=1): 1}


def test_a_district_and_the_city_add_their_teams_up(season: Season, make: Factory) -> None:
    season_id = season.id
    near, far = make.team(season_id), make.team(season_id, district="110101")
    for team_id in (near, near, far):
        make.exercise(make.participant(season_id, team_id), WEEK)
    store.refresh(season_id)

    found = {
        group: (store.counted(group, TODAY), store.exercise_by_week(group, TODAY))
        for group in (Group(season_id), Group(season_id, "110112"), Group(season_id, "110105"))
    }

    assert [
        (
            {week: did for week, did in counted.weeks.items() if did.active},
            exercise,
            counted.roster.members.get(TODAY, 0),
        )
        for counted, exercise in found.values()
    ] == [
        ({WEEK: (3, 0, 0)}, {WEEK: {"brisk_walking": (90, 90)}}, 3),
        ({WEEK: (2, 0, 0)}, {WEEK: {"brisk_walking": (60, 60)}}, 2),
        ({}, {}, 0),
    ]
    assert store.parts_in_week(Group(season_id), WEEK) == (
        {"110112": 2, "110101": 1},
        {"110112": 2, "110101": 1},
    )


def test_figures_as_of_a_day_hold_nothing_later(place: Place) -> None:
    do(("exercise", 0, 1), place.people)
    do(("exercise", 0, 20), place.people)
    store.refresh(place.season_id)
    group = Group(place.season_id)

    as_of = FIRST + timedelta(days=1)

    found = store.counted(group, as_of)
    assert [day for day, active in found.active.items() if active] == [as_of]
    assert [monday for monday, did in found.weeks.items() if did.active] == [FIRST]
    assert max(found.roster.members) == as_of
    assert list(store.exercise_by_week(group, as_of)) == [FIRST]


def test_people_on_leave_come_with_their_days(place: Place) -> None:
    with writing() as session:
        session.add(Leave(participant_id=place.people[0], first=WEEK, last=WEEK))

    stays, pauses = store.stays_and_pauses(Group(place.season_id, team_id=place.teams[0]))

    assert [(stay.people, stay.pause) for stay in pauses] == [(1, (WEEK, WEEK))]
    assert {stay.pause for stay in stays} == {None}


@contextmanager
def listening(statements: list[str]) -> Iterator[None]:
    """Collect the statements sent to the database meanwhile."""

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield
    event.remove(db.engine, "before_cursor_execute", note)


def test_no_query_about_participation_reads_a_weight(place: Place) -> None:
    do(("weigh", 0, 1), place.people)
    group, statements = Group(place.season_id), list[str]()

    with listening(statements):
        store.refresh(place.season_id)
        for each in (group, Group(place.season_id, team_id=place.teams[0])):
            store.counted(each, TODAY)
            store.exercise_by_week(each, TODAY)
        store.parts_in_week(group, WEEK)

    assert statements
    assert not any("grams" in statement or "waist" in statement for statement in statements)
