"""Body profile and goals: three, equal in worth, each within what is safe."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.campaign.rules import AgeGroup, Calendar, age_group
from tracker.weight.rules.quantities import Band, GoalKind, Sex, band, bmi_below

BMI_LOWEST_TENTHS = 185
WEEK_MAX_G = 1_000
WEEK_MAX_SHARE = 100
WARN_SHARE = 20
BAND_G = 1_000
KEEP_SHARE = 0.02


@dataclass(frozen=True)
class Body:
    """What joining asked about the body of an adult who gave consent (2)."""

    height_mm: int
    sex: Sex
    birth_year: int
    doctor_first: bool
    recalled_grams: int | None = None
    """A weight remembered at joining: the first screen's prefill and nothing else."""


@dataclass(frozen=True)
class Goal:
    """What somebody wants; only keeping has no target."""

    kind: GoalKind
    target_grams: int | None
    set_on: date


@dataclass(frozen=True)
class Profile:
    """What the room knows of a participant besides her readings."""

    body: Body | None
    goal: Goal | None
    doctor_asked_at: datetime | None
    """When she asked for a call that has not been made yet."""

    undoable: date | None
    """The day of her last step, if it can still be taken back."""


@dataclass(frozen=True)
class Plan:
    """What a goal is judged by: her body, her weight as far as it is known, and the days left."""

    body: Body
    now_grams: int | None
    calendar: Calendar
    today: date

    @property
    def weeks(self) -> float:
        """How many weeks of self-management are left, this day's among them."""
        first = max(self.today, self.calendar.starts)
        return max(0, (self.calendar.ends - first).days + 1) / 7

    @property
    def furthest(self) -> int | None:
        """The most that may change, in grams."""
        return None if self.now_grams is None else furthest_change(self.now_grams, self.weeks)

    @property
    def lowest(self) -> int:
        """The smallest target, in grams."""
        return lowest_target(self.body.height_mm)

    @property
    def suggested(self) -> GoalKind:
        """Which goal the page opens on."""
        return suggested_kind(self.now_grams, self.body)

    def problem(self, goal: Goal) -> "GoalProblem | None":
        """Why a goal is refused."""
        return goal_problem(goal, self.body, self.now_grams, self.weeks)


class Bar(StrEnum):
    """Why somebody takes part without weight."""

    NO_CONSENT = "no_consent"
    NOT_ADULT = "not_adult"


class BarredError(Exception):
    """Weight is not for this participant; `bar` says why."""

    def __init__(self, why: Bar) -> None:
        super().__init__(why)
        self.bar = why


class NoReadingError(Exception):
    """She noted nothing herself for that day."""


class NothingToUndoError(Exception):
    """There is no last step to take back."""


class GoalProblem(StrEnum):
    """Why a goal is not stored."""

    TARGET_MISSING = "target_missing"
    ASK_DOCTOR = "ask_doctor"
    TOO_LIGHT = "too_light"
    WRONG_WAY = "wrong_way"
    TOO_FAST = "too_fast"


def bar(*, consents: bool, body: Body | None, today: date) -> Bar | None:
    """Why weight is not for this participant, or None when it is."""
    if not consents:
        return Bar.NO_CONSENT
    if body is None or age_group(body.birth_year, today) is not AgeGroup.ADULT:
        return Bar.NOT_ADULT
    return None


def lowest_target(height_mm: int) -> int:
    """The smallest whole grams that are not below BMI 18.5."""
    return -(-BMI_LOWEST_TENTHS * height_mm**2 // 10_000)


def furthest_change(now_grams: int, weeks: float) -> int:
    """The most a plan may change in these weeks: min(1 kg, 1 %) a week, in grams."""
    return int(weeks * min(WEEK_MAX_G, now_grams / WEEK_MAX_SHARE))


def goal_problem(goal: Goal, body: Body, now_grams: int | None, weeks: float) -> GoalProblem | None:
    """Why a goal over so many weeks is refused; without a known weight only BMI decides."""
    if goal.kind is GoalKind.LOSE and body.doctor_first:
        return GoalProblem.ASK_DOCTOR
    if goal.kind is GoalKind.KEEP:
        return None
    if goal.target_grams is None:
        return GoalProblem.TARGET_MISSING
    if bmi_below(goal.target_grams, body.height_mm, BMI_LOWEST_TENTHS):
        return GoalProblem.TOO_LIGHT
    return _pace_problem(goal.kind, goal.target_grams, now_grams, weeks)


def deserves_warning(goal: Goal, now_grams: int | None) -> bool:
    """Whether a three-month goal is more than 5 % away."""
    if goal.target_grams is None or now_grams is None:
        return False
    return abs(goal.target_grams - now_grams) * WARN_SHARE > now_grams


def suggested_kind(now_grams: int | None, body: Body) -> GoalKind:
    """Which goal the page opens on; a losing one never for whoever asks a doctor first."""
    found = Band.NORMAL if now_grams is None else band(now_grams, body.height_mm)
    if found is Band.UNDERWEIGHT:
        return GoalKind.GAIN
    above = found in {Band.OVERWEIGHT, Band.OBESE}
    return GoalKind.LOSE if above and not body.doctor_first else GoalKind.KEEP


def goal_band(goal: Goal | None, baseline_kg: float | None) -> tuple[float, float] | None:
    """Lowest and highest kg of the goal band: target +-1 kg, for keeping baseline +-2 %."""
    if goal is None:
        return None
    if goal.target_grams is not None and goal.kind is not GoalKind.KEEP:
        return (goal.target_grams - BAND_G) / 1000, (goal.target_grams + BAND_G) / 1000
    if baseline_kg is None:
        return None
    return baseline_kg * (1 - KEEP_SHARE), baseline_kg * (1 + KEEP_SHARE)


def _pace_problem(
    kind: GoalKind, target: int, now_grams: int | None, weeks: float
) -> GoalProblem | None:
    if now_grams is None:
        return None
    change = now_grams - target if kind is GoalKind.LOSE else target - now_grams
    if change <= 0:
        return GoalProblem.WRONG_WAY
    return GoalProblem.TOO_FAST if change > furthest_change(now_grams, weeks) else None
