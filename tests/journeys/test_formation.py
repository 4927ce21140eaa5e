"""A leader arranges her squad by touch, by mouse, by keyboard, and not alone."""

import re

import pytest
from playwright.sync_api import Locator, Route

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Visitor, middle

LEADER, DISTRICT = "13900000002", "13900000003"
HOLD_MILLISECONDS = 300
STEPS = 6
CONFLICT = frozenset({409})


def at(visitor: Visitor, number: int) -> Locator:
    """The place with this number."""
    box = visitor.page.locator(f"[name=pick][value='{number}']")
    return visitor.page.locator(".place", has=box)


def name(visitor: Visitor, number: int) -> str:
    """Who stands there."""
    return at(visitor, number).locator(".place-name").inner_text().strip()


def names(visitor: Visitor) -> list[str]:
    """Who stands where, number 1 first."""
    return [name(visitor, number) for number in range(1, 13)]


def outside(visitor: Visitor) -> list[str]:
    """Who has no place."""
    return visitor.page.locator(".formation-outside .place-name").all_inner_texts()


def said(visitor: Visitor, words: str | re.Pattern[str]) -> str:
    """What is read out, once it says this."""
    live = visitor.page.locator("[data-formation-live]").filter(has_text=words)
    live.wait_for(state="attached")
    return live.inner_text()


def drag_by_touch(visitor: Visitor, one: Locator, other: Locator) -> None:
    """Hold a finger on a name, carry it to another, and let go."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    one.scroll_into_view_if_needed()
    (x, y), (to_x, to_y) = middle(one), middle(other)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    touch("touchStart", (x, y))
    visitor.page.wait_for_timeout(HOLD_MILLISECONDS)
    for part in range(1, STEPS + 1):
        touch("touchMove", (x + (to_x - x) * part / STEPS, y + (to_y - y) * part / STEPS))
    touch("touchEnd")


@pytest.fixture
def leader(visitors: Visitors) -> Visitor:
    """The leader with her squad's formation on her phone."""
    return at_the_formation(visitors(PHONE, expected=CONFLICT), LEADER)


def at_the_formation(visitor: Visitor, phone: str) -> Visitor:
    """On the page of the leader's first squad, wherever this person finds it."""
    visitor.sign_in(phone)
    if phone == LEADER:
        visitor.visit("/showcases")
        visitor.go(visitor.link("朝阳一队的名单和排练"))
        visitor.go(visitor.link("排队形"))
    return visitor


def test_by_touch_names_are_tapped_dragged_and_replaced(leader: Visitor) -> None:
    before, substitute = names(leader), outside(leader)[0]

    leader.tap(at(leader, 1))
    said(leader, before[0])
    leader.tap(at(leader, 6))
    said(leader, f"{before[0]}到第 6 位")
    drag_by_touch(leader, at(leader, 12), at(leader, 3))
    told = said(leader, f"{before[11]}到第 3 位")
    tapped = names(leader)
    leader.review()
    leader.tap(at(leader, 7))
    leader.tap(leader.button(f"第 7 位缺席，由{substitute}顶替"))
    said(leader, f"第 7 位缺席，由{substitute}顶替")
    stands = name(leader, 7)
    leader.tap(leader.button("撤销"))
    said(leader, "已撤销")
    leader.tap(leader.button("撤销"))
    said(leader, f"{before[2]}到第 3 位")
    leader.review()

    wanted = [before[5], *before[1:5], before[0], *before[6:]]
    wanted[2], wanted[11] = wanted[11], wanted[2]
    assert tapped == wanted
    assert before[2] in told
    assert stands == substitute
    assert names(leader) == [before[5], *before[1:5], before[0], *before[6:]]


def test_a_short_stroke_scrolls_and_moves_nobody(leader: Visitor) -> None:
    before = names(leader)

    leader.swipe(at(leader, 6), up=200)

    assert names(leader) == before


def test_by_keyboard_a_name_is_picked_up_carried_and_dropped(visitors: Visitors) -> None:
    leader = at_the_formation(visitors(DESK, expected=CONFLICT), LEADER)
    before = names(leader)
    keys = leader.page.keyboard

    leader.page.locator("[name=pick]").first.focus()
    keys.press("Enter")
    keys.press("Escape")
    said(leader, "没有选中任何人")
    for key in ("ArrowDown", "ArrowRight", "Enter", "ArrowDown", "Enter"):
        keys.press(key)
    told = said(leader, f"{before[5]}到第 2 位")
    focused = leader.page.evaluate("document.activeElement.value")
    leader.review()

    assert (name(leader, 2), name(leader, 6)) == (before[5], before[1])
    assert f"{before[1]}到第 6 位" in told
    assert focused == "2"


def test_a_mouse_drags_a_substitute_in_and_shapes_change(visitors: Visitors) -> None:
    leader = at_the_formation(visitors(DESK, expected=CONFLICT), LEADER)
    substitute = outside(leader)[0]
    mouse = leader.page.mouse

    mouse.move(*middle(leader.page.locator(".formation-outside .place").first))
    mouse.down()
    mouse.move(*middle(at(leader, 4)), steps=STEPS)
    mouse.up()
    said(leader, f"第 4 位缺席，由{substitute}顶替")
    leader.tap(leader.button("楔形"))
    said(leader, "队形换成了楔形")
    rows = [row.locator(".place").count() for row in leader.page.locator(".formation-row").all()]
    leader.review()
    leader.tap(leader.button("自由摆"))
    said(leader, "队形换成了自由摆")
    leader.tap(at(leader, 1))
    leader.tap(leader.page.locator(".place.is-spot").first)
    said(leader, "第 1 位换了地方")
    leader.review()
    leader.tap(leader.button("三排"))
    said(leader, "队形换成了三排")
    leader.tap(leader.page.get_by_role("button", name=re.compile("来了$")))
    said(leader, "来了")

    assert rows == [5, 4, 2, 1]
    assert name(leader, 4) != substitute


def test_two_at_once_are_told_and_lose_nothing(leader: Visitor, visitors: Visitors) -> None:
    other = at_the_formation(visitors(DESK, expected=CONFLICT), DISTRICT)
    other.visit(leader.page.url.partition("?")[0].removeprefix(other.site))
    before = names(other)

    leader.page.locator("[name=remarks]").fill("从左边上场")
    leader.tap(at(leader, 1))
    leader.tap(at(leader, 2))
    said(leader, f"{before[0]}到第 2 位")
    other.tap(at(other, 3))
    other.tap(at(other, 4))
    together = said(other, "两边的改动都在")
    both = names(other)
    other.tap(at(other, 1))
    other.tap(at(other, 5))
    said(other, f"{before[1]}到第 5 位")
    leader.tap(at(leader, 1))
    leader.tap(at(leader, 9))
    said(leader, "另一位刚刚也改了同一处")
    leader.review()
    typed = leader.page.locator("[name=remarks]").input_value()
    leader.tap(leader.button("用我的"))
    said(leader, f"{before[1]}到第 9 位")
    leader.tap(leader.button("保存备注"))
    said(leader, "整队的备注：从左边上场")
    leader.review()

    assert f"{before[0]}到第 2 位" in together
    assert both[:4] == [before[1], before[0], before[3], before[2]]
    assert typed == "从左边上场"
    assert name(leader, 9) == before[1]
    assert sorted(names(leader)) == sorted(before)


def test_a_step_that_does_not_arrive_can_be_tried_again(leader: Visitor) -> None:
    before = names(leader)

    leader.page.route("**/formation", fail)
    leader.tap(at(leader, 1))
    leader.tap(at(leader, 2))
    leader.page.locator("[data-formation-failed]").wait_for()
    leader.page.unroute("**/formation")
    leader.noise.clear()  # the browser says that the network failed
    leader.tap(leader.page.locator("[data-formation-again]"))
    said(leader, f"{before[0]}到第 2 位")

    assert name(leader, 1) == before[1]


def fail(route: Route) -> None:
    """A request that never arrives."""
    route.abort()


def test_without_scripts_two_ticked_names_change_places(visitors: Visitors) -> None:
    leader = at_the_formation(visitors(PHONE, scripts=False), LEADER)
    before = names(leader)

    leader.tap(at(leader, 1))
    leader.tap(at(leader, 2))
    leader.go(leader.button("交换选中的两位"))

    assert names(leader)[:2] == [before[1], before[0]]
    assert "已存" in leader.read()


def test_the_sheet_has_names_and_cues_and_no_height(visitors: Visitors) -> None:
    leader = at_the_formation(visitors(PHONE, scheme="dark"), LEADER)
    order = names(leader)

    leader.go(leader.link("打印队形表"))

    sheet = leader.read()
    assert all(each in sheet for each in order)
    assert all(words in sheet for words in ("替补", "服装", "音乐", "观众席"))
    assert not re.search(r"\b1[4-9]\d\b", sheet)
