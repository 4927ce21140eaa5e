"""Health figures of groups: computed in aggregate and frozen once."""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from tracker.accounts.models import RoleGrant
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, team_scope
from tracker.campaign.models import SeasonRow
from tracker.campaign.rules import Season
from tracker.database import by_turns, db, writing
from tracker.insights.models import Release, ReleaseContributor
from tracker.insights.rules import (
    GroupFigures,
    State,
    area_moment,
    area_state,
    is_early,
    team_moments,
    team_state,
)
from tracker.insights.store.changes import Person, people_as_of
from tracker.insights.store.rollups import teams_of
from tracker.teams.rules import districts


def freeze(season: Season, today: date, now: datetime) -> int:
    """Freeze whatever is due of all teams, districts and the city; how many figures that were."""
    frozen = 0
    for some in by_turns(db.session.scalars(teams_of(season.id)).all()):
        with writing() as session:
            frozen += add_frozen_teams(session, season, some, today, now)
    return frozen + freeze_areas(season, today, now)


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
    _lock(session, season.id)
    return sum(
        _freeze_teams(session, season, team_ids, moment, now)
        for moment in _team_moments(season, today)
    )


def freeze_areas(season: Season, today: date, now: datetime) -> int:
    """Freeze all districts and the city as of last Monday, together; how many figures these are.

    Computing takes a second or two, so it comes before the lock: people who save meanwhile wait
    for 17 rows only. Who finds that somebody else was quicker throws the own rows away.
    """
    moment = area_moment(season.calendar, today)
    if moment is None or _has_areas(db.session(), season.id, moment):
        return 0
    rows = _area_rows(db.session(), season, moment, now)
    with writing() as session:
        _lock(session, season.id)
        if _has_areas(session, season.id, moment):
            return 0
        session.execute(insert(Release), rows)
    return len(rows)


def _lock(session: Session, season_id: int) -> None:
    """One freezing of a season at a time: another waits, then finds what was frozen."""
    lock = select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
    session.execute(lock)


def _team_moments(season: Season, today: date) -> list[date]:
    moments = team_moments(season.calendar, today)
    return [moment for moment in moments if not is_early(season.calendar, moment)]


def _has_areas(session: Session, season_id: int, moment: date) -> bool:
    frozen = exists().where(
        Release.season_id == season_id, Release.scope == CITY_SCOPE, Release.as_of == moment
    )
    return bool(session.scalar(select(frozen)))


def _area_rows(
    session: Session, season: Season, moment: date, now: datetime
) -> list[dict[str, Any]]:
    everybody = people_as_of(session, season, moment, None)
    by_district: dict[str, list[Person]] = {each.code: [] for each in districts()}
    for person in everybody:
        by_district[person.district_code].append(person)
    found = {CITY_SCOPE: everybody} | {
        district_scope(code): there for code, there in by_district.items()
    }
    return [
        _row(season.id, scope, moment, _area_figures(there), now) for scope, there in found.items()
    ]


def _freeze_teams(
    session: Session, season: Season, team_ids: Collection[int], moment: date, now: datetime
) -> int:
    teams = _unfrozen(session, season.id, team_ids, moment)
    if not teams:
        return 0
    by_team: dict[int, list[Person]] = {team_id: [] for team_id in teams}
    for person in people_as_of(session, season, moment, teams):
        by_team[person.team_id].append(person)
    scopes = [team_scope(team_id) for team_id in teams]
    leads = _leads(session, season.id, scopes)
    earlier = _earlier(session, season.id, scopes)
    releases, contributors = [], []
    for scope, there in zip(scopes, by_team.values(), strict=True):
        inside = [
            each
            for each in there
            if each.change is not None and (scope, each.account_id) not in leads
        ]
        state = team_state([each.participant_id for each in inside], earlier[scope])
        releases.append(_row(season.id, scope, moment, _figures_of(there, inside, state), now))
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


def _contributors(inside: list[Person], scope: str, moment: date) -> list[dict[str, Any]]:
    return [
        {"participant_id": each.participant_id, "scope": scope, "as_of": moment} for each in inside
    ]


def _leads(session: Session, season_id: int, scopes: list[str]) -> set[tuple[str, int]]:
    """These teams' scopes with the accounts of leader and deputy."""
    query = select(RoleGrant.scope, RoleGrant.account_id).where(
        RoleGrant.season_id == season_id,
        RoleGrant.scope.in_(scopes),
        RoleGrant.role.in_([Role.LEADER, Role.DEPUTY]),
        RoleGrant.ended_at.is_(None),
    )
    return {(scope, account_id) for scope, account_id in session.execute(query)}


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


def _area_figures(people: list[Person]) -> GroupFigures:
    inside = [person for person in people if person.change is not None]
    return _figures_of(people, inside, area_state(len(inside)))


def _figures_of(people: list[Person], inside: list[Person], state: State) -> GroupFigures:
    changes = [person.change for person in inside if person.change is not None]
    shown = state is State.SHOWN
    return GroupFigures(
        state=state,
        enrolled=len(people),
        with_baseline=sum(person.has_baseline for person in people),
        completers=len(changes),
        mean_change=math.fsum(changes) / len(changes) if shown else None,
        lost=sum(change < 0 for change in changes) if shown else 0,
    )


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
