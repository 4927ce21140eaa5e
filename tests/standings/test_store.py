"""Weeks settled once, from the logs of a frozen roster; switches; what others may read."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select

from tests.factories import Factory
from tests.standings.season import FIRST, NOW, SEPTEMBER, Teams, bands_of
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.standings import store
from tracker.standings.models import SettledWeek, TeamStanding
from tracker.standings.rules.scoring import latest
from tracker.standings.rules.teams import Band, State
from tracker.teams.models import Leave, Membership


def settle(today: date) -> int:
    season = current_season()
    assert season
    return store.settle(season, today, NOW)


def row(team_id: int, monday: date = FIRST) -> TeamStanding:
    db.session.expire_all()
    return db.session.get_one(TeamStanding, {"team_id": team_id, "monday": monday})


@pytest.mark.usefixtures("teams")
def test_a_week_is_settled_when_it_is_final_and_once() -> None:
    due = FIRST + timedelta(days=14)

    assert settle(due - timedelta(days=1)) == 0
    assert settle(due) == 1
    assert settle(due) == 0


@pytest.mark.usefixtures("teams")
def test_missed_weeks_are_made_up_for() -> None:
    assert settle(SEPTEMBER) == 4
    assert db.session.scalar(select(func.count()).select_from(SettledWeek)) == 4


def test_points_are_summed_by_team(teams: Teams) -> None:
    settle(FIRST + timedelta(days=14))

    found = row(teams.ids[3])

    assert (found.counted, found.reporting, found.doing) == (8, 8, 8 * 40)
    assert found.state is State.RANKED


def test_teams_with_more_minutes_are_in_a_higher_band(teams: Teams) -> None:
    settle(FIRST + timedelta(days=14))

    bands = bands_of(teams)

    assert bands[0] is Band.CHEER
    assert bands[-1] is Band.LEADING
    assert Band.STEADY in bands


def test_what_is_settled_stays_although_entries_change(teams: Teams) -> None:
    settle(FIRST + timedelta(days=14))
    before = row(teams.ids[3]).doing
    db.session.execute(delete(EntryRow))
    db.session.commit()

    settle(FIRST + timedelta(days=21))

    assert row(teams.ids[3]).doing == before


@pytest.mark.usefixtures("teams")
def test_the_same_entries_settle_to_the_same() -> None:
    settle(SEPTEMBER)
    first = db.session.execute(select(TeamStanding.__table__)).all()
    for table in (TeamStanding, SettledWeek):
        db.session.execute(delete(table))
    db.session.commit()

    settle(SEPTEMBER)

    assert set(db.session.execute(select(TeamStanding.__table__)).all()) == set(first)


def test_whoever_moves_after_the_second_week_stays_on_the_old_roster(teams: Teams) -> None:
    mover = teams.people[3][0]
    frozen = FIRST + timedelta(days=13)
    move(mover, teams.ids[4], frozen + timedelta(days=1))
    settle(FIRST + timedelta(days=14))

    assert (row(teams.ids[3]).counted, row(teams.ids[4]).counted) == (8, 8)


def test_whoever_moves_within_the_second_week_is_on_the_new_roster(teams: Teams) -> None:
    move(teams.people[3][0], teams.ids[4], FIRST + timedelta(days=13))
    settle(FIRST + timedelta(days=14))

    assert (row(teams.ids[3]).counted, row(teams.ids[4]).counted) == (7, 9)
    assert row(teams.ids[3]).state is State.FEW_MEMBERS


def test_leave_of_most_of_a_week_takes_one_of_eight_out_and_no_more(teams: Teams) -> None:
    for person in teams.people[3][:2]:
        db.session.add(Leave(participant_id=person, first=FIRST, last=FIRST + timedelta(days=3)))
    short = teams.people[4][0]
    db.session.add(Leave(participant_id=short, first=FIRST, last=FIRST + timedelta(days=2)))
    db.session.commit()
    settle(FIRST + timedelta(days=14))

    assert (row(teams.ids[3]).counted, row(teams.ids[4]).counted) == (7, 8)


def test_weights_of_whoever_withdrew_body_data_are_not_counted(teams: Teams, make: Factory) -> None:
    refused = frozenset({ConsentKind.BODY_DATA})
    for each in range(2):
        person = make.participant(
            teams.season_id, teams.ids[3], refused=refused if each else frozenset()
        )
        make.reading(person, FIRST, 70_000)
    settle(FIRST + timedelta(days=14))

    assert row(teams.ids[3]).doing == 8 * 40 + 10


def test_nothing_is_settled_while_the_season_is_off(teams: Teams) -> None:
    store.set_switches(teams.season_id, {"city": False}, NOW)

    assert settle(SEPTEMBER) == 0


def test_a_round_keeps_the_rules_it_began_with(teams: Teams) -> None:
    db.session.add(
        SettledWeek(season_id=teams.season_id, monday=FIRST, rules_version=1, settled_at=NOW)
    )
    db.session.commit()
    settle(date(2024, 9, 23))

    versions = db.session.execute(
        select(SettledWeek.monday, SettledWeek.rules_version).order_by(SettledWeek.monday)
    )

    assert [version for _, version in versions] == [1, 1, 1, 1, latest().version]


def test_a_switch_is_what_was_set_last(teams: Teams) -> None:
    store.set_switches(teams.season_id, {"unit:1": True, "city": False}, NOW)
    store.set_switches(teams.season_id, {"city": True}, NOW)

    found = store.switches(teams.season_id)

    assert (found.season, found.unit(1), found.unit(2), found.district("110112")) == (
        True,
        True,
        False,
        True,
    )


@pytest.mark.parametrize("gone", ["refused", "hidden", "left", "moved"])
def test_only_who_agreed_and_is_there_is_named(teams: Teams, make: Factory, gone: str) -> None:
    refused = frozenset({ConsentKind.NAME_IN_STANDINGS} if gone == "refused" else ())
    person = make.participant(teams.season_id, teams.ids[3], name="李雷", refused=refused)
    if gone == "hidden":
        store.choose_points(person, hidden=True)
    elif gone == "left":
        db.session.get_one(ParticipantRow, person).left_on = date(2024, 9, 1)
    elif gone == "moved":
        move(person, teams.ids[4], date(2024, 9, 10))
    db.session.commit()

    assert "李雷" not in names(teams)


def test_points_of_others_are_of_exercise_alone(teams: Teams, make: Factory) -> None:
    person = make.participant(teams.season_id, teams.ids[3], name="李雷")
    make.exercise(person, date(2024, 9, 10), 30)
    for day in (9, 10, 11):
        make.reading(person, date(2024, 9, day), 70_000)

    assert names(teams)["李雷"] == 30


def names(teams: Teams) -> dict[str, int]:
    season = current_season()
    assert season
    found = store.member_points(
        season, teams.ids[3], season.calendar.rounds[1], latest(), date(2024, 9, 12)
    )
    return {each.name: each.points for each in found.values()}


def move(participant_id: int, team_id: int, day: date) -> None:
    """A transfer, as its rows are."""
    stay = db.session.scalars(
        select(Membership).where(Membership.participant_id == participant_id)
    ).one()
    stay.last = day - timedelta(days=1)
    db.session.add(Membership(participant_id=participant_id, team_id=team_id, first=day))
    db.session.commit()
