"""Who is in which team when, who leads it, and which team's days became stale."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    bindparam,
    false,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role, masked, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import latest_consent
from tracker.database import Connected, Day, Prepared, insert, reader
from tracker.teams.models import Membership, StaleTeamDay, TeamRow
from tracker.teams.rules import Leaders, Member, Team
from tracker.teams.store.places import team_query
from tracker.teams.store.room import take_place
from tracker.teams.store.stale import add_roster_marks


def _covers(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return (Membership.first <= day) & (Membership.last.is_(None) | (Membership.last >= day))


DAY: BindParameter[date] = bindparam("day", type_=Day)
TEAM_OF = Prepared(
    lambda: (
        team_query()
        .join(Membership, Membership.team_id == TeamRow.id)
        .where(Membership.participant_id == bindparam("participant_id"), _covers(DAY))
        .order_by(Membership.first.desc())
        .limit(1)
    )
)
MEMBERS = Prepared(
    lambda: (
        select(
            ParticipantRow.id,
            Account.name,
            Account.phone,
            Membership.first,
            latest_consent(ConsentKind.LEADER_SEES),
        )
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .join(Account, Account.id == ParticipantRow.account_id)
        .where(
            Membership.team_id == bindparam("team_id"),
            _covers(DAY),
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > DAY),
        )
    )
)
LEADERS = Prepared(
    lambda: (
        select(type_coerce(RoleGrant.role, String), Account.name)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.scope == bindparam("scope"),
            or_(RoleGrant.role == Role.LEADER, RoleGrant.role == Role.DEPUTY),
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    )
)


def team_of(participant_id: int, day: date) -> Team | None:
    """The team a participant is in on a day, if any."""
    row = TEAM_OF.row(reader(), participant_id=participant_id, day=day)
    return None if row is None else Team(*row)


def members(team_id: int, day: date) -> list[Member]:
    """A team's members on a day by name, as its leader may see them; no health table is read."""
    found = [
        Member(participant_id, name, masked(phone), first, bool(shows))
        for participant_id, name, phone, first, shows in MEMBERS.rows(
            reader(), team_id=team_id, day=day
        )
    ]
    return sorted(found, key=lambda each: (each.name, each.participant_id))


def leaders(team_id: int) -> Leaders:
    """Who leads a team and who is the deputy, by name."""
    names: dict[str, str] = {}
    for role, name in LEADERS.rows(reader(), scope=team_scope(team_id)):
        names.setdefault(role, name)
    return Leaders(names.get(Role.LEADER), names.get(Role.DEPUTY))


def add_membership(session: Session, participant_id: int, team_id: int, day: date) -> None:
    """Inside a caller's transaction: a participant in a team from a day on.

    Raises TeamClosedError or TeamFullError.
    """
    take_place(session, team_id)
    session.add(Membership(participant_id=participant_id, first=day, team_id=team_id))
    session.flush()
    mark_stale(session, participant_id, [day])
    add_roster_marks(session, [team_id])


STALE = Prepared(
    lambda: _marked(insert(StaleTeamDay).values(team_id=bindparam("team"), day=bindparam("on")))
)
STALE_ON = Prepared(
    lambda: _marked(
        insert(StaleTeamDay).from_select(
            ["team_id", "day"],
            select(Membership.team_id, bindparam("on", type_=Day)).where(
                Membership.participant_id == bindparam("participant_id"),
                _covers(bindparam("on", type_=Day)),
            ),
        )
    )
)
STAYS = Prepared(
    lambda: select(Membership.team_id, Membership.first, Membership.last).where(
        Membership.participant_id == bindparam("participant_id")
    )
)


def mark_stale(session: Connected, participant_id: int, days: Iterable[date]) -> None:
    """Inside a log's transaction: the figures of her team on these days must be counted again.

    In key order, so that two logs cannot wait for each other.
    """
    wanted = sorted(set(days))
    if len(wanted) == 1:
        STALE_ON.run(session, participant_id=participant_id, on=wanted[0])
        return
    stays = STAYS.rows(session, participant_id=participant_id)
    marks = {
        (team_id, day)
        for team_id, first, last in stays
        for day in wanted
        if first <= day and (last is None or day <= last)
    }
    for team_id, day in sorted(marks):
        STALE.run(session, team=team_id, on=day)


def _marked(statement: Any) -> Any:
    """A mark that is there already is locked and stays as it is.

    On PostgreSQL DO NOTHING would not wait for whoever takes it away just now, and leave none.
    """
    there = {"day": statement.excluded.day}
    return statement.on_conflict_do_update(
        index_elements=["team_id", "day"], set_=there, where=false()
    )
