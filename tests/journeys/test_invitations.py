"""From a sheet of slips at an office desk to somebody who takes part, and somebody who does not."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import select

from tests.journeys.conftest import Site, Visitors
from tests.journeys.visitor import DESK, PHONE, Visitor
from tracker import create_app
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role
from tracker.database import db, random_key, writing
from tracker.invitations.rules import Invited
from tracker.invitations.store import add_invitations
from tracker.simulation.rules.staff import CONTACT
from tracker.teams.store import teams_of_unit

NOON = datetime(2024, 10, 16, 4, tzinfo=UTC)


class Asked(NamedTuple):
    """Two people who were invited into one team, by their phones, which are new."""

    joins: str
    declines: str
    team_id: int


@pytest.fixture(scope="module")
def asked(site: Site) -> Asked:
    """Whom the demo contact's unit has just invited."""
    first = random_key() % 10**7
    found = f"1990{first:07d}", f"1980{first:07d}"
    with create_app(site.environ).app_context():
        held = select(RoleGrant.scope).join(Account, Account.id == RoleGrant.account_id)
        scope = db.session.scalar(
            held.where(Account.phone == CONTACT, RoleGrant.role == Role.CONTACT)
        )
        unit_id = int(str(scope).rpartition(":")[2])
        team_id = teams_of_unit(unit_id)[0].id
        people = [
            Invited("沈静", found[0], team_id, 1),
            Invited("韩雪", found[1], team_id, 2),
        ]
        with writing() as session:
            add_invitations(session, unit_id, people, NOON)
    return Asked(*found, team_id)


@pytest.fixture
def contact(visitors: Visitors) -> Visitor:
    """The unit's contact at her desk, signed in."""
    found = visitors(DESK)
    found.sign_in(CONTACT)
    return found


def sheet_of(contact: Visitor, team_id: int) -> dict[str, str]:
    """The addresses on a team's slips that lie in the printer, by name."""
    contact.go(contact.place("本单位"))
    contact.go(contact.link("打印邀请条"))
    contact.go(contact.page.locator(f"a[href$='/team/{team_id}/print']"))
    slips = contact.page.locator(".slip")
    return {
        each.locator(".slip-name").inner_text(): "/claim/"
        + re.findall(r"/claim/([-\w]+)", each.locator(".slip-link").inner_text())[0]
        for each in slips.all()
    }


def test_from_the_printed_slip_to_today(contact: Visitor, visitors: Visitors, asked: Asked) -> None:
    addresses = sheet_of(contact, asked.team_id)
    invited = visitors(PHONE)

    invited.visit(addresses["沈静"])
    invited.page.locator("[name=phone]").fill(asked.joins)
    invited.go(invited.button("继续"))
    assert invited.page.locator("[name=name]").input_value() == "沈静"
    invited.page.locator("[name=password]").fill("quiet-river-lamp")
    invited.page.locator("[name=terms]").check()
    invited.page.locator("[name=birth_year]").fill("1984")
    invited.go(invited.button("加入"))

    assert invited.page.url == f"{invited.site}/"
    assert "您已经加入" in invited.read()


def test_saying_no_is_one_tap_and_the_contact_sees_the_same_list(
    contact: Visitor, visitors: Visitors, asked: Asked
) -> None:
    addresses = sheet_of(contact, asked.team_id)
    contact.go(contact.link("回到名单"))
    before = contact.read()
    invited = visitors(PHONE, scheme="dark")

    invited.visit(addresses["韩雪"])
    invited.go(invited.button("我不参加"))

    assert asked.declines not in before
    assert "好的，不参加" in invited.read()
    contact.visit(contact.page.url.removeprefix(contact.site))
    assert contact.read() == before
