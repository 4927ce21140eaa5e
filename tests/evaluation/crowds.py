"""People out of nothing: populations with results, for rules that take arrays."""

from datetime import UTC, date, datetime

import numpy as np

from tracker.insights.rules import SnapshotOf
from tracker.insights.rules.population import Population

AS_OF = date(2024, 10, 14)
SNAPSHOT = SnapshotOf(AS_OF, 1, datetime(2024, 10, 14, tzinfo=UTC), "ab" * 32)
DISTRICTS = ("110101", "110105", "110112", "110118")


def crowd(count: int, seed: int = 1, teams: int = 12) -> Population:
    """So many people in some teams of four districts, most of them with a result."""
    lot = np.random.default_rng(seed)
    team = lot.integers(0, teams, count)
    kilograms = np.round(lot.normal(68, 11, count).clip(42, 120), 2)
    baseline = np.where(lot.random(count) < 0.85, kilograms, np.nan)
    complete = ~np.isnan(baseline) & (lot.random(count) < 0.7)
    then = np.round(kilograms * (1 + lot.normal(-0.015, 0.03, count)), 2)
    stations = complete & (lot.random(count) < 0.3)
    return Population(
        as_of=AS_OF,
        participant_id=np.sort(lot.integers(1 << 52, 1 << 53, count)),
        account_id=lot.integers(1 << 52, 1 << 53, count),
        team=(1 << 52) + 7 * team,
        unit=team,
        district=np.array(DISTRICTS)[team % len(DISTRICTS)],
        enrolled_on=np.full(count, 19_920),
        left_on=np.zeros(count, np.int64),
        sex=np.array(["female", "male", ""])[lot.choice(3, count, p=[0.5, 0.45, 0.05])],
        birth_year=np.where(lot.random(count) < 0.9, lot.integers(1950, 2006, count), 0),
        height_mm=np.where(lot.random(count) < 0.95, lot.integers(1500, 1900, count), 0),
        baseline=baseline,
        closing=np.where(complete, then, np.nan),
        completer=complete,
        last=np.where(np.isnan(baseline), np.nan, then),
        station_baseline=np.where(stations, kilograms, np.nan),
        station_closing=np.where(stations, then, np.nan),
        station_completer=stations,
        late=lot.random(count) < 0.05,
    )
