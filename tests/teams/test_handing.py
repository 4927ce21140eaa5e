"""Handing a lead on: asked, answered, taken over, named; of two at once one wins."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.accounts.rules import Grant, Role, team_scope
from tracker.accounts.store import note_look
from tracker.campaign.models import DeedRow
from tracker.campaign.rules import BEIJING_2024, Deed, Season
from tracker.database import db
from tracker.teams import store
from tracker.teams.rules import (
    Appointed,
    CardKind,
    DeputyThereError,
    LeadChangedError,
    NotAMemberError,
    SameLeaderError,
)

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)


class Team:
    """A team with a leader and a deputy who are members too, and one more member."""

    def __init__(self, make: Factory, *, deputy: bool = True) -> None:
        self.make = make
        self.season_id = make.season()
        self.id = make.team(self.season_id)
        parts = [make.participant(self.season_id, self.id, name=name) for name in "甲乙丙"]
        self.parts = dict(zip(("leader", "deputy", "member"), parts, strict=True))
        self.accounts = {who: make.account_of(part) for who, part in self.parts.items()}
        scope = team_scope(self.id)
        make.grant(self.accounts["leader"], self.season_id, Role.LEADER, scope)
        if deputy:
            make.grant(self.accounts["deputy"], self.season_id, Role.DEPUTY, scope)

    @property
    def lead(self) -> tuple[str | None, str | None]:
        """Who leads and who stands in, as the test calls them."""
        db.session.rollback()
        lead, names = store.lead_of(self.id), {key: who for who, key in self.accounts.items()}
        return (
            names[lead.leader.account_id] if lead.leader else None,
            names[lead.deputy.account_id] if lead.deputy else None,
        )

    def ask(self, who: str, role: Role) -> None:
        """The leader asks somebody."""
        store.ask_member(self.id, role, self.parts[who], self.accounts["leader"], TODAY, NOW)

    def take_over(self) -> None:
        """The deputy steps in."""
        store.take_over(self.id, self.accounts["deputy"], BEIJING_2024, TODAY, NOW)

    def cards(self, *roles: Role) -> list[CardKind]:
        """What waits for whoever has these roles."""
        grants = [Grant(role, team_scope(self.id), self.season_id) for role in roles]
        season = Season(self.season_id, "2024", BEIJING_2024)
        return [card.kind for card in store.lead_cards(grants, season, TODAY)]

    def deeds(self, who: str) -> list[Deed]:
        """What was done to somebody."""
        query = select(DeedRow.deed).filter_by(participant_id=self.parts[who])
        return list(db.session.scalars(query))


@pytest.fixture
def team(database: Flask, make: Factory) -> Team:
    assert database.testing
    return Team(make)


@pytest.fixture
def alone(database: Flask, make: Factory) -> Team:
    """A team that has no deputy."""
    assert database.testing
    return Team(make, deputy=False)


def test_a_member_who_is_asked_leads_once_she_says_yes(team: Team) -> None:
    team.ask("member", Role.LEADER)
    before = team.lead

    store.accept(team.id, Role.LEADER, team.accounts["member"], NOW)

    assert (before, team.lead) == (("leader", "deputy"), ("member", "deputy"))
    assert team.deeds("member") == [Deed.LEAD_OFFERED]


def test_a_deputy_who_takes_the_lead_is_replaced_by_who_led(team: Team) -> None:
    store.ask_deputy(team.id, team.accounts["leader"], NOW)

    store.accept(team.id, Role.LEADER, team.accounts["deputy"], NOW)

    assert team.lead == ("deputy", "leader")


def test_whoever_says_no_is_asked_no_longer(team: Team) -> None:
    team.ask("member", Role.LEADER)

    store.decline(team.id, Role.LEADER, team.accounts["member"], NOW)

    with pytest.raises(LeadChangedError):
        store.accept(team.id, Role.LEADER, team.accounts["member"], NOW)
    assert team.lead == ("leader", "deputy")


def test_what_was_withdrawn_cannot_be_accepted(team: Team) -> None:
    team.ask("member", Role.LEADER)

    store.withdraw(team.id, Role.LEADER, team.accounts["leader"], NOW)

    with pytest.raises(LeadChangedError):
        store.accept(team.id, Role.LEADER, team.accounts["member"], NOW)


def test_a_deputy_is_asked_only_where_there_is_none(team: Team) -> None:
    with pytest.raises(DeputyThereError):
        team.ask("member", Role.DEPUTY)

    store.step_down(team.id, team.accounts["deputy"], NOW)
    team.ask("member", Role.DEPUTY)
    store.accept(team.id, Role.DEPUTY, team.accounts["member"], NOW)

    assert team.lead == ("leader", "member")


def test_only_members_are_asked(team: Team, make: Factory) -> None:
    stranger = make.participant(team.season_id, make.team(team.season_id, "二组"))

    with pytest.raises(NotAMemberError):
        store.ask_member(team.id, Role.LEADER, stranger, team.accounts["leader"], TODAY, NOW)


def test_whoever_leads_no_more_asks_nobody(team: Team) -> None:
    team.take_over()

    with pytest.raises(LeadChangedError):
        team.ask("member", Role.LEADER)


def test_a_deputy_takes_over_from_a_leader_who_is_away_and_is_told(team: Team) -> None:
    team.take_over()

    assert team.lead == ("deputy", "leader")
    assert team.deeds("leader") == [Deed.LEAD_TAKEN_OVER]
    assert team.cards(Role.FORMER_LEADER) == [CardKind.FORMER_LEADER]


def test_nobody_takes_over_from_a_leader_who_was_there(team: Team) -> None:
    note_look(team.accounts["leader"], team_scope(team.id), "roster", TODAY, NOW)

    with pytest.raises(LeadChangedError):
        team.take_over()

    assert team.cards(Role.DEPUTY) == []


def test_a_deputy_is_offered_the_lead_while_the_leader_is_away(team: Team) -> None:
    assert team.cards(Role.DEPUTY) == [CardKind.TAKE_OVER]


def test_an_organizer_names_who_leads(team: Team) -> None:
    phone = db.session.get_one(Account, team.accounts["member"]).phone

    password = store.appoint(team.id, Role.LEADER, Appointed(phone, ""), team.make.account(), NOW)

    assert password is None
    assert team.lead == ("member", "deputy")
    assert team.deeds("member") == [Deed.APPOINTED]
    assert team.deeds("leader") == [Deed.RELIEVED]


def test_a_leader_is_not_named_her_own_deputy(team: Team) -> None:
    phone = db.session.get_one(Account, team.accounts["leader"]).phone

    with pytest.raises(SameLeaderError):
        store.appoint(team.id, Role.DEPUTY, Appointed(phone, ""), team.accounts["member"], NOW)


def test_a_new_account_is_named_with_a_first_password(team: Team) -> None:
    new = Appointed("13911112222", "新人")

    assert store.appoint(team.id, Role.DEPUTY, new, team.make.account(), NOW)


def test_a_contact_asks_members_of_the_unit_and_learns_nothing_of_others(alone: Team) -> None:
    phone = db.session.get_one(Account, alone.accounts["member"]).phone
    contact = alone.make.account()

    for asked in ("13911112222", phone):
        store.ask_by_phone(alone.id, Role.DEPUTY, asked, contact, TODAY, NOW)

    asked_one = store.lead_of(alone.id).asked_to_deputize
    assert asked_one is not None
    assert asked_one.account_id == alone.accounts["member"]


def together(app: Flask, *steps: Callable[[], None]) -> list[str]:
    """What came of steps that begin at one moment."""
    barrier = Barrier(len(steps))

    def run(step: Callable[[], None]) -> str:
        with app.app_context():
            barrier.wait()
            try:
                step()
            except LeadChangedError:
                return "changed"
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(steps)) as threads:
        return sorted(threads.map(run, steps))


def test_of_two_who_become_leader_at_once_one_wins(app: Flask, make: Factory) -> None:
    with app.app_context():
        team = Team(make)
        team.ask("member", Role.LEADER)

    came = together(
        app,
        team.take_over,
        team.take_over,
        lambda: store.withdraw(team.id, Role.LEADER, team.accounts["leader"], NOW),
    )

    assert came in (["changed", "changed", "done"], ["changed", "done", "done"])
    with app.app_context():
        assert team.lead[0] in {"leader", "deputy"}


def test_a_take_over_and_a_yes_at_once_leave_one_leader(app: Flask, make: Factory) -> None:
    with app.app_context():
        team = Team(make)
        team.ask("member", Role.LEADER)

    together(
        app,
        team.take_over,
        lambda: store.accept(team.id, Role.LEADER, team.accounts["member"], NOW),
    )

    with app.app_context():
        leader, deputy = team.lead
        assert leader in {"member", "deputy"}
        assert deputy is not None
        assert leader != deputy
