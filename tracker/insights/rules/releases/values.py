"""What is frozen of a group, and what may leave the server of it."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from tracker.campaign.rules import Calendar
from tracker.insights.rules.population import Flags, Population
from tracker.insights.rules.releases.rounding import Share

FIRST_DAY_SHOWN = 42


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
    held_since: date | None = None
    """As of when both shares are, where they wait for ten people behind a difference."""


def is_early(calendar: Calendar, as_of: date) -> bool:
    """Before day 42 of self-management no group change is shown."""
    return (as_of - calendar.starts).days + 1 < FIRST_DAY_SHOWN


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
