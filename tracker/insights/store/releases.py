"""Frozen health figures of groups, read back as they were frozen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from tracker.accounts.rules import team_scope
from tracker.database import Prepared, db, reader
from tracker.insights.models import Release, ReleaseContributor
from tracker.insights.rules import GroupFigures, State, Viewer
from tracker.insights.store.snapshots import CHANGE, section_by_moment


def team_releases(
    season_id: int, team_id: int, reader_id: int | None = None
) -> dict[date, tuple[GroupFigures, bool]]:
    """A team's frozen figures by their as-of day, oldest first; show them by `rules.for_team`.

    Each with whether the reader's own value is in it.
    """
    hers = exists().where(
        ReleaseContributor.participant_id == reader_id,
        ReleaseContributor.scope == Release.scope,
        ReleaseContributor.as_of == Release.as_of,
    )
    query = (
        select(Release.as_of, Release.figures, hers)
        .where(Release.season_id == season_id, Release.scope == team_scope(team_id))
        .order_by(Release.as_of)
    )
    return {as_of: (_figures(kept), own) for as_of, kept, own in db.session.execute(query)}


CONTRIBUTED = Prepared(
    lambda: select(ReleaseContributor.as_of).where(
        ReleaseContributor.participant_id == bindparam("participant_id"),
        ReleaseContributor.scope == bindparam("scope"),
    )
)


def contributed(participant_id: int | None, team_id: int) -> tuple[date, ...]:
    """As of which moments somebody's value is in a team's figures: all that these depend on her."""
    if participant_id is None:
        return ()
    found = CONTRIBUTED.rows(reader(), participant_id=participant_id, scope=team_scope(team_id))
    return tuple(sorted(row[0] for row in found))


def area_releases(season_id: int) -> dict[date, dict[str, GroupFigures]]:
    """Frozen figures of the city and the districts by as-of day and scope, oldest first."""
    return {
        as_of: {scope: _figures(kept) for scope, kept in areas.items()}
        for as_of, areas in section_by_moment(season_id, CHANGE).items()
    }


def known_contributors(viewer: Viewer) -> int:
    """How many contributors' values somebody may know who is in a team or leads one herself.

    All those in the figures of her teams, and her own.
    """
    if not viewer.team_ids:
        return int(viewer.participant_id is not None)
    people = func.count(ReleaseContributor.participant_id.distinct())
    scopes = [team_scope(each) for each in viewer.team_ids]
    return (db.session.scalar(select(people).where(ReleaseContributor.scope.in_(scopes))) or 0) + 1


def _figures(kept: Mapping[str, Any]) -> GroupFigures:
    return GroupFigures(**{**kept, "state": State(kept["state"])})
