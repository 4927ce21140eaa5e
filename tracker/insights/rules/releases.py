"""When a group's health figure is frozen, and what of it may be shown to whom."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from tracker.campaign.rules import Calendar
from tracker.insights.rules.population import Flags, Population

K = 10
"""Contributors a shown figure has at least, not counting what its viewer knows anyway."""
TEAM_STEP = 0.5
DIFFER_BY = 3
FIRST_DAY_SHOWN = 42
RANGES = ((20, "20+"), (15, "15-19"), (K, "10-14"))

FINE_FROM = 40
FINE_STEP, COARSE_STEP = 0.1, 0.5
"""Steps a district's or the city's mean is rounded to, in percentage points.

Who knows two Mondays' means m1 (of n1 people) and m2 (of n2, one of them new) computes the new
one's change as n2 m2 - n1 m1. Each mean is known to half a step, so that number is known only to
+-(n1 + n2) step / 2. It must not be tighter than +-2 points: at n >= 40 a step of 0.1 leaves
+-4 points, from 10 people a step of 0.5 leaves +-5 points.
"""
SHARE_STEPS = ((200, 1), (40, 5), (2 * K, 10))
"""Steps of a share in percent above an n: each is at least two people wide.

So no shown share stands for a single count, and two Mondays do not tell whether the one person who
is new lost weight.
"""


class State(StrEnum):
    """Why a health figure is shown or not."""

    SHOWN = "shown"
    NOT_YET = "not_yet"
    TOO_FEW = "too_few"
    TOO_SIMILAR = "too_similar"
    """So nearly the same contributors as an earlier value that the two would single one out."""
    WITH_OTHERS = "with_others"
    """Large enough itself, but with it a hidden district could be computed from the city."""


@dataclass(frozen=True)
class Viewer:
    """Who looks at a figure, by what she may know of it anyway."""

    participant_id: int | None = None
    """Her own part in the season, if she has one."""
    team_ids: tuple[int, ...] = ()
    """Teams she is in or leads, whose members' values she may have heard."""


@dataclass(frozen=True)
class GroupFigures:
    """A group's figures as they are frozen: exact, and therefore never shown themselves.

    `completers` is the number of contributors; a team's leave out its leader and deputy, whose
    values are in none of the numbers but `enrolled`. `mean_change` is the mean over persons in
    percent, `lost` how many of the completers have closing < baseline, `enrolled` everybody who
    enrolled before the as-of day and whose first team is in the group, `with_baseline` those of
    them with a baseline.
    """

    state: State
    enrolled: int = 0
    with_baseline: int = 0
    completers: int = 0
    mean_change: float | None = None
    lost: int = 0


@dataclass(frozen=True)
class Share:
    """A share as it may be printed, in percent: a rounded value, or only a bound."""

    percent: int
    bound: str = ""
    """`<` or `>` when the count or the rest is below 10 people."""


@dataclass(frozen=True)
class Shown:
    """What may leave the server of one group's figures; all numbers are rounded already."""

    state: State
    people: str = ""
    """How many completers: a range for a team, the number for a district and the city."""
    change: float | None = None
    lost_of_completers: Share | None = None
    lost_of_enrolled: Share | None = None
    enrolled: int | None = None
    with_baseline: int | None = None


@dataclass(frozen=True)
class AreaFigures:
    """What is shown as of one Monday: of the city, and of each district by its code."""

    as_of: date
    city: Shown
    districts: Mapping[str, Shown]


def is_early(calendar: Calendar, as_of: date) -> bool:
    """Before day 42 of self-management no group change is shown."""
    return (as_of - calendar.starts).days + 1 < FIRST_DAY_SHOWN


def team_moments(calendar: Calendar, today: date) -> tuple[date, ...]:
    """The days after the rounds that are over, oldest first; data dated before them counts."""
    after = (round_.last + timedelta(days=1) for round_ in calendar.rounds)
    return tuple(moment for moment in after if moment <= today)


def figures_of(people: Population, inside: Flags, state: State) -> GroupFigures:
    """A group's figures in the state they are in; only who is `inside` may contribute."""
    change = people.change[people.completer & inside]
    shown = state is State.SHOWN
    return GroupFigures(
        state=state,
        enrolled=len(people),
        with_baseline=int(people.has_baseline.sum()),
        completers=len(change),
        mean_change=math.fsum(change) / len(change) if shown else None,
        lost=int(np.sum(change < 0)) if shown else 0,
    )


def team_state(
    contributors: Collection[int], earlier: Iterable[tuple[Collection[int], int]]
) -> State:
    """Whether a team's new value may be shown beside the earlier ones.

    Each earlier value comes with its contributors and the number of them erased since, whose ids
    are gone but who differ all the same.
    """
    if len(contributors) < K:
        return State.TOO_FEW
    now = frozenset(contributors)
    differences = (len(now ^ frozenset(before)) + forgotten for before, forgotten in earlier)
    if any(0 < difference < DIFFER_BY for difference in differences):
        return State.TOO_SIMILAR
    return State.SHOWN


def area_state(completers: int) -> State:
    """Whether a district or the city has enough contributors of its own."""
    return State.SHOWN if completers >= K else State.TOO_FEW


def for_team(figures: GroupFigures, *, viewer_contributes: bool) -> Shown:
    """A team's figures for one viewer: the rest beyond her own value also has 10."""
    return _shown(figures, known=int(viewer_contributes), is_team=True)


def for_areas(
    as_of: date, city: GroupFigures, districts: Mapping[str, GroupFigures], known: int = 0
) -> AreaFigures:
    """City and districts as of one Monday, with more hidden where a difference would tell.

    `known` is how many contributors' values the viewer may know: her own and her teams'.
    """
    there = {code: each for code, each in districts.items() if each.enrolled}
    hidden = _hidden({code: (each.completers - known,) for code, each in there.items()})
    visible = {
        code: replace(each, state=State.WITH_OTHERS)
        if code in hidden and each.completers - known >= K
        else each
        for code, each in districts.items()
    }
    shareless = _hidden(
        {code: (each.lost, each.completers - each.lost) for code, each in there.items()}
    )
    shown = {code: _shown(each, known) for code, each in visible.items()}
    return AreaFigures(
        as_of,
        _shown(city, known),
        {code: _bounded(each) if code in shareless else each for code, each in shown.items()},
    )


def people_range(contributors: int) -> str:
    """How many contributors a team's figure has, as a range."""
    return next(text for least, text in RANGES if contributors >= least)


def rounded_change(mean_change: float, contributors: int, *, is_team: bool) -> float:
    """A mean change in percent, rounded as far as its group needs."""
    step = TEAM_STEP if is_team else FINE_STEP if contributors >= FINE_FROM else COARSE_STEP
    return round(round(mean_change / step) * step, 1)


def shown_share(part: int, whole: int) -> Share | None:
    """A share in percent, only as a true bound when the part or the rest is below 10 people.

    For 100 people and more the bounds read `<10 %` and `>90 %`; below, where fewer than 10
    people may be more than 10 %, they are as wide as they must be to stay true.
    """
    if whole <= 2 * K:
        return None
    bound = max(K, math.ceil(100 * K / whole))
    if part < K:
        return Share(bound, "<")
    if whole - part < K:
        return Share(100 - bound, ">")
    return Share(_rounded_share(part, whole))


def _rounded_share(part: int, whole: int) -> int:
    """The share in steps; a count alone beside a bound takes its inner neighbour's step."""
    step = next(step for least, step in SHARE_STEPS if whole > least)
    inner = part + 1 if 2 * part < whole else part - 1
    near = {
        count: round(100 * count / whole / step) * step
        for count in (part - 1, part, part + 1)
        if K <= count <= whole - K
    }
    alone = sum(each == near[part] for each in near.values()) == 1
    return near[inner] if alone else near[part]


def _shown(figures: GroupFigures, known: int = 0, *, is_team: bool = False) -> Shown:
    """The one way of a group's health figures to any page, table, chart or file."""
    if figures.state is not State.SHOWN or figures.mean_change is None:
        return Shown(figures.state)
    if figures.completers - known < K:
        return Shown(State.TOO_FEW)
    change = rounded_change(figures.mean_change, figures.completers, is_team=is_team)
    if is_team:
        return Shown(State.SHOWN, people_range(figures.completers), change)
    among = shown_share(figures.lost, figures.completers)
    return Shown(
        State.SHOWN,
        str(figures.completers),
        change,
        lost_of_completers=among,
        lost_of_enrolled=_over_enrolled(among, figures),
        enrolled=figures.enrolled,
        with_baseline=figures.with_baseline,
    )


def _over_enrolled(among: Share | None, figures: GroupFigures) -> Share | None:
    """The same numerator over everyone enrolled, from what the completers' share shows of it.

    Rounded by itself, it would meet the other share's rounding in a single count.
    """
    if among is None or among.bound:
        return None
    return Share(round(among.percent * figures.completers / figures.enrolled))


def _bounded(shown: Shown) -> Shown:
    """A share that stays a bound, or goes, since with it another district's could be computed."""
    among = shown.lost_of_completers
    keeps = among if among and among.bound else None
    return replace(shown, lost_of_completers=keeps, lost_of_enrolled=None)


def _hidden(counts: Mapping[str, tuple[int, ...]]) -> frozenset[str]:
    """Districts with a count under 10, and as many others as keep a difference from telling.

    The city minus the shown districts is the sum of the hidden ones: there must be two of them,
    and each of their counts must add up to 10, so that any one of them may be 0 to 9.
    """
    by_size = sorted(counts, key=lambda code: (min(counts[code]), code))
    hidden = [code for code in by_size if min(counts[code]) < K]
    for code in by_size[len(hidden) :] if hidden else ():
        sums = map(sum, zip(*(counts[each] for each in hidden), strict=True))
        if len(hidden) > 1 and min(sums) >= K:
            break
        hidden.append(code)
    return frozenset(hidden)
