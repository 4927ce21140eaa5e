"""What stays in the figures of somebody whose data is gone, until ten have gathered.

A figure that lost one person between two Mondays would tell something of her to whoever knows who
left. So what she came to in the last frozen figures stays in them, in classes as coarse as the
figures, keyed to nobody, until the figures can lose ten people at once.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

import numpy as np

from tracker.insights.rules.outcome.cells import CLOSE, NOWHERE, cells_of
from tracker.insights.rules.population import Flags, Population
from tracker.insights.rules.releases import UNIT_FROM, K

BMI_STARTS = (18.5, 20, 22, 24, 26, 28, 30, 33)
BMI_MIDDLES = (17.5, 19.25, 21, 23, 25, 27, 29, 31.5, 35)
"""Classes of BMI at the baseline and the value that stands for each: no band's edge is inside."""
AGE_MIDDLES = (25, 35, 45, 55)
HEIGHT_MM = 1650
"""Of everybody here; only the BMI is told from it."""
HALVES_MAX = 31
"""Changes beyond 15 % are as one: nothing that is shown tells them apart."""


class Going(StrEnum):
    """Why somebody's values are out of use: whether what she came to may be hers again."""

    ERASED = "erased"
    WITHDREW = "withdrew"
    """Her data is gone, and she may begin anew."""
    LIMITED = "limited"
    """Her data is kept, and used again as soon as she says so."""


REST = 0
"""In place of a unit's key: all units of a district that are never shown by themselves."""


@dataclass(frozen=True)
class Departed:
    """Nobody's name or key: some person of a district, in classes; None where nothing was known."""

    district: str
    unit: int = REST
    """Only of a unit so large that it has figures of its own."""
    sex: str = ""
    age: int = NOWHERE
    bmi: int | None = None
    """The class of BMI at the baseline; None without a baseline."""
    change: int | None = None
    """Of completers, which half point: 1 is above 0 up to 0.5 %, -1 is below 0 down to -0.5 %."""
    last: int | None = None
    has_station: bool = False
    station: int | None = None

    @property
    def group(self) -> tuple[str, int]:
        """With whom she waits."""
        return self.district, self.unit

    @property
    def counts(self) -> tuple[bool, ...]:
        """In which counts of people she is: body data, baseline, completers, and by stations."""
        return (
            True,
            self.bmi is not None,
            self.change is not None,
            self.has_station,
            self.station is not None,
        )


def departed_of(people: Population, large_units: Collection[int]) -> Iterator[Departed]:
    """What stays of each of these people who is in any figure of body data."""
    cells = cells_of(people)
    for place in np.flatnonzero(~_bare(people)).tolist():
        unit = int(people.unit[place])
        yield Departed(
            district=str(people.district[place]),
            unit=unit if unit in large_units else REST,
            sex=str(people.sex[place]),
            age=int(cells["age"][place]),
            bmi=_bmi(people, place),
            change=half_point(float(people.change[place])),
            last=half_point(float(people.last_change[place])),
            has_station=not math.isnan(people.station_baseline[place]),
            station=half_point(float(people.station_change[place])),
        )


def leaving(pool: Iterable[Departed]) -> list[Departed]:
    """Who leaves the next figures: of each group so many that every count falls by ten or by none.

    All of it where that can be, or else whoever is in the same counts as nine others.
    """
    found = []
    for group in _grouped(pool, lambda each: each.group):
        if _may_leave(group):
            found += group
            continue
        for alike in _grouped(group, lambda each: each.counts):
            found += alike if len(alike) >= K else []
    return found


def with_departed(people: Population, pool: Sequence[Departed]) -> Population:
    """These people, with what stays of others in the places of whoever has no body data left.

    Such places are alike, so whose it was is nobody's to know. Without one nothing is put back: she
    who left her values has come back with values of her own.
    """
    if not pool:
        return people
    arrays = {each.name: getattr(people, each.name) for each in fields(people)}
    changed = {name: arrays[name].copy() for name in CHANGED}
    free = _bare(people)
    shown = _large(people, pool)
    for each in sorted(pool, key=lambda one: one.unit == REST):
        place = _place(people, free, each, shown)
        if place is not None:
            free[place] = False
            for name, value in _values(each, people.as_of.year).items():
                changed[name][place] = value
    return replace(people, **changed)


def without(people: Population, held: Collection[int]) -> Population:
    """These people, with those of these keys as whoever has no body data."""
    if not held:
        return people
    which = np.isin(people.participant_id, list(held))
    changed = {name: getattr(people, name).copy() for name in CHANGED}
    for name, value in NOTHING.items():
        changed[name][which] = value
    return replace(people, **changed)


CHANGED = (
    "sex",
    "birth_year",
    "height_mm",
    "baseline",
    "closing",
    "completer",
    "last",
    "station_baseline",
    "station_closing",
    "station_completer",
)
NOTHING: dict[str, object] = {
    **dict.fromkeys(CHANGED, float("nan")),
    "sex": "",
    "birth_year": 0,
    "height_mm": 0,
    "completer": False,
    "station_completer": False,
}
"""What these say of whoever has no body data."""


def half_point(percent: float) -> int | None:
    """Which half point away from 0 a change lies in; what is exactly on an edge is inside it."""
    if math.isnan(percent):
        return None
    halves = math.ceil(percent * 2 - CLOSE) if percent > 0 else math.floor(percent * 2 + CLOSE)
    if percent < 0:
        halves = min(-1, halves)  # however little she lost, she is lighter
    return max(-HALVES_MAX, min(HALVES_MAX, halves or 1))


def percent_of(halves: int) -> float:
    """The middle of a half point."""
    return (halves - 0.5 if halves > 0 else halves + 0.5) / 2


def _bare(people: Population) -> Flags:
    """Who is a number among the enrolled and nothing more."""
    found: Flags = (people.height_mm == 0) & (people.sex == "") & ~people.has_baseline
    return found


def _bmi(people: Population, place: int) -> int | None:
    if not people.has_baseline[place]:
        return None
    metres = people.height_mm[place] / 1000
    bmi = people.baseline[place] / metres**2 if metres else BMI_MIDDLES[2]
    return int(np.searchsorted(BMI_STARTS, bmi + CLOSE, side="right"))


def _grouped(pool: Iterable[Departed], key: Callable[[Departed], object]) -> list[list[Departed]]:
    found: dict[object, list[Departed]] = defaultdict(list)
    for each in pool:
        found[key(each)].append(each)
    return list(found.values())


def _may_leave(group: Sequence[Departed]) -> bool:
    counts = np.array([each.counts for each in group]).sum(axis=0)
    return bool(np.all((counts == 0) | (counts >= K)))


def _large(people: Population, pool: Iterable[Departed]) -> set[int]:
    """Units that have, or had, figures of their own: nobody of the rest is put among them."""
    units, counts = np.unique(people.unit[people.completer], return_counts=True)
    return {*units[counts >= UNIT_FROM].tolist(), *(each.unit for each in pool)}


def _place(people: Population, free: Flags, each: Departed, shown: Collection[int]) -> int | None:
    """A free place in her unit or in the rest of her district, or else anywhere in the district."""
    here = free & (people.district == each.district)
    rest = ~np.isin(people.unit, list(shown))
    near = here & (rest if each.unit == REST else people.unit == each.unit)
    for there in (near & (people.left_on > 0), near, here):
        places = np.flatnonzero(there)
        if len(places):
            return int(places[0])
    return None


def _values(each: Departed, year: int) -> dict[str, object]:
    nothing = float("nan")
    baseline = nothing if each.bmi is None else BMI_MIDDLES[each.bmi] * (HEIGHT_MM / 1000) ** 2
    of_station = BMI_MIDDLES[2] * (HEIGHT_MM / 1000) ** 2 if each.has_station else nothing
    return {
        "sex": each.sex,
        "birth_year": year - AGE_MIDDLES[each.age] if each.age != NOWHERE else 0,
        "height_mm": HEIGHT_MM,
        "baseline": baseline,
        "closing": _after(baseline, each.change),
        "completer": each.change is not None,
        "last": _after(baseline, each.last),
        "station_baseline": of_station,
        "station_closing": _after(of_station, each.station),
        "station_completer": each.station is not None,
    }


def _after(before: float, halves: int | None) -> float:
    return float("nan") if halves is None else before * (1 + percent_of(halves) / 100)
