"""How a group keeps up: what is frozen of it, exact, and what of that may be shown.

Each person counts in the area of her first team. Whether an entry was a weigh-in is a health field,
so numbers of weigh-ins pass the rules of release; participation is counted from ten people.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.campaign.rules import WEEK
from tracker.insights.rules.participation import COUNTED_FROM
from tracker.insights.rules.releases import K, Share, hidden_areas, shown_share

OFTEN_DAYS = 3
"""Days of a week on which the product asks for a weight."""
FUNNEL_WEEKS = (1, 4, 8, 12)
GAP_LIMITS = (0, 2, 6, 13, 27)
"""The longest gaps in classes: up to so many days; the last class is open."""
MEAN_STEPS = ((200, 0.1), (40, 0.5), (20, 1.0))
"""Steps of mean weigh-ins a week above an n: the sum behind one is known to 20 at best.

One person's weeks hold 0 to 7, so nobody's can be told from two such means.
"""
WHOLE_STEP = 200
"""Numbers of weights are told in steps of about two people's season.

So who left between two Mondays takes along a number of weights that nobody can work out.
"""
RECORD_STEPS = ((20_000, 0.1), (4_000, 0.5), (2_000, 1.0), (400, 5.0))
"""Steps of a share of weights in percent: each is at least 20 weights wide."""


class Trait(StrEnum):
    """What can be asked of a log about how well it was kept."""

    CORRECTED = "corrected"
    SAME = "same"
    ROUND = "round"
    LATE_WEIGHT = "late_weight"
    LATE_EXERCISE = "late_exercise"


@dataclass(frozen=True)
class KeptWeek:
    """A week that is over, of everybody enrolled before its Monday who had not left by then."""

    monday: date
    enrolled: int
    active: int
    weighed: int
    often: int
    """How many weighed on at least 3 days; `weighings` are all days on which anybody did."""
    weighings: int
    reached: int
    """How many came to 150 equivalent minutes."""
    minutes: Mapping[str, int]
    """Equivalent minutes by kind."""


@dataclass(frozen=True)
class Cohort:
    """Whoever enrolled in one week, leavers included, and how many were active in each later one.

    `active` has a place for every week of the season that is over.
    """

    monday: date
    people: int
    active: tuple[int, ...]


@dataclass(frozen=True)
class Records:
    """So many of all records, and how many people's they are."""

    part: int
    whole: int
    people: int
    of_people: int


@dataclass(frozen=True)
class KeepingUp:
    """What is frozen of an area: exact, and therefore never shown itself."""

    enrolled: int = 0
    late: int = 0
    """Enrolled only after week 1 had begun."""
    with_baseline: int = 0
    weeks: tuple[KeptWeek, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    noted: int = 0
    """People with any entry at all."""
    gaps: tuple[int, ...] = ()
    """Of those, how many have a longest gap of each class."""
    records: Mapping[Trait, Records] | None = None
    withheld: frozenset[str] = frozenset()
    """Health figures of it that would tell another district's from the city's."""


@dataclass(frozen=True)
class Step:
    """A step of the enrolment funnel: with a baseline (`week` 0), or active in a week."""

    week: int
    share: Share | None
    people: int | None = None
    enrolled: int | None = None
    """How many were enrolled by that week's Monday."""


@dataclass(frozen=True)
class ShownWeek:
    """What may be said of one week."""

    monday: date
    enrolled: int
    reached: int
    minutes: Mapping[str, int]
    """Equivalent minutes by kind."""
    weighed: Share | None
    often: Share | None
    weighings: float | None

    def mean_minutes(self, kinds: Collection[str]) -> float:
        """Mean equivalent minutes a person, in these kinds together."""
        return sum(self.minutes.get(kind, 0) for kind in kinds) / self.enrolled


@dataclass(frozen=True)
class ShownCohort:
    """Enrolment weeks that are shown together; no share where nobody of them could be active."""

    first: date
    last: date
    people: int
    shares: tuple[int | None, ...]


@dataclass(frozen=True)
class ShownRecords:
    """A share of records in percent, None where it may not be said; and of how many."""

    percent: float | None
    whole: int | None


@dataclass(frozen=True)
class ShownKeepingUp:
    """What may leave the server of how an area keeps up; empty below ten people."""

    enrolled: int | None = None
    late: int | None = None
    funnel: tuple[Step, ...] = ()
    weeks: tuple[ShownWeek, ...] = ()
    cohorts: tuple[ShownCohort, ...] = ()
    noted: int | None = None
    gaps: tuple[Share | None, ...] = ()
    records: Mapping[Trait, ShownRecords] | None = None


def released(kept: KeepingUp) -> ShownKeepingUp:
    """The one way of these figures to any page, table, chart or file."""
    if kept.enrolled < COUNTED_FROM:
        return ShownKeepingUp()
    return ShownKeepingUp(
        enrolled=kept.enrolled,
        late=_counted(kept.late, kept.enrolled),
        funnel=tuple(_funnel(kept)),
        weeks=tuple(_week(kept, each) for each in kept.weeks if each.enrolled >= COUNTED_FROM),
        cohorts=tuple(_cohorts(kept)),
        noted=_counted(kept.noted, kept.enrolled),
        gaps=tuple(shown_share(people, kept.noted) for people in kept.gaps),
        records={
            trait: _records(trait, each, withheld=trait in kept.withheld)
            for trait, each in (kept.records or {}).items()
        },
    )


def withheld(districts: Mapping[str, KeepingUp]) -> dict[str, frozenset[str]]:
    """By district the figures that, with the city's, would tell a hidden one of another."""
    there = {code: each for code, each in districts.items() if each.enrolled}
    found: dict[str, set[str]] = {code: set() for code in districts}
    names = {name: None for each in there.values() for name in _health_counts(each)}
    for name in names:
        counts = {code: _health_counts(each).get(name, (0,)) for code, each in there.items()}
        for code in hidden_areas(counts):
            found[code].add(name)
    return {code: frozenset(each) for code, each in found.items()}


def in_classes(gaps: Iterable[int]) -> tuple[int, ...]:
    """How many of these longest gaps are in each class."""
    counts = [0] * (len(GAP_LIMITS) + 1)
    for gap in gaps:
        counts[sum(gap > limit for limit in GAP_LIMITS)] += 1
    return tuple(counts)


def merged(cohorts: Sequence[Cohort], least: int = K) -> list[list[Cohort]]:
    """Cohorts in runs of at least so many people: one with fewer goes with its neighbour."""
    runs: list[list[Cohort]] = []
    for cohort in cohorts:
        if runs and _people(runs[-1]) < least:
            runs[-1].append(cohort)
        else:
            runs.append([cohort])
    if len(runs) > 1 and _people(runs[-1]) < least:
        runs[-2:] = [runs[-2] + runs[-1]]
    return [run for run in runs if _people(run) >= least]


def _people(run: Collection[Cohort]) -> int:
    return sum(cohort.people for cohort in run)


def _counted(people: int, of: int) -> int | None:
    """A count of participation beside its whole: not if it, or the rest, is fewer than ten."""
    return people if people >= K and (of == people or of - people >= K) else None


def _health_counts(kept: KeepingUp) -> dict[str, tuple[int, ...]]:
    """By name of a health figure the numbers of people who could be told from it."""
    counts: dict[str, tuple[int, ...]] = {
        "baseline": (kept.with_baseline, kept.enrolled - kept.with_baseline)
    }
    for week in kept.weeks:
        counts[f"weighed {week.monday}"] = (week.weighed, week.enrolled - week.weighed)
        counts[f"often {week.monday}"] = (week.often, week.enrolled - week.often)
        counts[f"weighings {week.monday}"] = (week.enrolled,)
    for trait, each in (kept.records or {}).items():
        if trait is not Trait.LATE_EXERCISE:
            counts[trait] = (each.people,)
    return counts


def _share(part: int, whole: int, *, withheld: bool) -> Share | None:
    share = shown_share(part, whole)
    return share if share is None or share.bound or not withheld else None


def _funnel(kept: KeepingUp) -> Iterator[Step]:
    share = _share(kept.with_baseline, kept.enrolled, withheld="baseline" in kept.withheld)
    yield Step(0, share)
    for number, week in enumerate(kept.weeks, 1):
        if number in FUNNEL_WEEKS:
            percent = Share(round(100 * week.active / kept.enrolled))
            yield Step(number, percent, week.active, week.enrolled)


def _week(kept: KeepingUp, week: KeptWeek) -> ShownWeek:
    names = {name: f"{name} {week.monday}" in kept.withheld for name in ("weighed", "often")}
    hidden = f"weighings {week.monday}" in kept.withheld
    return ShownWeek(
        monday=week.monday,
        enrolled=week.enrolled,
        reached=week.reached,
        minutes=week.minutes,
        weighed=_share(week.weighed, week.enrolled, withheld=names["weighed"]),
        often=_share(week.often, week.enrolled, withheld=names["often"]),
        weighings=None if hidden else _mean(week.weighings, week.enrolled),
    )


def _mean(weighings: int, enrolled: int) -> float | None:
    step = next((step for least, step in MEAN_STEPS if enrolled >= least), None)
    # Halves go up, always: were they to go to even numbers, every other value had fewer sums.
    return None if step is None else round(math.floor(weighings / enrolled / step + 0.5) * step, 1)


def _cohorts(kept: KeepingUp) -> Iterator[ShownCohort]:
    mondays = [week.monday for week in kept.weeks]
    for run in merged(kept.cohorts):
        shares = [
            _retained([each for each in run if each.monday + WEEK <= monday], place)
            for place, monday in enumerate(mondays)
        ]
        if any(share is not None for share in shares):
            yield ShownCohort(run[0].monday, run[-1].monday, _people(run), tuple(shares))


def _retained(run: Collection[Cohort], place: int) -> int | None:
    people = _people(run)
    return round(100 * sum(each.active[place] for each in run) / people) if people >= K else None


def _records(trait: Trait, found: Records, *, withheld: bool) -> ShownRecords:
    enough = found.people >= K and found.of_people > 2 * K and not withheld
    step = next((step for least, step in RECORD_STEPS if found.whole >= least), None)
    if not enough or step is None:
        return ShownRecords(None, None)
    percent = round(round(100 * found.part / found.whole / step) * step, 1)
    of_weights = trait is not Trait.LATE_EXERCISE
    whole = round(found.whole / WHOLE_STEP) * WHOLE_STEP if of_weights else found.whole
    return ShownRecords(percent, whole)
