"""Every number on the pages and figures of teams, districts and the city is the truth."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY, app_on, empty_database
from tests.factories import Factory
from tests.insights import MONDAY, shown
from tests.insights.shown import Expected, Page, Truth
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, team_scope, unit_scope
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db
from tracker.insights.rules import (
    AreaFigures,
    GroupFigures,
    Shown,
    State,
    Viewer,
    for_areas,
    for_team,
)
from tracker.insights.store import freeze, snapshot
from tracker.insights.store.outcomes import outcomes
from tracker.simulation import store
from tracker.simulation.rules import Plan, World, make_world, truth
from tracker.simulation.rules.participation import Counts, count
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

    def contact(self, unit_id: int) -> FlaskClient:
        """A browser of the contact of a unit, appointed if there is none."""
        make = Factory(self.app)
        account_id = make.account()
        make.grant(account_id, int(world().spare_keys[0]), Role.CONTACT, unit_scope(unit_id))
        return make.signed_in(account_id)

    def organizer(self, role: Role, code: str) -> FlaskClient:
        """A browser of the organizer of a district or of the city."""
        return self.signed_in(role, CITY_SCOPE if role is Role.CITY else district_scope(code))


@cache
def world() -> World:
    return make_world(Plan(1_000, 3, TODAY))


@cache
def counts() -> Counts:
    made = world()
    return count(made.plan, made.people, made.readings, made.entries)


@cache
def most_people() -> list[int]:
    """Units by how many people are in them, the largest first."""
    sizes = np.bincount(world().places.team_unit[world().people.team])
    return [int(unit) for unit in np.argsort(-sizes, kind="stable")]


def weeks_of_teams(told: Told, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is said of each team's last week, where 10 people are enrolled."""
    own = dict(
        zip(map(str, world().places.team_id.tolist()), world().places.team_name, strict=True)
    )
    rows = shown.parts(told.truth["teams"], names, LAST_WEEK).rows
    return [
        (own[key], "不足 10 人，不显示" if share == "–" else f"{share} {active} / {enrolled}")
        for key, (_, share, active, enrolled) in zip(names, rows, strict=True)
    ]


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


def live(told: Truth, least: int, day: date = TODAY) -> dict[tuple[str, str], Expected]:
    return {
        ("participation", "每天的参与"): shown.participation(told, least, day),
        ("active", "每周参与的人"): shown.active(told, least, day),
        ("minutes", "每周运动分钟"): shown.minutes(told, least),
    }


def area(told: Truth, mean: Shown, day: date = TODAY) -> dict[tuple[str, str], Expected]:
    return {
        **live(told, OF_AREAS, day),
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


def tiles(told: Told, role: Role, scope: str, of: str) -> dict[str, list[str]]:
    """The tiles of an area's change: mean and n are the truth's, the rest is what was released."""
    mean = areas(told.truth).city if of == CITY_SCOPE else areas(told.truth).districts[of[9:]]
    with told.app.app_context():
        season = current_season()
        assert season
        viewer = Viewer()
        each = outcomes(season, snapshot(season.id), viewer).areas[of]
    more = []
    if each.low is not None and each.high is not None:
        more.append(f"95 % 区间 {shown.signed(each.low)} 到 {shown.signed(each.high)}")
    if each.median is not None:
        more.append(f"中位数 {shown.signed(each.median)} %")
    assert holders()[role, scope]
    return shown.change_tiles(MONDAY, mean, more)


def side_by_side(told: Told) -> list[list[str]]:
    """Every district's row beside the others, but for the drawing at its end."""
    found = []
    for code, name in DISTRICTS.items():
        of = told.truth["districts"][code]
        week = of["weeks"][LAST_WEEK.isoformat()]
        change = tiles(told, Role.CITY, CITY_SCOPE, district_scope(code))
        mean = change["体重的平均变化"]
        median = [each for each in mean if each.startswith("中位数")]
        days = of["participation_by_day"].values()
        shares = (
            f"{100 * week[each] / week['enrolled']:.1f} % {week[each]:,} / {week['enrolled']:,}"
            for each in ("active", "regular")
        )
        found.append(
            [
                name,
                f"{list(of['enrolled_by_day'].values())[-1]['total']:,}",
                *shares,
                change["资料完整"][0],
                " ".join([mean[0], *median]) if mean[0] != "–" else mean[1],
                f"{sum(day['active'] for day in days if day['members'] >= OF_AREAS):,}",
                "",
            ]
        )
    return found


def test_the_city_is_shown_as_it_is(told: Told) -> None:
    mean = areas(told.truth).city
    client = told.signed_in(Role.CITY, CITY_SCOPE)
    truth_of = shown.over(told.truth["city"], TODAY)
    change = tiles(told, Role.CITY, CITY_SCOPE, CITY_SCOPE)

    opened = assert_shown(client, "/city", area(told.truth["city"], mean))

    assert opened.figures == shown.six(truth_of, OF_AREAS, change, ["还没有定目标"])
    assert opened.tables["16 个区"] == side_by_side(told)


def test_the_districts_bars_are_their_shares(told: Told) -> None:
    client = told.signed_in(Role.CITY, CITY_SCOPE)
    expected = shown.parts(told.truth["districts"], DISTRICTS, LAST_WEEK)

    found = figure(client, "/city/districts.json")

    assert shown.traces_of(found, expected.traces) == expected.traces


def test_everything_of_the_city_is_as_it_was_at_its_snapshot(told: Told) -> None:
    before = shown.finished(told.truth["city"], MONDAY)
    expected = area(before, areas(told.truth).city, MONDAY)
    change = tiles(told, Role.CITY, CITY_SCOPE, CITY_SCOPE)
    client = told.signed_in(Role.CITY, CITY_SCOPE)

    opened = assert_shown(client, "/city", expected, f"?as_of={MONDAY}")

    assert opened.figures == shown.six(before, OF_AREAS, change, ["还没有定目标"])


@pytest.mark.parametrize("code", list(DISTRICTS)[:4])
def test_everything_of_a_district_is_as_it_was_at_its_snapshot(told: Told, code: str) -> None:
    before = shown.finished(told.truth["districts"][code], MONDAY)
    mean = areas(told.truth).districts[code]
    change = tiles(told, Role.DISTRICT, district_scope(code), district_scope(code))
    client = told.signed_in(Role.DISTRICT, district_scope(code))

    opened = assert_shown(
        client, f"/districts/{code}", area(before, mean, MONDAY), f"?as_of={MONDAY}"
    )

    assert opened.figures == shown.six(before, OF_AREAS, change, ["还没有定目标"])
    assert opened.teams == weeks_of_teams(told, told.teams(code))


@pytest.mark.parametrize(("name", "counted"), [("map", "active"), ("map-regular", "regular")])
def test_districts_stand_on_the_map_with_their_shares(told: Told, name: str, counted: str) -> None:
    weeks = [told.truth["districts"][code]["weeks"][LAST_WEEK.isoformat()] for code in DISTRICTS]
    shares = [f"{100 * week[counted] / week['enrolled']:.1f} %" for week in weeks]

    found = figure(told.signed_in(Role.CITY, CITY_SCOPE), f"/city/{name}.json")["data"][0]

    assert found["text"] == [
        f"{district}<br>{share}" for district, share in zip(DISTRICTS.values(), shares, strict=True)
    ]
    places = [(each.tile_col, -each.tile_row) for each in districts()]
    assert list(zip(found["x"], found["y"], strict=True)) == places


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
    teams = shown.parts(told.truth["teams"], told.teams(code), LAST_WEEK)
    change = tiles(told, Role.DISTRICT, district_scope(code), district_scope(code))
    client = told.signed_in(Role.DISTRICT, district_scope(code))

    opened = assert_shown(client, f"/districts/{code}", area(of_district, mean))
    bars = figure(client, f"/districts/{code}/teams.json")

    truth_of = shown.over(of_district, TODAY)
    assert opened.figures == shown.six(truth_of, OF_AREAS, change, ["还没有定目标"])
    assert shown.traces_of(bars, teams.traces) == teams.traces
    assert opened.teams == weeks_of_teams(told, told.teams(code))


@pytest.mark.parametrize("code", DISTRICTS)
def test_a_districts_teams_are_shown_to_their_leaders_as_they_are(told: Told, code: str) -> None:
    for team in told.teams(code):
        of_team = told.truth["teams"][team]
        released = rounds(of_team)
        expected = live(of_team, 1)
        expected["change", "每轮结束时的平均变化"] = shown.change(released, is_team=True)
        client = told.signed_in(Role.LEADER, team_scope(int(team)))

        opened = assert_shown(client, "/team", expected, f"?team={team}")

        change = shown.change_tiles(*released[-1])
        assert opened.figures == shown.six(shown.over(of_team, TODAY), 1, change)


@pytest.mark.parametrize("code", list(DISTRICTS)[:3])
def test_a_team_is_shown_to_its_district_without_any_change(told: Told, code: str) -> None:
    team = next(iter(told.teams(code)))
    of_team = told.truth["teams"][team]
    client = told.signed_in(Role.DISTRICT, district_scope(code))

    opened = assert_shown(client, f"/districts/{code}/teams/{team}", live(of_team, OF_AREAS))

    assert opened.figures == shown.six(shown.over(of_team, TODAY), OF_AREAS, {})


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("role", [Role.CONTACT, Role.DISTRICT, Role.CITY])
def test_a_unit_is_shown_as_it_is_with_its_teams_from_ten_people(
    told: Told, role: Role, place: int
) -> None:
    unit = most_people()[place]
    places = world().places
    members = np.flatnonzero(places.team_unit == unit)
    of_unit = json.loads(json.dumps(counts().figures(members)))
    unit_id, code = int(places.unit_id[unit]), places.unit_district[unit]
    client = told.contact(unit_id) if role is Role.CONTACT else told.organizer(role, code)

    opened = assert_shown(client, f"/units/{unit_id}/figures", live(of_unit, OF_AREAS))

    truth_of = shown.over(of_unit, TODAY)
    assert opened.figures == shown.six(truth_of, OF_AREAS, {}, ["还没有定目标"])
    names = {str(places.team_id[team]): places.team_name[team] for team in members.tolist()}
    by_name = dict(sorted(names.items(), key=lambda pair: pair[1]))
    assert sorted(opened.teams) == sorted(weeks_of_teams(told, by_name))


def test_a_member_who_contributes_sees_her_team_unless_the_rest_is_too_small(told: Told) -> None:
    people, places = world().people, world().places
    team = str(places.team_id[people.demo_team])
    client = Factory(told.app).signed_in(int(people.account_id[people.demo]))
    released = rounds(told.truth["teams"][team], viewer_contributes=True)

    opened = page(client, "/team")

    assert opened.tables["每轮结束时的平均变化"] == shown.change(released, is_team=True).rows
