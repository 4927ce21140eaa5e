"""Pages of what became of weights: from when, for whom, and with how many questions asked."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.insights.test_freezing import full_team, with_results
from tests.insights.test_store import NOW
from tests.queries import counted
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.insights import store
from tracker.insights.rules import Viewer
from tracker.insights.store.outcomes import outcomes

HERE = "110112"
MONDAY = date(2024, 10, 14)
NAMES = ("flow", "populations", "shares", "splits")
PAGE = "/city/outcome"
PAGES = (PAGE, f"/districts/{HERE}/outcome")


@pytest.fixture
def season_id(app: Flask, make: Factory) -> int:
    """A season with 60 people who have results."""
    season_id = make.season()
    with app.app_context():
        for number in range(5):
            full_team(make, season_id, name=f"{number} 组")
    return season_id


def season_of(app: Flask) -> Season:
    with app.app_context():
        found = current_season()
    assert found
    return found


def freeze(app: Flask, day: date = date(2024, 10, 16)) -> None:
    season = season_of(app)
    with app.app_context():
        store.freeze(season, day, NOW)


def city(make: Factory, season_id: int) -> FlaskClient:
    return make.signed_in(make.organizer(season_id))


@pytest.mark.parametrize("page", PAGES)
def test_before_the_first_snapshot_the_page_says_when(
    make: Factory, season_id: int, page: str
) -> None:
    client = city(make, season_id) if "city" in page else district(make, season_id)

    text = client.get(page, headers={"Accept-Language": "zh"}).text

    assert "还不到时候：第一次的数字在 8月12日 定下，变化从 9月23日 起才有" in text


def district(make: Factory, season_id: int) -> FlaskClient:
    return make.signed_in(make.organizer(season_id, HERE))


def test_before_day_42_the_page_says_where_everybody_is_and_no_change(
    app: Flask, make: Factory, season_id: int
) -> None:
    freeze(app, date(2024, 9, 17))

    text = city(make, season_id).get("/city/outcome", headers={"Accept-Language": "zh"}).text

    assert "第一次在 9月23日" in text
    assert "人都在哪一步" in text
    assert "三种算法" not in text
    assert city(make, season_id).get("/city/outcome/populations.json").status_code == 404


def test_a_page_shows_the_latest_monday_and_the_one_that_is_asked_for(
    app: Flask, make: Factory, season_id: int
) -> None:
    freeze(app, date(2024, 10, 8))
    freeze(app)
    client = city(make, season_id)

    latest = client.get("/city/outcome", headers={"Accept-Language": "zh"}).text
    before = client.get("/city/outcome?as_of=2024-10-07", headers={"Accept-Language": "zh"}).text

    assert "截至 10月14日 零点" in latest
    assert "截至 10月7日 零点" in before
    assert "看最近一次" in before
    assert 'data-chart="/city/outcome/flow.json?as_of=2024-10-07"' in before


def test_shares_wait_for_ten_people_and_say_so_and_an_older_page_stays(
    app: Flask, make: Factory, season_id: int
) -> None:
    chinese = {"Accept-Language": "zh"}
    freeze(app, date(2024, 10, 8))
    client = city(make, season_id)
    before = client.get("/city/outcome?as_of=2024-10-07", headers=chinese).text

    with app.app_context():
        with_results(make.participant(season_id, make.team(season_id, name="新组")), -3.0)
    freeze(app)
    latest, overview = (client.get(each, headers=chinese).text for each in (PAGE, "/city"))

    waits = "沿用截至 10月7日 的数字：此后变动不足 10 人。"
    assert waits not in before
    assert f"“变轻”“轻了超过 1 公斤”“轻了 5 % 及以上”{waits}" in latest
    assert f"变轻的比例{waits}" in overview
    again = client.get("/city/outcome?as_of=2024-10-07", headers=chinese).text
    assert waits not in again


def test_a_corrected_version_waits_for_the_one_before_it(
    app: Flask, make: Factory, season_id: int
) -> None:
    freeze(app)
    season = season_of(app)

    with app.app_context():
        with_results(make.participant(season_id, make.team(season_id, name="新组")), -3.0)
        store.freeze_as_of(season, MONDAY, NOW, "更正")
        first, second = store.snapshots(season_id)[0], store.snapshot(season_id)
        shown = [outcomes(season, each, Viewer()).areas["city"] for each in (first, second)]

    assert [each.completers for each in shown] == [60, 61]
    assert [each.shown.held_since for each in shown] == [None, MONDAY]
    assert shown[0].shown.lost_of_completers == shown[1].shown.lost_of_completers


@pytest.mark.parametrize("as_of", ["2024-10-08", "20241014", "monday", ""])
def test_there_is_no_page_as_of_a_day_that_was_not_frozen(
    app: Flask, make: Factory, season_id: int, as_of: str
) -> None:
    freeze(app)
    client = city(make, season_id)

    pages = [f"/city/outcome{end}?as_of={as_of}" for end in ("", "/flow.json")]

    assert [client.get(page).status_code for page in pages] == [404, 404]


def test_figures_and_their_files_stand_beside_the_page(
    app: Flask, make: Factory, season_id: int
) -> None:
    freeze(app)
    client = district(make, season_id)

    files = [
        client.get(f"/districts/{HERE}/outcome/{name}.{kind}").status_code
        for name in NAMES
        for kind in ("json", "csv", "png")
    ]

    assert set(files) == {200}
    assert client.get(f"/districts/{HERE}/outcome/nothing.json").status_code == 404


def test_each_page_asks_little_and_the_same(app: Flask, make: Factory, season_id: int) -> None:
    freeze(app)
    clients = {PAGES[0]: city(make, season_id), PAGES[1]: district(make, season_id)}
    found = {}
    for page, client in clients.items():
        client.get(page)
        with counted(app) as statements:
            client.get(page)
        found[page] = len(statements)

    assert found == dict.fromkeys(PAGES, 4)
