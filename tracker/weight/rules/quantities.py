"""Grams, millimetres, BMI and waist bands, and how typed numbers are read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

WEIGHT_MIN_G = 25_000
WEIGHT_MAX_G = 300_000
HEIGHT_MIN_MM = 1_000
HEIGHT_MAX_MM = 2_300
WAIST_MIN_MM = 400
WAIST_MAX_MM = 2_000
BAND_EDGES = (185, 240, 280)
"""Tenths of BMI where normal, overweight and obese begin."""

WAIST_EDGES_MM = {"female": (800, 850), "male": (850, 900)}
"""Where the warning band and central obesity begin."""

JIN_G = 500
KILOGRAM_G = 1_000


class Band(StrEnum):
    """BMI bands for adults, WS/T 428-2013; half-open."""

    UNDERWEIGHT = "underweight"
    NORMAL = "normal"
    OVERWEIGHT = "overweight"
    OBESE = "obese"


class Sex(StrEnum):
    """Sex as the waist standard and the evaluation need it."""

    FEMALE = "female"
    MALE = "male"


class Unit(StrEnum):
    """Units a weight is typed in; 1 jin is 500 g."""

    KG = "kg"
    JIN = "jin"


class Source(StrEnum):
    """Where a reading comes from; a station's counts where a day has both."""

    SELF = "self"
    STATION = "station"


class GoalKind(StrEnum):
    """Goals, equal in worth."""

    LOSE = "lose"
    KEEP = "keep"
    GAIN = "gain"


class WaistBand(StrEnum):
    """Waist bands for adults, WS/T 428-2013; half-open."""

    NORMAL = "normal"
    WARNING = "warning"
    CENTRAL_OBESITY = "central_obesity"


@dataclass(frozen=True)
class Reading:
    """A weight on a day, in whole grams."""

    day: date
    grams: int


@dataclass(frozen=True)
class Entry:
    """What is noted for a day from one source."""

    day: date
    grams: int
    source: Source
    waist_mm: int | None = None

    @property
    def reading(self) -> Reading:
        """The weight alone."""
        return Reading(self.day, self.grams)


class NotANumberError(ValueError):
    """What was typed cannot be read as a plain decimal number."""


class OutOfRangeError(ValueError):
    """A number was read, but no adult has it; `value` is grams or millimetres."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value


_DECIMAL = re.compile(r"[0-9]{1,4}(\.[0-9]{0,3})?")
_PLAIN = str.maketrans("０１２３４５６７８９．，。、,", "0123456789.....")


def decimal_of(text: str) -> Decimal:
    """Read `67.5`, `67,5`, `67。5` or `６７．５`; raises NotANumberError for anything else."""
    plain = text.strip().translate(_PLAIN)
    if not _DECIMAL.fullmatch(plain):
        raise NotANumberError(text)
    return Decimal(plain)


def grams_of(text: str, unit: Unit) -> int:
    """Whole grams from typed text; raises NotANumberError or OutOfRangeError."""
    grams = int((decimal_of(text) * _grams_in(unit)).to_integral_value())
    return _within(grams, WEIGHT_MIN_G, WEIGHT_MAX_G)


def height_mm_of(text: str) -> int:
    """Whole millimetres from a height typed in centimetres; raises like `grams_of`."""
    height = int((decimal_of(text) * 10).to_integral_value())
    return _within(height, HEIGHT_MIN_MM, HEIGHT_MAX_MM)


def waist_mm_of(text: str) -> int:
    """Whole millimetres from a waist typed in centimetres; raises like `grams_of`."""
    waist = int((decimal_of(text) * 10).to_integral_value())
    return _within(waist, WAIST_MIN_MM, WAIST_MAX_MM)


def text_of(grams: int, unit: Unit) -> str:
    """Grams as they are typed in a unit: every digit that counts, and at least one decimal."""
    exact = (Decimal(grams) / _grams_in(unit)).normalize()
    return f"{exact:.1f}" if exact == round(exact, 1) else f"{exact:f}"


def effective(entries: Iterable[Entry]) -> tuple[Reading, ...]:
    """One reading a day, in their order: a station's counts where a day has both."""
    by_day: dict[date, Entry] = {}
    for entry in entries:
        if entry.day not in by_day or entry.source is Source.STATION:
            by_day[entry.day] = entry
    return tuple(by_day[day].reading for day in sorted(by_day))


def _grams_in(unit: Unit) -> int:
    return JIN_G if unit is Unit.JIN else KILOGRAM_G


def _within(value: int, lowest: int, highest: int) -> int:
    if not lowest <= value <= highest:
        raise OutOfRangeError(value)
    return value


def bmi(grams: int, height_mm: int) -> float:
    """Body mass index in kg/m2, not rounded."""
    return grams * 1000 / height_mm**2


def band(grams: int, height_mm: int) -> Band:
    """The BMI band, decided on whole grams and millimetres so that floats never decide."""
    underweight, overweight, obese = BAND_EDGES
    if bmi_below(grams, height_mm, underweight):
        return Band.UNDERWEIGHT
    if bmi_below(grams, height_mm, overweight):
        return Band.NORMAL
    return Band.OVERWEIGHT if bmi_below(grams, height_mm, obese) else Band.OBESE


def bmi_below(grams: int, height_mm: int, tenths: int) -> bool:
    """Whether BMI is below a value in tenths, in whole numbers."""
    return grams * 10_000 < tenths * height_mm**2


def bmi_tenths_shown(grams: int, height_mm: int) -> int:
    """BMI in tenths for display: rounded, but never into a band she is not in."""
    square = height_mm**2
    rounded = (2 * grams * 10_000 + square) // (2 * square)
    crosses = rounded in BAND_EDGES and bmi_below(grams, height_mm, rounded)
    return rounded - 1 if crosses else rounded


def waist_band(waist_mm: int, sex: Sex) -> WaistBand:
    """The waist band for a sex."""
    warning, central = WAIST_EDGES_MM[sex]
    if waist_mm >= central:
        return WaistBand.CENTRAL_OBESITY
    return WaistBand.WARNING if waist_mm >= warning else WaistBand.NORMAL


def waist_over_half(waist_mm: int, height_mm: int) -> bool:
    """Whether the waist is at least half the height, which is too much."""
    return 2 * waist_mm >= height_mm
