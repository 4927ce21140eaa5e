"""Merging and closing: people move on a day, what was earned stays, nobody is lost on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.factories import Factory
from tracker.accounts.rules import Role, team_scope, unit_scope
from tracker.accounts.store import holders
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import Deed
from tracker.database import db, writing
from tracker.teams import store
from tracker.teams.models import Membership, StaleTeamDay, TeamRow
from tracker.teams.rules import (
    FarTeamError,
    SameTeamError,
    TeamClosedError,
    TeamFullError,
    TeamNameTakenError,
    TeamNotEmptyError,
    UnitClosedError,
    UnitNameTakenError,
    UnitNotEmptyError,
    UnknownCodeError,
)

TODAY = date(2024, 10, 16)
YESTERDAY = TODAY - timedelta(days=1)
JOINED = date(2024, 7, 15)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)


class Unit:
    """Two teams of one unit, each with a member."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.season_id = make.season()
        self.old = make.team(self.season_id)
        self.id = store.team(self.old).unit_id
        self.new = make.team_in(self.id, "二组")
        self.her = make.participant(self.season_id, self.old)
        self.other = make.participant(self.season_id, self.new)
        self.contact = make.account("办事员")

    def merge(self, *, far: bool = False) -> None:
        """The first team becomes part of the second."""
        store.merge_team(self.old, self.new, "人少", self.contact, TODAY, NOW, far=far)

    def stays(self, participant_id: int) -> list[tuple[int, date, date | None]]:
        """Somebody's teams with first and last day."""
        query = (
            select(Membership).filter_by(participant_id=participant_id).order_by(Membership.first)
        )
        return [(stay.team_id, stay.first, stay.last) for stay in db.session.scalars(query)]


@pytest.fixture
def unit(database: Flask, make: Factory) -> Unit:
    assert database.testing
    return Unit(make)


def test_people_move_today_and_what_was_stays(unit: Unit) -> None:
    unit.merge()

    assert unit.stays(unit.her) == [(unit.old, JOINED, YESTERDAY), (unit.new, TODAY, None)]
    assert unit.stays(unit.other) == [(unit.new, JOINED, None)]
    marks = db.session.scalars(select(StaleTeamDay.team_id).where(StaleTeamDay.day == TODAY))
    assert set(marks) == {unit.old, unit.new}


def test_a_merged_team_is_closed_its_codes_revoked_and_its_leaders_relieved(unit: Unit) -> None:
    code = unit.make.join_code(unit.old)
    unit.make.leader(unit.season_id, unit.old)

    unit.merge()

    board = store.team_on_board(unit.old)
    assert (board.closed, board.merged_into, board.codes) == (True, "二组", ())
    assert holders(team_scope(unit.old), list(Role)) == []
    with pytest.raises(UnknownCodeError):
        store.team_by_code(code)


def test_every_member_reads_who_did_it_and_why(unit: Unit) -> None:
    unit.merge()

    rows = db.session.scalars(select(DeedRow)).all()
    assert [(row.participant_id, row.deed, row.why, row.actor_id) for row in rows] == [
        (unit.her, Deed.TEAM_MERGED, "人少", unit.contact)
    ]


def test_being_merged_is_no_transfer_of_hers(unit: Unit) -> None:
    third = unit.make.team_in(unit.id, "三组")
    unit.merge()

    store.transfer(unit.her, third, TODAY + timedelta(days=1), TODAY)

    assert unit.stays(unit.her)[-1][0] == third


def test_whoever_was_about_to_leave_or_to_come_keeps_her_days(unit: Unit) -> None:
    third = unit.make.team_in(unit.id, "三组")
    leaving, coming = unit.her, unit.make.participant(unit.season_id, third)
    later = TODAY + timedelta(days=3)
    store.transfer(leaving, third, later, TODAY)
    store.transfer(coming, unit.old, later, TODAY)

    unit.merge()

    before = later - timedelta(days=1)
    assert unit.stays(leaving)[1:] == [(unit.new, TODAY, before), (third, later, None)]
    assert unit.stays(coming)[1:] == [(unit.new, later, None)]


def test_whoever_left_stays_where_she_was(unit: Unit) -> None:
    store.leave_season(unit.her, TODAY)

    unit.merge()

    assert unit.stays(unit.her) == [(unit.old, JOINED, YESTERDAY)]
    assert db.session.scalars(select(DeedRow)).all() == []


def test_what_cannot_be_merged_changes_nothing(unit: Unit) -> None:
    with pytest.raises(SameTeamError):
        store.merge_team(unit.old, unit.old, "", unit.contact, TODAY, NOW)
    near = unit.make.team(unit.season_id, "邻居")
    far = unit.make.team(unit.season_id, "远方", "110101")
    for target, may_be_far in ((near, False), (far, True)):
        with pytest.raises(FarTeamError):
            store.merge_team(unit.old, target, "", unit.contact, TODAY, NOW, far=may_be_far)
    with writing() as session:
        session.execute(update(TeamRow).where(TeamRow.id == unit.new).values(places=1))
    with pytest.raises(TeamFullError):
        unit.merge()
    db.session.rollback()
    assert unit.stays(unit.her) == [(unit.old, JOINED, None)]
    assert not store.team_on_board(unit.old).closed


def test_a_team_is_merged_once(unit: Unit) -> None:
    unit.merge()

    with pytest.raises(TeamClosedError):
        unit.merge()


def test_a_team_of_another_unit_takes_them_in_for_an_organizer(unit: Unit) -> None:
    near = unit.make.team(unit.season_id, "邻居")

    store.merge_team(unit.old, near, "", unit.contact, TODAY, NOW, far=True)

    assert unit.stays(unit.her)[-1] == (near, TODAY, None)


def test_only_an_empty_team_is_closed(unit: Unit) -> None:
    with pytest.raises(TeamNotEmptyError):
        store.close_team(unit.old, TODAY, NOW)
    store.transfer(unit.her, unit.new, TODAY, TODAY)

    store.close_team(unit.old, TODAY, NOW)

    with pytest.raises(TeamClosedError):
        store.rename_team(unit.old, "新名")


def test_a_unit_closes_with_its_empty_teams_and_gets_no_new_one(unit: Unit) -> None:
    with pytest.raises(UnitNotEmptyError):
        store.close_unit(unit.id, TODAY, NOW)
    for each in (unit.her, unit.other):
        store.leave_season(each, TODAY)

    store.close_unit(unit.id, TODAY, NOW)

    assert store.unit(unit.id).closed
    assert all(each.closed for each in store.unit_board(unit.id))
    with pytest.raises(UnitClosedError):
        store.open_team_in(unit.id, "三组", NOW)


def test_names_stay_one_of_a_kind(unit: Unit) -> None:
    unit.make.team(unit.season_id)  # in a unit of its own, with another name

    with pytest.raises(TeamNameTakenError):
        store.rename_team(unit.old, "二组")
    with pytest.raises(TeamNameTakenError):
        store.open_team_in(unit.id, "二组", NOW)
    with pytest.raises(UnitNameTakenError):
        store.rename_unit(unit.id, "机械厂1")
    store.rename_team(unit.old, "老组")
    store.rename_unit(unit.id, "新厂")

    found = store.team(unit.old)
    assert (found.name, found.unit_name) == ("老组", "新厂")


def test_whoever_joins_during_a_merge_is_in_the_new_team_or_reads_that_it_closed(
    app: Flask, make: Factory
) -> None:
    with app.app_context():
        unit = Unit(make)
        third = make.team_in(unit.id, "三组")
        people = [make.participant(unit.season_id, third) for _ in range(3)]
    barrier = Barrier(len(people) + 1)

    def run(participant_id: int | None) -> str:
        with app.app_context():
            barrier.wait()
            try:
                if participant_id is None:
                    unit.merge()
                else:
                    store.transfer(participant_id, unit.old, TODAY, TODAY)
            except TeamClosedError:
                return "closed"
            finally:
                db.session.remove()
            return "in"

    with ThreadPoolExecutor(len(people) + 1) as threads:
        came = list(threads.map(run, [None, *people]))

    with app.app_context():
        now_in = [unit.stays(each)[-1][0] for each in people]
        assert now_in == [unit.new if said == "in" else third for said in came[1:]]
        assert store.people_countable(unit.old) is None
        assert not holders(unit_scope(unit.id), list(Role))
        assert store.team_on_board(unit.old).closed
