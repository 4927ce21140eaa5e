"""Who leads which team, who was asked to, and what of it waits for whom."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.accounts.models import AccessLook, Account, RoleGrant
from tracker.accounts.rules import Grant, Role, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season
from tracker.clock import BEIJING
from tracker.database import db
from tracker.teams.models import TeamRow
from tracker.teams.rules import CardKind, Holder, Lead, LeadCard, needs_help

PARTS = {
    Role.LEADER: "leader",
    Role.DEPUTY: "deputy",
    Role.LEADER_OFFERED: "asked_to_lead",
    Role.DEPUTY_OFFERED: "asked_to_deputize",
}
"""The roles over a team, and what each is called in a Lead."""
WAITING = {
    Role.LEADER_OFFERED: CardKind.LEADER_OFFERED,
    Role.DEPUTY_OFFERED: CardKind.DEPUTY_OFFERED,
    Role.FORMER_LEADER: CardKind.FORMER_LEADER,
    Role.DEPUTY: CardKind.TAKE_OVER,
}
"""What may wait for whoever holds one of these roles."""


def lead_of(team_id: int) -> Lead:
    """Who leads a team, who stands in, and who was asked to."""
    return leads(db.session(), [team_id])[team_id]


def leads(session: Session, team_ids: Iterable[int]) -> dict[int, Lead]:
    """The same for many teams at once, read in a caller's session."""
    teams = {team_scope(team_id): team_id for team_id in team_ids}
    last_look = (
        select(func.max(AccessLook.day))
        .where(AccessLook.viewer_id == RoleGrant.account_id, AccessLook.scope == RoleGrant.scope)
        .scalar_subquery()
    )
    query = (
        select(
            RoleGrant.scope,
            RoleGrant.role,
            RoleGrant.account_id,
            Account.name,
            RoleGrant.granted_at,
            last_look.label("last_look"),
        )
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.scope.in_(teams), RoleGrant.role.in_(PARTS), RoleGrant.ended_at.is_(None))
    )
    found: dict[int, dict[str, Holder]] = {team_id: {} for team_id in teams.values()}
    for row in session.execute(query):
        since = row.granted_at.astimezone(BEIJING).date()
        holder = Holder(row.account_id, row.name, since, row.last_look)
        found[teams[row.scope]][PARTS[row.role]] = holder
    return {team_id: Lead(**parts) for team_id, parts in found.items()}


def lead_cards(grants: Iterable[Grant], season: Season, today: date) -> list[LeadCard]:
    """What about a team's lead waits for whoever holds these grants.

    Nothing is asked of the database for whoever neither was asked nor stands in for a leader.
    """
    kinds = {
        (int(grant.scope.removeprefix("team:")), WAITING[grant.role])
        for grant in grants
        if grant.role in WAITING and grant.season_id == season.id
    }
    asked = {team_id for team_id, kind in kinds if kind is CardKind.LEADER_OFFERED}
    kinds -= {(team_id, CardKind.TAKE_OVER) for team_id in asked}  # it is the same question
    if not kinds:
        return []
    found = leads(db.session(), {team_id for team_id, _ in kinds})
    due = [
        (team_id, kind)
        for team_id, kind in sorted(kinds)
        if kind is not CardKind.TAKE_OVER or needs_help(season.calendar, found[team_id], today)
    ]
    names = _names({team_id for team_id, _ in due})
    return [LeadCard(kind, each, names[each], _name(found[each].leader)) for each, kind in due]


def _names(team_ids: set[int]) -> dict[int, str]:
    if not team_ids:
        return {}
    query = select(TeamRow.id, TeamRow.name).where(TeamRow.id.in_(team_ids))
    return {row.id: row.name for row in db.session.execute(query)}


def _name(holder: Holder | None) -> str | None:
    return holder.name if holder else None


def participants_of(account_id: int) -> frozenset[int]:
    """Every part somebody takes or took in a season."""
    query = select(ParticipantRow.id).where(ParticipantRow.account_id == account_id)
    return frozenset(db.session.scalars(query))
