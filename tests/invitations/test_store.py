"""Invitations written and read back, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.factories import Factory
from tracker.database import db, writing
from tracker.invitations import store
from tracker.invitations.models import Invitation
from tracker.invitations.rules import Invited
from tracker.teams.models import TeamRow

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
LI, WANG = Invited("李伟", "13800000001", None, 1), Invited("王芳", "13800000002", None, 2)


def unit_of(team_id: int) -> int:
    return db.session.get_one(TeamRow, team_id).unit_id


def test_a_roster_uploaded_twice_invites_nobody_twice(make: Factory) -> None:
    unit_id = unit_of(make.team(make.season()))
    with writing() as session:
        first = store.add_invitations(session, unit_id, [LI, LI], NOW)

    with writing() as session:
        second = store.add_invitations(session, unit_id, [LI, WANG], NOW)

    assert (first, second) == (1, 1)
    assert store.known_phones(unit_id) == {LI.phone, WANG.phone}


def test_every_invitation_has_a_handle_of_its_own(make: Factory) -> None:
    unit_id = unit_of(make.team(make.season()))
    people = [Invited("王芳", f"138{number:08d}", None, number) for number in range(1200)]

    with writing() as session:
        store.add_invitations(session, unit_id, people, NOW)

    assert len(set(db.session.scalars(select(Invitation.handle)))) == len(people)
