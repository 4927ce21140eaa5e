"""Teams' mean marks for weight as of a round's end: counted in sums, released or not, once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy import or_, select

from tracker.accounts.models import RoleGrant
from tracker.accounts.rules import Role
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind, Phase, Season
from tracker.campaign.store import latest_consent
from tracker.database import db
from tracker.insights.rules import State, is_early, team_state
from tracker.insights.rules.population import Population
from tracker.insights.store.population import population_as_of
from tracker.standings.models import MarkContributor, TeamMark
from tracker.standings.rules.scoring import RuleSet
from tracker.standings.rules.teams import MARKED_AT_LEAST, frozen_on, released_mark
from tracker.standings.rules.weight import NORMAL_TENTHS, like_with_like, marks_of
from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules import Body, Goal, Reading

TEAMS_AT_ONCE = 100
TEAM_SCOPE = "team:"
BMI_SCALE = 1000 * 10_000
"""Kilograms times this against tenths of BMI times square millimetres."""


@dataclass(frozen=True)
class FoundMarks:
    """What a round's end adds: released means, and whose marks are in them."""

    percent: Mapping[int, int] = field(default_factory=dict)
    rows: Sequence[Mapping[str, Any]] = ()
    contributors: Sequence[Mapping[str, Any]] = ()


NOTHING = FoundMarks()


def found_marks(season: Season, round_: Phase, rules: RuleSet) -> FoundMarks:
    """What may enter the teams' scores as of a round's end; nothing before day 42.

    A mean has 10 contributors who neither lead nor deputize, and the same ones as every earlier
    mean of the team or at least 3 others.
    """
    as_of = round_.last + timedelta(days=1)
    if is_early(season.calendar, as_of):
        return NOTHING
    people = _people(season, round_, as_of)
    shares = _shares(season, people, as_of, rules)
    inside = people.where(np.isin(people.participant_id, list(shares)))
    usual = _by_band(inside, shares) if rules.ranking.like_with_like else {}
    earlier = _earlier(season.id)
    percent, contributors = dict[int, int](), list[dict[str, Any]]()
    for team_id in np.unique(inside.team).tolist():
        there = inside.where(inside.team == team_id).participant_id.tolist()
        found = [shares[each] - usual.get(each, 0.0) for each in there]
        may = team_state(there, earlier[team_id]) is State.SHOWN
        mark = released_mark(found, may=may)
        if mark is not None:
            percent[team_id] = mark
            contributors += [
                {"participant_id": each, "team_id": team_id, "as_of": as_of} for each in there
            ]
    rows = [
        {"team_id": team_id, "as_of": as_of, "percent": mark, "forgotten": 0}
        for team_id, mark in percent.items()
    ]
    return FoundMarks(percent, rows, contributors)


def _people(season: Season, round_: Phase, as_of: date) -> Population:
    """Completers who lead nobody, in teams large enough, still in the team they began in."""
    everybody = population_as_of(db.session(), season, as_of)
    stays = _rostered(frozen_on(round_))
    leads = _leads(season.id)
    inside = np.array(
        [
            stays.get(participant_id) == team_id and (team_id, account_id) not in leads
            for participant_id, team_id, account_id in zip(
                everybody.participant_id.tolist(),
                everybody.team.tolist(),
                everybody.account_id.tolist(),
                strict=True,
            )
        ],
        bool,
    )
    found = everybody.where(inside & everybody.completer)
    teams, sizes = np.unique(found.team, return_counts=True)
    return found.where(np.isin(found.team, teams[sizes >= MARKED_AT_LEAST]))


def _rostered(frozen: date) -> dict[int, int]:
    query = select(Membership.participant_id, Membership.team_id).where(
        Membership.first <= frozen, or_(Membership.last.is_(None), Membership.last >= frozen)
    )
    return dict(db.session.execute(query).all())


def _leads(season_id: int) -> frozenset[tuple[int, int]]:
    query = select(RoleGrant.scope, RoleGrant.account_id).where(
        RoleGrant.season_id == season_id,
        RoleGrant.role.in_([Role.LEADER, Role.DEPUTY]),
        RoleGrant.ended_at.is_(None),
    )
    return frozenset(
        (int(scope.removeprefix(TEAM_SCOPE)), account_id)
        for scope, account_id in db.session.execute(query)
    )


def _shares(season: Season, people: Population, as_of: date, rules: RuleSet) -> dict[int, float]:
    """Everybody's marks from 0 to 1, without those who have no weight score."""
    found: dict[int, float] = {}
    teams = np.unique(people.team).tolist()
    for first in range(0, len(teams), TEAMS_AT_ONCE):
        some = people.where(np.isin(people.team, teams[first : first + TEAMS_AT_ONCE]))
        ids = some.participant_id.tolist()
        bodies, logs = _bodies(ids), _readings(ids, as_of)
        for participant_id in ids:
            if participant_id in bodies:
                body, goal = bodies[participant_id]
                marked = marks_of(season, rules, body, goal, logs[participant_id], as_of)
                if marked.share is not None:
                    found[participant_id] = marked.share
    return found


def _bodies(ids: Sequence[int]) -> dict[int, tuple[Body, Goal | None]]:
    """Body and goal of those who agree to body data."""
    query = (
        select(BodyRow, GoalRow)
        .join(ParticipantRow, ParticipantRow.id == BodyRow.participant_id)
        .outerjoin(GoalRow, GoalRow.participant_id == BodyRow.participant_id)
        .where(BodyRow.participant_id.in_(ids), latest_consent(ConsentKind.BODY_DATA).is_(True))
    )
    return {
        body.participant_id: (
            Body(body.height_mm, body.sex, body.birth_year, body.doctor_first),
            Goal(goal.kind, goal.target_grams, goal.set_on) if goal else None,
        )
        for body, goal in db.session.execute(query)
    }


def _readings(ids: Sequence[int], as_of: date) -> dict[int, list[Reading]]:
    """Readings before a day, one a day: a station's after her own takes its place."""
    query = (
        select(ReadingRow.participant_id, ReadingRow.day, ReadingRow.grams)
        .where(ReadingRow.participant_id.in_(ids), ReadingRow.day < as_of)
        .order_by(ReadingRow.participant_id, ReadingRow.day, ReadingRow.source)
    )
    by_day: dict[int, dict[date, int]] = defaultdict(dict)
    for participant_id, day, grams in db.session.execute(query):
        by_day[participant_id][day] = grams
    return defaultdict(
        list,
        {
            participant_id: [Reading(day, grams) for day, grams in days.items()]
            for participant_id, days in by_day.items()
        },
    )


def _by_band(people: Population, shares: Mapping[int, float]) -> dict[int, float]:
    """By person how far those who began in her band of BMI lie from everybody's mean."""
    ids = people.participant_id.tolist()
    found = np.array([shares[each] for each in ids])
    light = people.baseline * BMI_SCALE < NORMAL_TENTHS * people.height_mm.astype(float) ** 2
    apart = like_with_like(found, light)
    return dict(zip(ids, apart.tolist(), strict=True))


def _earlier(season_id: int) -> dict[int, list[tuple[set[int], int]]]:
    """By team the contributors of each mark before, and how many of them were erased."""
    marked = (
        select(TeamMark.team_id, TeamMark.as_of, TeamMark.forgotten)
        .join(TeamRow, TeamRow.id == TeamMark.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == season_id)
    )
    found = {
        (team_id, as_of): (set[int](), forgotten)
        for team_id, as_of, forgotten in db.session.execute(marked)
    }
    inside = select(MarkContributor.team_id, MarkContributor.as_of, MarkContributor.participant_id)
    for team_id, as_of, participant_id in db.session.execute(inside):
        if (team_id, as_of) in found:
            found[team_id, as_of][0].add(participant_id)
    by_team: dict[int, list[tuple[set[int], int]]] = defaultdict(list)
    for (team_id, _), each in found.items():
        by_team[team_id].append(each)
    return by_team
