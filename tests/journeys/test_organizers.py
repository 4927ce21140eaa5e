"""The district's and the city's organizers, at a desk."""

import re

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, Scheme, Visitor

DISTRICT, CITY, CONTACT = "13900000003", "13900000004", "13900000006"
DISTRICTS = 16


def at_desk(visitors: Visitors, phone: str, scheme: Scheme = "light") -> Visitor:
    """Somebody signed in on a wide screen."""
    visitor = visitors(DESK, scheme=scheme)
    visitor.sign_in(phone)
    return visitor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_districts_charts_are_drawn_and_lead_to_its_teams(
    visitors: Visitors, scheme: Scheme
) -> None:
    organizer = at_desk(visitors, DISTRICT, scheme)
    organizer.go(organizer.place("本区"))

    traces = organizer.charts()
    organizer.go(organizer.page.locator("a[href*='/teams/']").filter(has_text="组").first)

    assert len(traces) >= 5
    assert all(traces.values())
    assert re.search(r"/districts/\d+/teams/\d+$", organizer.page.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_citys_charts_are_drawn_with_a_tile_for_each_district(
    visitors: Visitors, scheme: Scheme
) -> None:
    organizer = at_desk(visitors, CITY, scheme)
    organizer.go(organizer.place("全市"))

    traces = organizer.charts()
    tiles = organizer.page.locator("[data-chart$='/map.json']").evaluate(
        "chart => chart.data.flatMap(trace => trace.x).length"
    )

    assert all(traces.values())
    assert tiles == DISTRICTS


def test_every_chart_has_its_numbers_in_a_table(visitors: Visitors) -> None:
    organizer = at_desk(visitors, CITY)
    organizer.visit("/city")
    charts = organizer.page.locator("figure.chart")

    for chart in charts.all():
        organizer.tap(chart.locator("summary", has_text="看表格"))
    organizer.review()

    assert charts.count() == charts.locator("table:visible").count() > 0


def test_the_contact_finds_the_units_teams(visitors: Visitors) -> None:
    contact = at_desk(visitors, CONTACT)

    contact.go(contact.place("本单位"))

    assert "第一组" in contact.read()


def test_a_chart_that_cannot_be_drawn_points_at_its_table(visitors: Visitors) -> None:
    organizer = at_desk(visitors, CITY)
    organizer.page.route("**/city/*.json", lambda route: route.fulfill(body="{"))

    organizer.visit("/city")
    chart = organizer.page.locator("figure.chart").first
    chart.scroll_into_view_if_needed()
    words = chart.locator(".chart-failed").inner_text()

    assert words == "图没有画出来；数字都在下面的表格里。"
    assert chart.locator("table").is_visible()
