"""Goals within what is safe, and for whom."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.weight.rules.histories import BODY, DOCTOR_FIRST, START
from tracker.campaign.rules import BEIJING_2024
from tracker.weight.rules import (
    Band,
    Bar,
    Body,
    Goal,
    GoalKind,
    GoalProblem,
    Plan,
    Sex,
    band,
    bar,
    deserves_warning,
    goal_band,
    goal_problem,
    lowest_target,
    suggested_kind,
)


def problem(
    kind: GoalKind, target: int | None, now: int | None = 68_000, weeks: float = 13
) -> GoalProblem | None:
    return goal_problem(Goal(kind, target, START), BODY, now, weeks)


@pytest.mark.parametrize(
    ("kind", "target", "found"),
    [
        (GoalKind.LOSE, 64_000, None),
        (GoalKind.KEEP, None, None),
        (GoalKind.GAIN, 70_000, None),
        (GoalKind.LOSE, None, GoalProblem.TARGET_MISSING),
        (GoalKind.LOSE, 68_000, GoalProblem.WRONG_WAY),
        (GoalKind.GAIN, 67_000, GoalProblem.WRONG_WAY),
        (GoalKind.LOSE, 50_366, GoalProblem.TOO_LIGHT),
    ],
)
def test_a_goal_is_checked(kind: GoalKind, target: int | None, found: GoalProblem | None) -> None:
    assert problem(kind, target) is found


@pytest.mark.parametrize(
    ("now", "target", "found"),
    [
        (68_000, 65_280, None),
        (68_000, 65_279, GoalProblem.TOO_FAST),
        (120_000, 116_000, None),
        (120_000, 115_999, GoalProblem.TOO_FAST),
    ],
)
def test_a_plan_is_at_most_a_kilogram_and_a_percent_a_week(
    now: int, target: int, found: GoalProblem | None
) -> None:
    assert problem(GoalKind.LOSE, target, now, weeks=4) is found


def test_the_lowest_target_is_exactly_bmi_eighteen_and_a_half() -> None:
    assert band(lowest_target(1600), 1600) is Band.NORMAL
    assert band(lowest_target(1600) - 1, 1600) is Band.UNDERWEIGHT


def test_without_a_known_weight_only_bmi_decides() -> None:
    assert problem(GoalKind.LOSE, 60_000, now=None) is None
    assert problem(GoalKind.LOSE, 50_000, now=None) is GoalProblem.TOO_LIGHT


def test_a_losing_goal_waits_for_the_doctor() -> None:
    goal = Goal(GoalKind.LOSE, 66_000, START)

    assert goal_problem(goal, DOCTOR_FIRST, 68_000, 13) is GoalProblem.ASK_DOCTOR


@pytest.mark.parametrize(("target", "warned"), [(64_600, False), (64_599, True)])
def test_more_than_five_percent_is_warned_about(target: int, *, warned: bool) -> None:
    assert deserves_warning(Goal(GoalKind.LOSE, target, START), 68_000) is warned


def test_keeping_needs_no_warning() -> None:
    assert not deserves_warning(Goal(GoalKind.KEEP, None, START), 68_000)


@pytest.mark.parametrize(
    ("now", "body", "kind"),
    [
        (80_000, BODY, GoalKind.LOSE),
        (80_000, DOCTOR_FIRST, GoalKind.KEEP),
        (60_000, BODY, GoalKind.KEEP),
        (45_000, BODY, GoalKind.GAIN),
        (None, BODY, GoalKind.KEEP),
    ],
)
def test_the_page_opens_on_what_suits_her(now: int | None, body: Body, kind: GoalKind) -> None:
    assert suggested_kind(now, body) is kind


def test_the_band_is_a_kilogram_around_a_target() -> None:
    assert goal_band(Goal(GoalKind.GAIN, 65_000, START), None) == (64.0, 66.0)


def test_the_band_of_keeping_is_two_percent_around_the_baseline() -> None:
    keep = Goal(GoalKind.KEEP, None, START)

    assert goal_band(keep, 50.0) == (49.0, 51.0)
    assert goal_band(keep, None) is None
    assert goal_band(None, 50.0) is None


@pytest.mark.parametrize(
    ("consents", "born", "found"),
    [
        (True, 2006, None),
        (True, 2007, Bar.NOT_ADULT),
        (True, None, Bar.NOT_ADULT),
        (False, 1984, Bar.NO_CONSENT),
    ],
)
def test_adults_who_agreed(born: int | None, found: Bar | None, *, consents: bool) -> None:
    body = Body(1650, Sex.MALE, born, doctor_first=False) if born else None

    assert bar(consents=consents, body=body, today=date(2024, 10, 16)) is found


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (date(2024, 7, 11), 92 / 7),
        (date(2024, 8, 11), 92 / 7),
        (date(2024, 11, 4), 1),
        (date(2024, 11, 10), 1 / 7),
        (date(2024, 11, 11), 0),
    ],
)
def test_a_goal_has_the_rest_of_self_management(day: date, weeks: float) -> None:
    assert Plan(BODY, 68_000, BEIJING_2024, day).weeks == weeks


@given(st.dates(date(2024, 1, 1), date(2025, 6, 1)))
def test_a_day_later_there_is_never_more_time(day: date) -> None:
    today = Plan(BODY, 68_000, BEIJING_2024, day)
    tomorrow = Plan(BODY, 68_000, BEIJING_2024, day + timedelta(days=1))

    assert tomorrow.weeks <= today.weeks


def test_a_plan_knows_what_is_safe() -> None:
    plan = Plan(BODY, 68_000, BEIJING_2024, date(2024, 11, 4))

    assert (plan.furthest, plan.lowest) == (680, 50_367)
    assert plan.suggested is GoalKind.LOSE
    assert plan.problem(Goal(GoalKind.LOSE, 67_319, START)) is GoalProblem.TOO_FAST
