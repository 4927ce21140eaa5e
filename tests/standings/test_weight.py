"""Marks for one's own goal band, at the edges of every rule."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.standings.rules.scoring import latest
from tracker.standings.rules.weight import (
    Mark,
    Marks,
    Weighed,
    exempt,
    like_with_like,
    marks,
)
from tracker.weight.rules import Goal, GoalKind, SafetyReason

RULE = latest().goal_band
HEIGHT = 1600
HEAVY, LIGHT = 76.8, 56.32
"""BMI 30 and 22 at 160 cm; 24.0 is 61.44 kg and 18.5 is 47.36 kg."""
DAY = date(2024, 8, 1)


def weighed(
    baseline: float,
    percent: float,
    goal: tuple[GoalKind, int | None] | None = None,
    weeks: int = 8,
) -> Weighed:
    wanted = Goal(goal[0], goal[1], DAY) if goal else None
    return Weighed(wanted, HEIGHT, baseline, baseline * (1 + percent / 100), weeks)


@pytest.mark.parametrize(
    ("percent", "share"),
    [(0, 1.0), (1.99, 1.0), (-1.99, 1.0), (3, 0.5), (-3, 0.5), (4, 0.0), (-4, 0.0), (9, 0.0)],
)
def test_below_24_staying_within_2_percent_is_worth_all_and_beyond_it_fades(
    percent: float, share: float
) -> None:
    assert marks(RULE, weighed(LIGHT, percent)).share == pytest.approx(share)


def test_below_24_a_losing_goal_is_worth_nothing_more_than_staying() -> None:
    goal = (GoalKind.LOSE, 53_000)

    lost, kept = marks(RULE, weighed(LIGHT, -4, goal)), marks(RULE, weighed(LIGHT, 0, goal))

    assert lost.share == pytest.approx(0.0)
    assert kept.share == 1.0


def test_below_24_a_gaining_goal_reached_is_worth_all() -> None:
    found = marks(RULE, weighed(50.0, 4, (GoalKind.GAIN, 52_500)))

    assert found == Marks(1.0, Mark.IN_BAND)


@pytest.mark.parametrize(
    ("percent", "weeks", "share", "mark"),
    [
        (0, 8, 0.0, Mark.TOWARDS),
        (1, 8, 0.0, Mark.TOWARDS),
        (-2.5, 8, 0.5, Mark.TOWARDS),
        (-4.99, 8, 0.998, Mark.TOWARDS),
        (-5, 8, 1.0, Mark.IN_BAND),
        (-9, 8, 1.0, Mark.IN_BAND),
        (-5, 2, 0.4, Mark.TOWARDS),
        (-9, 2, 0.4, Mark.TOWARDS),
    ],
)
def test_a_losing_goal_saturates_at_5_percent_and_1_percent_a_week(
    percent: float, weeks: int, share: float, mark: Mark
) -> None:
    found = marks(RULE, weighed(HEAVY, percent, (GoalKind.LOSE, 66_000), weeks))

    assert found.mark is mark
    assert found.share == pytest.approx(share)


def test_a_nearer_goal_is_reached_at_its_band() -> None:
    goal = (GoalKind.LOSE, 74_264)  # its band begins 2 % below 76.8 kg

    assert marks(RULE, weighed(HEAVY, -2, goal)).mark is Mark.IN_BAND
    assert marks(RULE, weighed(HEAVY, -1, goal)).share == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("percent", "share"), [(-9, 1.0), (0, 1.0), (2, 1.0), (3, 0.5), (4, 0)])
def test_whoever_keeps_from_24_on_may_become_lighter_but_has_nothing_from_it(
    percent: float, share: float
) -> None:
    assert marks(RULE, weighed(HEAVY, percent)).share == pytest.approx(share)


@pytest.mark.parametrize(
    ("baseline", "light"), [(61.44, False), (61.43, True)], ids=["24.0", "below"]
)
def test_24_is_decided_in_whole_grams(baseline: float, *, light: bool) -> None:
    lost = marks(RULE, weighed(baseline, -3))

    assert (lost.share == 1.0) is not light


@pytest.mark.parametrize(("baseline", "percent"), [(47.35, 0), (48.0, -2), (47.0, 5)])
def test_below_18_5_before_or_after_there_is_no_weight_score(
    baseline: float, percent: float
) -> None:
    assert marks(RULE, weighed(baseline, percent)) == Marks(None, Mark.LOW)


def test_the_card_and_the_doctors_word_come_first() -> None:
    assert exempt((SafetyReason.DOCTOR_FIRST, SafetyReason.FAST_LOSS)) == Marks(
        None, Mark.DOCTOR_FIRST
    )
    assert exempt((SafetyReason.FAST_LOSS,)) == Marks(None, Mark.PAUSED)
    assert exempt(()) is None


def test_no_weight_score_is_no_points_and_no_minus() -> None:
    assert Marks(None, Mark.LOW).points(RULE, 5) == 0
    assert Marks(0.5, Mark.TOWARDS).points(RULE, 4) == 100


@given(
    st.floats(48, 120),
    st.floats(-30, 30),
    st.integers(0, 13),
    st.sampled_from(GoalKind),
    st.integers(45_000, 120_000),
)
def test_marks_stay_between_none_and_all(
    baseline: float, percent: float, weeks: int, kind: GoalKind, target: int
) -> None:
    goal = (kind, None if kind is GoalKind.KEEP else target)
    share = marks(RULE, weighed(baseline, percent, goal, weeks)).share

    assert share is None or 0 <= share <= 1


def test_like_is_compared_with_like() -> None:
    shares = np.array([1.0, 0.8, 0.2, 0.4])
    light = np.array([True, True, False, False])

    found = shares - like_with_like(shares, light)

    assert found[light].mean() == pytest.approx(found[~light].mean()) == pytest.approx(0.6)
