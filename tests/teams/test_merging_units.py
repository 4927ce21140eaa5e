"""Merging units: teams and people stay, the contact's part ends, slips still lead in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Factory
from tracker.accounts.rules import Role, unit_scope
from tracker.accounts.store import holders
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import Deed
from tracker.database import db, writing
from tracker.invitations import store as invitations
from tracker.invitations.models import Invitation
from tracker.invitations.rules import Invited
from tracker.teams import store
from tracker.teams.models import Membership, StaleRoster
from tracker.teams.rules import (
    FarUnitError,
    SameTeamNamesError,
    UnitClosedError,
    UnknownUnitError,
)

TODAY = date(2024, 10, 16)
ENROLLING = date(2024, 8, 1)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
HERE, ELSEWHERE = "110105", "110112"


class Twice:
    """One employer that was registered twice, each time with a team and a member."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.season_id = make.season()
        names = {"一车间": HERE, "二车间": HERE, "三车间": HERE, "远处": ELSEWHERE}
        teams = [make.team(self.season_id, name, place) for name, place in names.items()]
        self.team, self.other_team = teams[:2]
        self.her = make.participant(self.season_id, self.team)
        self.organizer = make.organizer(self.season_id, HERE)
        self.unit, self.other, self.third, self.far = (store.team(each).unit_id for each in teams)

    def merge(self, into: int | None = None) -> None:
        """The first unit becomes part of the second."""
        wanted = self.other if into is None else into
        store.merge_unit(self.unit, wanted, "登记了两次", self.organizer, TODAY, NOW)


@pytest.fixture
def twice(database: Flask, make: Factory) -> Twice:
    assert database.testing
    return Twice(make)


def test_its_teams_go_on_under_the_other_units_name(twice: Twice) -> None:
    twice.merge()

    assert [each.name for each in store.teams_of_unit(twice.other)] == ["一车间", "二车间"]
    stays = db.session.scalars(select(Membership).filter_by(participant_id=twice.her)).all()
    assert [(stay.team_id, stay.last) for stay in stays] == [(twice.team, None)]
    assert twice.team in db.session.scalars(select(StaleRoster.team_id)).all()


def test_the_unit_is_closed_and_says_where_its_teams_are(twice: Twice) -> None:
    twice.merge()

    gone = store.unit(twice.unit)
    assert gone.closed
    assert gone.merged_into == store.unit(twice.other).name


def test_its_contact_sees_nothing_of_the_other_unit(twice: Twice) -> None:
    contact = twice.make.account("办事员")
    twice.make.grant(contact, twice.season_id, Role.CONTACT, unit_scope(twice.unit))

    twice.merge()

    assert holders(unit_scope(twice.unit), [Role.CONTACT]) == []
    assert holders(unit_scope(twice.other), [Role.CONTACT]) == []


def test_every_member_reads_who_did_it_and_why(twice: Twice) -> None:
    twice.merge()

    rows = db.session.scalars(select(DeedRow)).all()
    assert [(row.participant_id, row.deed, row.why, row.actor_id) for row in rows] == [
        (twice.her, Deed.UNIT_MERGED, "登记了两次", twice.organizer)
    ]


def test_teams_called_alike_are_named_and_nothing_changes(twice: Twice) -> None:
    twice.make.team_in(twice.other, "一车间")

    with pytest.raises(SameTeamNamesError) as caught:
        twice.merge()

    assert caught.value.names == ("一车间",)
    assert not store.unit(twice.unit).closed
    assert store.team(twice.team).unit_id == twice.unit


def test_a_unit_elsewhere_itself_and_none_at_all_are_refused(twice: Twice) -> None:
    for into, error in (
        (twice.far, FarUnitError),
        (twice.unit, FarUnitError),
        (5, UnknownUnitError),
    ):
        with pytest.raises(error):
            twice.merge(into)

    assert not store.unit(twice.unit).closed


def test_a_unit_is_merged_once(twice: Twice) -> None:
    twice.merge()

    with pytest.raises(UnitClosedError):
        twice.merge()


@pytest.mark.parametrize("team_named", [True, False])
def test_a_slip_that_was_printed_before_leads_into_the_unit_of_now(
    twice: Twice, *, team_named: bool
) -> None:
    invited = Invited("李明", "13800138000", twice.team if team_named else None, 1)
    with writing() as session:
        invitations.add_invitations(session, twice.unit, [invited], NOW)
    twice.merge()
    store.merge_unit(twice.other, twice.third, "又一次", twice.organizer, TODAY, NOW)

    handle = db.session.scalars(select(Invitation.handle)).one()
    offer = invitations.offer_of(handle, ENROLLING)
    with writing() as session:
        invitations.add_claim(session, offer, twice.team)

    assert offer.unit_id == twice.third
    offered = [each.name for each in invitations.teams_offered(offer)]
    assert offered == (["一车间"] if team_named else ["一车间", "三车间", "二车间"])


def test_a_slip_for_a_merged_team_leads_to_where_its_people_are(twice: Twice) -> None:
    invited = Invited("李明", "13800138000", twice.team, 1)
    with writing() as session:
        invitations.add_invitations(session, twice.unit, [invited], NOW)
    second, third = (twice.make.team_in(twice.unit, name) for name in ("二组", "三组"))
    for old, new in ((twice.team, second), (second, third)):
        store.merge_team(old, new, "人少", twice.organizer, TODAY, NOW)

    handle = db.session.scalars(select(Invitation.handle)).one()
    offered = invitations.teams_offered(invitations.offer_of(handle, ENROLLING))

    assert [each.id for each in offered] == [third]


def test_whoever_joins_at_that_moment_is_told_too(app: Flask, make: Factory) -> None:
    with app.app_context():
        twice = Twice(make)
        people = [make.participant(twice.season_id, twice.other_team) for _ in range(3)]
    barrier = Barrier(len(people) + 1)

    def run(participant_id: int | None) -> None:
        with app.app_context():
            barrier.wait()
            try:
                if participant_id is None:
                    twice.merge()
                else:
                    store.transfer(participant_id, twice.team, TODAY, TODAY)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(people) + 1) as threads:
        list(threads.map(run, [None, *people]))

    with app.app_context():
        assert store.team(twice.team).unit_id == twice.other
        assert twice.her in db.session.scalars(select(DeedRow.participant_id)).all()
        last = [store.team_of(each, TODAY) for each in people]
        assert [each and each.id for each in last] == [twice.team] * len(people)


def test_an_organizer_merges_them_from_the_unit_s_page(app: Flask, make: Factory) -> None:
    with app.app_context():
        twice = Twice(make)
        browser = make.signed_in(twice.organizer)
        with browser.session_transaction() as session:
            session["password_at"] = session["seen_at"] = 4_000_000_000

    asked = browser.get(f"/units/{twice.unit}/merge").get_data(as_text=True)
    empty = browser.post(f"/units/{twice.unit}/merge", data={"into": str(twice.other)})
    done = browser.post(
        f"/units/{twice.unit}/merge", data={"into": str(twice.other), "why": "登记了两次"}
    )
    before = browser.get(f"/units/{twice.unit}").get_data(as_text=True)

    assert "联系人卸任" in asked
    assert empty.status_code == 422
    assert done.location.endswith(f"/units/{twice.other}")
    assert "已经并入" in before
