"""Changing teams, pausing, leaving: dated rows, held people, and marks of what changed."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from tests.factories import Factory
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import (
    ClosedError,
    NotTakingPartError,
    TransferredAlreadyError,
    Window,
)
from tracker.database import db, writing
from tracker.teams import store
from tracker.teams.models import Leave, Membership, StaleRoster, StaleTeamDay
from tracker.teams.rules import (
    BackwardsError,
    OverlappingLeaveError,
    SameTeamError,
    TooEarlyError,
    UnknownLeaveError,
    UnknownTeamError,
    days_touched,
)

TODAY = date(2024, 10, 16)
MONDAY = date(2024, 10, 14)
JOINED = date(2024, 7, 15)


class Her:
    """Somebody in the first of two teams, and what the store says of her."""

    def __init__(self, make: Factory) -> None:
        self.season_id = make.season()
        self.old = make.team(self.season_id)
        self.new = make.team(self.season_id, "二组", "110101")
        self.id = make.participant(self.season_id, self.old)
        self.forget_marks()

    def forget_marks(self) -> None:
        """As if everything had been counted."""
        with writing() as session:
            session.execute(delete(StaleTeamDay))
            session.execute(delete(StaleRoster))

    @property
    def stays(self) -> list[tuple[int, date, date | None]]:
        """Her teams with first and last day."""
        query = select(Membership).filter_by(participant_id=self.id).order_by(Membership.first)
        return [(stay.team_id, stay.first, stay.last) for stay in db.session.scalars(query)]

    @property
    def pauses(self) -> list[tuple[date, date]]:
        """Her days of leave."""
        query = select(Leave).filter_by(participant_id=self.id).order_by(Leave.first)
        return [(leave.first, leave.last) for leave in db.session.scalars(query)]

    @property
    def marks(self) -> set[tuple[int, date]]:
        """Team-days to be counted again."""
        return {(row.team_id, row.day) for row in db.session.scalars(select(StaleTeamDay))}

    @property
    def rosters(self) -> set[int]:
        """Teams whose denominators are to be counted again."""
        return set(db.session.scalars(select(StaleRoster.team_id)))


@pytest.fixture
def her(database: Flask, make: Factory) -> Her:
    assert database.testing
    return Her(make)


# Transfers -----------------------------------------------------------------------------------


def test_a_transfer_leaves_her_history_with_the_old_team(her: Her) -> None:
    store.transfer(her.id, her.new, TODAY, TODAY)

    yesterday = TODAY - timedelta(days=1)
    assert her.stays == [(her.old, JOINED, yesterday), (her.new, TODAY, None)]


def test_a_transfer_marks_both_teams_from_its_day_and_the_monday_before(her: Her) -> None:
    day = TODAY - timedelta(days=1)

    store.transfer(her.id, her.new, day, TODAY)

    assert her.marks == {
        (team, each) for team in (her.old, her.new) for each in (MONDAY, day, TODAY)
    }
    assert her.rosters == {her.old, her.new}


def test_on_the_day_of_joining_she_is_in_the_other_team_from_the_start(her: Her) -> None:
    store.transfer(her.id, her.new, JOINED, JOINED)

    assert her.stays == [(her.new, JOINED, None)]
    assert her.rosters == {her.old, her.new}


def test_twice_a_day_is_once_too_often_and_changes_nothing(her: Her) -> None:
    store.transfer(her.id, her.new, TODAY, TODAY)
    before = her.stays

    with pytest.raises(TransferredAlreadyError) as caught:
        store.transfer(her.id, her.old, TODAY, TODAY)

    assert caught.value.day == TODAY
    assert her.stays == before


def test_each_phase_allows_one_transfer(her: Her) -> None:
    enrolment = date(2024, 8, 1)

    store.transfer(her.id, her.new, enrolment, enrolment)
    store.transfer(her.id, her.old, TODAY, TODAY)

    assert [team for team, _, _ in her.stays] == [her.old, her.new, her.old]


def test_a_transfer_waits_for_neither_the_past_nor_the_end(her: Her) -> None:
    with pytest.raises(TooEarlyError):
        store.transfer(her.id, her.new, JOINED - timedelta(days=1), TODAY)
    with pytest.raises(ClosedError) as closed:
        store.transfer(her.id, her.new, date(2024, 11, 11), TODAY)
    with pytest.raises(SameTeamError):
        store.transfer(her.id, her.old, TODAY, TODAY)

    assert closed.value.window is Window.TRANSFER
    assert her.stays == [(her.old, JOINED, None)]
    assert (her.marks, her.rosters) == (set(), set())


def test_a_team_of_another_season_is_unknown(her: Her, make: Factory) -> None:
    elsewhere = make.team(make.season(name="2025"))

    with pytest.raises(UnknownTeamError):
        store.transfer(her.id, elsewhere, TODAY, TODAY)


def test_a_transfer_can_be_planned(her: Her) -> None:
    later = TODAY + timedelta(days=5)

    store.transfer(her.id, her.new, later, TODAY)

    found = [store.team_of(her.id, day) for day in (TODAY, later)]
    assert [team.id if team else None for team in found] == [her.old, her.new]


# Leave ---------------------------------------------------------------------------------------


def test_a_pause_has_days_and_no_reason(her: Her) -> None:
    store.take_leave(her.id, TODAY, TODAY + timedelta(days=6))

    assert her.pauses == [(TODAY, TODAY + timedelta(days=6))]
    assert (her.marks, her.rosters) == (set(), {her.old})


@pytest.mark.parametrize("shift", [-3, 0, 3])
def test_pauses_do_not_overlap(her: Her, shift: int) -> None:
    store.take_leave(her.id, TODAY, TODAY + timedelta(days=3))
    first = TODAY + timedelta(days=shift)

    with pytest.raises(OverlappingLeaveError):
        store.take_leave(her.id, first, first + timedelta(days=3))

    assert len(her.pauses) == 1


def test_a_pause_does_not_end_before_it_begins(her: Her) -> None:
    with pytest.raises(BackwardsError):
        store.take_leave(her.id, TODAY, TODAY - timedelta(days=1))


def test_whoever_is_back_early_paused_until_the_day_before(her: Her) -> None:
    store.take_leave(her.id, MONDAY, TODAY + timedelta(days=6))
    her.forget_marks()

    store.end_leave(her.id, MONDAY, TODAY)

    assert her.pauses == [(MONDAY, TODAY - timedelta(days=1))]
    assert her.rosters == {her.old}


def test_a_pause_that_has_not_begun_never_was(her: Her) -> None:
    store.take_leave(her.id, TODAY, TODAY + timedelta(days=6))

    store.end_leave(her.id, TODAY, TODAY)

    assert her.pauses == []


def test_a_pause_that_is_over_or_never_was_cannot_be_ended(her: Her) -> None:
    store.take_leave(her.id, MONDAY, MONDAY)

    for first in (MONDAY, TODAY):
        with pytest.raises(UnknownLeaveError):
            store.end_leave(her.id, first, TODAY)


# Leaving -------------------------------------------------------------------------------------


def test_whoever_leaves_was_a_member_until_yesterday(her: Her) -> None:
    store.leave_season(her.id, TODAY)

    row = db.session.get_one(ParticipantRow, her.id)
    assert row.left_on == TODAY
    assert her.stays == [(her.old, JOINED, TODAY - timedelta(days=1))]
    assert her.marks == {(her.old, MONDAY), (her.old, TODAY)}
    assert her.rosters == {her.old}


def test_leaving_drops_a_planned_transfer(her: Her) -> None:
    store.transfer(her.id, her.new, TODAY + timedelta(days=5), TODAY)

    store.leave_season(her.id, TODAY)

    assert her.stays == [(her.old, JOINED, TODAY - timedelta(days=1))]


def test_leaving_on_the_day_of_joining_keeps_the_day_of_enrolment(her: Her) -> None:
    store.leave_season(her.id, JOINED)

    assert her.stays == [(her.old, JOINED, JOINED - timedelta(days=1))]
    assert store.team_of(her.id, JOINED) is None


def test_whoever_left_neither_moves_nor_pauses_nor_leaves_again(her: Her) -> None:
    store.leave_season(her.id, TODAY)

    with pytest.raises(NotTakingPartError):
        store.transfer(her.id, her.new, TODAY, TODAY)
    with pytest.raises(NotTakingPartError):
        store.take_leave(her.id, TODAY, TODAY)
    with pytest.raises(NotTakingPartError):
        store.end_leave(her.id, TODAY, TODAY)
    with pytest.raises(NotTakingPartError):
        store.leave_season(her.id, TODAY)


def test_days_touched_hold_the_monday_before_and_the_one_after_a_sunday() -> None:
    sunday = date(2024, 8, 11)

    touched = days_touched(sunday, sunday)

    assert touched == {date(2024, 8, 5), sunday, date(2024, 8, 12)}
