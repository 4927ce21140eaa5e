"""Kinds of exercise, intensity, equivalent minutes, and energy for the person alone."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from tracker.campaign.rules import Calendar, week_monday

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
MINUTES_OFFERED = (10, 20, 30, 45, 60)
CHIPS = 3

_WHOLE = re.compile(r"\d{1,4}")
_KEY = re.compile(r"[0-9a-f]{32}")


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

    def called(self, language: str) -> str:
        """Its name in `zh` or `en`."""
        return self.english if language == "en" else self.name


@dataclass(frozen=True)
class Entry:
    """One stretch of exercise, as a value."""

    key: str
    day: date
    kind: str
    effort: Effort
    minutes: int


@dataclass(frozen=True)
class Step:
    """A participant's last step, which can be taken back: an entry noted or deleted."""

    entry: Entry
    deleted: bool


@dataclass(frozen=True)
class Week:
    """What one person did in a week that begins on this Monday."""

    monday: date
    by_kind: dict[str, int]
    equivalent: int

    @property
    def minutes(self) -> int:
        """All minutes of the week, whatever their intensity."""
        return sum(self.by_kind.values())


class NotMinutesError(ValueError):
    """What was typed is not a whole number of minutes that one stretch can take."""


class DayFullError(Exception):
    """A day has 1,440 minutes; `noted` of them are taken already."""

    def __init__(self, noted: int) -> None:
        super().__init__(noted)
        self.noted = noted


class UnknownEntryError(Exception):
    """This participant has no entry with that key."""


class NothingToUndoError(Exception):
    """The last step was another one, or was taken back already."""


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


def minutes_of(text: str) -> int:
    """Whole minutes from typed text, full-width digits too; raises NotMinutesError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain.isascii() or not _WHOLE.fullmatch(plain):
        raise NotMinutesError(text)
    if not MINUTES_MIN <= int(plain) <= MINUTES_MAX:
        raise NotMinutesError(text)
    return int(plain)


def key_of(text: str) -> str | None:
    """A form's key as 32 hexadecimal digits, or None if it is no UUID."""
    plain = text.strip().lower().replace("-", "")
    return plain if _KEY.fullmatch(plain) else None


def again(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The last three that differ in kind or minutes, latest first; entries come oldest first."""
    found: dict[tuple[str, int], Entry] = {}
    for entry in reversed(list(entries)):
        found.setdefault((entry.kind, entry.minutes), entry)
    return tuple(found.values())[:CHIPS]


def week_of(calendar: Calendar, entries: Iterable[Entry], day: date) -> Week:
    """The week around a day, from entries that may reach further."""
    monday = week_monday(calendar, day)
    inside = [entry for entry in entries if week_monday(calendar, entry.day) == monday]
    by_kind: Counter[str] = Counter()
    for entry in inside:
        by_kind[entry.kind] += entry.minutes
    equivalent = sum(equivalent_minutes(entry.effort, entry.minutes) for entry in inside)
    return Week(monday, dict(by_kind), equivalent)


def weeks(
    calendar: Calendar, entries: Sequence[Entry], first: date, last: date
) -> tuple[Week, ...]:
    """Every week from the one around `first` to the one around `last`, empty ones too."""
    by_monday: dict[date, list[Entry]] = {}
    for entry in entries:
        by_monday.setdefault(week_monday(calendar, entry.day), []).append(entry)
    last_monday = week_monday(calendar, last)
    numbers = range(week_monday(calendar, first).toordinal(), last_monday.toordinal() + 1, 7)
    mondays = [date.fromordinal(number) for number in numbers]
    return tuple(week_of(calendar, by_monday.get(monday, ()), monday) for monday in mondays)


def leading_kinds(found: Iterable[Week], most: int) -> tuple[str, ...]:
    """The kinds with the most minutes over these weeks; ties in the order of the table."""
    totals: Counter[str] = Counter()
    for week in found:
        totals.update(week.by_kind)
    order = {key: place for place, key in enumerate(activities())}
    ranked = sorted(totals, key=lambda kind: (-totals[kind], order[kind]))
    return tuple(ranked[:most])
