"""An organizer reads the overview at a desk and on a phone, by value and as of a snapshot."""

import re

import pytest

from tests.journeys.conftest import Site, Visitors
from tests.journeys.visitor import DESK, PHONE, Screen, Visitor

DISTRICT, CITY, CONTACT = "13900000003", "13900000004", "13900000006"
SIX = ["已报名", "参与", "规律运动", "资料完整", "体重的平均变化", "打卡"]
SCREENS = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["1280", "360"])


@pytest.fixture(scope="module", autouse=True)
def frozen(site: Site) -> None:
    """What the job runner does on a Monday."""
    site.command("freeze-figures")


def signed_in(visitors: Visitors, screen: Screen, phone: str) -> Visitor:
    visitor = visitors(screen)
    visitor.sign_in(phone)
    return visitor


def names(visitor: Visitor) -> list[str]:
    """The districts in the order they stand in."""
    return visitor.page.locator("#districts-rows th").all_inner_texts()


@SCREENS
def test_six_numbers_come_first(visitors: Visitors, screen: Screen) -> None:
    organizer = signed_in(visitors, screen, CITY)

    organizer.go(organizer.place("全市"))
    tiles = organizer.page.locator(".six dt").all_inner_texts()

    assert [re.sub("（.*", "", tile) for tile in tiles] == SIX


@SCREENS
def test_districts_stand_by_name_and_by_value_on_a_click(
    visitors: Visitors, screen: Screen
) -> None:
    organizer = signed_in(visitors, screen, CITY)
    organizer.visit("/city")
    by_name = names(organizer)

    organizer.tap(organizer.page.locator("[data-by=enrolled]"))
    by_value = names(organizer)
    organizer.page.reload()

    assert by_name[:3] == ["东城区", "西城区", "朝阳区"]
    assert by_value[0] == "海淀区"
    assert sorted(by_value) == sorted(by_name)
    assert names(organizer) == by_value


def test_without_scripts_the_order_comes_from_the_server(visitors: Visitors) -> None:
    organizer = visitors(DESK, scripts=False)
    organizer.sign_in(CITY)
    organizer.visit("/city")

    organizer.go(organizer.page.locator("[data-by=enrolled]"))

    assert names(organizer)[0] == "海淀区"


@SCREENS
def test_a_page_is_opened_as_of_a_snapshot_and_left_again(
    visitors: Visitors, screen: Screen
) -> None:
    organizer = signed_in(visitors, screen, DISTRICT)
    organizer.go(organizer.place("本区"))

    organizer.tap(organizer.page.locator(".moments > summary"))
    organizer.go(organizer.page.locator(".moments a").first)
    then = organizer.read()
    organizer.go(organizer.link("回到现在"))

    assert "这一页停在截至 10月14日 的定格" in then
    assert "as_of" not in organizer.page.url
    assert "这一页停在" not in organizer.read()


def test_the_map_shows_something_else_on_asking(visitors: Visitors) -> None:
    organizer = signed_in(visitors, DESK, CITY)
    organizer.visit("/city")

    organizer.go(organizer.page.locator("#map a", has_text="规律运动").first)

    assert "16 个区的规律运动（示意图）" in organizer.read("#map")
    assert all(organizer.charts().values())


def test_a_target_is_set_and_read_beside_the_number_enrolled(visitors: Visitors) -> None:
    organizer = visitors(DESK, expected=frozenset({422}))
    organizer.sign_in(CITY)
    organizer.visit("/city")
    organizer.go(organizer.link("各区的目标"))
    field = organizer.page.locator("input[type=text]").first

    field.fill("许多")
    organizer.go(organizer.button("保存目标"))
    wrong = organizer.read()
    organizer.page.locator("input[type=text]").first.fill("100")
    organizer.go(organizer.button("保存目标"))

    assert "请写 1 到 1,000,000 的整数" in wrong
    assert "目标的" in organizer.read("#districts-rows tr:first-child")


@SCREENS
def test_the_contact_reads_the_units_numbers(visitors: Visitors, screen: Screen) -> None:
    contact = signed_in(visitors, screen, CONTACT)
    contact.go(contact.place("本单位"))

    contact.go(contact.link("有多少人参与"))

    assert "的数字" in contact.read("h1")
    assert contact.page.locator(".team-part").count() > 0
