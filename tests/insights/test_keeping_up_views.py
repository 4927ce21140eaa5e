"""Pages of how the city and a district keep up: who opens them, as of when, what is on them."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import plotly.graph_objects as go
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import Factory
from tests.queries import counted
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights.store import freeze_as_of
from tracker.insights.views.keeping_up import CHARTS
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

HOME, AWAY = "110112", "110101"
ZH, EN = ({"Accept-Language": language} for language in ("zh", "en"))
NOW = datetime(2024, 10, 14, 19, tzinfo=UTC)
FIRST, LAST = date(2024, 9, 16), date(2024, 10, 14)
DAYS = [date(2024, 8, 12) + timedelta(days=2 * step) for step in range(28)]


@dataclass(frozen=True)
class Town:
    """Twelve people of one district who note every other day, and three of another."""

    app: Flask
    make: Factory
    season_id: int

    def organizer(self, district: str | None = None) -> FlaskClient:
        """A browser of a district's organizer, or the city's."""
        return self.make.signed_in(self.make.organizer(self.season_id, district))

    def freeze(self, *moments: date) -> None:
        """What the job runner does on these Mondays."""
        with self.app.app_context():
            season = current_season()
            assert season
            for moment in moments:
                freeze_as_of(season, moment, NOW)


@pytest.fixture
def town(app: Flask, make: Factory) -> Town:
    season_id = make.season()
    here, there = make.team(season_id), make.team(season_id, "二组", AWAY)
    people = [make.participant(season_id, here) for _ in range(12)]
    people += [make.participant(season_id, there) for _ in range(3)]
    with app.app_context():
        db.session.add_all(row for each in people for day in DAYS for row in noted(each, day))
        db.session.commit()
    return Town(app, make, season_id)


def noted(participant_id: int, day: date) -> list[ReadingRow | EntryRow]:
    return [
        ReadingRow(
            participant_id=participant_id,
            day=day,
            source=Source.SELF,
            grams=70_000,
            noted_at=NOW,
            corrections=0,
        ),
        EntryRow(
            participant_id=participant_id,
            key=f"{day.toordinal():032x}",
            day=day,
            kind="yoga",
            effort=Effort.MODERATE,
            minutes=30,
            noted_at=NOW,
        ),
    ]


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers=ZH)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_before_the_first_snapshot_the_page_says_when_figures_come(town: Town) -> None:
    text = text_of(town.organizer(), "/city/keeping-up")

    assert "第一次的数字在 8月12日 定下" in text
    assert "data-chart" not in text
    assert town.organizer().get("/city/keeping-up/funnel.json").status_code == 404


def test_without_a_season_there_is_no_page(app: Flask, make: Factory) -> None:
    account_id = make.organizer(make.season())
    with app.app_context():
        db.session.execute(db.text("UPDATE season SET ended_at = opened_at"))
        db.session.commit()

    assert make.signed_in(account_id).get("/city/keeping-up").status_code in {403, 404}


def test_a_page_is_of_the_latest_snapshot_or_of_the_one_asked_for(town: Town) -> None:
    town.freeze(FIRST, LAST)
    client = town.organizer()

    latest, first = (
        text_of(client, f"/city/keeping-up{asked}") for asked in ("", f"?as_of={FIRST}")
    )

    assert "截至 10月14日 零点" in latest
    assert 'data-chart="/city/keeping-up/funnel.json"' in latest
    assert "截至 9月16日 零点" in first
    assert f'data-chart="/city/keeping-up/funnel.json?as_of={FIRST}"' in first
    weeks = [
        len(client.get(f"/city/keeping-up/reached.json{asked}").get_json()["data"][0]["x"])
        for asked in ("", f"?as_of={FIRST}")
    ]
    assert weeks == [9, 5]


@pytest.mark.parametrize("asked", ["2024-10-15", "2024-10-7", "x", "", "2024-13-01"])
def test_a_day_that_was_not_frozen_is_not_found(town: Town, asked: str) -> None:
    town.freeze(LAST)
    client = town.organizer()

    pages = [
        client.get(f"{address}?as_of={asked}").status_code
        for address in ("/city/keeping-up", "/city/keeping-up/funnel.csv")
    ]

    assert pages == [404, 404]


def test_what_is_no_figure_is_not_found(town: Town) -> None:
    town.freeze(LAST)

    assert town.organizer().get("/city/keeping-up/change.json").status_code == 404


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("headers", [ZH, EN])
def test_each_figure_is_one_that_plotly_knows(
    town: Town, name: str, headers: dict[str, str]
) -> None:
    town.freeze(LAST)
    client = town.organizer(HOME)
    address = f"/districts/{HOME}/keeping-up/{name}"

    figure = json.loads(client.get(f"{address}.json", headers=headers).data)

    assert {trace["type"] for trace in go.Figure(figure).to_plotly_json()["data"]} <= {
        "bar",
        "scatter",
    }
    assert client.get(f"{address}.csv", headers=headers).status_code == 200


def test_squares_and_bars_with_a_level_are_pictures_too(town: Town) -> None:
    town.freeze(LAST)
    client = town.organizer()

    pictures = [client.get(f"/city/keeping-up/{name}.png") for name in ("retention", "minutes")]

    assert {each.mimetype for each in pictures} == {"image/png"}


def test_each_chart_says_whom_it_is_of_how_many_and_as_of_when(town: Town) -> None:
    town.freeze(LAST)
    text = text_of(town.organizer(HOME), f"/districts/{HOME}/keeping-up")
    page = Captions(text)

    assert len(page.found) == 2 * len(CHARTS)
    for caption in page.found[::2]:
        assert caption.startswith("通州区，截至 10月14日 零点")
        assert "人" in caption
    assert text.count("这个数字怎么算") == len(CHARTS)


class Captions(HTMLParser):
    """Texts of captions and definitions, in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A caption begins."""
        self._inside = tag == "p" and ("class", "caption") in attrs
        if self._inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        """Inside of one."""
        if self._inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """A caption ends."""
        self._inside = self._inside and tag != "p"


def test_fewer_than_ten_people_have_a_page_without_a_figure(town: Town) -> None:
    town.freeze(LAST)
    client = town.organizer(AWAY)

    text = text_of(client, f"/districts/{AWAY}/keeping-up")
    figures = [client.get(f"/districts/{AWAY}/keeping-up/{name}.csv") for name in CHARTS]

    assert "还不足 10 人" in text
    assert "data-chart" not in text
    assert all(each.status_code == 200 for each in figures)
    assert not any("12" in each.get_data(as_text=True).split("\r\n\r\n")[0] for each in figures)


def test_a_district_of_twelve_beside_one_of_three_tells_no_weigh_ins(town: Town) -> None:
    town.freeze(LAST)
    client = town.organizer(HOME)

    lines = client.get(f"/districts/{HOME}/keeping-up/weighed.json").get_json()["data"]
    means = client.get(f"/districts/{HOME}/keeping-up/weigh-ins.json").get_json()["data"]

    assert [value for line in lines for value in line["y"] if value is not None] == []
    assert means[0]["y"] == []


def test_a_district_organizer_opens_only_her_own(town: Town) -> None:
    town.freeze(LAST)
    client = town.organizer(HOME)

    addresses = (
        "/city/keeping-up",
        f"/districts/{AWAY}/keeping-up",
        f"/districts/{HOME}/keeping-up",
    )

    assert [client.get(each).status_code for each in addresses] == [403, 403, 200]


def test_the_pages_of_areas_lead_there(town: Town) -> None:
    assert 'href="/city/keeping-up"' in text_of(town.organizer(), "/city")
    home = text_of(town.organizer(HOME), f"/districts/{HOME}")
    assert f'href="/districts/{HOME}/keeping-up"' in home


def test_a_page_asks_for_its_reader_the_season_and_whether_it_may_have_changed(town: Town) -> None:
    assert town.app.config["TRACKER_TODAY"] == TODAY
    town.freeze(LAST)
    found = {}
    for address, client in {
        "/city/keeping-up": town.organizer(),
        f"/districts/{HOME}/keeping-up": town.organizer(HOME),
        "/city/keeping-up/funnel.json": town.organizer(),
    }.items():
        client.get(address)

        with counted(town.app) as statements:
            client.get(address)

        found[address] = len(statements)

    assert list(found.values()) == [4, 4, 4]
