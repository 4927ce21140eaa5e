"""Health figures of teams: computed in aggregate at the end of a round and frozen once."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.accounts.models import RoleGrant
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import SeasonRow
from tracker.campaign.rules import Season
from tracker.database import by_turns, db, writing
from tracker.insights.models import Release, ReleaseContributor
from tracker.insights.rules import (
    GroupFigures,
    State,
    figures_of,
    is_early,
    team_moments,
    team_state,
)
from tracker.insights.rules.population import Integers
from tracker.insights.store.population import population_as_of
from tracker.insights.store.rollups import teams_of


def freeze_teams(season: Season, today: date, now: datetime) -> int:
    """Freeze whatever is due of all teams; how many figures that were."""
    frozen = 0
    for some in by_turns(db.session.scalars(teams_of(season.id)).all()):
        with writing() as session:
            frozen += add_frozen_teams(session, season, some, today, now)
    return frozen


def is_due_for_team(season: Season, team_id: int, today: date) -> bool:
    """Whether a finished round of this team has no release yet."""
    moments = _team_moments(season, today)
    frozen = select(func.count()).where(
        Release.season_id == season.id,
        Release.scope == team_scope(team_id),
        Release.as_of.in_(moments),
    )
    return bool(moments) and db.session.scalar(frozen) != len(moments)


def add_frozen_teams(
    session: Session, season: Season, team_ids: Collection[int], today: date, now: datetime
) -> int:
    """Inside a caller's transaction: teams' figures as of each finished round, oldest first."""
    lock_season(session, season.id)
    return sum(
        _freeze_teams(session, season, team_ids, moment, now)
        for moment in _team_moments(season, today)
    )


def lock_season(session: Session, season_id: int) -> None:
    """One freezing of a season at a time: another waits, then finds what was frozen."""
    lock = select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
    session.execute(lock)


def _team_moments(season: Season, today: date) -> list[date]:
    moments = team_moments(season.calendar, today)
    return [moment for moment in moments if not is_early(season.calendar, moment)]


def _freeze_teams(
    session: Session, season: Season, team_ids: Collection[int], moment: date, now: datetime
) -> int:
    teams = _unfrozen(session, season.id, team_ids, moment)
    if not teams:
        return 0
    people = population_as_of(session, season, moment, teams)
    scopes = [team_scope(team_id) for team_id in teams]
    leads = _leads(session, season.id, scopes)
    earlier = _earlier(session, season.id, scopes)
    releases, contributors = [], []
    for team_id, scope in zip(teams, scopes, strict=True):
        there = people.where(people.team == team_id)
        follows = ~np.isin(there.account_id, leads[scope])
        inside = there.participant_id[there.completer & follows]
        state = team_state(inside.tolist(), earlier[scope])
        figures = figures_of(there, follows, state)
        releases.append(_row(season.id, scope, moment, figures, now))
        contributors += _contributors(inside, scope, moment) if state is State.SHOWN else []
    session.execute(insert(Release), releases)
    if contributors:
        session.execute(insert(ReleaseContributor), contributors)
    return len(releases)


def _unfrozen(
    session: Session, season_id: int, team_ids: Collection[int], moment: date
) -> list[int]:
    """Those of these teams without a release as of the moment."""
    frozen = select(Release.scope).where(
        Release.season_id == season_id,
        Release.scope.in_([team_scope(team_id) for team_id in team_ids]),
        Release.as_of == moment,
    )
    done = set(session.scalars(frozen))
    found = session.scalars(teams_of(season_id, team_ids))
    return [team_id for team_id in found if team_scope(team_id) not in done]


def _contributors(inside: Integers, scope: str, moment: date) -> list[dict[str, Any]]:
    return [{"participant_id": each, "scope": scope, "as_of": moment} for each in inside.tolist()]


def _leads(session: Session, season_id: int, scopes: list[str]) -> Mapping[str, list[int]]:
    """By team's scope the accounts of leader and deputy."""
    query = select(RoleGrant.scope, RoleGrant.account_id).where(
        RoleGrant.season_id == season_id,
        RoleGrant.scope.in_(scopes),
        RoleGrant.role.in_([Role.LEADER, Role.DEPUTY]),
        RoleGrant.ended_at.is_(None),
    )
    found: dict[str, list[int]] = defaultdict(list)
    for scope, account_id in session.execute(query):
        found[scope].append(account_id)
    return found


def _earlier(
    session: Session, season_id: int, scopes: list[str]
) -> Mapping[str, list[tuple[set[int], int]]]:
    """By team, the contributors of each value shown before and how many of them were erased."""
    known = select(Release.scope, Release.as_of, Release.forgotten, Release.figures).where(
        Release.season_id == season_id, Release.scope.in_(scopes)
    )
    shown = {
        (row.scope, row.as_of): (set[int](), row.forgotten)
        for row in session.execute(known)
        if row.figures["state"] == State.SHOWN
    }
    inside = select(
        ReleaseContributor.scope, ReleaseContributor.as_of, ReleaseContributor.participant_id
    ).where(ReleaseContributor.scope.in_(scopes))
    for scope, as_of, participant_id in session.execute(inside):
        shown[scope, as_of][0].add(participant_id)
    found: dict[str, list[tuple[set[int], int]]] = defaultdict(list)
    for (scope, _), each in shown.items():
        found[scope].append(each)
    return found


def _row(
    season_id: int, scope: str, as_of: date, figures: GroupFigures, now: datetime
) -> dict[str, Any]:
    kept = asdict(figures) | {"state": figures.state.value}
    return {
        "season_id": season_id,
        "scope": scope,
        "as_of": as_of,
        "figures": kept,
        "frozen_at": now,
        "forgotten": 0,
    }
