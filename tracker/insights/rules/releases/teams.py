"""A team's change: frozen after each round, told to its members and those who lead it."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from tracker.campaign.rules import Calendar
from tracker.insights.rules.releases.rounding import K, people_range, rounded_change
from tracker.insights.rules.releases.values import GroupFigures, Shown, State

DIFFER_BY = 3


def team_moments(calendar: Calendar, today: date) -> tuple[date, ...]:
    """The days after the rounds that are over, oldest first; data dated before them counts."""
    after = (round_.last + timedelta(days=1) for round_ in calendar.rounds)
    return tuple(moment for moment in after if moment <= today)


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


def for_team(figures: GroupFigures, *, viewer_contributes: bool) -> Shown:
    """A team's figures for one viewer: the rest beyond her own value also has 10."""
    if figures.state is not State.SHOWN or figures.mean_change is None:
        return Shown(figures.state)
    if figures.completers - int(viewer_contributes) < K:
        return Shown(State.TOO_FEW)
    change = rounded_change(figures.mean_change, figures.completers, is_team=True)
    return Shown(State.SHOWN, people_range(figures.completers), change)
