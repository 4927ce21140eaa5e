"""The two logs: readings with their noise, and exercise of the campaign's kinds."""

from dataclasses import dataclass

import numpy as np

from tracker.exercise.rules import Effort, activities, effort_of
from tracker.simulation.rules.adherence import Noted
from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.places import Places
from tracker.simulation.rules.plan import Floats, Integers, Plan, number
from tracker.weight.rules.quantities import WEIGHT_MAX_G, WEIGHT_MIN_G, Source

SOURCES = (Source.SELF, Source.STATION)
EFFORTS = tuple(Effort)
KINDS = tuple(activities())
FAVOURITES = {
    "brisk_walking": 30,
    "baduanjin": 17,
    "slow_jogging": 14,
    "exercise_break": 9,
    "walking": 7,
    "cycling": 6,
    "square_dance": 3,
    "jogging": 3,
    "badminton": 2.5,
    "slow_jogging_in_place": 2,
    "table_tennis": 2,
    "strength": 2,
    "swimming": 1.5,
}
USUAL_MINUTES = (10, 15, 20, 30, 40, 45, 60, 90)
SHORT_KINDS = ("baduanjin", "exercise_break")
SHORT_MINUTES = (10, 12, 12, 15, 20, 24, 24, 36)

NOISE_G = 560
WEEK_G = (240, 120, 20, -60, -120, -120, 80)
"""After a weekend people weigh more, before one less."""
HOLIDAY_G = 250
SETTLING_DAYS = 55
STATION_NOISE_G = 380
CLOTHES_G = 450
CORRECTED_SHARE = 0.02
DELETED_SHARE = 0.006
LATER_SHARE = 0.07
WAIST_PEOPLE = 0.15
WAIST_DAYS = 0.2
STATION_UNITS = 0.25
STATION_COMERS = 0.6
COARSE_SCALES = 0.7
FIRST_FAVOURITE, BOTH_FAVOURITES = 0.6, 0.86
BEIJING_MINUTES = 480
EARLY = 450
"""Minutes after midnight until which the last day is written."""


@dataclass(frozen=True)
class Readings:
    """Readings as parallel columns in the order of their keys: participant, day, source."""

    person: Integers
    day: Integers
    source: Integers
    grams: Integers
    waist_mm: Integers
    noted_minute: Integers
    corrections: Integers


@dataclass(frozen=True)
class Entries:
    """Exercise entries as parallel columns, by participant and day."""

    person: Integers
    day: Integers
    kind: Integers
    effort: Integers
    minutes: Integers
    noted_minute: Integers
    key: list[str]


def make_readings(
    plan: Plan, places: Places, people: People, noted: Noted, until: int, rng: np.random.Generator
) -> Readings:
    """Every reading that was kept, self-reported and from stations."""
    first = number(plan.calendar.logging_starts)
    person, day = np.nonzero(noted.weighed)
    kept = (rng.random(len(person)) >= DELETED_SHARE) | (person == people.demo)
    person, day = person[kept], day[kept] + first
    own = _weigh(plan, people, person, day, NOISE_G, rng)
    own_noted = _moments(day, until, 430, 55, rng)
    at_station, on = _station_visits(plan, places, people, noted, until, rng)
    there = _weigh(plan, people, at_station, on, STATION_NOISE_G, rng) + CLOTHES_G
    source = np.repeat([0, 1], [len(person), len(at_station)])
    person, day = np.concatenate([person, at_station]), np.concatenate([day, on])
    order = np.lexsort((source, day, person))
    measures = (rng.random(len(people.id)) < WAIST_PEOPLE)[person] & (source == 0)
    waist = np.where(
        measures & (rng.random(len(person)) < WAIST_DAYS), _waists(people, person, rng), 0
    )
    corrected = (rng.random(len(person)) < CORRECTED_SHARE) & (source == 0)
    return Readings(
        person=person[order],
        day=day[order],
        source=source[order],
        grams=np.concatenate([own, there])[order],
        waist_mm=waist[order],
        noted_minute=np.concatenate([own_noted, on * 1440 + 1020 - BEIJING_MINUTES])[order],
        corrections=corrected[order].astype(np.int64),
    )


def make_entries(
    plan: Plan, people: People, noted: Noted, until: int, rng: np.random.Generator
) -> Entries:
    """Every exercise entry that was kept."""
    first = number(plan.calendar.logging_starts)
    person, day = np.nonzero(noted.sessions)
    sessions = noted.sessions[person, day]
    person, day = np.repeat(person, sessions), np.repeat(day, sessions) + first
    kept = (rng.random(len(person)) >= DELETED_SHARE) | (person == people.demo)
    person, day = person[kept], day[kept]
    kind = _kinds(len(people.id), person, rng)
    return Entries(
        person=person,
        day=day,
        kind=kind,
        effort=_efforts(kind, rng),
        minutes=_minutes(len(people.id), person, kind, rng),
        noted_minute=_moments(day, until, 1_215, 90, rng),
        key=_form_keys(person, rng),
    )


def true_grams(plan: Plan, people: People, person: Integers, day: Integers) -> Floats:
    """The weight without noise: a slow approach to each one's change, and a feast in October."""
    start, end = number(plan.calendar.starts), number(plan.calendar.ends)
    begins = np.maximum(start, people.enrolled[person])
    fraction = np.clip((day - begins) / np.maximum(end - begins, 1), 0, 1)
    bend = (end - start) / SETTLING_DAYS
    way = (1 - np.exp(-bend * fraction)) / (1 - np.exp(-bend))
    feast = number(plan.calendar.rounds[-1].first)
    holiday = np.where(day >= feast - 6, HOLIDAY_G * np.exp(-np.abs(day - feast) / 6.0), 0)
    shortened = np.minimum(1, (end - begins) / (end - start))
    grams: Floats = (
        people.bodies.grams[person]
        + people.bodies.change_grams[person] * shortened * way
        + holiday
        + np.array(WEEK_G)[(day + 3) % 7]
    )
    return grams


def _weigh(
    plan: Plan,
    people: People,
    person: Integers,
    day: Integers,
    noise: float,
    rng: np.random.Generator,
) -> Integers:
    """What a scale shows: the truth, the day's noise, and a display of 100 or 50 grams."""
    step = np.where(rng.random(len(people.id)) < COARSE_SCALES, 100, 50)[person]
    shown = true_grams(plan, people, person, day) + rng.normal(0, noise, len(person))
    grams: Integers = (np.round(shown / step) * step).astype(np.int64)
    return np.clip(grams, WEIGHT_MIN_G, WEIGHT_MAX_G)


def _station_visits(
    plan: Plan, places: Places, people: People, noted: Noted, until: int, rng: np.random.Generator
) -> tuple[Integers, Integers]:
    """Who stood on a weighing station's scale: at some units, after the start and in round 3."""
    units = len(places.unit_id)
    visited = rng.random(units) < STATION_UNITS
    visited[places.team_unit[people.demo_team]] = True
    unit = places.team_unit[people.team]
    could = visited[unit] & people.has_body & ~noted.kept_away
    who, when = [], []
    for monday in (plan.calendar.rounds[0].first, plan.calendar.rounds[-1].first):
        day = (number(monday) + rng.integers(1, 5, units))[unit]
        here = (people.enrolled <= day) & ((people.left == NOBODY) | (people.left >= day))
        came = np.flatnonzero(
            could & here & (day <= until) & (rng.random(len(unit)) < STATION_COMERS)
        )
        who.append(came)
        when.append(day[came])
    return np.concatenate(who), np.concatenate(when)


def _waists(people: People, person: Integers, rng: np.random.Generator) -> Integers:
    about = 0.2 * people.bodies.height_mm[person] + 7.0 * people.bodies.grams[person] / 1000
    waists: Integers = (np.round((about + rng.normal(0, 15, len(person))) / 5) * 5).astype(np.int64)
    return waists


def _kinds(people: int, person: Integers, rng: np.random.Generator) -> Integers:
    """Everybody has two favourites, and now and then does something else."""
    weights = np.array([FAVOURITES.get(kind, 0.5) for kind in KINDS])
    weights /= weights.sum()
    first, second = rng.choice(len(KINDS), (2, people), p=weights)
    other = rng.choice(len(KINDS), len(person), p=weights)
    draw = rng.random(len(person))
    liked = [draw < FIRST_FAVOURITE, draw < BOTH_FAVOURITES]
    return np.select(liked, [first[person], second[person]], other)


def _efforts(kind: Integers, rng: np.random.Generator) -> Integers:
    """By MET, or one step up or down where the talk test said so."""
    usual = np.array([EFFORTS.index(effort_of(a.met)) for a in activities().values()])
    felt = rng.choice([-1, 0, 1], len(kind), p=[0.06, 0.87, 0.07])
    efforts: Integers = np.clip(usual[kind] + felt, 0, len(EFFORTS) - 1)
    return efforts


def _minutes(people: int, person: Integers, kind: Integers, rng: np.random.Generator) -> Integers:
    """Each one's usual length, a step shorter or longer on some days."""
    usual = rng.choice(len(USUAL_MINUTES), people, p=[0.06, 0.1, 0.2, 0.3, 0.12, 0.1, 0.1, 0.02])
    step = rng.choice([-1, 0, 1], len(person), p=[0.2, 0.6, 0.2])
    index = np.clip(usual[person] + step, 0, len(USUAL_MINUTES) - 1)
    short = np.isin(kind, [KINDS.index(name) for name in SHORT_KINDS])
    minutes: Integers = np.where(
        short, np.array(SHORT_MINUTES)[index], np.array(USUAL_MINUTES)[index]
    )
    return minutes


def _moments(
    day: Integers, until: int, usual: int, spread: int, rng: np.random.Generator
) -> Integers:
    """When an entry was typed: that day, or for some a day or two later, never after the end."""
    later = np.where(rng.random(len(day)) < LATER_SHARE, rng.integers(1, 4, len(day)), 0)
    typed = np.minimum(day + later, until)
    minute = np.clip(rng.normal(usual, spread, len(day)).astype(np.int64), 300, 1_430)
    minute = np.where(typed == until, np.minimum(minute, EARLY), minute)
    return typed * 1440 + minute - BEIJING_MINUTES


def _form_keys(person: Integers, rng: np.random.Generator) -> list[str]:
    """Random 128-bit keys, ascending within a participant so that pages fill in order."""
    high = rng.integers(0, 1 << 63, len(person), dtype=np.uint64)
    low = rng.integers(0, 1 << 63, len(person), dtype=np.uint64)
    high = high[np.lexsort((high, person))]
    text = np.stack([high, low], axis=1).astype(">u8").tobytes().hex()
    return [text[start : start + 32] for start in range(0, len(text), 32)]
