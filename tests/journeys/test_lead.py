"""A leader at 360 px: from the first screen to a member who was asked, and what she may paste."""

import re

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Scheme, Visitor

LEADER = "13900000002"
HEALTH_WORDS = re.compile(r"公斤|千卡|BMI|\bkg\b|kcal")


@pytest.fixture
def leader(visitors: Visitors) -> Visitor:
    """Signed in on a phone, on the first screen."""
    visitor = visitors(PHONE)
    visitor.sign_in(LEADER)
    visitor.go(visitor.place("带队"))
    return visitor


def test_somebody_is_asked_and_it_can_be_taken_back(leader: Visitor) -> None:
    heading = leader.read("h1")
    waiting = leader.page.get_by_role("button", name=re.compile("^已联系")).count()
    assert heading == (f"今天可以联系 {waiting} 个人" if waiting else "今天没有人需要联系")
    if not waiting:
        return

    leader.go(leader.page.get_by_role("button", name=re.compile("^已联系")).first)

    assert "记下了" in leader.read()
    assert "联系过了" in leader.read()
    leader.go(leader.page.get_by_role("button", name="撤销").first)
    assert leader.read("h1") == heading


def test_kind_words_are_copied_and_changed(visitors: Visitors) -> None:
    visitor = visitors(PHONE)
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.sign_in(LEADER)
    visitor.visit("/lead/guide")

    visitor.tap(visitor.button("复制"))

    visitor.page.get_by_text("已复制").wait_for()
    assert "看不到" in visitor.page.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_stand_on_any_screen(visitors: Visitors, scheme: Scheme) -> None:
    for screen in (PHONE, DESK):
        visitor = visitors(screen, scheme=scheme)
        visitor.sign_in(LEADER)
        for page in ("/lead", "/lead/guide"):
            visitor.visit(page)

        visitor.visit("/lead")
        assert not HEALTH_WORDS.search(visitor.page.content())


def test_without_scripts_the_words_stand_in_a_field(visitors: Visitors) -> None:
    visitor = visitors(PHONE, scripts=False)
    visitor.sign_in(LEADER)
    visitor.visit("/lead")

    chain = visitor.page.locator("#chain")

    assert chain.input_value().startswith("#接龙")
    assert visitor.page.locator("[data-copy-button]:visible").count() == 0


def test_a_person_sets_a_reminder_for_her_calendar(visitors: Visitors) -> None:
    visitor = visitors(PHONE)
    visitor.sign_in("13900000001")
    visitor.visit("/me/reminders")

    visitor.go(visitor.button("就定这个时间"))

    link = visitor.link("加进手机日历")
    address = link.get_attribute("href")
    assert address
    file = visitor.page.request.get(visitor.site + address)
    assert file.text().startswith("BEGIN:VCALENDAR")
