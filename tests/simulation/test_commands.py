"""`simulate` from the command line, and signing in to what it made."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import TODAY
from tests.factories import Factory
from tracker import create_app
from tracker.campaign.store import current_season
from tracker.config import Environment
from tracker.insights import store as insights
from tracker.insights.store.rollups import stale_teams

ARGUMENTS = ["simulate", "--people", "60", "--seed", "1"]
STATION = "13900000007"
DEMO_PHONES = [f"1390000000{n}" for n in range(1, 7)]


def test_an_empty_database_is_filled_and_the_truth_written(app: Flask, tmp_path: Path) -> None:
    truth = tmp_path / "truth.json"

    result = app.test_cli_runner().invoke(args=[*ARGUMENTS, "--truth", str(truth)])

    assert result.exit_code == 0, result.output
    assert "60 people" in result.output
    told = json.loads(truth.read_text(encoding="utf-8"))
    assert told["as_of"] == "2024-10-16"
    assert told["city"]["health"]["enrolled"] <= 60
    assert set(told) >= {"as_of", "city", "districts", "showcase", "teams"}


def test_the_day_in_week_10_can_be_chosen(app: Flask, tmp_path: Path) -> None:
    truth = tmp_path / "truth.json"

    app.test_cli_runner().invoke(args=[*ARGUMENTS, "--today", "2026-11-22", "--truth", str(truth)])

    assert json.loads(truth.read_text(encoding="utf-8"))["as_of"] == "2026-11-22"


def test_progress_names_tables_and_rows(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=ARGUMENTS)

    assert "participant" in result.stderr
    assert "60 rows" in result.stderr


def test_a_database_with_a_season_is_refused(app: Flask, make: Factory) -> None:
    make.season()

    result = app.test_cli_runner().invoke(args=ARGUMENTS)

    assert result.exit_code == 1
    assert "already" in result.output


def test_production_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "TRACKER_ENV", Environment.PRODUCTION)

    result = app.test_cli_runner().invoke(args=ARGUMENTS)

    assert result.exit_code == 1
    assert "production" in result.output


def test_too_few_people_are_refused(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["simulate", "--people", "2", "--seed", "1"])

    assert result.exit_code == 2


@pytest.mark.parametrize("phone", DEMO_PHONES)
def test_demo_people_can_sign_in(app: Flask, phone: str) -> None:
    app.test_cli_runner().invoke(args=ARGUMENTS)

    answer = app.test_client().post("/sign-in", data={"phone": phone, "password": "healthy-weight"})

    assert answer.status_code == 303


def test_the_demo_day_is_the_clocks(app: Flask) -> None:
    app.config["TRACKER_TODAY"] = date(2025, 3, 5)

    app.test_cli_runner().invoke(args=ARGUMENTS)

    with app.app_context():
        season = current_season()
        assert season is not None
        assert season.calendar.starts == date(2024, 12, 29)


def test_a_database_without_tables_is_told_what_to_do(tmp_path: Path) -> None:
    bare = create_app({"TRACKER_ENV": "testing", "DATABASE_URL": f"sqlite:///{tmp_path}/bare.db"})

    result = bare.test_cli_runner().invoke(args=ARGUMENTS)

    assert result.exit_code == 1
    assert "db upgrade" in result.output


def test_the_welcome_names_the_address_a_join_link_and_a_login_per_role(app: Flask) -> None:
    app.test_cli_runner().invoke(args=ARGUMENTS)

    result = app.test_cli_runner().invoke(args=["demo", "--port", "5017"])

    assert result.exit_code == 0
    assert "http://127.0.0.1:5017/join/" in result.output
    assert all(phone in result.output for phone in DEMO_PHONES)


def test_each_day_the_demo_is_run_its_station_is_open(app: Flask) -> None:
    app.test_cli_runner().invoke(args=ARGUMENTS)
    found = []

    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["demo"])
        browser = app.test_client()
        browser.post("/sign-in", data={"phone": STATION, "password": "healthy-weight"})
        found.append((STATION in result.output, browser.get("/").location))
    app.config["TRACKER_TODAY"] = TODAY + timedelta(days=1)
    closed = browser.get("/").status_code
    app.test_cli_runner().invoke(args=["demo"])

    assert found[0] == found[1]
    assert found[0][1].startswith("/stations/")
    assert closed == 200
    assert browser.get("/").location not in {None, found[0][1]}


def test_a_season_of_real_people_shows_the_address_alone(app: Flask, make: Factory) -> None:
    make.account()

    result = app.test_cli_runner().invoke(args=["demo", "--port", "5000"])

    assert result.exit_code == 0
    assert "http://127.0.0.1:5000/" in result.output
    assert "139000000" not in result.output


def test_an_empty_database_is_told_apart_by_the_exit_code(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["demo"]).exit_code == 3


def test_the_welcome_can_bring_the_tables_up_to_date(tmp_path: Path) -> None:
    bare = create_app({"TRACKER_ENV": "testing", "DATABASE_URL": f"sqlite:///{tmp_path}/bare.db"})

    result = bare.test_cli_runner().invoke(args=["demo", "--upgrade"])

    assert result.exit_code == 3
    assert bare.test_client().get("/readyz").status_code == 200


def test_an_empty_database_can_be_filled_on_the_way_with_figures_that_wait_for_nobody(
    app: Flask,
) -> None:
    result = app.test_cli_runner().invoke(args=["demo", "--people", "60"])

    assert result.exit_code == 0, result.output
    assert all(phone in result.output for phone in DEMO_PHONES)
    with app.app_context():
        season = current_season()
        assert season is not None
        assert insights.area_releases(season.id)
        assert not stale_teams(season.id, None)


def test_people_who_are_there_are_left_as_they_are(app: Flask, make: Factory) -> None:
    make.account()

    result = app.test_cli_runner().invoke(args=["demo", "--people", "60"])

    assert result.exit_code == 0
    assert "139000000" not in result.output
