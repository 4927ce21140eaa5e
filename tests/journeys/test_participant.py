"""王芳, on her phone."""

import re

import pytest

from tests.journeys.conftest import Site, Visitors
from tests.journeys.visitor import PHONE, Scheme, Visitor

PARTICIPANT = "13900000001"


@pytest.fixture
def participant(visitors: Visitors) -> Visitor:
    """Signed in on a phone."""
    visitor = visitors(PHONE)
    visitor.sign_in(PARTICIPANT)
    return visitor


def test_a_weight_is_saved_in_two_taps_from_the_first_page(participant: Visitor) -> None:
    participant.visit("/")
    before = participant.taps

    participant.tap(participant.button("多 0.1"))
    noted = participant.page.locator("input.number-big").input_value()
    participant.go(participant.button("记录"))

    assert participant.taps - before == 2
    assert participant.saved().startswith(f"已记 {noted} 公斤")
    assert re.search(r"趋势 \d+\.\d", participant.saved())


def test_a_slip_is_asked_about_and_undone(participant: Visitor) -> None:
    participant.visit("/weight")
    field = participant.page.locator("input.number-big")
    right = field.input_value()
    field.fill(f"{float(right) * 2:.1f}")

    participant.go(participant.button("为王芳记录"))
    question = participant.read("h1")
    participant.go(participant.button(f"是 {right} 公斤"))
    answer = participant.saved()
    participant.go(participant.button("撤销"))

    assert question == f"{float(right) * 2:.1f} 还是 {right}？"
    assert f"已记 {right} 公斤" in answer
    assert f"已记 {right} 公斤" not in participant.read()


def test_exercise_is_noted_and_taken_back(participant: Visitor) -> None:
    participant.visit("/exercise")
    participant.tap(participant.radio("八段锦"))
    participant.tap(participant.radio("45"))

    participant.go(participant.button("为王芳记录"))
    answer = participant.saved()
    participant.go(participant.button("撤销"))

    assert "八段锦 45 分钟" in answer


def test_the_last_exercise_is_noted_again_in_one_tap(participant: Visitor) -> None:
    participant.visit("/")
    chip = participant.page.locator(".chips button").first
    what = chip.inner_text()

    participant.go(chip)

    assert what in participant.saved()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_her_own_charts_are_drawn(visitors: Visitors, scheme: Scheme) -> None:
    visitor = visitors(PHONE, scheme=scheme)
    visitor.sign_in(PARTICIPANT)

    visitor.go(visitor.place("我"))
    traces = visitor.charts()

    assert traces["/me/weight.json"] == 2
    assert traces["/me/exercise.json"] >= 2


def test_a_finger_on_a_chart_scrolls_the_page_and_a_tap_names_a_point(
    participant: Visitor,
) -> None:
    participant.go(participant.place("我"))
    participant.charts()
    chart = participant.page.locator("[data-chart='/me/weight.json']")
    chart.evaluate("chart => chart.scrollIntoView({block: 'center'})")
    before = participant.page.evaluate("scrollY")

    participant.swipe(chart, up=120)
    moved = participant.page.evaluate("scrollY") - before
    participant.tap_middle(chart)
    named = chart.locator(".hovertext").first.text_content() or ""

    assert moved > 0
    assert re.search(r"\d+月\d+日.*\d\d\.\d", named)


def test_every_place_of_hers_keeps_to_the_rules_in_large_type_too(participant: Visitor) -> None:
    participant.visit("/account")
    participant.go(participant.footer("大字"))

    for place in ("今天", "体重", "运动", "我", "团队"):
        participant.go(participant.place(place))

    assert participant.page.locator("html").get_attribute("data-size") == "large"


def test_the_language_switch_stays_on_the_page(participant: Visitor) -> None:
    participant.visit("/weight")

    participant.go(participant.footer("English"))

    assert participant.page.locator("html").get_attribute("lang") == "en"
    assert participant.page.url.endswith("/weight")


def test_without_scripts_weight_and_exercise_are_saved(visitors: Visitors) -> None:
    visitor = visitors(PHONE, scripts=False)
    visitor.sign_in(PARTICIPANT)

    visitor.visit("/weight")
    visitor.go(visitor.button("为王芳记录"))
    weight = visitor.saved()
    visitor.visit("/exercise")
    visitor.tap(visitor.radio("骑行"))
    visitor.page.locator("#minutes-typed").fill("35")
    visitor.go(visitor.button("为王芳记录"))

    assert "已记" in weight
    assert "骑行 35 分钟" in visitor.saved()


def test_somebody_joins_through_the_teams_link_and_meets_today(
    visitors: Visitors, site: Site
) -> None:
    visitor = visitors(PHONE)
    link = re.search(r"/join/\w+", site.command("demo"))
    assert link

    visitor.visit(link.group())
    fill_in(visitor)
    visitor.go(visitor.button("加入"))

    assert visitor.page.url.removeprefix(visitor.site) in {"/", "/weight"}
    assert visitor.place("体重").is_visible()


def fill_in(visitor: Visitor) -> None:
    """Answer what the form asks, agreeing to what it needs and to body data."""
    page = visitor.page
    answers = {
        "phone": "13712345678",
        "name": "赵一",
        "password": "a-quiet-lake",
        "birth_year": "1985",
        "height": "170",
        "weight": "70.4",
    }
    for name in ("terms", "body_data"):
        visitor.tap(page.locator(f"input[name={name}]"))
    for name, value in answers.items():
        page.locator(f"[name={name}]").fill(value)
    visitor.tap(page.locator("input[name=weighed_today]"))
    for name, value in {"sex": "male", "doctor_first": "no", "goal": "keep"}.items():
        page.locator(f"input[name={name}][value={value}]").check(force=True)
