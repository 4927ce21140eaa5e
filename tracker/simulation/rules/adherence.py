"""Who notes something on which day: habits that fade, gaps, pauses and silence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.plan import Flags, Floats, Integers, Plan, number

Chances = NDArray[np.float32]

READINGS_A_PERSON = 1_000_000 / 26_000
ENTRIES_A_PERSON = 1_200_000 / 26_000
"""What a whole season would hold, everybody counted."""

SECOND_SESSION = 0.13
SILENT_SHARE = 0.06
SINGLE_SHARE = 0.04
TRAVEL_SHARE = 0.16
ON_LEAVE = 0.12
EARLY_BIRDS = 0.4
"""Of a day's entries, how many are there in the early morning, when the season is written."""
LIKELIEST = 0.93
WEIGHING_WEEK = (1.25, 1.06, 1.0, 1.0, 0.95, 0.84, 0.9)
EXERCISE_WEEK = (0.95, 1.0, 1.05, 1.0, 0.93, 1.12, 0.95)
NEVER_STOPS = 10**6


@dataclass(frozen=True)
class Noted:
    """Participant by day, from the first day of logging: weighed, and exercised how often."""

    weighed: Flags
    sessions: NDArray[np.int8]
    kept_away: Flags
    """Who never noted anything, or one reading alone."""


def noted(plan: Plan, people: People, until: int, rng: np.random.Generator) -> Noted:
    """Draw who notes what on every day up to `until`."""
    count = len(people.id)
    calendar = plan.calendar
    first, last = number(calendar.logging_starts), number(calendar.ends)
    days = np.arange(first, last + 1)
    draw = rng.random(count)
    silent, single = draw < SILENT_SHARE, (draw >= 1 - SINGLE_SHARE)
    demo = [people.demo, people.leader[people.demo_team], people.deputy[people.demo_team]]
    silent[demo] = single[demo] = False
    engagement = rng.beta(2, 2, count)
    engagement[demo] = 0.8
    present = _presence(people, days, engagement, demo, rng)
    present[silent] = 0
    weighing = present * _habit(engagement, WEIGHING_WEEK, days)
    weighing[~people.has_body | single] = 0
    moving = present * _habit(rng.permuted(engagement), EXERCISE_WEEK, days)
    moving[demo] = present[demo] * 0.5
    moving[single] *= 0.1
    shown = until - first + 1
    weighed = _drawn(weighing, READINGS_A_PERSON, shown, rng)
    exercised = _drawn(moving, ENTRIES_A_PERSON / (1 + SECOND_SESSION), shown, rng)
    _one_reading(weighed, single & people.has_body, people.enrolled - first)
    _demo_days(weighed, exercised, people.demo)
    sessions = exercised.astype(np.int8)
    sessions += exercised & (rng.random(exercised.shape, np.float32) < SECOND_SESSION)
    return Noted(weighed, sessions, silent | single)


def _presence(
    people: People, days: Integers, engagement: Floats, demo: list[int], rng: np.random.Generator
) -> Chances:
    """From joining until leaving or losing interest, fading a little, but for gaps and pauses."""
    count = len(people.id)
    lasts = rng.exponential(70 + 330 * engagement).astype(np.int64)
    lasts[demo] = NEVER_STOPS
    stops = np.where(people.left == NOBODY, people.enrolled + lasts, people.left)
    since = days[None, :] - people.enrolled[:, None]
    fading = rng.gamma(1.5, 0.012, count).astype(np.float32)
    present: Chances = np.exp(-fading[:, None] / 7 * since.astype(np.float32))
    present[(since < 0) | (days[None, :] > np.minimum(stops, NEVER_STOPS)[:, None])] = 0
    travellers = np.flatnonzero(rng.random(count) < TRAVEL_SHARE)
    travellers = travellers[travellers != people.demo]
    away = rng.integers(days[0] + 14, days[-1], len(travellers))
    back = away + rng.integers(5, 12, len(travellers))
    for person, gone, home in zip(travellers, away - days[0], back - days[0], strict=True):
        present[person, gone:home] = 0
    leaves = zip(people.leave_person, people.leave_first, people.leave_last, strict=True)
    for person, gone, home in leaves:
        present[person, gone - days[0] : home - days[0] + 1] *= ON_LEAVE
    return present


def _habit(engagement: Floats, week: tuple[float, ...], days: Integers) -> Chances:
    """How likely on each day, by habit and by day of the week."""
    rhythm = np.array(week, np.float32)[(days + 3) % 7]
    return (0.12 + engagement).astype(np.float32)[:, None] * rhythm


def _drawn(chances: Chances, a_person: float, shown: int, rng: np.random.Generator) -> Flags:
    """Scale the chances so that a whole season holds as much as wanted, and draw the days shown."""
    low, high = 0.0, 8.0
    for _ in range(18):
        scale = (low + high) / 2
        total = float(np.minimum(chances * np.float32(scale), LIKELIEST).sum(dtype=np.float64))
        low, high = (scale, high) if total < a_person * len(chances) else (low, scale)
    wanted = np.minimum(chances[:, :shown] * np.float32(low), LIKELIEST)
    if shown < chances.shape[1]:
        wanted[:, -1] *= EARLY_BIRDS
    happened: Flags = rng.random(wanted.shape, np.float32) < wanted
    return happened


def _one_reading(weighed: Flags, single: Flags, joined: Integers) -> None:
    """People who weighed themselves once, on the day they joined."""
    who = np.flatnonzero(single & (joined < weighed.shape[1]))
    weighed[who, joined[who]] = True


def _demo_days(weighed: Flags, exercised: Flags, demo: int) -> None:
    """The demo participant has an entry yesterday and none yet today."""
    for happened in (weighed, exercised):
        happened[demo, -2] = True
        happened[demo, -1] = False
