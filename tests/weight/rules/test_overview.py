"""What a person is shown about her own weight."""

import pytest

from tests.weight.rules.histories import BODY, START, on
from tracker.campaign.rules import BEIJING_2024
from tracker.weight.rules import Band, Body, Goal, GoalKind, Profile, Sex, overview


def test_nothing_yet() -> None:
    found = overview([], Profile(BODY, None, None, None), BEIJING_2024, START)

    assert (found.latest, found.trend_kg, found.until_trend, found.bmi) == (None, None, 3, None)
    assert found.safety == ()


def test_everything_there_is() -> None:
    readings = [on(day, 61_440) for day in range(3)]
    profile = Profile(
        Body(1600, Sex.FEMALE, 1984, doctor_first=False),
        Goal(GoalKind.KEEP, None, START),
        None,
        None,
    )

    found = overview(readings, profile, BEIJING_2024, on(2, 0).day)

    assert found.trend_kg == pytest.approx(61.44)
    assert (found.until_trend, found.bmi, found.band) == (0, 24.0, Band.OVERWEIGHT)
    assert found.goal_band == pytest.approx((60.2112, 62.6688))
