"""What somebody can compute who writes down everything that is shown, by linear programming.

An attacker knows more here than anybody will: who is a completer, of which sex, age and band, and
that nobody's result changed between two Mondays. What she does not know are the changes of others
and how many people are in a cell that is hidden.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import (  # type: ignore[import-untyped]
    Bounds,
    LinearConstraint,
    linprog,
    milp,
)

from tests.insights import MONDAY
from tests.insights.people import ENROLLED, Person, population
from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights.rules.outcome import Outcome, Split, cells_of, outcome_of
from tracker.insights.rules.population import Flags, Population
from tracker.insights.rules.releases import Outcomes, Share, ShownOutcome, for_outcomes
from tracker.insights.rules.releases.rounding import CELL_FINE_FROM, mean_step, shown_share
from tracker.insights.rules.releases.tables import PARTITIONS, TABLES

WIDEST = 30.0
"""Percent: nobody's change is beyond it, as anybody knows."""
EASE = 1e-6
CODES = ("110101", "110102", "110105", "110106", "110107", "110108")
KILOGRAMS, HEIGHTS = (48.0, 60.0, 72.0, 90.0), (1600, 1650, 1700)
Random = np.random.Generator


@dataclass(frozen=True)
class Town:
    """Everybody enrolled as of one Monday, and what is shown of them to the city's organizer."""

    people: Population
    exact: Mapping[str, Outcome]
    shown: Outcomes

    def inside(self, scope: str) -> Flags:
        """Whom an area covers."""
        everybody: Flags = np.ones(len(self.people), bool)
        if scope == CITY_SCOPE:
            return everybody
        found: Flags = self.people.district == scope.removeprefix("district:")
        return found


def drawn(random: Random, sizes: Sequence[int]) -> list[Person]:
    """People of as many districts, about so many completers in each; others just enrolled."""
    return [
        person(random, code) for code, size in zip(CODES, sizes, strict=False) for _ in range(size)
    ]


def person(random: Random, code: str, change: float | None = None) -> Person:
    """A completer, or now and then somebody without a result."""
    if change is None and random.random() < 0.2:
        return Person(**{**vars(ENROLLED), "district": code})
    percent = random.normal(-1.5, 3) if change is None else change
    before = float(random.choice(KILOGRAMS, p=(0.1, 0.4, 0.3, 0.2)))
    after = before * (1 + percent / 100)
    return Person(
        before,
        after,
        last=after,
        district=code,
        team=int(random.integers(1, 40)),
        sex=str(random.choice(["female", "male"], p=[0.7, 0.3])),
        birth_year=int(random.integers(1964, 2004)),
        height_mm=int(random.choice(HEIGHTS)),
    )


def town(people: Sequence[Person], known: int = 0) -> Town:
    """These people's figures, frozen and released."""
    found = population(people)
    scopes = {CITY_SCOPE: np.ones(len(found), bool)} | {
        district_scope(code): found.district == code for code in CODES
    }
    exact = {
        scope: outcome_of(found.where(inside), with_change=True) for scope, inside in scopes.items()
    }
    return Town(found, exact, for_outcomes(MONDAY, exact, {}, known=known))


# One person's change --------------------------------------------------------------------------


@dataclass
class Sums:
    """Sums of unknown changes, each known to lie between two bounds."""

    rows: list[NDArray[np.float64]] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, who: Flags, mean: float, step: float) -> None:
        """A mean of these people was printed, rounded to this step."""
        n = int(who.sum())
        row = who.astype(float)
        self.rows += [row, -row]
        self.most += [n * (mean + step / 2) + EASE, -n * (mean - step / 2) + EASE]

    def width(self, place: int, own: Mapping[int, float]) -> float:
        """Between which two values one person's change must lie: how far apart they are."""
        count = len(self.rows[0])
        bounds = [(own.get(each, -WIDEST), own.get(each, WIDEST)) for each in range(count)]
        wanted = np.zeros(count)
        wanted[place] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * wanted, np.array(self.rows), np.array(self.most), bounds=bounds)
            assert found.success, found.message
            ends.append(sign * found.fun)
        return float(ends[1] - ends[0])


def sums_of(towns: Iterable[Town], scopes: Collection[str]) -> Sums:
    """Every mean that is shown of these areas, of one Monday or of several.

    The people of an earlier town are the first of the later ones.
    """
    towns = list(towns)
    count = max(len(each.people) for each in towns)
    found = Sums()
    for each in towns:
        for scope in scopes:
            _add_area(found, each, scope, count)
    return found


def _add_area(sums: Sums, each: Town, scope: str, count: int) -> None:
    shown, inside = each.shown.areas[scope], each.inside(scope)

    def of(who: Flags) -> Flags:
        found: Flags = np.zeros(count, bool)
        found[: len(who)] = who
        return found

    completers = inside & each.people.completer
    if shown.shown.change is not None:
        sums.add(of(completers), shown.shown.change, mean_step(int(completers.sum())))
    if shown.last is not None:
        who = inside & each.people.has_baseline
        sums.add(of(who), shown.last, mean_step(int(who.sum()), CELL_FINE_FROM))
    for split, cells in shown.splits.items():
        place = cells_of(each.people)[split]
        for cell in cells:
            who = completers & np.isin(place, cell.cells)
            sums.add(of(who), cell.change, mean_step(int(who.sum()), CELL_FINE_FROM))


# Hidden counts --------------------------------------------------------------------------------


@dataclass
class Cells:
    """Unknown counts of people by area and cell, and between which numbers their sums lie."""

    areas: Sequence[str]
    width: int
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, areas: Collection[str], cells: Collection[int], low: float, high: float) -> None:
        """So many people are in these cells of these areas."""
        row = np.zeros((len(self.areas), self.width))
        for area in areas:
            row[self.areas.index(area), list(cells)] = 1
        self.rows.append(row.ravel())
        self.least.append(low)
        self.most.append(high)

    def span(self, area: str, cells: Collection[int]) -> tuple[int, int]:
        """The fewest and the most people that may be in these cells of an area."""
        wanted = np.zeros((len(self.areas), self.width))
        wanted[self.areas.index(area), list(cells)] = 1
        limits = LinearConstraint(np.array(self.rows), self.least, self.most)
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * wanted.ravel(),
                constraints=limits,
                integrality=np.ones(wanted.size),
                bounds=Bounds(0, np.inf),
            )
            assert found.success, found.message
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]


def cells_of_table(each: Town, name: str, row: int = 0) -> Cells:
    """Everything the city's organizer is shown of one table, as sums of counts."""
    districts = [
        scope for scope in each.exact if scope != CITY_SCOPE and each.exact[scope].enrolled
    ]
    found = Cells(districts, len(TABLES[name](each.exact[CITY_SCOPE])[row]))
    everything = range(found.width)
    for scope in each.exact:
        shown = each.shown.areas[scope]
        areas = districts if scope == CITY_SCOPE else [scope]
        if scope not in {CITY_SCOPE, *districts}:
            continue
        whole = shown.completers
        if whole is not None:
            found.add(areas, everything, whole, whole)
        for group, low, high in printed(shown, name, row, whole):
            found.add(areas, group, low, high)
    return found


def printed(
    shown: ShownOutcome, name: str, row: int, whole: int | None
) -> Iterable[tuple[tuple[int, ...], int, int]]:
    """The cells of a table that are printed, and between which counts each lies."""
    if name in {split.value for split in Split}:
        for cell in shown.splits.get(name, ()):
            yield cell.cells, cell.people - 5, cell.people + 5
        return
    table = getattr(shown, name)
    if table is None or whole is None:
        return
    for group, percent in zip(table.partition, table.shares[row], strict=True):
        low, high = counts_behind(percent, whole)
        yield group, low, high


@cache
def counts_behind(percent: int, whole: int) -> tuple[int, int]:
    """The fewest and the most of so many people whose share is printed as this."""
    fit = [count for count in range(whole + 1) if shown_share(count, whole) == Share(percent)]
    return fit[0], fit[-1]


def groups(each: Town, name: str) -> list[tuple[str, tuple[int, ...], int]]:
    """Every cell, or cells merged, of a table in every district, with the count that is true."""
    found = []
    for scope, outcome in each.exact.items():
        if scope == CITY_SCOPE or not outcome.enrolled:
            continue
        for partition in PARTITIONS[name]:
            for group in partition:
                count = sum(TABLES[name](outcome)[0][place] for place in group)
                found.append((scope, group, count))
    return found


def shown_groups(each: Town, scope: str, name: str) -> set[tuple[int, ...]]:
    """The cells of a district that are printed themselves."""
    shown = each.shown.areas[scope]
    return {group for group, _, _ in printed(shown, name, 0, shown.completers)}
