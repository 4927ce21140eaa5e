"""From everybody as of a moment to the rows of the file: shuffled, coarsened, rounded."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tracker.evaluation.rules.coarsening import AGES, COLUMNS, UNKNOWN, coarsened
from tracker.evaluation.rules.rounding import hundredths, means_of_some
from tracker.insights.rules import K
from tracker.insights.rules.outcome import AGE, BANDS, band_of, cells_of
from tracker.insights.rules.outcome.cells import CLOSE
from tracker.insights.rules.outcome.exact import ONE_KG
from tracker.insights.rules.population import Flags, Floats, Population, Texts

NO_BASELINE, NO_BODY = "no_baseline", "no_body_data"
COMPLETE, BASELINE_ONLY = "complete", "baseline_only"
NONE = "none"
"""Stands for the band of whoever has no such weight."""

Columns = Mapping[str, list[str]]
"""The file's cells by column, a place a row."""


@dataclass(frozen=True)
class Rows:
    """The people's part of the file, and what had to be taken out of it."""

    columns: Columns
    coarsened: Mapping[str, int]
    """By column, of how many people the value was made coarser or taken away."""
    whole_districts: tuple[str, ...]
    """Districts none of whose people were moved to "other"."""
    late_joiners: int | None
    """How many joined late: they are too few to be marked one by one, or even to be counted."""


def shuffled(people: Population, secret: int) -> Population:
    """The same people in an order that only the secret knows."""
    order = np.random.default_rng(secret).permutation(len(people))
    return people.where(order)  # type: ignore[arg-type]  # numpy takes places as it takes flags


def rows_of(people: Population) -> Rows:
    """One row a person, in the order they come in."""
    before = _known(people)
    known = coarsened(before)
    moved = known["district"] != before["district"]
    return Rows(
        columns=_ids(len(people)) | {name: known[name].tolist() for name in COLUMNS} | _own(people),
        coarsened={name: int(np.sum(known[name] != before[name])) for name in COLUMNS},
        whole_districts=tuple(sorted(_codes(people, ~moved) - _codes(people, moved))),
        late_joiners=_counted(int(people.late.sum())),
    )


def _codes(people: Population, who: Flags) -> set[str]:
    return set(people.district[who].tolist())


def _counted(count: int) -> int | None:
    return None if 0 < count < K else count


def _ids(count: int) -> dict[str, list[str]]:
    """Numbers in the order of the shuffle: keyed to nothing."""
    return {"id": [f"p{number:06d}" for number in range(1, count + 1)]}


def _known(people: Population) -> dict[str, Texts]:
    """What others may know of a person, before it is coarsened."""
    cells = cells_of(people)
    return {
        "district": people.district,
        "sex": np.where(people.sex == "", UNKNOWN, people.sex),
        "age": np.array([*AGES, UNKNOWN])[cells[AGE]],
        "baseline_band": _bands(people.baseline, people),
    }


def _own(people: Population) -> dict[str, list[str]]:
    """What nobody but she knows: her result, in percent of her baseline."""
    status = np.select(
        [people.completer, people.has_baseline, people.height_mm > 0],
        [COMPLETE, BASELINE_ONLY, NO_BASELINE],
        NO_BODY,
    )
    closing = np.where(people.completer, people.closing, np.nan)
    return {
        "status": status.tolist(),
        "change_percent": _hundredths(people.change),
        "lost_over_1_kg": _flags(
            people.baseline - people.closing > ONE_KG + CLOSE, people.completer
        ),
        "closing_band": _bands(closing, people).tolist(),
        "last_change_percent": _hundredths(people.last_change),
        "plus_1_kg_percent": _plus_one_kilogram(people),
        "station_baseline": _flags(~np.isnan(people.station_baseline), np.ones(len(people), bool)),
        "station_change_percent": _hundredths(people.station_change),
    }


def _bands(kilograms: Floats, people: Population) -> Texts:
    """The BMI band of a mean weight; the last of these for the cell -1 of nobody's weight."""
    named: Texts = np.array([*(each.value for each in BANDS), NONE])[
        band_of(kilograms, people.height_mm)
    ]
    return named


def _plus_one_kilogram(people: Population) -> list[str]:
    """What one kilogram more would be for whoever has a baseline and no result.

    Hers would give her weight away; so it is the mean of ten people's, of one district if it can.
    """
    missing = people.has_baseline & ~people.completer
    gained = np.full(len(people), np.nan)
    gained[missing] = 100 / people.baseline[missing]
    districts = np.unique(people.district, return_inverse=True)[1]
    return ["" if np.isnan(each) else f"{each:.6f}" for each in means_of_some(gained, districts)]


def _hundredths(percent: Floats) -> list[str]:
    there = ~np.isnan(percent)
    whole = iter(hundredths(percent[there]).tolist())
    return [f"{next(whole) / 100:.2f}" if known else "" for known in there.tolist()]


def _flags(flags: Flags, among: Flags) -> list[str]:
    pairs = zip(flags.tolist(), among.tolist(), strict=True)
    return [str(int(flag)) if counts else "" for flag, counts in pairs]
