"""What an overview says of a group's change as of one snapshot: mean, interval and median."""

from collections.abc import Collection

from tracker.accounts.rules import district_scope
from tracker.campaign.rules import Season
from tracker.insights.rules import SnapshotOf, State, Viewer, is_early
from tracker.insights.rules.overview import Change
from tracker.insights.rules.releases import MEAN, MEDIAN, for_units
from tracker.insights.store.outcome import (
    INTERVALS,
    OUTCOME,
    UNIT_OUTCOME,
    intervals_from,
    outcomes_from,
    units_from,
)
from tracker.insights.store.outcomes import outcomes
from tracker.insights.store.releases import known_contributors
from tracker.insights.store.snapshots import section


def area_changes(season: Season, which: SnapshotOf, viewer: Viewer) -> dict[str, Change]:
    """The city's and each district's change by scope, as this viewer may see it."""
    return {
        scope: Change(
            which.as_of,
            each.shown.state,
            each.shown.people,
            each.shown.change,
            each.median,
            each.low,
            each.high,
            each.held_since.get(MEDIAN),
        )
        for scope, each in outcomes(season, which, viewer).areas.items()
    }


def unit_changes(
    season: Season,
    which: SnapshotOf,
    district_code: str,
    units: Collection[str],
    viewer: Viewer,
    *,
    agreed: bool,
) -> dict[str, Change]:
    """The change of each of these units, which are all of a district's; none unless it agreed."""
    if not agreed:
        return {}
    if is_early(season.calendar, which.as_of):
        return dict.fromkeys(units, Change(which.as_of, State.NOT_YET))
    home = district_scope(district_code)
    district = outcomes_from(section(season.id, which, OUTCOME, [home])).get(home)
    intervals = intervals_from(section(season.id, which, INTERVALS, units))
    found = for_units(
        district.completers if district else 0,
        units_from(section(season.id, which, UNIT_OUTCOME, units)),
        {scope: each[MEAN] for scope, each in intervals.items() if MEAN in each},
        agreed=agreed,
        known=known_contributors(viewer),
    )
    changes = {
        scope: Change(
            which.as_of,
            each.state,
            "" if each.people is None else str(each.people),
            each.change,
            each.median,
            each.low,
            each.high,
        )
        for scope, each in found.items()
    }
    return dict.fromkeys(units, Change(which.as_of, State.TOO_FEW)) | changes
