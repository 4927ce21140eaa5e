"""Asking somebody to lead a team or to stand in, and her answer.

Every verb holds the team first, so that of two answers one counts; the other finds that nobody
asks any more: LeadChangedError.
"""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.accounts.rules import Role, team_scope
from tracker.accounts.store import add_ended_grants, add_grant
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Deed
from tracker.database import writing
from tracker.teams.models import Membership, TeamRow
from tracker.teams.rules import DeputyThereError, LeadChangedError, NotAMemberError
from tracker.teams.store.handing import OFFERS, add_lead_deed, add_leader, end_roles
from tracker.teams.store.leading import leads
from tracker.teams.store.room import HeldTeam, hold_team

OFFERED = {Role.LEADER: Deed.LEAD_OFFERED, Role.DEPUTY: Deed.DEPUTY_OFFERED}


def ask_member(
    team_id: int, role: Role, participant_id: int, by: int, today: date, now: datetime
) -> None:
    """The leader asks a member to lead in her place, or to be the deputy.

    Raises LeadChangedError, NotAMemberError or DeputyThereError.
    """
    with writing() as session:
        held = hold_team(session, team_id)
        _check_leads(session, held, by)
        account_id = _member(session, participant_id, [team_id], today)
        if account_id is None:
            raise NotAMemberError(participant_id)
        _add_offer(session, held, role, account_id, by, now)


def ask_deputy(team_id: int, by: int, now: datetime) -> None:
    """The leader asks her deputy to lead; raises LeadChangedError."""
    with writing() as session:
        held = hold_team(session, team_id)
        _check_leads(session, held, by)
        deputy = leads(session, [team_id])[team_id].deputy
        if deputy is None:
            raise LeadChangedError(team_id)
        _add_offer(session, held, Role.LEADER, deputy.account_id, by, now)


def ask_by_phone(team_id: int, role: Role, phone: str, by: int, today: date, now: datetime) -> None:
    """A contact asks somebody of her unit to lead or stand in; she learns nothing by it.

    Whoever is in no team of the unit is not asked, and the contact is not told: she must not
    find out by phones who takes part. Raises DeputyThereError.
    """
    with writing() as session:
        held = hold_team(session, team_id)
        participant_id = session.scalar(
            select(ParticipantRow.id)
            .join(Account, Account.id == ParticipantRow.account_id)
            .where(Account.phone == phone, ParticipantRow.season_id == held.season_id)
        )
        unit = select(TeamRow.id).where(TeamRow.unit_id == held.unit_id)
        teams = list(session.scalars(unit))
        _check_askable(session, held, role)
        account_id = _member(session, participant_id, teams, today) if participant_id else None
        leader = leads(session, [team_id])[team_id].leader
        if account_id is not None and not (leader and leader.account_id == account_id):
            _add_offer(session, held, role, account_id, by, now)


def withdraw(team_id: int, role: Role, by: int, now: datetime) -> None:
    """The leader asks no longer; raises LeadChangedError where it is answered already."""
    with writing() as session:
        held = hold_team(session, team_id)
        _check_leads(session, held, by)
        end_roles(session, held, [OFFERS[role]], now)


def accept(team_id: int, role: Role, account_id: int, now: datetime) -> None:
    """Whoever was asked says yes; raises LeadChangedError where nobody asks her any more."""
    with writing() as session:
        held = hold_team(session, team_id)
        end_roles(session, held, [OFFERS[role]], now, account_id)
        if role is Role.LEADER:
            add_leader(session, held, account_id, now)
        elif leads(session, [team_id])[team_id].deputy:
            raise LeadChangedError(team_id)
        else:
            add_grant(session, account_id, held.season_id, role, team_scope(team_id), now)


def decline(team_id: int, role: Role, account_id: int, now: datetime) -> None:
    """Whoever was asked says no, and nobody is told why; raises LeadChangedError."""
    with writing() as session:
        end_roles(session, hold_team(session, team_id), [OFFERS[role]], now, account_id)


def _add_offer(
    session: Session, held: HeldTeam, role: Role, account_id: int, by: int, now: datetime
) -> None:
    """Ask somebody; whoever was asked before and has not answered is asked no longer."""
    _check_askable(session, held, role)
    lead = leads(session, [held.id])[held.id]
    if lead.leader and lead.leader.account_id == account_id:
        raise NotAMemberError(account_id)
    scope = team_scope(held.id)
    add_ended_grants(session, scope, [OFFERS[role]], now)
    add_grant(session, account_id, held.season_id, OFFERS[role], scope, now)
    add_lead_deed(session, held, account_id, OFFERED[role], by, now)


def _check_askable(session: Session, held: HeldTeam, role: Role) -> None:
    if role is Role.DEPUTY and leads(session, [held.id])[held.id].deputy:
        raise DeputyThereError(held.id)


def _check_leads(session: Session, held: HeldTeam, account_id: int) -> None:
    """The page let her in as the leader; she may not be any more."""
    leader = leads(session, [held.id])[held.id].leader
    if leader is None or leader.account_id != account_id:
        raise LeadChangedError(held.id)


def _member(session: Session, participant_id: int, team_ids: list[int], today: date) -> int | None:
    """The account of somebody who is in one of these teams today."""
    return session.scalar(
        select(ParticipantRow.account_id)
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .where(
            ParticipantRow.id == participant_id,
            ParticipantRow.left_on.is_(None),
            Membership.team_id.in_(team_ids),
            Membership.first <= today,
            Membership.last.is_(None) | (Membership.last >= today),
        )
    )
