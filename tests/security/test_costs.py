"""Whatever costs has a limit, and the table of limits in docs/operations.md is the code's."""

import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from tests.conftest import TODAY, emptied
from tests.timetables.conftest import fair_in
from tracker import create_app
from tracker.config import PROJECT, TESTING_DATA_KEY
from tracker.database import db
from tracker.web import exports
from tracker.web.charts import Chart
from tracker.web.exports import Kind
from tracker.web.guards import FloodGuard, limiter

OPERATIONS = PROJECT / "docs" / "operations.md"
ROW = re.compile(r"^\| `(GET|POST) ([^`]+)` \| ([^|]+) \| `([\w/.]+)::(\w+)` \|", re.MULTILINE)
ROWS = ROW.findall(OPERATIONS.read_text(encoding="utf-8"))
FIRST = re.compile(r"\d+")
MOST = 600
"""So many boards a minute for one address."""
COMPANY = {"REMOTE_ADDR": "203.0.113.7"}
STADIUM = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def app(sqlite_app: Flask) -> Iterator[Flask]:
    """On SQLite alone: limits are counted in memory."""
    yield from emptied(sqlite_app)


@pytest.fixture
def counting(app: Flask) -> Iterator[Flask]:
    """A second application on the same database, which counts its visitors."""
    made = create_app(
        {
            "SECRET_KEY": "t" * 32,
            "DATA_KEY": TESTING_DATA_KEY.hex(),
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "TRACKER_TODAY": TODAY.isoformat(),
        }
    )
    yield made
    limiter.enabled = False
    with made.app_context():
        db.engine.dispose()


def test_the_table_has_rows() -> None:
    assert len(ROWS) > 15


@pytest.mark.parametrize(("method", "address", "limit", "file", "name"), ROWS)
def test_each_limit_of_the_table_is_in_the_code(
    sqlite_app: Flask, method: str, address: str, limit: str, file: str, name: str
) -> None:
    value = getattr(import_module(file.removesuffix(".py").replace("/", ".")), name)

    rules = {
        (each, rule.rule): rule.endpoint
        for rule in sqlite_app.url_map.iter_rules()
        for each in rule.methods or ()
    }
    if name == "FLOOD_PER_MINUTE":
        assert value == FIRST.findall(limit)[0]
    elif isinstance(value, str):
        assert value == limit.strip()
        assert getattr(sqlite_app.view_functions[rules[method, address]], "limited", False)
    else:
        assert str(value) == FIRST.findall(limit)[0]
        assert (method, address) in rules


def test_every_view_with_a_limit_is_in_the_table(sqlite_app: Flask) -> None:
    told = {address for _, address, _, _, _ in ROWS}

    limited = {
        rule.rule
        for rule in sqlite_app.url_map.iter_rules()
        if getattr(sqlite_app.view_functions[rule.endpoint], "limited", False)
    }
    assert limited - told == set()


def board(app: Flask) -> str:
    """The address of a planned event's stream."""
    fair = fair_in(app, 2)
    fair.plan()
    return f"/showcases/{fair.showcase_id}/board/stream"


def test_a_board_asked_for_with_made_up_words_is_told_to_wait(app: Flask, counting: Flask) -> None:
    address, browser = board(app), counting.test_client()

    codes = [
        browser.get(f"{address}?seen={count}", environ_overrides=COMPANY).status_code
        for count in range(MOST + 1)
    ]
    elsewhere = browser.get(address, environ_overrides={"REMOTE_ADDR": "203.0.113.8"})

    assert codes == [200] * MOST + [429]
    assert elsewhere.status_code == 200


def test_a_screen_that_hears_nothing_new_is_never_told_to_wait(app: Flask, counting: Flask) -> None:
    address, browser = board(app), counting.test_client()
    told = browser.get(address, environ_overrides=STADIUM).text
    seen = {"Last-Event-ID": told.split("id: ")[1].split("\n")[0]}

    codes = {
        browser.get(address, headers=seen, environ_overrides=STADIUM).status_code
        for _ in range(MOST + 20)
    }

    assert codes == {200}


def test_pictures_of_charts_are_counted(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PICTURES", FloodGuard(2))
    monkeypatch.setattr(exports, "png_of", lambda _chart: b"")
    chart = Chart("标题", "说明", {}, ("一",), ())

    with sqlite_app.test_request_context("/me/weight.png", environ_overrides=COMPANY):
        drawn = [exports.chart_file(chart, Kind.PNG).status_code for _ in range(2)]
        with pytest.raises(TooManyRequests):
            exports.chart_file(chart, Kind.PNG)
        table = exports.chart_file(chart, Kind.CSV)

    assert drawn == [200, 200]
    assert table.status_code == 200
