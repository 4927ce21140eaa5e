"""李伟, who leads the team, on the same kind of phone."""

import re

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import PHONE, Scheme, Visitor

LEADER = "13900000002"
HEALTH_WORDS = re.compile(r"公斤|千卡|BMI|腰围|身高|\bkg\b|kcal")


@pytest.fixture
def leader(visitors: Visitors) -> Visitor:
    """Signed in on a phone, on the first screen of whoever leads."""
    visitor = visitors(PHONE)
    visitor.sign_in(LEADER)
    visitor.go(visitor.place("带队"))
    return visitor


def test_the_roster_names_everybody_without_a_word_about_a_body(leader: Visitor) -> None:
    roster = leader.page.locator(".roster")

    words = roster.inner_text()

    assert "王芳" in words
    assert roster.locator("li").count() >= 8
    assert not HEALTH_WORDS.search(leader.page.content())


def test_a_phone_is_masked_until_it_is_asked_for(leader: Visitor) -> None:
    masked = leader.page.locator(".roster button").first
    text = masked.inner_text()

    leader.go(masked)

    assert re.fullmatch(r"1\d\d\*{4}\d{4}", text)
    assert re.search(rf"{text[:3]}\d{{4}}{text[-4:]}", leader.read())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_teams_charts_are_drawn(visitors: Visitors, scheme: Scheme) -> None:
    visitor = visitors(PHONE, scheme=scheme)
    visitor.sign_in(LEADER)
    visitor.visit("/team")

    traces = visitor.charts()

    assert len(traces) >= 3
    assert all(traces.values())


def test_a_code_to_join_by_is_shown_as_a_picture_that_loads(leader: Visitor) -> None:
    leader.go(leader.link("二维码"))

    picture = leader.page.locator("main img").first

    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")


def test_a_participants_health_is_not_his_to_open(visitors: Visitors) -> None:
    visitor = visitors(PHONE, expected=frozenset({403}))
    visitor.sign_in(LEADER)

    visitor.visit("/city")

    assert visitor.read("h1") == "这里不归您看"
