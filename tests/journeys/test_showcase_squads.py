"""A squad comes about: its district nominates, its leader asks, she agrees, it is confirmed."""

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Screen, Visitor

PARTICIPANT, LEADER, DISTRICT, CITY = (f"1390000000{n}" for n in range(1, 5))
SQUAD = "区展一队"


def nominates(district: Visitor) -> None:
    """One more team of the district for its own event, found by its name."""
    district.visit("/districts/110105/showcases")
    district.go(district.page.locator("section", has_text="区里自己的").get_by_role("link").first)
    district.page.locator("[name=find]").fill("组")
    district.go(district.page.get_by_role("button", name="找", exact=True))
    for choice in ("team", "item"):
        district.page.locator(f"[name={choice}]").last.check()
    district.page.locator("[name=name]").fill("区展二队")
    district.go(district.page.get_by_role("button", name="提名", exact=True))
    assert "已提名" in district.read()


def opens_squad(visitor: Visitor) -> None:
    """From the list of events or squads to this squad's page."""
    visitor.visit("/showcases")
    visitor.go(visitor.link(f"{SQUAD}的名单和排练"))


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_a_squad_comes_about(visitors: Visitors, screen: Screen) -> None:
    district, leader, her = visitors(DESK), visitors(screen), visitors(screen, scheme="dark")
    for visitor, phone in ((district, DISTRICT), (leader, LEADER), (her, PARTICIPANT)):
        visitor.sign_in(phone)

    if screen is PHONE:
        nominates(district)
    opens_squad(leader)
    leader.go(leader.button("邀请全队"))

    her.visit("/showcases")
    her.go(her.link(f"看一看：{SQUAD}"))
    her.radio("没有").check()
    her.page.locator("[name=height_cm]").fill("165")
    her.go(her.button("同意参加") if screen is PHONE else her.button("保存"))
    assert "您已同意参加" in her.read()

    opens_squad(leader)
    assert "王芳" in leader.read().partition("邀请组员")[0]
    if not leader.page.locator("[name=day]").is_visible():
        leader.tap(leader.page.locator("summary", has_text="安排一次排练"))
    leader.page.locator("[name=day]").fill("2024-10-18")
    leader.page.locator("[name=place]").fill("单位操场")
    leader.go(leader.button("安排排练"))

    district.visit("/districts/110105/showcases")
    district.go(district.page.locator("section", has_text="区里自己的").get_by_role("link").first)
    district.page.get_by_label("人数就这样，不再等了").first.check()
    district.go(district.button(f"确认{SQUAD}"))
    assert "已确认" in district.read()
    district.go(district.button(f"重新打开{SQUAD}"))


def test_the_city_sees_all_squads_and_makes_an_event(visitors: Visitors) -> None:
    city = visitors(DESK)
    city.sign_in(CITY)
    city.visit("/city/showcases")
    city.go(city.link("准备得怎样"))
    assert city.page.locator("tbody tr").count() == 16 + 32

    city.visit("/city/showcases")
    for name, value in (("name", "秋季展示"), ("venue", "体育馆"), ("day", "2024-10-27")):
        city.page.locator(f"[name={name}]").fill(value)
    city.go(city.button("用常用节目单建好"))

    assert "超慢跑方阵" in city.read()
    assert "草稿" in city.read()
