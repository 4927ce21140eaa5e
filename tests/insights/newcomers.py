"""What two Mondays tell of one newcomer between them, by integer programming.

Everybody weighs 80 kg, so that every share is a number of changes on one side of
a bound. An attacker knows that, and that nobody else's result changed. She does not know how many
people are between any two bounds, nor their changes, and asks what is possible for the newcomer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from tests.insights import MONDAY
from tests.insights.people import Person, population
from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights.rules.outcome import CHANGE_EDGES, Outcome, outcome_of
from tracker.insights.rules.releases import (
    LOST,
    Outcomes,
    Share,
    ShownOutcome,
    for_outcomes,
    held,
    mean_step,
    shown_share,
)

KILOGRAMS = 80.0
KILOGRAM, FIVE = -100 / KILOGRAMS, -5.0
EDGES = tuple(sorted({-30.0, *map(float, CHANGE_EDGES), FIVE, KILOGRAM, 0, 30}))
ATOMS = tuple(pairwise(EDGES))
"""Between two neighbouring bounds nothing that is shown tells people apart."""
EASE = 1e-6
Areas = Mapping[str, Sequence[float]]
"""Everybody's change, by district's code."""


def exact(areas: Areas) -> dict[str, Outcome]:
    """The figures of the city and its districts."""
    groups = {district_scope(code): changes for code, changes in areas.items()}
    groups[CITY_SCOPE] = [change for changes in areas.values() for change in changes]
    return {
        scope: outcome_of(population([_person(each) for each in changes]), with_change=True)
        for scope, changes in groups.items()
    }


def _person(change: float) -> Person:
    after = KILOGRAMS * (1 + change / 100)
    return Person(KILOGRAMS, after, last=after)


def released(weeks: Sequence[Areas], *, holding: bool = True) -> list[Outcomes]:
    """What is shown as of as many Mondays; without waiting, as an attacker would like it."""
    days = [MONDAY + timedelta(weeks=place) for place in range(len(weeks))]
    frozen = [(day, exact(areas)) for day, areas in zip(days, weeks, strict=True)]
    waiting = held(frozen) if holding else [{} for _ in weeks]
    return [
        for_outcomes(day, areas, {}, held=each)
        for (day, areas), each in zip(frozen, waiting, strict=True)
    ]


@dataclass
class Unknowns:
    """How many people are in each atom of each district, their changes added up, and the new one's.

    Limits on them are collected row by row.
    """

    places: Mapping[str, int]
    """Districts by scope, in some order."""
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many counts there are, and how many sums."""
        return len(self.places) * len(ATOMS)

    def within(self, parts: Mapping[int, float], low: float, high: float) -> None:
        """A sum of unknowns is between two numbers."""
        row = np.zeros(2 * self.count + 1)
        for place, factor in parts.items():
            row[place] = factor
        self.rows.append(row)
        self.least.append(low)
        self.most.append(high)

    def counts(self, scopes: Iterable[str], who: Iterable[int]) -> list[int]:
        """Where the counts of these atoms are in these districts; their sums come after all."""
        atoms = tuple(who)
        return [self.places[scope] * len(ATOMS) + each for scope in scopes for each in atoms]

    def bound_sums(self) -> None:
        """The changes in an atom, added up, are between its two ends."""
        for place in range(self.count):
            low, high = ATOMS[place % len(ATOMS)]
            self.within({self.count + place: 1, place: -low}, 0, np.inf)
            self.within({self.count + place: -1, place: high}, 0, np.inf)

    def span(self, atom: int) -> tuple[float, float] | None:
        """Between which changes the newcomer's may be within an atom; None if it cannot be."""
        ends = [self._end(atom, sign) for sign in (1, -1)]
        return None if None in ends else (ends[0] or 0.0, ends[1] or 0.0)

    def _end(self, atom: int, sign: int) -> float | None:
        count, (low, high) = self.count, ATOMS[atom]
        found = milp(
            np.r_[np.zeros(2 * count), sign],
            constraints=LinearConstraint(np.array(self.rows), self.least, self.most),
            integrality=np.r_[np.ones(count), np.zeros(count + 1)],
            bounds=Bounds(
                np.r_[np.zeros(count), np.full(count, -np.inf), low],
                np.r_[np.full(2 * count, np.inf), high],
            ),
        )
        return sign * float(found.fun) if found.success else None


@dataclass(frozen=True)
class Newcomer:
    """Two Mondays, and the district somebody came to between them."""

    home: str
    before: Outcomes
    after: Outcomes

    def width(self) -> float:
        """How far apart the lowest and the highest change are that are possible for her."""
        spans = [found for atom in range(len(ATOMS)) if (found := self._limits(atom).span(atom))]
        return max(high for _, high in spans) - min(low for low, _ in spans)

    def _limits(self, atom: int) -> Unknowns:
        """All that is shown, were she in this atom."""
        sizes = {scope: each.completers or 0 for scope, each in self.before.areas.items()}
        districts = [scope for scope in sizes if scope != CITY_SCOPE]
        limits = Unknowns({scope: place for place, scope in enumerate(districts)})
        limits.bound_sums()
        for scope in districts:
            everybody = limits.counts([scope], range(len(ATOMS)))
            limits.within(dict.fromkeys(everybody, 1), sizes[scope], sizes[scope])
        for comes, shown in enumerate((self.before, self.after)):
            for scope, each in shown.areas.items():
                inside = districts if scope == CITY_SCOPE else [scope]
                hers = comes if self.home in inside else 0
                _add_shares(limits, each, inside, atom if hers else None, sizes[scope])
                _add_mean(limits, each, inside, hers)
        return limits


def _add_shares(
    limits: Unknowns, each: ShownOutcome, inside: Sequence[str], atom: int | None, before: int
) -> None:
    for who, share, waits in facts(each):
        low, high = counts_behind(share, before if waits else each.completers or 0)
        more = int(not waits and atom in who)
        limits.within(dict.fromkeys(limits.counts(inside, who), 1), low - more, high - more)


def _add_mean(limits: Unknowns, each: ShownOutcome, inside: Sequence[str], hers: int) -> None:
    if each.shown.change is None or each.completers is None:
        return
    n, half = each.completers, mean_step(each.completers) / 2
    low, high = n * (each.shown.change - half) - EASE, n * (each.shown.change + half) + EASE
    sums = [limits.count + place for place in limits.counts(inside, range(len(ATOMS)))]
    limits.within({**dict.fromkeys(sums, 1), 2 * limits.count: hers}, low, high)


Fact = tuple[frozenset[int], Share, bool]
"""The atoms a share is of, the share, and whether it is one of the Monday before."""


def facts(each: ShownOutcome) -> Iterator[Fact]:
    """Every share that is shown of an area's changes."""
    since = {LOST: each.shown.held_since, **each.held_since}
    shares = {LOST: each.shown.lost_of_completers, **each.shares}
    for name, edge in ((LOST, 0.0), ("lost_over_1_kg", KILOGRAM), ("lost_5_percent", FIVE)):
        share = shares.get(name)
        if share:
            yield _below(edge), share, since.get(name) is not None
    if each.change is None:
        return
    edges = (EDGES[0], *CHANGE_EDGES, EDGES[-1])
    for group, percent in zip(each.change.partition, each.change.shares[0], strict=True):
        who = _below(edges[group[-1] + 1]) - _below(edges[group[0]])
        yield who, Share(percent), each.change.held_since is not None


def _below(edge: float) -> frozenset[int]:
    return frozenset(place for place, (_, high) in enumerate(ATOMS) if high <= edge)


@cache
def counts_behind(share: Share, whole: int) -> tuple[int, int]:
    """The fewest and the most of so many people whose share is printed as this."""
    fit = [count for count in range(whole + 1) if shown_share(count, whole) == share]
    return fit[0], fit[-1]
