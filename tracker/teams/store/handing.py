"""Handing a team's lead on: taken over, given up, or named by an organizer.

Every verb holds the team first, so that of two who act at once one finds the team as it was and
the other finds that it is not so any more: LeadChangedError.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.rules import Role, team_scope
from tracker.accounts.store import add_ended_grants, add_grant, hashed
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Calendar, Deed
from tracker.campaign.store import add_deed
from tracker.database import writing
from tracker.teams.rules import (
    Appointed,
    LeadChangedError,
    SameLeaderError,
    needs_help,
)
from tracker.teams.store.leading import leads
from tracker.teams.store.opening import add_appointed, first_password
from tracker.teams.store.room import HeldTeam, hold_team

OFFERS = {Role.LEADER: Role.LEADER_OFFERED, Role.DEPUTY: Role.DEPUTY_OFFERED}


def take_over(
    team_id: int, account_id: int, calendar: Calendar, today: date, now: datetime
) -> None:
    """The deputy leads in place of a leader who is away, and that one stands in for her.

    Raises LeadChangedError where the leader is back, or somebody else stands in.
    """
    with writing() as session:
        held = hold_team(session, team_id)
        lead = leads(session, [team_id])[team_id]
        deputizes = lead.deputy is not None and lead.deputy.account_id == account_id
        if not deputizes or not needs_help(calendar, lead, today):
            raise LeadChangedError(team_id)
        before = add_leader(session, held, account_id, now)
        if before is not None:
            _add_told(session, held, before, now)
            add_lead_deed(session, held, before, Deed.LEAD_TAKEN_OVER, account_id, now)


def step_down(team_id: int, account_id: int, now: datetime) -> None:
    """A deputy is one no longer; raises LeadChangedError."""
    with writing() as session:
        end_roles(session, hold_team(session, team_id), [Role.DEPUTY], now, account_id)


def read_that_another_leads(team_id: int, account_id: int, now: datetime) -> None:
    """Who led before has read that somebody took over; twice is once."""
    with writing() as session:
        add_ended_grants(session, team_scope(team_id), [Role.FORMER_LEADER], now, account_id)


def appoint(team_id: int, role: Role, who: Appointed, by: int, now: datetime) -> str | None:
    """An organizer says who leads or stands in: the first password of a new account.

    Raises SameLeaderError for a deputy who leads, and NameNeededError.
    """
    password = first_password()
    kept = hashed(password)
    with writing() as session:
        held = hold_team(session, team_id)
        account_id, is_new = add_appointed(session, who, kept, now)
        scope, lead = team_scope(team_id), leads(session, [team_id])[team_id]
        current = lead.leader if role is Role.LEADER else lead.deputy
        if role is Role.DEPUTY and lead.leader and lead.leader.account_id == account_id:
            raise SameLeaderError
        if current and current.account_id == account_id:
            return None
        add_ended_grants(session, scope, [role, OFFERS[role]], now)
        add_ended_grants(session, scope, [*OFFERS, *OFFERS.values()], now, account_id)
        add_grant(session, account_id, held.season_id, role, scope, now)
        add_lead_deed(session, held, account_id, Deed.APPOINTED, by, now)
        if current:
            _add_relieved(session, held, current.account_id, role, by, now)
    return password if is_new else None


def _add_relieved(
    session: Session, held: HeldTeam, account_id: int, role: Role, by: int, now: datetime
) -> None:
    add_lead_deed(session, held, account_id, Deed.RELIEVED, by, now)
    if role is Role.LEADER:
        _add_told(session, held, account_id, now)


def add_leader(session: Session, held: HeldTeam, account_id: int, now: datetime) -> int | None:
    """She leads from now on: who led before, and stands in now where nobody else does."""
    scope = team_scope(held.id)
    before = add_ended_grants(session, scope, [Role.LEADER], now)
    add_ended_grants(session, scope, [Role.DEPUTY, *OFFERS.values()], now, account_id)
    add_grant(session, account_id, held.season_id, Role.LEADER, scope, now)
    if not before:
        return None
    if leads(session, [held.id])[held.id].deputy is None:
        add_grant(session, before[0], held.season_id, Role.DEPUTY, scope, now)
    return before[0]


def end_roles(
    session: Session,
    held: HeldTeam,
    roles: list[Role],
    now: datetime,
    account_id: int | None = None,
) -> None:
    """Inside a caller's transaction: these roles end; raises LeadChangedError if nobody has one."""
    if not add_ended_grants(session, team_scope(held.id), roles, now, account_id):
        raise LeadChangedError(held.id)


def _add_told(session: Session, held: HeldTeam, account_id: int, now: datetime) -> None:
    """On her next visit she reads that somebody else leads."""
    scope = team_scope(held.id)
    add_grant(session, account_id, held.season_id, Role.FORMER_LEADER, scope, now)


def add_lead_deed(
    session: Session, held: HeldTeam, account_id: int, deed: Deed, by: int, now: datetime
) -> None:
    """What is done to whoever takes part is in her audit trail; of others there is none."""
    participant_id = session.scalar(
        select(ParticipantRow.id).where(
            ParticipantRow.account_id == account_id,
            ParticipantRow.season_id == held.season_id,
            ParticipantRow.left_on.is_(None),
        )
    )
    if participant_id is not None:
        add_deed(session, by, participant_id, deed, held.name, now)
