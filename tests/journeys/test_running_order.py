"""The day of the showcase: a tap on the organizer's phone, and the big screen follows by itself."""

import re

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Screen, Visitor

CITY, PARTICIPANT = "13900000004", "13900000001"
BIG = Screen(1920, 1080, touch=False)
NAMES = re.compile(r"王芳|教练")


@pytest.fixture
def organizer(visitors: Visitors) -> Visitor:
    """The city's organizer with the running order on her phone."""
    visitor = visitors(PHONE)
    visitor.sign_in(CITY)
    visitor.visit("/city/showcases")
    visitor.go(visitor.link("设置"))
    visitor.go(visitor.link("时间表和当天叫队"))
    return visitor


def on_the_floor(organizer: Visitor) -> str:
    """What is on by the running order, begun or taken back by her, whatever the hour is."""
    if not organizer.button("结束了").count():
        begin = organizer.button("开始了")
        organizer.go(begin if begin.count() else organizer.button("撤销"))
    return organizer.page.locator(".running-now .running-name").inner_text()


def test_a_tap_on_the_phone_changes_the_big_screen_by_itself(
    visitors: Visitors, organizer: Visitor
) -> None:
    board = visitors(BIG)
    board.visit(str(organizer.link("打开大屏").get_attribute("href")))
    organizer.go(organizer.link("当天叫队"))
    title = on_the_floor(organizer)
    now = board.page.locator(".board-now .board-name")
    now.get_by_text(title, exact=True).wait_for()

    organizer.go(organizer.button("结束了"))
    board.page.locator(".board-name", has_text=re.compile("换场|结束")).wait_for()
    board.review()

    assert not NAMES.search(board.page.locator("body").inner_text())
    organizer.go(organizer.button("撤销"))
    now.get_by_text(title, exact=True).wait_for()


def test_a_board_without_a_line_keeps_its_state_and_says_as_of_when(
    visitors: Visitors, organizer: Visitor
) -> None:
    board = visitors(BIG)
    board.page.clock.install()
    board.visit(str(organizer.link("打开大屏").get_attribute("href")))
    shown = board.read(".board-now")
    board.page.route("**/board/stream*", lambda route: route.abort())

    board.page.clock.fast_forward(60_000)
    board.page.locator("[data-stale]:visible").wait_for()

    assert "网络断了，显示的是" in board.read("[data-stale]")
    assert board.read(".board-now") == shown
    board.noise.clear()  # the browser says that the network failed


def test_a_row_is_moved_by_the_arrow_keys_and_by_dragging(
    visitors: Visitors, organizer: Visitor
) -> None:
    desk = visitors(DESK)
    desk.sign_in(CITY)
    desk.visit(organizer.page.url.removeprefix(organizer.site))
    rows = desk.page.locator("[data-entry] strong")
    if rows.count() < 2:
        return  # late in the demo's day everything has been on
    first, second = rows.nth(0).inner_text(), rows.nth(1).inner_text()

    desk.page.locator("[data-handle]").nth(0).press("ArrowDown")
    desk.page.locator("[data-entry] strong").nth(1).get_by_text(first, exact=True).wait_for()
    by_keys = rows.nth(0).inner_text()
    desk.page.locator("[data-handle]").nth(1).drag_to(desk.page.locator("[data-entry]").nth(0))
    desk.page.get_by_text("移好了").wait_for()
    desk.review()

    assert by_keys == second


def test_a_participant_finds_her_own_times(visitors: Visitors, organizer: Visitor) -> None:
    her = visitors(PHONE)
    her.sign_in(PARTICIPANT)
    her.visit("/showcases")

    her.go(her.link("上场时间"))

    assert re.search(r"到入口\s*\d\d:\d\d", her.read())
    assert organizer.noise == []
