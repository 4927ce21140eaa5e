"""Every number on the pages of how people keep up is the simulation's truth, released."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY, app_on, empty_database
from tests.factories import Factory
from tests.insights import MONDAY
from tests.insights.shown import Page, day_text
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db
from tracker.exercise.rules import activities
from tracker.insights.rules import Share
from tracker.insights.rules.keeping_up import (
    Cohort,
    KeepingUp,
    KeptWeek,
    Records,
    ShownCohort,
    ShownKeepingUp,
    ShownWeek,
    Step,
    Trait,
    in_classes,
    released,
    withheld,
)
from tracker.insights.store import freeze_as_of
from tracker.simulation import store
from tracker.simulation.rules import Plan, World, make_world, truth
from tracker.simulation.rules.staff import grants
from tracker.teams.rules import districts

CODES = [each.code for each in districts()]
SIX_DAYS = timedelta(days=6)
TITLES = {
    "funnel": "从报名到坚持",
    "retention": "不同时候报名的人，后来还在记吗",
    "minutes": "平均每人每周的运动量，对照 150 分钟",
    "reached": "一周达到 150 分钟的人",
    "weighed": "每周称重的人",
    "weigh-ins": "平均每人每周称重几次",
    "gaps": "最长一次连着几天没有记录",
    "quality": "看数字时要知道的",
}
TRAITS = {
    Trait.CORRECTED: "体重更正过",
    Trait.SAME: "和上一次相同",
    Trait.ROUND: "整公斤或半公斤",
    Trait.LATE_WEIGHT: "体重是后来补记的",
    Trait.LATE_EXERCISE: "运动是后来补记的",
}
GAPS = ["没有间断", "1-2 天", "3-6 天", "7-13 天", "14-27 天", "28 天以上"]
Rows = list[list[str]]


@dataclass(frozen=True)
class Told:
    """The product on one database with the season in it."""

    app: Flask

    def signed_in(self, role: Role, scope: str) -> FlaskClient:
        """A browser of whoever holds a role over a scope."""
        holders = {(each.role, each.scope): each.account_id for each in grants(world())}
        return Factory(self.app).signed_in(holders[role, scope])


@cache
def world() -> World:
    return make_world(Plan(1_500, 4, TODAY))


@cache
def told_truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(truth(world())))
    return found


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
        freeze_as_of(season, MONDAY, now())
    yield Told(app)
    with app.app_context():
        db.engine.dispose()


def exact(found: dict[str, Any]) -> KeepingUp:
    """The truth as it must be frozen."""
    return KeepingUp(
        enrolled=found["enrolled"],
        late=found["late"],
        with_baseline=found["with_baseline"],
        weeks=tuple(
            KeptWeek(**each | {"monday": date.fromisoformat(each["monday"])})
            for each in found["weeks"]
        ),
        cohorts=tuple(
            Cohort(date.fromisoformat(each["monday"]), each["people"], tuple(each["active"]))
            for each in found["cohorts"]
        ),
        noted=found["noted"],
        gaps=in_classes(found["longest_gaps"]),
        records={Trait(name): Records(**each) for name, each in found["records"].items()},
    )


@cache
def areas() -> dict[str, ShownKeepingUp]:
    """What is shown of the city and of each district by its code."""
    found = {code: exact(told_truth()["districts"][code]["keeping_up"]) for code in CODES}
    hidden = withheld(found)
    return {
        "": released(exact(told_truth()["city"]["keeping_up"])),
        **{code: released(replace(each, withheld=hidden[code])) for code, each in found.items()},
    }


def share(found: Share | None) -> str:
    return "–" if found is None else f"{found.bound}{found.percent} %"


def count(people: int | None) -> str:
    return "–" if people is None else f"{people:,}"


def tenths(value: float) -> str:
    """As the page rounds: a tie goes to the even digit."""
    return str(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def monday_text(monday: date) -> str:
    return day_text(monday.isoformat())


def expected(shown: ShownKeepingUp) -> dict[str, Rows]:
    """The tables of a page, by the name of the figure."""
    return {
        "funnel": [
            ["报名", "100 %", count(shown.enrolled), "–", "–"],
            *map(funnel_row, shown.funnel),
        ],
        "retention": list(map(cohort_row, shown.cohorts)),
        **weekly(shown.weeks),
        "minutes": minutes(shown.weeks),
        "gaps": [[name, share(each)] for name, each in zip(GAPS, shown.gaps, strict=True)],
        "quality": [
            [
                name,
                "–" if each.percent is None else f"{each.percent:.1f} %",
                count(each.whole),
            ]
            for trait, name in TRAITS.items()
            for each in [(shown.records or {})[trait]]
        ],
    }


def funnel_row(step: Step) -> list[str]:
    there = step.people is not None and step.enrolled
    return [
        f"第 {step.week} 周有记录" if step.week else "有基线",
        share(step.share),
        count(step.people),
        count(step.enrolled),
        f"{round(100 * (step.people or 0) / (step.enrolled or 1))} %" if there else "–",
    ]


def cohort_row(cohort: ShownCohort) -> list[str]:
    first, last = monday_text(cohort.first), monday_text(cohort.last + SIX_DAYS)
    return [
        first if cohort.first == cohort.last else f"{first} 至 {last}",
        count(cohort.people),
        *("–" if one is None else f"{one} %" for one in cohort.shares),
    ]


def minutes(weeks: tuple[ShownWeek, ...]) -> Rows:
    """The five kinds with most minutes, all others together, and the whole."""
    totals = {kind: sum(week.minutes.get(kind, 0) for week in weeks) for kind in activities()}
    order = list(activities())
    kinds = sorted(
        (kind for kind in order if any(kind in week.minutes for week in weeks)),
        key=lambda kind: (-totals[kind], order.index(kind)),
    )
    groups = [[kind] for kind in kinds[:5]] + ([kinds[5:]] if kinds[5:] else [])
    return [
        [
            monday_text(week.monday),
            count(week.enrolled),
            *(
                tenths(sum(week.minutes.get(kind, 0) for kind in group) / week.enrolled)
                for group in [*groups, list(week.minutes)]
            ),
        ]
        for week in weeks
    ]


def weekly(weeks: tuple[ShownWeek, ...]) -> dict[str, Rows]:
    return {
        "reached": [
            [
                monday_text(week.monday),
                count(week.reached),
                count(week.enrolled),
                f"{round(100 * week.reached / week.enrolled)} %",
            ]
            for week in weeks
        ],
        "weighed": [
            [monday_text(each.monday), count(each.enrolled), share(each.weighed), share(each.often)]
            for each in weeks
        ],
        "weigh-ins": [
            [
                monday_text(each.monday),
                count(each.enrolled),
                "–" if each.weighings is None else f"{each.weighings:.1f}",
            ]
            for each in weeks
        ],
    }


def drawn(client: FlaskClient, address: str, name: str) -> list[dict[str, Any]]:
    answer = client.get(f"{address}/{name}.json")
    assert answer.status_code == 200, (address, name)
    found: list[dict[str, Any]] = json.loads(answer.data)["data"]
    return found


def assert_shown(client: FlaskClient, address: str, shown: ShownKeepingUp) -> None:
    """Every table, and every trace against the table."""
    page = Page(client.get(address, headers={"Accept-Language": "zh"}).get_data(as_text=True))
    for name, rows in expected(shown).items():
        found = [row[:3] if name == "quality" else row for row in page.tables[TITLES[name]]]
        assert found == rows, (address, name)
    traces = {name: drawn(client, address, name) for name in TITLES}
    known = [each for each in shown.funnel if each.share and not each.share.bound]
    assert traces["funnel"][0]["x"] == [
        *(each.share.percent for each in reversed(known) if each.share),
        100,
    ]
    assert list(map(int, traces["retention"][0]["text"])) == [
        each for cohort in shown.cohorts for each in cohort.shares if each is not None
    ]
    for name, values in (
        ("weighed", [[each.weighed for each in shown.weeks], [each.often for each in shown.weeks]]),
    ):
        assert [trace["y"] for trace in traces[name]] == [
            [None if one is None or one.bound else one.percent for one in each] for each in values
        ]
    assert traces["weigh-ins"][0]["y"] == [
        each.weighings for each in shown.weeks if each.weighings is not None
    ]
    assert traces["reached"][0]["customdata"] == [
        [each.reached, each.enrolled] for each in shown.weeks
    ]
    sums = [
        sum(column) for column in zip(*(each["y"] for each in traces["minutes"][:-1]), strict=True)
    ]
    assert sums == pytest.approx(
        [sum(each.minutes.values()) / each.enrolled for each in shown.weeks], abs=0.31
    )
    assert traces["minutes"][-1]["y"] == [150] * len(shown.weeks)
    assert traces["gaps"][0]["x"] == [
        each.percent for each in reversed(shown.gaps) if each and not each.bound
    ]
    records = shown.records or {}
    assert traces["quality"][0]["x"] == [
        value for trait in reversed(TRAITS) if (value := records[trait].percent) is not None
    ]


def test_the_city_is_shown_as_it_is(told: Told) -> None:
    client = told.signed_in(Role.CITY, CITY_SCOPE)

    assert_shown(client, "/city/keeping-up", areas()[""])


@pytest.mark.parametrize("code", CODES)
def test_a_district_is_shown_as_it_is(told: Told, code: str) -> None:
    client = told.signed_in(Role.DISTRICT, district_scope(code))

    assert_shown(client, f"/districts/{code}/keeping-up", areas()[code])


def test_something_is_withheld_in_some_district_and_much_is_shown() -> None:
    weeks = [week for code in CODES for week in areas()[code].weeks]

    assert any(week.weighed is None or week.weighed.bound for week in weeks)
    assert any(week.weighed and not week.weighed.bound for week in weeks)
