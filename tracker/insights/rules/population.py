"""Everybody enrolled before a moment as arrays, on the way into a group's figures."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Texts = NDArray[np.str_]


@dataclass(frozen=True)
class Population:
    """One place a person in every array; it never leaves the store, the rules and the release.

    Everybody who enrolled before `as_of` and was not erased, in her first team. Days are day
    numbers (`tracker.database.day_number`), weights are kilograms, changes are percent of the
    baseline. Not a number, 0 or "" stand for what is not known.
    """

    as_of: date
    participant_id: Integers
    account_id: Integers
    team: Integers
    unit: Integers
    district: Texts
    enrolled_on: Integers
    left_on: Integers
    sex: Texts
    birth_year: Integers
    height_mm: Integers
    baseline: Floats
    """Mean of the baseline days, as the definitions have it."""
    closing: Floats
    """Mean of the last 14 days of self-management, or of the 14 days before `as_of`."""
    completer: Flags
    last: Floats
    """Last observation: mean of the last 14 days of her own data."""
    station_baseline: Floats
    station_closing: Floats
    """The same two, and whether they are complete, from weighing stations alone."""
    station_completer: Flags
    late: Flags
    """Joined with less than 42 days of possible follow-up."""

    def __len__(self) -> int:
        """How many people these are."""
        return len(self.participant_id)

    def where(self, inside: Flags) -> "Population":
        """Only those people."""
        found = {
            field.name: getattr(self, field.name)[inside]
            for field in fields(self)
            if field.name != "as_of"
        }
        return Population(as_of=self.as_of, **found)

    @property
    def has_baseline(self) -> Flags:
        """Who has a baseline."""
        there: Flags = ~np.isnan(self.baseline)
        return there

    @property
    def change(self) -> Floats:
        """Completers' change in percent; not a number for everybody else."""
        return percent(self.closing, self.baseline, self.completer)

    @property
    def last_change(self) -> Floats:
        """Change to the last observation in percent, for whoever has a baseline."""
        return percent(self.last, self.baseline, self.has_baseline)

    @property
    def station_change(self) -> Floats:
        """Change in percent by weighing stations alone."""
        return percent(self.station_closing, self.station_baseline, self.station_completer)


def percent(then: Floats, before: Floats, who: Flags) -> Floats:
    """100 (then / before - 1) for these people, not a number for all others."""
    found: Floats = np.full(len(then), np.nan)
    found[who] = 100 * (then[who] / before[who] - 1)
    return found
