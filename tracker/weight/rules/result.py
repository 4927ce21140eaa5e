"""A season's result for one person: baseline, closing, so far, completer, change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.weight.rules.quantities import Reading

WINDOW_DAYS = 14
READINGS_NEEDED = 2
DAYS_BETWEEN = 28

Days = tuple[date, date]
"""First and last day of a window, both included."""


@dataclass(frozen=True)
class SeasonResult:
    """One person's result as of a day, weights in kg; None where there is none."""

    baseline: float | None
    closing: float | None
    """In the last 14 days of self-management, or so far."""

    completer: bool
    last_observation: float | None
    """Mean of the last 14 days of her own data, for the second population."""

    @property
    def change_percent(self) -> float | None:
        """100 (closing / baseline - 1), for whoever has both."""
        if self.baseline is None or self.closing is None:
            return None
        return 100 * (self.closing / self.baseline - 1)


def baseline_days(readings: Iterable[Reading], starts: date) -> Days | None:
    """The 14 days that begin with her first reading from 14 days before self-management on."""
    earliest = starts - timedelta(days=WINDOW_DAYS)
    counted = [reading.day for reading in readings if reading.day >= earliest]
    return _window(min(counted)) if counted else None


def baseline(readings: Sequence[Reading], starts: date) -> float | None:
    """Mean in kg over her baseline days; None below two readings on different days."""
    days = baseline_days(readings, starts)
    return _mean(readings, days) if days else None


def closing_days(ends: date, as_of: date) -> Days:
    """The last 14 days of self-management, or before its end the 14 days before the as-of day."""
    return _window(min(as_of, ends + timedelta(days=1)) - timedelta(days=WINDOW_DAYS))


def closing(readings: Sequence[Reading], ends: date, as_of: date) -> float | None:
    """Mean in kg over the closing days, or so far; None below two readings on different days."""
    return _mean(readings, closing_days(ends, as_of))


def last_observation(readings: Sequence[Reading]) -> float | None:
    """Mean in kg over the last 14 days of her own data, however few readings they hold."""
    if not readings:
        return None
    last = max(reading.day for reading in readings)
    return _mean(readings, (last - timedelta(days=WINDOW_DAYS - 1), last), needed=1)


def season_result(
    readings: Iterable[Reading], starts: date, ends: date, as_of: date
) -> SeasonResult:
    """Everything about one person as of the beginning of a day: readings of that day come later."""
    known = [reading for reading in readings if reading.day < as_of]
    first = baseline(known, starts)
    last = closing(known, ends, as_of)
    return SeasonResult(
        baseline=first,
        closing=last,
        completer=first is not None and last is not None and _apart(known, starts, ends, as_of),
        last_observation=last_observation(known),
    )


def _apart(readings: Iterable[Reading], starts: date, ends: date, as_of: date) -> bool:
    """Whether the closing window begins at least 28 days after the baseline window ended."""
    days = baseline_days(readings, starts)
    return days is not None and (closing_days(ends, as_of)[0] - days[1]).days >= DAYS_BETWEEN


def _window(first: date) -> Days:
    return first, first + timedelta(days=WINDOW_DAYS - 1)


def _mean(readings: Iterable[Reading], days: Days, needed: int = READINGS_NEEDED) -> float | None:
    inside = {
        reading.day: reading.grams for reading in readings if days[0] <= reading.day <= days[1]
    }
    return sum(inside.values()) / len(inside) / 1000 if len(inside) >= needed else None
