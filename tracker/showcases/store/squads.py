"""Squads and whoever agreed to be in one: the only people anybody reads here."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.orm import aliased

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.showcases.models import ShowcaseRow, SquadMemberRow, SquadRow
from tracker.showcases.rules import Member, Squad, State, UnknownSquadError
from tracker.teams.models import Membership, TeamRow

Selected = Select[*tuple[Any, ...]]
Present = aliased(TeamRow)
PRESENT_TEAM = func.coalesce(TeamRow.merged_into, TeamRow.id)
"""A squad goes with its people when their team becomes part of another."""


def squad(squad_id: int) -> Squad:
    """The squad with this key; raises UnknownSquadError."""
    found = _listed(SquadRow.id == squad_id)
    if not found:
        raise UnknownSquadError(squad_id)
    return found[0]


def squads(showcase_id: int, district_code: str | None = None) -> list[Squad]:
    """An event's squads, or one district's in it, by district and name."""
    where = [SquadRow.showcase_id == showcase_id]
    if district_code is not None:
        where.append(SquadRow.district_code == district_code)
    return _listed(*where)


def squads_of(participant_id: int) -> list[Squad]:
    """The squads that somebody agreed to be in."""
    hers = _agreed(select(SquadMemberRow.squad_id)).where(
        SquadMemberRow.participant_id == participant_id
    )
    return _listed(SquadRow.id.in_(hers))


def squads_of_teams(team_ids: Collection[int]) -> list[Squad]:
    """The squads of some teams in events that are open or settled, for whoever leads them."""
    if not team_ids:
        return []
    running = select(ShowcaseRow.id).where(
        ShowcaseRow.state.in_([State.OPEN, State.CONFIRMED, State.OVER])
    )
    return _listed(PRESENT_TEAM.in_(list(team_ids)), SquadRow.showcase_id.in_(running))


def members(squad_id: int) -> list[Member]:
    """Who agreed to be in a squad: first its places, then its substitutes, by name."""
    return _members(SquadRow.id == squad_id)


def members_of(showcase_id: int) -> list[Member]:
    """The same for all squads of an event."""
    return _members(SquadRow.showcase_id == showcase_id)


def squad_query() -> Selected:
    """What a Squad is read from."""
    columns: Selected = select(
        SquadRow.id,
        SquadRow.showcase_id,
        SquadRow.item_id,
        Present.id.label("team_id"),
        Present.name.label("team_name"),
        SquadRow.district_code,
        SquadRow.name,
        SquadRow.size,
        SquadRow.substitutes,
        SquadRow.clothes,
        SquadRow.music,
        SquadRow.coach,
        SquadRow.confirmed_at,
    )
    return columns.join(TeamRow, TeamRow.id == SquadRow.team_id).join(
        Present, Present.id == PRESENT_TEAM
    )


def squad_value(row: Row[*tuple[Any, ...]]) -> Squad:
    """The first columns of a row of `squad_query` as a value."""
    return Squad(*tuple(row)[:13])


def still_there(query: Selected) -> Selected:
    """Whoever takes part and is in the squad's team; the query reads SquadMemberRow."""
    return (
        query.join(SquadRow, SquadRow.id == SquadMemberRow.squad_id)
        .join(TeamRow, TeamRow.id == SquadRow.team_id)
        .join(ParticipantRow, ParticipantRow.id == SquadMemberRow.participant_id)
        .join(
            Membership,
            (Membership.participant_id == ParticipantRow.id)
            & Membership.last.is_(None)
            & (Membership.team_id == PRESENT_TEAM),
        )
        .where(ParticipantRow.left_on.is_(None), SquadMemberRow.withdrawn_at.is_(None))
    )


def _agreed(query: Selected) -> Selected:
    return still_there(query).where(SquadMemberRow.agreed == true())


def _members(where: ColumnElement[bool]) -> list[Member]:
    columns: Selected = select(
        SquadMemberRow.id,
        SquadMemberRow.squad_id,
        SquadMemberRow.participant_id,
        Account.name,
        SquadMemberRow.is_substitute,
        SquadMemberRow.height_cm,
    )
    query = _agreed(columns).join(Account, Account.id == ParticipantRow.account_id).where(where)
    found = [Member(*row) for row in db.session.execute(query)]
    return sorted(
        found, key=lambda each: (each.squad_id, each.is_substitute, each.name, each.participant_id)
    )


def _listed(*where: ColumnElement[bool]) -> list[Squad]:
    query = squad_query().where(*where)
    ordered = query.order_by(SquadRow.district_code, SquadRow.name, SquadRow.id)
    return [squad_value(row) for row in db.session.execute(ordered)]
