"""Changing teams, pausing and leaving: dated, so that what was stays where it was.

Every verb holds the participant first, as the logs do, so that an entry is counted in one team or
in the other; it raises NotTakingPartError for whoever left or was erased meanwhile.
"""

from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import NotTakingPartError, check_transfer
from tracker.campaign.store import calendar_of, hold
from tracker.database import writing
from tracker.teams.models import Leave, Membership, TeamRow, UnitRow
from tracker.teams.rules import (
    BackwardsError,
    OverlappingLeaveError,
    SameTeamError,
    TooEarlyError,
    UnknownLeaveError,
    UnknownTeamError,
    days_touched,
)
from tracker.teams.store.room import take_place
from tracker.teams.store.stale import add_day_marks, add_roster_marks, teams_been_in

DAY = timedelta(days=1)


def transfer(participant_id: int, team_id: int, day: date, today: date) -> None:
    """Put a participant into another team of her season from a day on; what was stays.

    Raises UnknownTeamError, SameTeamError, TooEarlyError, TransferredAlreadyError, ClosedError,
    TeamClosedError or TeamFullError.
    """
    with writing() as session:
        add_transfer(session, participant_id, team_id, day, today)


def add_transfer(
    session: Session, participant_id: int, team_id: int, day: date, today: date
) -> None:
    """Inside a caller's transaction: the same; it holds her, and then the team she moves to."""
    hold(session, participant_id)
    season_id = _season_of(session, participant_id, team_id)
    stays = _stays(session, participant_id)
    current = stays[-1]
    if current.team_id == team_id:
        raise SameTeamError(team_id)
    if day < current.first:
        raise TooEarlyError(current.first)
    check_transfer(calendar_of(season_id), day, moved_by_herself(session, stays))
    take_place(session, team_id)
    both = [current.team_id, team_id]
    _move(session, current, team_id, day)
    add_day_marks(session, both, days_touched(day, max(day, today)))
    add_roster_marks(session, both)


def take_leave(participant_id: int, first: date, last: date) -> None:
    """Pause from one day to another, both included; raises BackwardsError, OverlappingLeaveError.

    A pause has no reason, and nobody is lost to the figures by it.
    """
    with writing() as session:
        add_leave(session, participant_id, first, last)


def add_leave(session: Session, participant_id: int, first: date, last: date) -> None:
    """Inside a caller's transaction: the same."""
    if last < first:
        raise BackwardsError(last)
    overlapping = select(Leave.first).where(
        Leave.participant_id == participant_id, Leave.first <= last, Leave.last >= first
    )
    hold(session, participant_id)
    if session.scalar(overlapping.limit(1)) is not None:
        raise OverlappingLeaveError(first)
    session.add(Leave(participant_id=participant_id, first=first, last=last))
    add_roster_marks(session, teams_been_in(session, participant_id))


def end_leave(participant_id: int, first: date, day: date) -> None:
    """Be back on a day from the pause that began on `first`; one not begun by then never was.

    Raises UnknownLeaveError, also when it was over before.
    """
    with writing() as session:
        hold(session, participant_id)
        leave = session.get(Leave, (participant_id, first), populate_existing=True)
        if leave is None or leave.last < day:
            raise UnknownLeaveError(first)
        if day <= first:
            session.delete(leave)
        else:
            leave.last = day - DAY
        add_roster_marks(session, teams_been_in(session, participant_id))


def leave_season(participant_id: int, today: date) -> None:
    """Take part no longer: today is the first day without her, and what was stays counted."""
    with writing() as session:
        hold(session, participant_id)
        teams = teams_been_in(session, participant_id)
        session.execute(
            update(ParticipantRow).where(ParticipantRow.id == participant_id).values(left_on=today)
        )
        add_ended_stays(session, [participant_id], today)
        add_day_marks(session, teams, days_touched(today, today))
        add_roster_marks(session, teams)


def add_ended_stays(session: Session, participant_ids: list[int], today: date) -> None:
    """Inside a caller's transaction: yesterday was their last day in any team.

    A stay that was to begin later never was; one that begins today stays as the day of enrolment,
    without a day in it.
    """
    hers = Membership.participant_id.in_(participant_ids)
    session.execute(delete(Membership).where(hers, Membership.first > today))
    session.execute(
        update(Membership)
        .where(hers, Membership.last.is_(None) | (Membership.last >= today))
        .values(last=today - DAY)
    )


def _season_of(session: Session, participant_id: int, team_id: int) -> int:
    """The season in which she takes part; raises UnknownTeamError for a team of another."""
    season_id = session.scalar(
        select(ParticipantRow.season_id)
        .join(UnitRow, UnitRow.season_id == ParticipantRow.season_id)
        .join(TeamRow, TeamRow.unit_id == UnitRow.id)
        .where(ParticipantRow.id == participant_id, TeamRow.id == team_id)
    )
    if season_id is None:
        raise UnknownTeamError(team_id)
    return season_id


def _stays(session: Session, participant_id: int) -> list[Membership]:
    query = (
        select(Membership)
        .where(Membership.participant_id == participant_id)
        .order_by(Membership.first)
        .execution_options(populate_existing=True)
    )
    stays = list(session.scalars(query))
    if not stays:
        raise NotTakingPartError(participant_id)
    return stays


def moved_by_herself(session: Session, stays: list[Membership]) -> list[date]:
    """The days on which she changed teams; that her team became part of another is none."""
    teams = {stay.team_id for stay in stays}
    into = select(TeamRow.id, TeamRow.merged_into).where(TeamRow.id.in_(teams))
    merged = {(team_id, merged_into) for team_id, merged_into in session.execute(into)}
    return [
        after.first
        for before, after in pairwise(stays)
        if (before.team_id, after.team_id) not in merged
    ]


def _move(session: Session, current: Membership, team_id: int, day: date) -> None:
    """End one stay and begin another; on its very first day a stay is in the other team instead."""
    if day == current.first:
        current.team_id = team_id
        return
    current.last = day - DAY
    session.add(Membership(participant_id=current.participant_id, first=day, team_id=team_id))
