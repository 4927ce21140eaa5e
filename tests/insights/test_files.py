"""Every chart of every page as files: each from its real address, and each with something in it."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from PIL import Image

from tests.conftest import TODAY, app_on
from tests.security.season import live_through
from tests.security.town import Town, build
from tracker.database import db

PAGES = {
    "leader": ("/me", "/team"),
    "organizer": ("/districts/{here}", "/districts/{here}/teams/{team}"),
    "city": ("/city",),
}
JSON = re.compile(r'data-chart="([^"]+)"')
LINK = re.compile(r'href="([^"]+\.(?:csv|png)(?:\?[^"]*)?)"')
DAY_WITHOUT_YEAR = re.compile(r"\d+月\d+日|\d+ [A-Z][a-z]{2}")
LEAST_COLOURS = 20


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own in week 10; it is looked at and never changed."""
    app = app_on(f"sqlite:///{tmp_path_factory.mktemp('files') / 'x.db'}")
    app.config["TRACKER_TODAY"] = TODAY
    town = build(app)
    live_through(town, 12)
    yield town
    with app.app_context():
        db.engine.dispose()


def files(town: Town, role: str) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Address, content and headers of every chart's files on the role's pages."""
    browser = town.herself() if role == "herself" else town.browser(role)
    for page in PAGES.get(role, ("/me", "/team")):
        text = browser.get(town.address(page)).text.replace("&amp;", "&")
        figures, links = JSON.findall(text), LINK.findall(text)
        beside = {figure.replace(".json", kind) for figure in figures for kind in (".csv", ".png")}
        assert beside <= set(links), "a chart without its files"
        for link in sorted(beside):
            answer = browser.get(link)
            assert answer.status_code == 200, link
            yield link, answer.data, dict(answer.headers)


@pytest.mark.parametrize("role", ["herself", "leader", "organizer", "city"])
def test_every_chart_is_a_table_and_a_picture(lived: Town, role: str) -> None:
    found = {".csv": 0, ".png": 0}

    for link, content, headers in files(lived, role):
        kind = ".csv" if ".csv" in link else ".png"
        found[kind] += 1
        if kind == ".csv":
            assert_table(content, headers)
        else:
            assert_picture(content, headers)

    assert found[".csv"] == found[".png"] > 0


def assert_table(content: bytes, headers: dict[str, str]) -> None:
    """A table that opens in Excel and WPS, with whole days and a name of its own."""
    assert headers["Content-Type"].startswith("text/csv")
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''" in headers["Content-Disposition"]
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    end = rows.index([])
    assert len(rows[0]) > 1
    assert {len(row) for row in rows[:end]} == {len(rows[0])}
    assert [cell for row in rows[1:end] for cell in row if DAY_WITHOUT_YEAR.fullmatch(cell)] == []
    assert len(rows) - end >= 3, "title, caption and source stand below"


def assert_picture(content: bytes, headers: dict[str, str]) -> None:
    """A picture of a projector's width with something on it."""
    assert headers["Content-Type"] == "image/png"
    assert headers["Content-Disposition"].startswith("inline")
    picture = Image.open(BytesIO(content)).convert("RGB")
    assert picture.width == 1600
    assert picture.height >= 900
    assert len(picture.getcolors(1_000_000) or []) > LEAST_COLOURS
