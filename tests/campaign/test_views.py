from datetime import date, datetime

import pytest
import time_machine
from flask import Flask, render_template
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker.campaign.guards import closed_page
from tracker.campaign.rules import ClosedError, ClosedReason, Window

MIDNIGHTS = [
    ("2024-07-10T15:59:59+00:00", False),
    ("2024-07-10T16:00:00+00:00", True),
    ("2024-08-10T15:59:59+00:00", True),
    ("2024-08-10T16:00:00+00:00", False),
]
"""A second before and at midnight in Beijing, on a server in UTC, around enrolment's two ends."""


@pytest.mark.parametrize(("moment", "is_open"), MIDNIGHTS)
def test_joining_opens_and_closes_at_midnight_in_beijing(
    app: Flask,
    client: FlaskClient,
    make: Factory,
    moment: str,
    is_open: bool,  # noqa: FBT001
) -> None:
    app.config["TRACKER_TODAY"] = None
    code = make.join_code(make.team(make.season()))

    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        page = client.get(f"/join/{code}")
        season = client.get("/season")

    assert ('name="birth_year"' in page.text) is is_open
    assert page.status_code == season.status_code == 200


def test_the_season_page_says_what_is_open_today(client: FlaskClient, make: Factory) -> None:
    make.season(name="北京 2024")

    page = client.get("/season").text

    assert "北京 2024" in page
    assert "8月11日 至 11月10日" in page
    assert "11月13日 24 点" in page


def test_without_a_season_the_page_says_so(client: FlaskClient) -> None:
    page = client.get("/season")

    assert page.status_code == 200
    assert "现在没有开放的活动季" in page.text


def test_the_notice_names_handlers_processor_and_the_last_day(
    client: FlaskClient, make: Factory
) -> None:
    make.season()

    page = client.get("/notice").text

    for words in ("卫生健康委", "体育局", "总工会", "受三家委托", "2025 年 5月29日", "演示系统"):
        assert words in page


def test_outside_production_only_the_notice_says_it_is_a_demo(
    app: Flask, client: FlaskClient, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.season()
    monkeypatch.setitem(app.config, "TRACKER_ENV", "production")

    page = client.get("/notice").text

    assert "卫生健康委" in page


@pytest.mark.parametrize("window", list(Window))
@pytest.mark.parametrize("reason", list(ClosedReason))
@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 409)])
def test_a_closed_window_is_a_page_for_a_look_and_a_conflict_for_an_attempt(
    app: Flask, window: Window, reason: ClosedReason, method: str, status: int
) -> None:
    error = ClosedError(reason, date(2024, 8, 9), window)

    with app.test_request_context("/", method=method):
        body, found = closed_page(error)

    assert found == status
    assert "8月9日" in body


def test_a_season_name_with_markup_is_shown_as_text(client: FlaskClient, make: Factory) -> None:
    make.season(name="<b>2024</b>")

    page = client.get("/season").text

    assert "&lt;b&gt;2024&lt;/b&gt;" in page
    assert "<b>2024" not in page


def test_the_closed_page_names_the_day_in_english_too(app: Flask) -> None:
    error = ClosedError(ClosedReason.OVER, date(2024, 8, 9), Window.LOGGING)

    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        body = render_template("campaign/closed.html", closed=error)

    assert "9 Aug" in body
