"""Kinds of exercise, intensity, equivalent minutes, and energy for the person alone."""

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

KIND_MAX = 24
KEY_LENGTH = 32
MINUTES_MIN = 1
MINUTES_MAX = 600
DAY_MINUTES_MAX = 1_440
WEEKLY_TARGET = 150
"""Equivalent minutes a week, WHO 2020 and 体重管理指导原则 (2024)."""

MODERATE_MET = 3.0
VIGOROUS_MET = 6.0
TILES = ("brisk_walking", "baduanjin", "slow_jogging", "exercise_break", "cycling")
"""The five large tiles; the sixth opens the full list."""


class Effort(StrEnum):
    """Intensity, by MET or by the talk test."""

    LIGHT = "light"
    MODERATE = "moderate"
    VIGOROUS = "vigorous"


@dataclass(frozen=True)
class Activity:
    """A kind of exercise with its MET from the 2024 Adult Compendium."""

    key: str
    name: str
    english: str
    compendium_code: str
    met: float
    campaign_skill: bool


@dataclass(frozen=True)
class Entry:
    """One stretch of exercise, as a value."""

    key: str
    day: date
    kind: str
    effort: Effort
    minutes: int


@cache
def activities() -> dict[str, Activity]:
    """Every kind by its key, in the order they are listed."""
    path = Path(__file__).parent / "activities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["key"]: Activity(
            key=row["key"],
            name=row["name"],
            english=row["english"],
            compendium_code=row["compendium_code"],
            met=float(row["met"]),
            campaign_skill=row["campaign_skill"] == "yes",
        )
        for row in rows
    }


def effort_of(met: float) -> Effort:
    """Light below 3.0 MET, moderate below 6.0, vigorous from there."""
    if met < MODERATE_MET:
        return Effort.LIGHT
    return Effort.MODERATE if met < VIGOROUS_MET else Effort.VIGOROUS


def energy_kcal(met: float, kilograms: float, minutes: float) -> float:
    """Gross energy in kcal: MET x kg x h."""
    return met * kilograms * minutes / 60


def equivalent_minutes(effort: Effort, minutes: int) -> int:
    """Minutes toward the weekly 150: moderate once, vigorous twice, light not at all."""
    return {Effort.LIGHT: 0, Effort.MODERATE: 1, Effort.VIGOROUS: 2}[effort] * minutes
