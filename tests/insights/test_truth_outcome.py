"""Every number on the pages of what became of weights is the truth, passed through its release.

The truth is worked out person by person from the simulation's arrays, in whole numbers; only the
rules of release, and of drawing by lot, are the product's own.
"""

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from statistics import median

import numpy as np
import pytest

from tests.conftest import TODAY
from tests.insights import MONDAY
from tests.insights.shown import _count, _share, signed
from tests.insights.test_truth import DISTRICTS, Told, figure, page, told, world
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope
from tracker.campaign.store import current_season
from tracker.insights.rules.outcome import (
    LADDERS,
    Cell,
    Interval,
    Outcome,
    draws_of,
    group_key,
    mean_interval,
    median_interval,
)
from tracker.insights.rules.releases import Outcomes, ShownCell, ShownOutcome, for_outcomes
from tracker.insights.rules.snapshots import seed_of
from tracker.insights.store import snapshot
from tracker.simulation.rules import health
from tracker.simulation.rules.plan import Flags, number

__all__ = ["told"]

BANDS = (Fraction(37, 2), Fraction(24), Fraction(28))
EDGES = (-10, -6, -2, 2, 6, 10)
AREAS = {CITY_SCOPE: "全市"} | {district_scope(code): name for code, name in DISTRICTS.items()}
Rows = list[list[str]]


class Someone:
    """One person's season in exact numbers."""

    def __init__(self, place: int) -> None:
        people, found = world().people, results()
        self.district = world().places.team_district[people.team[place]]
        self.team = int(people.team[place])
        self.late = bool(found.late[place])
        self.body = bool(people.has_body[place])
        self.sex = 0 if people.bodies.female[place] else 1
        self.age = MONDAY.year - int(people.bodies.birth_year[place])
        self.height = Fraction(int(people.bodies.height_mm[place]), 1000)
        self.completer = bool(found.completer[place])
        self.baseline = _mean(found.baseline, place, needed=2)
        self.closing = _mean(found.closing, place, needed=2)
        self.last = _mean(found.last, place, needed=1)

    def at(self, when: str) -> Fraction:
        """A weight that she has."""
        found = getattr(self, when)
        assert isinstance(found, Fraction)
        return found

    @property
    def change(self) -> Fraction:
        """A completer's change in percent."""
        return 100 * (self.at("closing") / self.at("baseline") - 1)

    def band(self, when: str) -> int:
        """In which BMI band a weight of hers is."""
        return sum(self.at(when) / self.height**2 >= edge for edge in BANDS)

    @property
    def bin(self) -> int:
        """In which bin her change is, edges belonging to the one nearer to 0."""
        change = self.change
        return sum(change >= each if each < 0 else change > each for each in EDGES)

    def cells(self) -> dict[str, int]:
        """Her cell in each split."""
        found = {}
        if self.body:
            found = {"sex": self.sex, "age": sum(self.age >= each for each in (30, 40, 50))}
        return found | ({} if self.baseline is None else {"band": self.band("baseline")})


@cache
def results() -> health.Results:
    return health.results(world().plan, world().people, world().readings, number(MONDAY))


def _mean(means: health.Means, place: int, needed: int) -> Fraction | None:
    total, days = int(means.total[place]), int(means.days[place])
    return Fraction(total, 1000 * days) if days >= needed else None


@cache
def everybody() -> list[Someone]:
    return [Someone(place) for place in np.flatnonzero(results().enrolled).tolist()]


def inside(scope: str) -> list[Someone]:
    return [each for each in everybody() if scope in {CITY_SCOPE, district_scope(each.district)}]


def true_outcome(people: list[Someone]) -> Outcome:
    stayed = [each for each in people if each.completer]
    begun = [each for each in people if each.baseline is not None]
    changes = [each.change for each in stayed]
    normal = [each for each in stayed if each.band("baseline") == 1]
    return Outcome(
        enrolled=len(people),
        with_body=sum(each.body for each in people),
        with_baseline=len(begun),
        completers=len(stayed),
        late=sum(each.late for each in people),
        total=float(sum(changes)),
        median=float(median(changes)) if changes else None,
        last_total=float(sum(100 * (each.at("last") / each.at("baseline") - 1) for each in begun)),
        gained=float(sum(100 / each.at("baseline") for each in begun if not each.completer)),
        lost=sum(change < 0 for change in changes),
        lost_over_1_kg=sum(each.at("baseline") - each.at("closing") > 1 for each in stayed),
        lost_5_percent=sum(change <= -5 for change in changes),
        normal=len(normal),
        normal_kept=sum(abs(each.change) <= 2 for each in normal),
        bands_before=_counts([each.band("baseline") for each in stayed], 4),
        bands_after=_counts([each.band("closing") for each in stayed], 4),
        bins=_counts([each.bin for each in stayed], 7),
        splits={
            split: tuple(
                _cell([each for each in people if each.cells().get(split) == place])
                for place in range(len(LADDERS[split][0]))
            )
            for split in ("sex", "age", "band")
        },
    )


def _counts(places: list[int], count: int) -> tuple[int, ...]:
    return tuple(places.count(place) for place in range(count))


def _cell(people: list[Someone]) -> Cell:
    stayed = [each for each in people if each.completer]
    begun = sum(each.baseline is not None for each in people)
    return Cell(len(people), begun, len(stayed), float(sum(each.change for each in stayed)))


def true_intervals(scope: str, seed: int) -> dict[str, Interval]:
    """Drawn from the same seed, out of the truth's own changes."""
    people = everybody()
    keys = world().places.team_id[[each.team for each in people]]
    draws = draws_of(keys, np.array([each.district for each in people]), seed)

    def drawn(who: list[bool]) -> tuple[Interval | None, Interval | None]:
        here: Flags = np.array(who)
        change = np.array(
            [float(each.change) for each, in_ in zip(people, who, strict=True) if in_]
        )
        return mean_interval(draws, keys[here], change), median_interval(draws, keys[here], change)

    def of(split: str = "", cells: tuple[int, ...] = ()) -> list[bool]:
        return [
            each.completer
            and scope in {CITY_SCOPE, district_scope(each.district)}
            and (not split or each.cells()[split] in cells)
            for each in people
        ]

    mean, middle = drawn(of())
    found = {"mean": mean, "median": middle}
    for split in ("sex", "age", "band"):
        for group in {group for partition in LADDERS[split] for group in partition}:
            found[group_key(split, group)] = drawn(of(split, group))[0]
    return {name: each for name, each in found.items() if each}


@cache
def true_release(seed: int) -> Outcomes:
    exact = {scope: true_outcome(inside(scope)) for scope in AREAS}
    return for_outcomes(MONDAY, exact, {scope: true_intervals(scope, seed) for scope in AREAS})


def released(told: Told, scope: str) -> ShownOutcome:
    with told.app.app_context():
        season = current_season()
        assert season
        hashed = snapshot(season.id, MONDAY).data_hash
    return true_release(seed_of(hashed)).areas[scope]


# What the page must say of it -----------------------------------------------------------------


def change(value: float | None) -> str:
    return "–" if value is None else f"{signed(value)} %"


def between(low: float | None, high: float | None) -> str:
    return "–" if low is None else f"{change(low)} 到 {change(high)}"


def about(people: int | None) -> str:
    return f"约 {people:,}"


def flow(shown: ShownOutcome) -> Rows:
    assert shown.enrolled is not None
    n, begun, all_ = shown.completers or 0, shown.with_baseline, shown.enrolled
    rows = [["已报名", f"{all_:,}", ""]]
    if begun is not None:
        stages = [("资料完整", n, _count(n)), ("有基线，还没有结果", begun - n, _count(begun - n))]
        if shown.without_body is None:
            stages.append(("还没有基线", all_ - begun, _count(all_ - begun)))
        else:
            rest = all_ - begun - shown.without_body
            stages.append(("有身体资料，还没有基线", rest, about(rest)))
            stages.append(("没有身体资料", shown.without_body, about(shown.without_body)))
        rows += [[name, words, f"{round(100 * count / all_)} %"] for name, count, words in stages]
    return [*rows, ["其中报名晚的", _count(shown.late), ""]]


def populations(shown: ShownOutcome) -> Rows:
    all_, begun, n = (
        _count(each) for each in (shown.enrolled, shown.with_baseline, shown.completers)
    )
    return [
        ["所有报名的人", all_, change(shown.everyone), "–"],
        ["到最后一次称重", begun, change(shown.last), "–"],
        ["留下来的人", n, change(shown.shown.change), between(shown.low, shown.high)],
        ["所有报名的人，没有结果的重 1 公斤", all_, change(shown.sensitivity), "–"],
        [
            "留下来的人的中位数",
            n,
            change(shown.median),
            between(shown.median_low, shown.median_high),
        ],
    ]


def shares(shown: ShownOutcome) -> Rows:
    over = shown.shares_of_enrolled
    return [
        ["变轻", _share(shown.shown.lost_of_completers), _share(shown.shown.lost_of_enrolled)],
        ["轻了超过 1 公斤", _share(shown.shares["lost_over_1_kg"]), _share(over["lost_over_1_kg"])],
        ["轻了 5 % 及以上", _share(shown.shares["lost_5_percent"]), _share(over["lost_5_percent"])],
        ["守住 2 %", _share(shown.shares["normal_kept"]), "–"],
    ]


NAMES = {
    "sex": ("女", "男"),
    "age": ("30 岁以下", "30-39 岁", "40-49 岁", "50 岁及以上"),
    "band": ("低体重", "正常", "超重", "肥胖"),
}
SPLITS = {"sex": "性别", "age": "年龄", "band": "开始时的 BMI"}
MERGED: dict[tuple[str, tuple[int, ...]], str] = {
    ("age", (0, 1)): "40 岁以下",
    ("age", (2, 3)): "40 岁及以上",
}


def name_of(split: str, cells: tuple[int, ...]) -> str:
    return MERGED.get((split, cells)) or "和".join(NAMES[split][cell] for cell in cells)


def cells(shown: ShownOutcome) -> Iterator[tuple[str, str, ShownCell]]:
    for split, words in SPLITS.items():
        for cell in shown.splits.get(split, ()):
            yield words, name_of(split, cell.cells), cell


def split_changes(shown: ShownOutcome) -> Rows:
    whole = [
        "",
        "全部",
        _count(shown.completers),
        change(shown.shown.change),
        between(shown.low, shown.high),
    ]
    return [
        whole,
        *(
            [words, name, about(cell.people), change(cell.change), between(cell.low, cell.high)]
            for words, name, cell in cells(shown)
        ),
    ]


def missing(shown: ShownOutcome) -> Rows:
    return [
        [words, name, _share(cell.with_baseline), _share(cell.complete)]
        for words, name, cell in cells(shown)
    ]


def part(percent: int) -> str:
    return f"{percent} %" if percent else "<1 %"


def bands(shown: ShownOutcome) -> Rows:
    assert shown.bands
    before, after = shown.bands.shares
    return [
        [name_of("band", group), part(first), part(then)]
        for group, first, then in zip(shown.bands.partition, before, after, strict=True)
    ]


def distribution(shown: ShownOutcome) -> list[str]:
    assert shown.change
    return [part(each) for each in shown.change.shares[0]]


@pytest.mark.parametrize("scope", AREAS)
def test_each_area_is_shown_as_it_is(told: Told, scope: str) -> None:
    shown = released(told, scope)
    in_city = scope == CITY_SCOPE
    client = told.signed_in(Role.CITY if in_city else Role.DISTRICT, scope)
    url = "/city/outcome" if in_city else f"/districts/{scope.removeprefix('district:')}/outcome"

    tables = page(client, url).tables

    expected = {"人都在哪一步": flow(shown)}
    if shown.shown.change is not None:
        expected["三种算法的平均变化"] = populations(shown)
        expected["变轻了多少的人各占多少"] = shares(shown)
        expected["留下来的人中，各组的平均变化"] = split_changes(shown)
        if shown.splits:
            expected["各组有多少人留下了完整的资料"] = missing(shown)
        if shown.bands:
            expected["开始时和现在的 BMI"] = bands(shown)
    if shown.change:
        assert [row[1] for row in tables.pop("变化有多大")] == distribution(shown)
    assert tables == expected


@pytest.mark.parametrize("scope", [CITY_SCOPE, *(list(AREAS)[3:6])])
def test_each_figure_is_drawn_from_the_same_numbers(told: Told, scope: str) -> None:
    shown = released(told, scope)
    in_city = scope == CITY_SCOPE
    client = told.signed_in(Role.CITY if in_city else Role.DISTRICT, scope)
    url = "/city/outcome" if in_city else f"/districts/{scope.removeprefix('district:')}/outcome"

    bars = [trace["x"] for trace in figure(client, f"{url}/flow.json")["data"]]

    assert sum(count for (count,) in bars) == (shown.enrolled if bars else 0)
    if shown.shown.change is None:
        return
    dots, *supposed = figure(client, f"{url}/populations.json")["data"]
    known = [each for each in (shown.everyone, shown.last, shown.shown.change) if each is not None]
    assert dots["x"] == known
    assert [trace["x"] for trace in supposed] == [[shown.sensitivity]]
    if shown.low is not None and shown.high is not None:
        assert dots["error_x"]["arrayminus"][-1] == round(known[-1] - shown.low, 1)
        assert dots["error_x"]["array"][-1] == round(shown.high - known[-1], 1)
    (groups,) = figure(client, f"{url}/splits.json")["data"]
    assert groups["x"] == [shown.shown.change, *(cell.change for _, _, cell in cells(shown))]
    if shown.bands:
        stacked = figure(client, f"{url}/bands.json")["data"]
        assert [trace["x"] for trace in stacked] == [
            list(both) for both in zip(*shown.bands.shares, strict=True)
        ]
    if shown.change:
        (bins,) = figure(client, f"{url}/distribution.json")["data"]
        assert bins["x"] == list(shown.change.shares[0])


def test_the_truth_here_is_the_truth_file(told: Told) -> None:
    kept = told.truth["city"]["health"]
    found = true_outcome(inside(CITY_SCOPE))

    assert TODAY > MONDAY
    assert (found.enrolled, found.completers) == (kept["enrolled"], kept["completers"])
    assert found.mean == pytest.approx(kept["mean_change_percent"])
    for name in ("with_baseline", "lost", "lost_over_1_kg", "lost_5_percent", "normal_kept"):
        assert getattr(found, name) == kept[name]
    assert found.normal == kept["normal_at_baseline"]
    assert found.total / found.enrolled == pytest.approx(kept["everyone"]["mean_change_percent"])
    assert (found.total + found.gained) / found.enrolled == pytest.approx(
        kept["everyone"]["missing_gain_1_kg"]
    )
    assert found.last_total / found.with_baseline == pytest.approx(
        kept["last_observation"]["mean_change_percent"]
    )
    assert found.late == kept["late_joiners"]["n"]
    assert math.isclose(sum(found.bins), found.completers)


def test_some_districts_show_groups_and_some_do_not() -> None:
    areas = true_release(1).areas

    assert areas[CITY_SCOPE].bands
    assert areas[CITY_SCOPE].change
    assert {bool(area.splits) for scope, area in areas.items() if scope != CITY_SCOPE} == {
        True,
        False,
    }
