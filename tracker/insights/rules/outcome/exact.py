"""Exact figures of a group; they are frozen, and nothing but a release ever shows them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from tracker.insights.rules.outcome.cells import (
    BANDS,
    CHANGE_EDGES,
    CLOSE,
    LADDERS,
    Split,
    band_of,
    bin_of,
    cells_of,
)
from tracker.insights.rules.population import Flags, Floats, Integers, Population
from tracker.weight.rules.quantities import Band

ONE_KG, FIVE_PERCENT, STEADY_PERCENT = 1.0, 5, 2
MISSING_GAIN_KG = 1.0
"""What the sensitivity line supposes of everybody who has no result."""
BINS = len(CHANGE_EDGES) + 1


@dataclass(frozen=True)
class Cell:
    """Some people: how many at each stage, and the completers' changes added up."""

    enrolled: int = 0
    with_baseline: int = 0
    completers: int = 0
    total: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What became of everybody enrolled in an area, as exact as it is.

    Changes are in percent of the baseline. Before day 42 nothing is said of them: they are zero
    or None, as they are where there is nobody.
    """

    enrolled: int = 0
    with_body: int = 0
    with_baseline: int = 0
    completers: int = 0
    late: int = 0
    teams: int = 0
    """Baseline teams with a completer."""
    total: float = 0.0
    """The completers' changes, added up."""
    median: float | None = None
    last_total: float = 0.0
    """Changes to the last observation of everybody with a baseline, added up."""
    gained: float = 0.0
    """One kilogram in percent of the baseline, added up over those with a baseline alone."""
    lost: int = 0
    lost_over_1_kg: int = 0
    lost_5_percent: int = 0
    normal: int = 0
    """Completers with 18.5 <= BMI < 24 at the baseline."""
    normal_kept: int = 0
    bands_before: tuple[int, ...] = (0,) * len(BANDS)
    bands_after: tuple[int, ...] = (0,) * len(BANDS)
    bins: tuple[int, ...] = (0,) * BINS
    splits: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)
    station: Cell = Cell()
    """By readings of weighing stations alone."""

    @property
    def mean(self) -> float | None:
        """The mean over the completers."""
        return self.total / self.completers if self.completers else None


@dataclass(frozen=True)
class UnitOutcome:
    """The few numbers that an overview of units needs."""

    enrolled: int
    with_baseline: int
    completers: int
    mean: float
    median: float
    lost: int


def outcome_of(people: Population, *, with_change: bool) -> Outcome:
    """Exact figures of these people, with or (before day 42) without their changes."""
    who, change = people.completer, people.change
    before = band_of(people.baseline, people.height_mm)
    counts = Outcome(
        enrolled=len(people),
        with_body=int(((people.height_mm > 0) | people.has_baseline).sum()),
        with_baseline=int(people.has_baseline.sum()),
        completers=int(who.sum()),
        late=int(people.late.sum()),
        teams=len(np.unique(people.team[who])),
        splits=_splits(people, with_change=with_change),
        station=_cell(
            people.has_baseline,
            ~np.isnan(people.station_baseline),
            people.station_completer,
            people.station_change if with_change else np.zeros(len(people)),
        ),
    )
    if not with_change or not counts.completers:
        return counts
    normal = who & (before == BANDS.index(Band.NORMAL))
    gained = 100 * MISSING_GAIN_KG / people.baseline[people.has_baseline & ~who]
    return Outcome(
        **{
            **vars(counts),
            "total": math.fsum(change[who]),
            "median": float(np.median(change[who])),
            "last_total": math.fsum(people.last_change[people.has_baseline]),
            "gained": math.fsum(gained),
            **_lost(people),
            "normal": int(normal.sum()),
            "normal_kept": int((np.abs(change[normal]) <= STEADY_PERCENT + CLOSE).sum()),
            "bands_before": _counts(before[who], len(BANDS)),
            "bands_after": _counts(band_of(people.closing, people.height_mm)[who], len(BANDS)),
            "bins": _counts(bin_of(change[who]), BINS),
        }
    )


def unit_outcome(people: Population) -> UnitOutcome:
    """The few numbers of a unit's people, some of whom are completers."""
    who, change = people.completer, people.change
    return UnitOutcome(
        enrolled=len(people),
        with_baseline=int(people.has_baseline.sum()),
        completers=int(who.sum()),
        mean=math.fsum(change[who]) / int(who.sum()),
        median=float(np.median(change[who])),
        lost=_lost(people)["lost"],
    )


def _lost(people: Population) -> dict[str, int]:
    """How many became lighter, by more than a kilogram, by 5 % and more."""
    who = people.completer
    before, after, change = people.baseline[who], people.closing[who], people.change[who]
    return {
        "lost": int((after < before).sum()),
        "lost_over_1_kg": int((before - after > ONE_KG + CLOSE).sum()),
        "lost_5_percent": int((change <= -FIVE_PERCENT + CLOSE).sum()),
    }


def _splits(people: Population, *, with_change: bool) -> dict[str, tuple[Cell, ...]]:
    cells = cells_of(people)
    change = people.change if with_change else np.zeros(len(people))
    return {
        split.value: tuple(
            _cell(
                cells[split] == group,
                (cells[split] == group) & people.has_baseline,
                (cells[split] == group) & people.completer,
                change,
            )
            for (group,) in LADDERS[split][0]
        )
        for split in Split
    }


def _cell(enrolled: Flags, with_baseline: Flags, completers: Flags, change: Floats) -> Cell:
    return Cell(
        enrolled=int(enrolled.sum()),
        with_baseline=int(with_baseline.sum()),
        completers=int(completers.sum()),
        total=math.fsum(change[completers]),
    )


def _counts(places: Integers, count: int) -> tuple[int, ...]:
    found: tuple[int, ...] = tuple(np.bincount(places[places >= 0], minlength=count).tolist())
    return found
