"""From a contact's switch to a member's band, and why her points are what they are."""

import pytest

from tests.journeys.conftest import Site, Visitors
from tests.journeys.visitor import DESK, PHONE, Scheme

CITY, PARTICIPANT, CONTACT = "13900000004", "13900000001", "13900000006"


@pytest.fixture
def settled(site: Site) -> Site:
    """Every week that is final."""
    site.command("settle-standings")
    return site


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_participant_opens_why_her_points_are_what_they_are(
    visitors: Visitors, scheme: Scheme
) -> None:
    visitor = visitors(PHONE, scheme=scheme)
    visitor.sign_in(PARTICIPANT)
    visitor.visit("/me")
    visitor.go(visitor.link("为什么是这些分"))

    visitor.tap(visitor.page.locator("main details summary").first)

    assert "规则：" in visitor.read()
    assert "只有您自己看得到" in visitor.read()


@pytest.mark.usefixtures("settled")
def test_teams_are_compared_once_their_employer_wants_it(visitors: Visitors) -> None:
    visitor = visitors(PHONE)
    visitor.sign_in(PARTICIPANT)
    visitor.visit("/team")
    visitor.go(visitor.link("队伍的分段"))

    assert "您的单位没有打开" in visitor.read()

    contact = visitors(DESK)
    contact.sign_in(CONTACT)
    contact.visit("/")
    contact.go(contact.link("队伍之间的比较"))
    contact.radio("打开").check()
    contact.go(contact.button("保存"))
    visitor.visit("/standings")

    assert "您的单位没有打开" not in visitor.read()
    visitor.go(visitor.link("同意公开的队员的运动分"))
    assert "王芳" in visitor.read()


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_city_reads_how_fair_the_rules_are(visitors: Visitors, scheme: Scheme) -> None:
    visitor = visitors(DESK, scheme=scheme)
    visitor.sign_in(CITY)
    visitor.visit("/city/standings")

    traces = visitor.charts()

    assert "0 处需要改" in visitor.read()
    assert all(traces.values())
