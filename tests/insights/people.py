"""Populations made up for tests of rules, person by person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from tests.insights import MONDAY
from tracker.database import day_number
from tracker.insights.rules.population import Population

JULY = day_number(date(2024, 7, 15))


@dataclass(frozen=True)
class Person:
    """One person; weights in kg, not a number where there is none."""

    baseline: float = 80.0
    closing: float = 79.0
    completer: bool = True
    last: float = 79.0
    team: int = 1
    unit: int = 1
    district: str = "110112"
    sex: str = "female"
    birth_year: int = 1984
    height_mm: int = 1650
    station: bool = False
    late: bool = False


NOBODY_KNOWS = float("nan")
ENROLLED = Person(NOBODY_KNOWS, NOBODY_KNOWS, completer=False, last=NOBODY_KNOWS)
BARE = replace(ENROLLED, sex="", birth_year=0, height_mm=0)


def population(people: Sequence[Person]) -> Population:
    """These people as arrays, enrolled in July, as of a Monday in October."""

    def column(name: str, kind: type | str) -> np.ndarray:
        return np.array([getattr(each, name) for each in people], kind)

    count, station = len(people), column("station", bool)
    weights = {name: column(name, float) for name in ("baseline", "closing", "last")}
    return Population(
        as_of=MONDAY,
        participant_id=np.arange(count),
        account_id=np.arange(count),
        team=column("team", np.int64),
        unit=column("unit", np.int64),
        district=column("district", "U6"),
        enrolled_on=np.full(count, JULY),
        left_on=np.zeros(count, np.int64),
        sex=column("sex", "U8"),
        birth_year=column("birth_year", np.int64),
        height_mm=column("height_mm", np.int64),
        completer=column("completer", bool),
        station_baseline=np.where(station, weights["baseline"], np.nan),
        station_closing=np.where(station, weights["closing"], np.nan),
        station_completer=station,
        late=column("late", bool),
        **weights,
    )
