"""A weighing station from its opening to the weight on her own page; each on a phone of her own."""

import re

import pytest
from playwright.sync_api import Route

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import PHONE, Visitor

PARTICIPANT, LEADER, CONTACT = "13900000001", "13900000002", "13900000006"
DOOR = re.compile(r"/stations/door/\w+")
LATE = "23:59"


def opened(visitors: Visitors) -> str:
    """The contact opens a station for today, and reads the door for the nurse off her page."""
    contact = visitors(PHONE)
    contact.sign_in(CONTACT)
    contact.go(contact.link("体重站"))
    contact.page.locator("[name=place]").fill("食堂一楼")
    contact.page.locator("[name=opens]").fill("00:00")
    contact.page.locator("[name=closes]").fill(LATE)
    contact.go(contact.button("开体重站"))
    contact.page.locator("[name=name]").fill("医务室小张")
    contact.go(contact.button("做一个门码"))
    return str(DOOR.findall(contact.page.content())[0])


@pytest.fixture
def staff(visitors: Visitors) -> Visitor:
    """A nurse without an account, let in by the door on her own phone."""
    visitor = visitors(PHONE)
    visitor.visit(opened(visitors))
    visitor.go(visitor.button("明白了，开始"))
    return visitor


@pytest.fixture
def her(visitors: Visitors) -> Visitor:
    """A participant with her code on the screen."""
    visitor = visitors(PHONE)
    visitor.sign_in(PARTICIPANT)
    visitor.visit("/weight")
    visitor.go(visitor.link("我的称重码"))
    return visitor


def number_of(her: Visitor) -> str:
    """What she reads out."""
    return her.read(".number-spoken")


def test_a_person_is_weighed_in_three_taps_and_one_page(staff: Visitor, her: Visitor) -> None:
    pages: list[str] = []
    staff.page.on("domcontentloaded", lambda page: pages.append(page.url))
    staff.page.locator("[name=number]").fill(number_of(her))
    before = staff.taps

    staff.tap(staff.button("打开"))
    staff.page.locator("[name=weight]").fill("66.6")
    shown = staff.read()
    staff.tap(staff.button("记下"))
    staff.page.get_by_text("已记下").wait_for()
    staff.review()

    assert (staff.taps - before, pages) == (2, [])
    assert "王*" in shown
    assert "王芳" not in shown
    assert "66.6" not in staff.page.content()
    assert "noted=yes" in staff.page.url
    her.visit("/weight")
    assert "66.6 公斤" in her.read()
    assert "站测，以此为准" in her.read()


def test_what_was_typed_survives_a_network_that_fails(staff: Visitor, her: Visitor) -> None:
    staff.page.locator("[name=number]").fill(number_of(her))
    staff.tap(staff.button("打开"))
    field = staff.page.locator("[name=weight]")
    field.fill("66.7")

    staff.page.route("**/stations/scan/*", fail)
    staff.tap(staff.button("记下"))
    staff.page.get_by_text("没有连上").wait_for()
    kept = field.input_value()
    staff.page.unroute("**/stations/scan/*")
    staff.noise.clear()  # the browser says that the network failed
    staff.tap(staff.button("记下"))
    staff.page.get_by_text("已记下").wait_for()

    assert kept == "66.7"


def fail(route: Route) -> None:
    """A request that never arrives."""
    route.abort()


def test_without_scripts_the_same_forms_open_pages(visitors: Visitors, her: Visitor) -> None:
    staff = visitors(PHONE, scripts=False)
    staff.visit(opened(visitors))
    staff.go(staff.button("明白了，开始"))
    staff.page.locator("[name=number]").fill(number_of(her))
    staff.go(staff.button("打开"))
    staff.page.locator("[name=weight]").fill("66.8")

    staff.go(staff.button("记下"))

    assert staff.saved() == "已记下"
    assert "66.8" not in staff.page.content()


def test_a_leader_is_asked_to_leave_the_scales_to_somebody_else(visitors: Visitors) -> None:
    leader = visitors(PHONE, expected=frozenset({403}))
    leader.sign_in(LEADER)

    leader.visit(opened(visitors))

    assert leader.read("h1") == "请别人来称"


def test_it_reads_in_the_dark(visitors: Visitors) -> None:
    her = visitors(PHONE, scheme="dark")
    her.sign_in(PARTICIPANT)

    her.visit("/me/weighing-code")

    assert re.search(r"\d{4} \d{4}", her.read())
