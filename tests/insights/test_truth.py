"""Every number on the pages and figures of teams, districts and the city is the truth."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY, app_on, empty_database
from tests.factories import Factory
from tests.insights import MONDAY, shown
from tests.insights.shown import Expected, Page, Truth
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, team_scope
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db
from tracker.insights.rules import AreaFigures, GroupFigures, Shown, State, for_areas, for_team
from tracker.insights.store import freeze
from tracker.simulation import store
from tracker.simulation.rules import Plan, World, make_world, truth
from tracker.simulation.rules.staff import grants
from tracker.teams.rules import districts
from tracker.teams.store import teams_in

ROUND_1, ROUND_2 = date(2024, 9, 9), date(2024, 10, 7)
LAST_WEEK = date(2024, 10, 7)
OF_AREAS = 10
"""People from whom a district's or the city's participation is counted."""
DISTRICTS = {each.code: each.name for each in districts()}


@dataclass(frozen=True)
class Told:
    """The product on one database, and what is true of the season in it."""

    app: Flask
    truth: Truth

    def signed_in(self, role: Role, scope: str) -> FlaskClient:
        """A browser of whoever holds a role over a scope."""
        return Factory(self.app).signed_in(holders()[role, scope])

    def teams(self, code: str) -> dict[str, str]:
        """The names of a district's teams by key, in the order in which the product lists them."""
        with self.app.app_context():
            found = teams_in(int(world().spare_keys[0]), code)
            return {str(team.id): team.name for team in found}


@cache
def world() -> World:
    return make_world(Plan(1_000, 3, TODAY))


@cache
def holders() -> dict[tuple[Role, str], int]:
    return {(grant.role, grant.scope): grant.account_id for grant in grants(world())}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    app = app_on(empty_database(request, tmp_path_factory.mktemp("truth")))
    app.config["TRACKER_TODAY"] = TODAY
    with app.app_context():
        store.write(world(), lambda _table, _rows: None)
        season = current_season()
        assert season
        freeze(season, TODAY, now())
    yield Told(app, json.loads(json.dumps(truth(world()))))
    with app.app_context():
        db.engine.dispose()


def figure(client: FlaskClient, url: str) -> dict[str, Any]:
    answer = client.get(url)
    assert answer.status_code == 200, url
    found: dict[str, Any] = json.loads(answer.data)
    return found


def page(client: FlaskClient, url: str) -> Page:
    answer = client.get(url, headers={"Accept-Language": "zh"})
    assert answer.status_code == 200, url
    return Page(answer.get_data(as_text=True))


def areas(told: Truth) -> AreaFigures:
    frozen = {code: shown.frozen_area(each) for code, each in told["districts"].items()}
    return for_areas(MONDAY, shown.frozen_area(told["city"]), frozen)


def rounds(told: Truth, *, viewer_contributes: bool = False) -> list[tuple[date, Shown]]:
    health = told["health"]
    enough = health["completers"] >= 10
    second = GroupFigures(
        state=State.SHOWN if enough else State.TOO_FEW,
        completers=health["completers"],
        mean_change=health["mean_change_percent"] if enough else None,
    )
    return [
        (ROUND_1, Shown(State.NOT_YET)),
        (ROUND_2, for_team(second, viewer_contributes=viewer_contributes)),
    ]


def live(told: Truth, least: int) -> dict[tuple[str, str], Expected]:
    return {
        ("participation", "每天的参与"): shown.participation(told, least, TODAY),
        ("active", "每周参与的人"): shown.active(told, least, TODAY),
        ("minutes", "每周运动分钟"): shown.minutes(told, least),
    }


def area(told: Truth, mean: Shown) -> dict[tuple[str, str], Expected]:
    return {
        **live(told, OF_AREAS),
        ("enrolment", "报名人数"): shown.enrolment(told, OF_AREAS),
        ("change", "到目前为止的平均变化"): shown.change([(MONDAY, mean)], is_team=False),
    }


def assert_shown(
    client: FlaskClient, url: str, expected: Mapping[tuple[str, str], Expected], query: str = ""
) -> Page:
    """Figure by figure: the traces of its JSON, its table on the page, and its caption."""
    opened = page(client, url + query)
    for (name, title), each in expected.items():
        found = figure(client, f"{url}/{name}.json{query}")
        assert shown.traces_of(found, each.traces) == each.traces, (url, name)
        assert opened.tables.get(title, []) == each.rows, (url, title)
        for words in each.said:
            assert words in opened.captions[title], (url, title)
    return opened


def big(mean: Shown) -> list[str]:
    """The one large number of a page, if there is one."""
    if mean.change is None:
        return []
    return [shown.change_cells(mean, is_team=True)[0]]


def test_the_city_is_shown_as_it_is(told: Told) -> None:
    mean = areas(told.truth).city
    expected = area(told.truth["city"], mean)
    by_district = shown.parts(told.truth["districts"], DISTRICTS, LAST_WEEK)
    expected["districts", "16 个区的参与"] = by_district
    client = told.signed_in(Role.CITY, CITY_SCOPE)

    opened = assert_shown(client, "/city", expected)

    assert opened.figures == shown.first_numbers(told.truth["city"], OF_AREAS, TODAY)
    assert opened.big == big(mean)
    assert opened.tables["16 个区的参与（示意图）"] == by_district.rows


def test_districts_stand_on_the_map_with_their_shares(told: Told) -> None:
    rows = shown.parts(told.truth["districts"], DISTRICTS, LAST_WEEK).rows

    tiles = figure(told.signed_in(Role.CITY, CITY_SCOPE), "/city/map.json")["data"][0]

    assert tiles["text"] == [f"{name}<br>{share}" for name, share, _, _ in rows]
    places = [(each.tile_col, -each.tile_row) for each in districts()]
    assert list(zip(tiles["x"], tiles["y"], strict=True)) == places


def test_the_districts_changes_side_by_side_are_those_released(told: Told) -> None:
    found = areas(told.truth)
    client = told.signed_in(Role.CITY, CITY_SCOPE)
    names = [*DISTRICTS.values(), "全市"]
    each = [*(found.districts[code] for code in DISTRICTS), found.city]
    bars = [(name, one) for name, one in zip(names, each, strict=True) if one.change is not None]

    trace = figure(client, "/city/changes.json")["data"][0]
    rows = page(client, "/city").tables["16 个区到目前为止的平均变化"]

    assert trace["x"] == [one.change for _, one in reversed(bars)]
    assert trace["y"] == [name for name, _ in reversed(bars)]
    assert trace["customdata"] == [one.people for _, one in reversed(bars)]
    assert rows == [
        [name, *shown.change_cells(one, is_team=False)]
        for name, one in zip(names, each, strict=True)
    ]


def test_a_district_lists_all_its_teams(told: Told) -> None:
    places = world().places
    pairs = zip(places.team_district, places.team_id.tolist(), strict=True)
    homes = [(code, str(team)) for code, team in pairs]

    found = [(code, team) for code in DISTRICTS for team in told.teams(code)]

    assert sorted(found) == sorted(homes)


def test_some_districts_are_released_and_some_are_not() -> None:
    states = {each.state for each in areas(truth(world())).districts.values()}

    assert State.SHOWN in states
    assert states - {State.SHOWN}


@pytest.mark.parametrize("code", DISTRICTS)
def test_a_district_is_shown_as_it_is(told: Told, code: str) -> None:
    of_district = told.truth["districts"][code]
    mean = areas(told.truth).districts[code]
    expected = area(of_district, mean)
    expected["teams", "各队的参与"] = shown.parts(told.truth["teams"], told.teams(code), LAST_WEEK)
    client = told.signed_in(Role.DISTRICT, district_scope(code))

    opened = assert_shown(client, f"/districts/{code}", expected)

    assert opened.figures == shown.first_numbers(of_district, OF_AREAS, TODAY)
    assert opened.big == big(mean)


@pytest.mark.parametrize("code", DISTRICTS)
def test_a_districts_teams_are_shown_to_their_leaders_as_they_are(told: Told, code: str) -> None:
    for team in told.teams(code):
        of_team = told.truth["teams"][team]
        released = rounds(of_team)
        expected = live(of_team, 1)
        expected["change", "每轮结束时的平均变化"] = shown.change(released, is_team=True)
        client = told.signed_in(Role.LEADER, team_scope(int(team)))

        opened = assert_shown(client, "/team", expected, f"?team={team}")

        assert opened.figures == shown.first_numbers(of_team, 1, TODAY)
        assert opened.big == big(released[-1][1])


@pytest.mark.parametrize("code", list(DISTRICTS)[:3])
def test_a_team_is_shown_to_its_district_without_any_change(told: Told, code: str) -> None:
    team = next(iter(told.teams(code)))
    of_team = told.truth["teams"][team]
    client = told.signed_in(Role.DISTRICT, district_scope(code))

    opened = assert_shown(client, f"/districts/{code}/teams/{team}", live(of_team, OF_AREAS))

    assert opened.figures == shown.first_numbers(of_team, OF_AREAS, TODAY)
    assert opened.big == []


def test_a_member_who_contributes_sees_her_team_unless_the_rest_is_too_small(told: Told) -> None:
    people, places = world().people, world().places
    team = str(places.team_id[people.demo_team])
    client = Factory(told.app).signed_in(int(people.account_id[people.demo]))
    released = rounds(told.truth["teams"][team], viewer_contributes=True)

    opened = page(client, "/team")

    assert opened.tables["每轮结束时的平均变化"] == shown.change(released, is_team=True).rows
