"""Axes: where a value of a figure stands between two ends, and which ticks are written."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.web.charts import DAY_TICKS
from tracker.web.filters import language

DAY_MS = 86_400_000
NICE = (1, 2, 2.5, 5, 10)
QUARTER, QUARTERED = 2.5, 10
ROOM = 0.06
"""So much of its span is left free beyond the outermost value."""
DAY_STEPS = (1, 2, 7, 14, 21, 28, 42, 56, 84, 168, 364)
FIRST_MONDAY = date(1, 1, 1).toordinal()
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Layout = dict[str, Any]


@dataclass(frozen=True)
class Axis:
    """One axis of a figure: what it is called in the layout and the values on it."""

    layout: Layout
    kind: str
    names: tuple[str, ...]
    """The categories in their order; empty on an axis of numbers or days."""

    def number(self, value: Any) -> float | None:
        """Where a value stands, in numbers, days or places; None where there is no value."""
        if value is None:
            return None
        if self.kind == "date":
            return day_number(value) if isinstance(value, str) else value / DAY_MS
        if self.kind == "category":
            return self._place(value)
        return None if math.isnan(value) else float(value)

    def length(self, value: float) -> float:
        """A width in the figure's unit, which is milliseconds on an axis of days."""
        return value / DAY_MS if self.kind == "date" else value

    def label(self, number: float, decimals: int = 0) -> str:
        """What is written beside a tick."""
        if self.kind == "date":
            return day_label(number, self.layout.get("tickformat") or DAY_TICKS[language()])
        if self.kind == "category":
            return self.names[round(number)] if 0 <= round(number) < len(self.names) else ""
        spec = self.layout.get("tickformat") or f",.{decimals}f"
        return self.with_unit(format(number, spec))

    def with_unit(self, written: str) -> str:
        """A written number with a true minus and what the axis puts around it."""
        minus = "\N{MINUS SIGN}"
        before, after = (self.layout.get(key, "") for key in ("tickprefix", "ticksuffix"))
        return f"{before}{written.replace('-', minus)}{after}"

    def _place(self, value: Any) -> float | None:
        if isinstance(value, int | float):
            return float(value)
        return float(self.names.index(value)) if value in self.names else None


@dataclass(frozen=True)
class Scale:
    """An axis laid between two ends of the paper."""

    axis: Axis
    low: float
    high: float
    start: float
    end: float

    def at(self, value: Any) -> float | None:
        """Where on the paper a value of the figure is."""
        number = self.axis.number(value)
        return None if number is None else self.place(number)

    def place(self, number: float) -> float:
        """Where on the paper a number of the axis is."""
        return self.start + (number - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Numbers and labels, no more than have room; those that the figure gives, as given."""
        layout = self.axis.layout
        if layout.get("tickvals") is not None:
            numbers = [self.axis.number(value) for value in layout["tickvals"]]
            words = layout.get("ticktext") or [self.axis.label(each or 0) for each in numbers]
            pairs = zip(numbers, words, strict=True)
            return [(number, str(word)) for number, word in pairs if number is not None]
        found = {"date": self._days, "category": self._names}.get(self.axis.kind, self._numbers)(
            most
        )
        return [(number, label) for number, label in found if self._within(number)]

    def _within(self, number: float) -> bool:
        low, high = sorted((self.low, self.high))
        return low - 1e-9 <= number <= high + 1e-9

    def _numbers(self, most: int) -> list[tuple[float, str]]:
        low, high = sorted((self.low, self.high))
        step = self.axis.layout.get("dtick") or nice_step((high - low) / max(most, 1))
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        decimals += round(step * 10**decimals, 6) % 1 != 0
        numbers = [
            count * step for count in range(math.ceil(low / step), math.floor(high / step) + 1)
        ]
        return [(number, self.axis.label(number, decimals)) for number in numbers]

    def _days(self, most: int) -> list[tuple[float, str]]:
        low, high = math.ceil(self.low), math.floor(self.high)
        step = next((each for each in DAY_STEPS if (high - low) / each < most), DAY_STEPS[-1])
        first = low + (FIRST_MONDAY - low) % 7 if step % 7 == 0 else low
        return [(number, self.axis.label(number)) for number in range(first, high + 1, step)]

    def _names(self, most: int) -> list[tuple[float, str]]:
        step = math.ceil(len(self.axis.names) / max(most, 1)) or 1
        return [(float(at), self.axis.names[at]) for at in range(0, len(self.axis.names), step)]


def axis_of(layout: Layout, values: Iterable[Any]) -> Axis:
    """The axis that Plotly would make of this layout and these values."""
    held = [value for value in values if value is not None]
    kind = layout.get("type") or _kind(held)
    if kind not in {"linear", "date", "category"}:
        raise ValueError(f"no picture has an axis of type {kind}")
    names = dict.fromkeys(layout.get("categoryarray") or ())
    names |= dict.fromkeys(map(str, held))
    return Axis(layout, kind, tuple(names) if kind == "category" else ())


def scale_of(
    axis: Axis, reach: Sequence[float], ends: tuple[float, float], *, edges: float = ROOM
) -> Scale:
    """The axis laid between two ends, from its range or as far as these numbers reach."""
    low, high = _given(axis) or _found(axis, reach, edges)
    if axis.layout.get("autorange") == "reversed":
        low, high = high, low
    return Scale(axis, low, high if high != low else low + 1, *ends)


def day_number(value: str) -> float:
    """A day or moment of a figure as days."""
    moment = datetime.fromisoformat(value)
    return moment.toordinal() + (moment.hour * 60 + moment.minute) / 1440


def day_label(number: float, pattern: str) -> str:
    """A day in the few letters of d3's language that our axes use."""
    on = date.fromordinal(math.floor(number))
    letters = {
        "%-m": str(on.month),
        "%-d": str(on.day),
        "%m": f"{on.month:02}",
        "%d": f"{on.day:02}",
        "%b": MONTHS[on.month - 1],
        "%Y": str(on.year),
        "<br>": " ",
    }
    for letter, written in letters.items():
        pattern = pattern.replace(letter, written)
    return pattern


def nice_step(least: float) -> float:
    """The smallest round number that is no smaller."""
    power = 10.0 ** math.floor(math.log10(least))
    # A quarter of ten would need another decimal.
    steps = (nice for nice in NICE if nice != QUARTER or power >= QUARTERED)
    return power * next(nice for nice in steps if nice * power >= least * (1 - 1e-9))


def _kind(values: Sequence[Any]) -> str:
    if not values or not isinstance(values[0], str):
        return "linear"
    try:
        datetime.fromisoformat(values[0])
    except ValueError:
        return "category"
    return "date"


def _given(axis: Axis) -> tuple[float, float] | None:
    low, high = (axis.number(end) for end in axis.layout.get("range") or (None, None))
    return None if low is None or high is None else (low, high)


def _found(axis: Axis, reach: Sequence[float], edges: float) -> tuple[float, float]:
    if axis.kind == "category":
        return -0.5, max(len(axis.names), 1) - 0.5
    if not reach:
        return 0.0, 1.0
    zero = [0.0] if axis.layout.get("rangemode") == "tozero" else []
    low, high = min([*reach, *zero]), max([*reach, *zero])
    room = (high - low) * edges if high > low else 1.0
    steady = bool(zero)
    return low - room * (low < 0 or not steady), high + room * (high > 0 or not steady)
