"""Invitations written and read back, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.campaign.rules import BEIJING_2024, with_late_joining
from tracker.database import db, writing
from tracker.invitations import store
from tracker.invitations.models import Invitation, RoleSlip
from tracker.invitations.rules import Invited
from tracker.teams.models import TeamRow

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
LI, WANG = Invited("李伟", "13800000001", None, 1), Invited("王芳", "13800000002", None, 2)


def unit_of(team_id: int) -> int:
    db.session.commit()  # what was read before is as it was then
    return db.session.get_one(TeamRow, team_id).unit_id


def test_a_roster_uploaded_twice_invites_nobody_twice(make: Factory) -> None:
    unit_id = unit_of(make.team(make.season()))
    with writing() as session:
        first = store.add_invitations(session, unit_id, [LI, LI], NOW)

    with writing() as session:
        second = store.add_invitations(session, unit_id, [LI, WANG], NOW)

    assert (first, second) == (1, 1)
    assert store.known_phones(unit_id) == {LI.phone, WANG.phone}


def test_invitations_are_forgotten_two_weeks_after_joining_is_over(make: Factory) -> None:
    unit_id = unit_of(make.team(make.season()))
    late = unit_of(make.team(make.season(with_late_joining(BEIJING_2024), "晚")))
    with writing() as session:
        store.add_invitations(session, unit_id, [LI, WANG], NOW)
        store.add_invitations(session, late, [LI], NOW)

    assert store.forget(date(2024, 8, 24)) == 0
    assert store.forget(date(2024, 8, 25)) == 2
    assert store.known_phones(unit_id) == frozenset()
    assert store.known_phones(late) == {LI.phone}


def test_a_leaders_slip_is_forgotten_when_it_counts_no_longer(make: Factory) -> None:
    season_id, account_id = make.season(), make.account()
    db.session.get_one(Account, account_id).begun = False
    db.session.commit()
    store.make_role_slips([account_id], season_id, NOW)

    store.forget(date(2024, 8, 19))
    assert len(list(db.session.scalars(select(RoleSlip)))) == 1
    store.forget(date(2024, 8, 20))
    assert not list(db.session.scalars(select(RoleSlip)))


def test_every_invitation_has_a_handle_of_its_own(make: Factory) -> None:
    unit_id = unit_of(make.team(make.season()))
    people = [Invited("王芳", f"138{number:08d}", None, number) for number in range(1200)]

    with writing() as session:
        store.add_invitations(session, unit_id, people, NOW)

    assert len(set(db.session.scalars(select(Invitation.handle)))) == len(people)
