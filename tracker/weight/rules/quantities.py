"""Grams, millimetres, BMI and its bands, and how typed numbers are read."""

import re
import unicodedata
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


@dataclass(frozen=True)
class Reading:
    """A weight on a day, in whole grams."""

    day: date
    grams: int


class NotANumberError(ValueError):
    """What was typed cannot be read as a plain decimal number."""


class OutOfRangeError(ValueError):
    """A number was read, but no adult has it."""


_DECIMAL = re.compile(r"\d{1,4}(\.\d{0,3})?")


def decimal_of(text: str) -> Decimal:
    """Read `67.5`, `67,5`, `67。5` or `６７．５`; raises NotANumberError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[,。、]", ".", plain)
    if not plain.isascii() or not _DECIMAL.fullmatch(plain):
        raise NotANumberError(text)
    return Decimal(plain)


def grams_of(text: str, unit: Unit) -> int:
    """Whole grams from typed text; raises NotANumberError or OutOfRangeError."""
    per_unit = JIN_G if unit is Unit.JIN else KILOGRAM_G
    grams = int((decimal_of(text) * per_unit).to_integral_value())
    if not WEIGHT_MIN_G <= grams <= WEIGHT_MAX_G:
        raise OutOfRangeError(text)
    return grams


def bmi(grams: int, height_mm: int) -> float:
    """Body mass index in kg/m2, not rounded."""
    return grams * 1000 / height_mm**2


def band(grams: int, height_mm: int) -> Band:
    """The BMI band, decided on whole grams and millimetres so that floats never decide."""
    scaled = grams * 10_000
    square = height_mm**2
    if scaled < 185 * square:
        return Band.UNDERWEIGHT
    if scaled < 240 * square:
        return Band.NORMAL
    if scaled < 280 * square:
        return Band.OVERWEIGHT
    return Band.OBESE
