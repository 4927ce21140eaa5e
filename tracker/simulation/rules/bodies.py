"""What joining asks about the body, goals, and how a weight will go."""

from dataclasses import dataclass

import numpy as np

from tracker.simulation.rules.plan import Flags, Floats, Integers, Plan
from tracker.weight.rules.quantities import GoalKind

HEIGHT_MM = {"female": (1_598, 58, 1_420, 1_800), "male": (1_718, 62, 1_520, 1_960)}
BMI = {"female": (23.6, 3.3), "male": (25.4, 3.3)}
BMI_RANGE = (17.2, 39.0)
GOAL_KINDS = (GoalKind.LOSE, GoalKind.KEEP, GoalKind.GAIN)
UNSURE_SHARE = 0.1
DOCTOR_SHARE = 0.06
RECALLED_SHARE = 0.35
BMI_STEPS = (18.5, 20.0, 20.5, 24.0)
LOSING = (0.0, 0.0, 0.0, 0.35, 0.8)
GAINING = (0.7, 0.15, 0.01, 0.01, 0.01)
"""How many want to lose or to gain, below and from each step of BMI; the others keep."""
LOWEST_GOAL_BMI = 18.6

SEASON_CHANGE_KG = -1.58
CHANGE_SD_KG = 2.15
"""Chosen so that, noise and missing people included, the pilot's figures come out at the end."""
DEMO_CHANGE_KG = -2.6


@dataclass(frozen=True)
class Bodies:
    """Bodies as parallel columns; only those who agreed to body data have rows made of them."""

    female: Flags
    height_mm: Integers
    birth_year: Integers
    doctor_first: Flags
    recalled: Flags
    """Whether the weight typed at joining was remembered, not measured."""
    goal: Integers
    """Position in GOAL_KINDS, or -1 for whoever set none."""
    target_grams: Integers
    grams: Floats
    """The true weight when self-management starts, before noise."""
    change_grams: Floats
    """The true change by the end of self-management."""


def make_bodies(plan: Plan, rng: np.random.Generator, female: Flags, demo: int) -> Bodies:
    """A body for everybody."""
    count = len(female)
    height = _heights(rng, female)
    mean, sd = (np.where(female, BMI["female"][i], BMI["male"][i]) for i in (0, 1))
    bmi = np.clip(rng.normal(mean, sd), *BMI_RANGE)
    bmi[demo] = 25.8
    grams = bmi * (height / 1000.0) ** 2 * 1000
    change = SEASON_CHANGE_KG - 0.06 * (bmi - 24.5) + CHANGE_SD_KG * rng.normal(size=count)
    change[demo] = DEMO_CHANGE_KG
    doctor = rng.random(count) < DOCTOR_SHARE
    doctor[demo] = False
    goal = _goals(rng, bmi, doctor)
    goal[demo] = GOAL_KINDS.index(GoalKind.LOSE)
    age = np.clip(rng.gamma(9, 4.3, count) + 4, 19, 64).astype(np.int64)
    return Bodies(
        female=female,
        height_mm=height,
        birth_year=plan.today.year - age,
        doctor_first=doctor,
        recalled=rng.random(count) < RECALLED_SHARE,
        goal=goal,
        target_grams=_targets(rng, grams, height, goal),
        grams=grams,
        change_grams=1000 * np.clip(change, -9e-5 * grams, 7e-5 * grams),
    )


def _heights(rng: np.random.Generator, female: Flags) -> Integers:
    mean, sd, low, high = (
        np.where(female, HEIGHT_MM["female"][i], HEIGHT_MM["male"][i]) for i in range(4)
    )
    drawn = np.clip(rng.normal(mean, sd), low, high)
    return (np.round(drawn / 10) * 10).astype(np.int64)


def _goals(rng: np.random.Generator, bmi: Floats, doctor: Flags) -> Integers:
    """Mostly losing above BMI 24, keeping below it; never losing where a doctor comes first."""
    band = np.searchsorted(BMI_STEPS, bmi, side="right")
    losing, gaining = np.array(LOSING)[band], np.array(GAINING)[band]
    draw = rng.random(len(bmi))
    goal = np.where(draw < losing, 0, np.where(draw > 1 - gaining, 2, 1))
    goal[doctor & (goal == 0)] = 1
    goal[rng.random(len(bmi)) < UNSURE_SHARE] = -1
    return goal


def _targets(rng: np.random.Generator, grams: Floats, height: Integers, goal: Integers) -> Integers:
    """A target 2 to 5 % away, on the half kilogram, never below a healthy weight."""
    away = rng.uniform(0.02, 0.05, len(grams)) * np.where(goal == 0, -1, 1)
    least = np.ceil(LOWEST_GOAL_BMI * (height / 1000.0) ** 2 * 2) * 500
    targets: Integers = np.maximum(np.round(grams * (1 + away) / 500) * 500, least).astype(np.int64)
    return targets
