"""Whoever forgot her password comes back: by a code on her phone, or by a slip from the office."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from tests.journeys.conftest import TODAY, Site
from tests.journeys.visitor import DESK, PASSWORD, PHONE, Screen, Visitor, visiting
from tests.server import Server, serve
from tracker import create_app
from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.simulation.rules.staff import CONTACT, PARTICIPANT
from tracker.teams.models import Membership, TeamRow

NEW = "nine-blue-boats"
WAIT_SECONDS = 10
CODE = re.compile(r"@127\.0\.0\.1 #([0-9]{6})")

Visitors = Callable[[Screen], Visitor]


@pytest.fixture(scope="module")
def texting(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the same season whose log is everybody's phone."""
    log: Path = tmp_path_factory.mktemp("texting") / "server.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SMS_SENDER", "console")
        server = serve(site.environ["DATABASE_URL"], TODAY, log)
    yield server
    server.kill()


@pytest.fixture
def people(chromium: Browser, texting: Server) -> Iterator[Visitors]:
    """Visitors of that server."""
    with ExitStack() as stack:
        yield lambda screen: stack.enter_context(
            visiting(chromium, texting, screen, expected=frozenset({401, 422}))
        )


def codes_in(server: Server) -> list[str]:
    return CODE.findall(server.log.read_text(encoding="utf-8", errors="replace"))


def next_code(server: Server, after: int) -> str:
    """The code that arrives after so many others."""
    until = time.monotonic() + WAIT_SECONDS
    while len(codes_in(server)) <= after and time.monotonic() < until:
        time.sleep(0.1)
    return codes_in(server)[after]


def colleague_of_contact(site: Site, which: int = 0) -> str:
    """The number of one without a duty in a team of the contact's unit."""
    with create_app(site.environ).app_context():
        held = select(RoleGrant.scope).join(Account, Account.id == RoleGrant.account_id)
        scope = db.session.scalar(
            held.where(Account.has_phone(CONTACT), RoleGrant.role == Role.CONTACT)
        )
        duty = select(RoleGrant.account_id)
        found = db.session.scalars(
            select(Account.phone)
            .join(ParticipantRow, ParticipantRow.account_id == Account.id)
            .join(Membership, Membership.participant_id == ParticipantRow.id)
            .join(TeamRow, TeamRow.id == Membership.team_id)
            .where(
                TeamRow.unit_id == int(str(scope).rpartition(":")[2]),
                Membership.last.is_(None),
                ParticipantRow.left_on.is_(None),
                Account.id.not_in(duty),
            )
        )
        return found.all()[which]


def test_she_comes_in_by_a_code_and_sets_a_new_password(people: Visitors, texting: Server) -> None:
    her = people(PHONE)
    her.visit("/sign-in")
    her.go(her.link("用短信验证码登录"))
    her.page.get_by_label("手机号").fill(PARTICIPANT)
    her.go(her.button("获取验证码"))
    her.page.get_by_label("短信里的 6 位验证码").fill(next_code(texting, 0))
    her.go(her.button("登录"))

    assert her.page.url == f"{her.site}/"
    her.visit("/account")
    assert "验证过" in her.read()


def test_a_slip_lets_her_in_and_hides_her_health_at_first(site: Site, people: Visitors) -> None:
    phone = colleague_of_contact(site)
    office = people(DESK)
    office.sign_in(CONTACT)
    office.go(office.place("本单位"))
    office.go(office.link("找回密码的纸条"))
    office.page.get_by_label("姓名").fill("王芳")
    office.page.get_by_label("本人的手机号").fill(phone)
    office.go(office.button("做一张纸条"))
    slip = re.findall(r"/recover/[-\w]+", office.read())[0]

    her = people(PHONE)
    her.visit(slip)
    her.page.get_by_label("您的手机号").fill(phone)
    her.page.get_by_label("新密码", exact=True).fill(NEW)
    her.page.get_by_label("再输一次新密码").fill(NEW)
    her.go(her.button("设好新密码"))
    her.page.get_by_label("手机号").fill(phone)
    her.page.get_by_label("密码").fill(NEW)
    her.go(her.button("登录"))

    assert her.page.url.endswith("/account/hidden")
    assert "一条也没有丢" in her.read()


def test_she_forgot_her_password_and_sets_a_new_one_by_a_code(
    site: Site, people: Visitors, texting: Server
) -> None:
    phone, told = colleague_of_contact(site, 1), len(codes_in(texting))
    her = people(PHONE)
    her.visit("/sign-in")
    her.go(her.link("忘记密码"))
    her.page.get_by_label("手机号").fill(phone)
    her.go(her.button("获取验证码"))
    assert phone not in her.read()
    code = next_code(texting, told)
    fill_reset(her, "0" * 6 if code != "0" * 6 else "1" * 6)
    assert "验证码不对" in her.read()
    fill_reset(her, code)

    assert her.page.url == f"{her.site}/"
    assert "新密码设好了" in her.read()
    again = people(PHONE)
    sign_in(again, phone, PASSWORD)
    assert "手机号或密码不对" in again.read()
    sign_in(again, phone, NEW)
    assert again.page.url == f"{again.site}/"


def fill_reset(her: Visitor, code: str) -> None:
    """The code and a new password, twice."""
    her.page.get_by_label("短信里的 6 位验证码").fill(code)
    her.page.get_by_label("新密码", exact=True).fill(NEW)
    her.page.get_by_label("再输一次新密码").fill(NEW)
    her.go(her.button("设好新密码，登录"))


def sign_in(her: Visitor, phone: str, password: str) -> None:
    """Through the page, with a password of her own."""
    her.visit("/sign-in")
    her.page.get_by_label("手机号").fill(phone)
    her.page.get_by_label("密码").fill(password)
    her.go(her.button("登录"))
