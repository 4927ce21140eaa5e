"""Merging a team into another: people move on a day, and what was earned before stays."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, insert, literal, select, update
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed, held
from tracker.database import Day, writing
from tracker.teams.models import Membership
from tracker.teams.rules import FarTeamError, SameTeamError, days_touched
from tracker.teams.store.room import HeldTeam, hold_team, take_places
from tracker.teams.store.running import add_closed
from tracker.teams.store.stale import add_day_marks, add_roster_marks

DAY = timedelta(days=1)


def merge_team(
    team_id: int, into_id: int, why: str, by: int, today: date, now: datetime, *, far: bool = False
) -> None:
    """Everybody in a team is in another from today on, and the team is closed.

    It is no transfer of theirs: each may still change teams once in this phase. `far` is whether
    the other team may belong to another unit of the district. Raises SameTeamError, FarTeamError,
    UnknownTeamError, TeamClosedError, or TeamFullError where the other has too few places.
    """
    if team_id == into_id:
        raise SameTeamError(team_id)
    while not _merged(team_id, into_id, why, by, today, now, far=far):
        pass  # somebody joined meanwhile: begin again with her


def _merged(
    team_id: int, into_id: int, why: str, by: int, today: date, now: datetime, *, far: bool
) -> bool:
    """Whether it is done: not if somebody came before the team was ours, who is not held yet."""
    with writing() as session:
        people = _people(session, team_id, today)
        held(session, people)
        both = {key: hold_team(session, key) for key in sorted((team_id, into_id))}
        _check_near(both[team_id], both[into_id], far=far)
        if _people(session, team_id, today) - people:
            return False
        _move_all(session, both[team_id], both[into_id], today)
        add_closed(session, team_id, now, merged_into=into_id)
        for participant_id in people:
            add_deed(session, by, participant_id, Deed.TEAM_MERGED, why, now)
    return True


def _check_near(team: HeldTeam, into: HeldTeam, *, far: bool) -> None:
    same_district = (team.season_id, team.district_code) == (into.season_id, into.district_code)
    if team.unit_id != into.unit_id and not (far and same_district):
        raise FarTeamError(into.id)


def _people(session: Session, team_id: int, today: date) -> frozenset[int]:
    """Whoever is in the team today or is to be later; of leavers no stay goes on."""
    query = (
        select(ParticipantRow.id)
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .where(_going_on(team_id, today), ParticipantRow.left_on.is_(None))
    )
    return frozenset(session.scalars(query))


def _going_on(team_id: int, today: date) -> ColumnElement[bool]:
    going_on = Membership.last.is_(None) | (Membership.last >= today)
    return (Membership.team_id == team_id) & going_on


def _move_all(session: Session, team: HeldTeam, into: HeldTeam, today: date) -> None:
    """Stays that began before today end yesterday and go on in the other team; later ones move."""
    here = _going_on(team.id, today)
    coming = session.scalars(
        select(Membership.participant_id).where(here, Membership.last.is_(None))
    )
    take_places(session, into, len(coming.all()))
    session.execute(
        update(Membership).where(here, Membership.first >= today).values(team_id=into.id)
    )
    going_on = select(
        Membership.participant_id, literal(today, Day), Membership.last, literal(into.id)
    ).where(here)
    columns = ["participant_id", "first", "last", "team_id"]
    session.execute(insert(Membership).from_select(columns, going_on))
    session.execute(update(Membership).where(here).values(last=today - DAY))
    both = [team.id, into.id]
    add_day_marks(session, both, days_touched(today, today))
    add_roster_marks(session, both)
