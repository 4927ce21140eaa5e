"""Which snapshot's shares are shown: they wait until ten people stand behind a difference.

One newcomer between two Mondays can tip two rounded shares over their edges at once ("lost weight"
and the bin from -2 % to +2 %), and the two would then place her within 2 points, although each
alone is 4 points wide or more. So of every figure that counts people by their change (the four
shares, the BMI bands before and after, the bins) the counts of each snapshot are compared with all
that were released of the area before, in the order in which the snapshots were frozen. Nearer to
one of these than ten people, it is that one which is shown again, the one shown last before any
other, and it says since when. Otherwise its own counts are released, and kept to be compared with.

So any two sets of counts that are ever shown of one figure of an area are ten people apart or more,
whether a week lies between them, a correction (version 2 of one Monday), or a season that is over;
and what is shown is never ten people or more behind the truth. People are counted as few as may
explain a difference: who came, who left, and who moved from cell to cell, each once. What was
shown as of a Monday stays, since only snapshots frozen before it matter. It needs no one's key.

What is merged or hidden is decided on the counts that are shown, for all areas together. The
median, which tells on which side of it a newcomer is, waits as long as the bins. Means do not wait,
nor cells' numbers of people, which are counts of nobody's change: their rounding covers a newcomer.

Its limit: an area that waits beside a city that moved on is the city's difference from the others,
with all their roundings (each five people wide or more) added up. And who knows nine of ten who
came knows what the tenth tipped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np

from tracker.insights.rules.outcome import Outcome
from tracker.insights.rules.population import Integers
from tracker.insights.rules.releases.rounding import K

LOST, BINS = "lost", "bins"
BEFORE, AFTER = "bands_before", "bands_after"

SHARES: Mapping[str, Callable[[Outcome], tuple[int, int]]] = {
    "lost_over_1_kg": lambda each: (each.lost_over_1_kg, each.completers),
    "lost_5_percent": lambda each: (each.lost_5_percent, each.completers),
    "normal_kept": lambda each: (each.normal_kept, each.normal),
}
"""What part of whom, besides those who became lighter at all."""

Counts = tuple[int, ...]
WAITING: Mapping[str, Callable[[Outcome], Counts]] = {
    LOST: lambda each: (each.lost, each.completers - each.lost),
    **{
        name: lambda each, of=of: (of(each)[0], of(each)[1] - of(each)[0])  # type: ignore[misc]
        for name, of in SHARES.items()
    },
    BEFORE: lambda each: each.bands_before,
    AFTER: lambda each: each.bands_after,
    BINS: lambda each: each.bins,
}
"""The counts of people by cell behind each figure that waits."""


@dataclass(frozen=True)
class Earlier:
    """An earlier snapshot's counts, which are shown again."""

    place: int
    """The snapshot, by its place among all in the order in which they were frozen."""
    as_of: date
    exact: Outcome


Held = Mapping[str, Mapping[str, Earlier]]
"""What is shown of an earlier snapshot, by the figure's name and the area's scope."""


@dataclass(frozen=True)
class Waiting:
    """An area now, and those of its figures that wait as they were when they were released."""

    now: Outcome
    earlier: Mapping[str, Earlier]

    @classmethod
    def of_area(cls, scope: str, now: Outcome, held: Held) -> Self:
        """One of all areas."""
        return cls(now, {name: areas[scope] for name, areas in held.items() if scope in areas})

    def of(self, name: str) -> Outcome:
        """The counts from which this figure is shown."""
        return self.earlier[name].exact if name in self.earlier else self.now

    def since(self, *names: str) -> date | None:
        """As of when the oldest of these figures is, if one of them waits."""
        dates = (self.earlier[each].as_of for each in names if each in self.earlier)
        return min(dates, default=None)

    @property
    def tables(self) -> Outcome:
        """The area with the rows of its tables as they are shown."""
        return replace(
            self.now,
            bands_before=self.of(BEFORE).bands_before,
            bands_after=self.of(AFTER).bands_after,
            bins=self.of(BINS).bins,
        )


def people_apart(one: Counts, other: Counts) -> int:
    """The fewest people who came, left or moved between cells where counts differ like this."""
    return int(_apart(np.array([one, other]))[0, 1])


def _apart(rows: Integers) -> Integers:
    """The same of each row and each other."""
    steps = rows[None, :, :] - rows[:, None, :]
    found: Integers = np.maximum(steps.clip(0).sum(axis=2), (-steps).clip(0).sum(axis=2))
    return found


def held(snapshots: Sequence[tuple[date, Mapping[str, Outcome]]]) -> list[Held]:
    """For each of these snapshots, in the order they were frozen, what is shown of earlier ones."""
    found: list[dict[str, dict[str, Earlier]]] = [{} for _ in snapshots]
    scopes = {scope for _, areas in snapshots for scope in areas}
    for scope in scopes:
        there = [
            (place, areas[scope]) for place, (_, areas) in enumerate(snapshots) if scope in areas
        ]
        for name, counts in WAITING.items():
            sources = _sources([counts(each) for _, each in there])
            for (place, _), source in zip(there, sources, strict=True):
                origin, exact = there[source]
                if origin != place:
                    earlier = Earlier(origin, snapshots[origin][0], exact)
                    found[place].setdefault(name, {})[scope] = earlier
    return list(found)


def _sources(rows: Sequence[Counts]) -> list[int]:
    """For each of these counts the place of those that are shown: its own or an earlier one."""
    near = _apart(np.array(rows)) < K
    found: list[int] = []
    released: list[int] = []
    """Those shown last come last."""
    for place in range(len(rows)):
        source = next((each for each in reversed(released) if near[each, place]), place)
        if source != place:
            released.remove(source)
        released.append(source)
        found.append(source)
    return found
