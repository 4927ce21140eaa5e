"""The mean change of districts and the city as of a Monday, and shares that are shown of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.accounts.rules import CITY_SCOPE
from tracker.insights.rules.releases.hiding import hidden_areas
from tracker.insights.rules.releases.holding import Earlier
from tracker.insights.rules.releases.rounding import K, Share, rounded_change, shown_share
from tracker.insights.rules.releases.values import GroupFigures, Shown, State


@dataclass(frozen=True)
class AreaFigures:
    """What is shown as of one Monday: of the city, and of each district by its code."""

    as_of: date
    city: Shown
    districts: Mapping[str, Shown]


def area_state(completers: int) -> State:
    """Whether a district or the city has enough contributors of its own."""
    return State.SHOWN if completers >= K else State.TOO_FEW


def for_areas(
    as_of: date,
    city: GroupFigures,
    districts: Mapping[str, GroupFigures],
    known: int = 0,
    earlier: Mapping[str, Earlier] | None = None,
) -> AreaFigures:
    """City and districts as of one Monday, with more hidden where a difference would tell.

    `known` is how many contributors' values the viewer may know: her own and her teams'. Of the
    areas in `earlier` (the city's by its scope) an earlier share of people who became lighter is
    shown.
    """
    waiting = earlier or {}
    there = {code: each for code, each in districts.items() if each.enrolled}
    hidden = hidden_areas({code: (each.completers - known,) for code, each in there.items()})
    visible = {
        code: replace(each, state=State.WITH_OTHERS)
        if code in hidden and each.completers - known >= K
        else each
        for code, each in districts.items()
    }
    lost = {code: _lost(each, waiting.get(code)) for code, each in there.items()}
    shares = shares_of({code: (each.lost, each.completers) for code, each in lost.items()})
    of_city = _lost(city, waiting.get(CITY_SCOPE))
    return AreaFigures(
        as_of,
        _shown(city, shown_share(of_city.lost, of_city.completers), known, of_city),
        {
            code: _shown(each, shares.get(code), known, lost.get(code))
            for code, each in visible.items()
        },
    )


def shares_of(counts: Mapping[str, tuple[int, int]]) -> dict[str, Share | None]:
    """Districts' shares of (part, whole), which the city's share is shown beside.

    A bound hides a count, and then another district's share stays a bound, or goes, since with it
    the hidden count could be computed.
    """
    bounded = hidden_areas({code: (part, whole - part) for code, (part, whole) in counts.items()})
    found = {code: shown_share(part, whole) for code, (part, whole) in counts.items()}
    return {
        code: None if share and code in bounded and not share.bound else share
        for code, share in found.items()
    }


def over_enrolled(among: Share | None, completers: int, enrolled: int) -> Share | None:
    """The same numerator over everyone enrolled, from what the completers' share shows of it.

    Rounded by itself, it would meet the other share's rounding in a single count.
    """
    if among is None or among.bound:
        return None
    return Share(round(among.percent * completers / enrolled))


@dataclass(frozen=True)
class _Lost:
    """How many of whom became lighter, as of this Monday or of an earlier one."""

    lost: int
    completers: int
    enrolled: int
    since: date | None = None


def _lost(now: GroupFigures, earlier: Earlier | None) -> _Lost:
    if earlier is None:
        return _Lost(now.lost, now.completers, now.enrolled)
    then = earlier.exact
    return _Lost(then.lost, then.completers, then.enrolled, earlier.as_of)


def _shown(figures: GroupFigures, among: Share | None, known: int, lost: _Lost | None) -> Shown:
    """What is shown of an area's mean, with its share of people who became lighter."""
    if figures.state is not State.SHOWN or figures.mean_change is None:
        return Shown(figures.state)
    if figures.completers - known < K:
        return Shown(State.TOO_FEW)
    return Shown(
        State.SHOWN,
        str(figures.completers),
        rounded_change(figures.mean_change, figures.completers, is_team=False),
        lost_of_completers=among,
        lost_of_enrolled=over_enrolled(among, lost.completers, lost.enrolled) if lost else None,
        enrolled=figures.enrolled,
        with_baseline=figures.with_baseline,
        held_since=lost.since if lost else None,
    )
