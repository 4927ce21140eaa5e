"""Marks for one's own goal band: hers alone, and in a team only inside a released mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tracker.campaign.rules import Season
from tracker.standings.rules.scoring import GoalBand, RuleSet
from tracker.weight.rules import (
    Body,
    Goal,
    GoalKind,
    Reading,
    SafetyReason,
    baseline,
    baseline_days,
    closing,
    closing_days,
    safety_reasons,
)
from tracker.weight.rules.goals import BAND_G, BMI_LOWEST_TENTHS
from tracker.weight.rules.quantities import bmi_below

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DAY = timedelta(days=1)

NORMAL_TENTHS = 240
"""From this BMI on somebody may be rewarded for becoming lighter; below it never."""


class Mark(StrEnum):
    """Why somebody has the marks she has; only she ever reads it."""

    KEPT = "kept"
    IN_BAND = "in_band"
    TOWARDS = "towards"
    AWAY = "away"
    TOO_FEW = "too_few"
    """Not enough weigh-ins for a baseline and a closing mean that lie apart."""
    NOT_ASKED = "not_asked"
    """No body data, or not an adult: weight is not for her."""
    DOCTOR_FIRST = "doctor_first"
    LOW = "low"
    PAUSED = "paused"
    """The safety card is shown."""


EXEMPT = frozenset({Mark.NOT_ASKED, Mark.DOCTOR_FIRST, Mark.LOW, Mark.PAUSED})
"""No marks at all, neither good nor bad: a full member all the same."""


@dataclass(frozen=True)
class Weighed:
    """What marks depend on, as of the end of a round."""

    goal: Goal | None
    height_mm: int
    baseline_kg: float
    closing_kg: float
    weeks: int
    """Whole weeks from the end of the baseline days to the end of the closing days."""


@dataclass(frozen=True)
class Marks:
    """A part of all marks, from 0 to 1, and why; None where she has no weight score."""

    share: float | None
    mark: Mark

    def points(self, rule: GoalBand, weeks: int) -> int:
        """Points for a round of so many weeks."""
        return round(rule.points_a_week * weeks * (self.share or 0))


def marks_of(
    season: Season,
    rules: RuleSet,
    body: Body,
    goal: Goal | None,
    readings: Sequence[Reading],
    as_of: date,
) -> Marks:
    """Marks of an adult who agreed to body data, from her readings before the as-of day."""
    calendar = season.calendar
    known = [reading for reading in readings if reading.day < as_of]
    excused = exempt(safety_reasons(known, body, calendar.starts, as_of - DAY))
    if excused:
        return excused
    begun = baseline_days(known, calendar.starts)
    ended = closing_days(calendar.ends, as_of)
    first, last = baseline(known, calendar.starts), closing(known, calendar.ends, as_of)
    if begun is None or first is None or last is None or ended[0] <= begun[1]:
        return Marks(None, Mark.TOO_FEW)
    weeks = (ended[1] - begun[1]).days // 7
    return marks(rules.goal_band, Weighed(goal, body.height_mm, first, last, weeks))


def like_with_like(shares: Floats, light: Flags) -> Floats:
    """How far those who began in the same band of BMI lie, on average, from everybody.

    Taken from each one's marks in her team's mean, it leaves whom she is compared with: staying
    within 2 % and losing 3 % are not equally hard, and no team chooses whom it has.
    """
    apart = np.zeros(len(shares))
    for band in (light, ~light):
        if band.any():
            apart[band] = shares[band].mean() - shares.mean()
    return apart


def exempt(reasons: tuple[SafetyReason, ...]) -> Marks | None:
    """No weight score for whoever asks a doctor first or is shown the card."""
    if SafetyReason.DOCTOR_FIRST in reasons:
        return Marks(None, Mark.DOCTOR_FIRST)
    return Marks(None, Mark.PAUSED) if reasons else None


def marks(rule: GoalBand, her: Weighed) -> Marks:
    """Marks of somebody who is not exempt by her card.

    Below BMI 24 staying is worth all of it, and reaching a gaining goal too; losing never is. From
    24 on a losing goal is worth what was lost on the way to its band, no faster than 1 % a week and
    never more than 5 % of it; who keeps may become lighter, but has nothing from it.
    """
    grams = [round(1000 * each) for each in (her.baseline_kg, her.closing_kg)]
    if any(bmi_below(each, her.height_mm, BMI_LOWEST_TENTHS) for each in grams):
        return Marks(None, Mark.LOW)
    light = bmi_below(grams[0], her.height_mm, NORMAL_TENTHS)
    kind = her.goal.kind if her.goal else GoalKind.KEEP
    target = her.goal.target_grams if her.goal else None
    change = 100 * (her.closing_kg / her.baseline_kg - 1)
    if target is None or kind is GoalKind.KEEP or (light and kind is GoalKind.LOSE):
        return _kept(rule, change, light=light)
    towards = _towards(rule, her, kind, target, change)
    if not light:
        return towards
    kept = _kept(rule, change, light=True)
    return towards if (towards.share or 0) > (kept.share or 0) else kept


def rising(rule: GoalBand, change: float, weeks: int) -> float:
    """How much of a change in the wanted direction counts: not too fast, and not for ever."""
    return min(change, rule.percent_a_week * weeks, rule.full_percent)


def _kept(rule: GoalBand, change: float, *, light: bool) -> Marks:
    """Beyond the band marks fade to nothing over as much again: there is no edge to starve for."""
    away = abs(change) if light else max(0.0, change)
    over = away - rule.keeps_percent
    if over <= 0:
        return Marks(1.0, Mark.KEPT)
    share = max(0.0, 1 - over / rule.keeps_percent)
    return Marks(share, Mark.AWAY)


def _towards(rule: GoalBand, her: Weighed, kind: GoalKind, target: int, change: float) -> Marks:
    sign = 1 if kind is GoalKind.GAIN else -1
    edge_kg = (target - sign * BAND_G) / 1000
    needed = min(sign * 100 * (edge_kg / her.baseline_kg - 1), rule.full_percent)
    counts = rising(rule, sign * change, her.weeks)
    if needed <= 0 or counts >= needed:
        return Marks(1.0, Mark.IN_BAND)
    return Marks(max(0.0, counts / needed), Mark.TOWARDS)
