"""What is shown of what became of weights: every number here is rounded, merged or withheld."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.insights.rules.outcome import Partition
from tracker.insights.rules.releases.rounding import Share
from tracker.insights.rules.releases.values import Shown


@dataclass(frozen=True)
class ShownCell:
    """A group of neighbouring cells: about how many completers, and their mean change."""

    cells: tuple[int, ...]
    people: int
    """Rounded to tens."""
    change: float
    low: float | None = None
    high: float | None = None
    with_baseline: Share | None = None
    """Of everybody enrolled in these cells."""
    complete: Share | None = None
    """Of everybody enrolled in these cells; for baseline bands of everybody in the band."""


@dataclass(frozen=True)
class ShownTable:
    """Shares of all completers by groups of cells; a row each for bands before and after."""

    partition: Partition
    shares: tuple[tuple[int, ...], ...]
    held_since: date | None = None
    """As of when its oldest row is, where it waits for ten people behind a difference."""


@dataclass(frozen=True)
class ShownOutcome:
    """What may leave the server of what became of weights in an area; all of it is rounded."""

    shown: Shown
    enrolled: int | None = None
    late: int | None = None
    with_baseline: int | None = None
    without_body: int | None = None
    """Among those without a baseline, rounded to tens; None where that is not told apart."""
    low: float | None = None
    high: float | None = None
    median: float | None = None
    median_low: float | None = None
    median_high: float | None = None
    everyone: float | None = None
    """Mean over everyone enrolled, 0 for whoever has no result."""
    sensitivity: float | None = None
    """The same with one kilogram more for whoever has a baseline and no result."""
    last: float | None = None
    """Mean change to the last observation over everybody with a baseline."""
    shares: Mapping[str, Share | None] = field(default_factory=dict)
    shares_of_enrolled: Mapping[str, Share | None] = field(default_factory=dict)
    normal: int | None = None
    """Completers with a normal baseline, rounded to tens."""
    bands: ShownTable | None = None
    change: ShownTable | None = None
    splits: Mapping[str, tuple[ShownCell, ...]] = field(default_factory=dict)
    """Without an entry for what is not shown."""
    station: ShownCell | None = None
    held_since: Mapping[str, date] = field(default_factory=dict)
    """As of when shares and the median are, by name, those that wait for such a difference."""

    @property
    def completers(self) -> int | None:
        """How many have complete data, where that is shown."""
        return int(self.shown.people) if self.shown.people else None


@dataclass(frozen=True)
class Outcomes:
    """What is shown as of one Monday, by area's scope."""

    as_of: date
    areas: Mapping[str, ShownOutcome]
