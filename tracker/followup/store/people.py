"""What leader and deputy may know of members beyond the team's figures: when they noted something.

Of whoever did not agree that her leader sees it, nothing is asked of the database.
"""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import BindParameter, String, bindparam, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import Role, participant_scope, team_scope
from tracker.accounts.store import add_look, note_look
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Calendar, ConsentKind
from tracker.campaign.store import latest_consent
from tracker.database import Day, Prepared, Row, reader, writing
from tracker.exercise.models import EntryRow
from tracker.followup.models import FollowUp, MuteRow
from tracker.followup.rules import (
    Asked,
    Chosen,
    Contact,
    Logged,
    Outcome,
    UnknownMemberError,
    chosen,
)
from tracker.followup.rules.choosing import DAY as ONE_DAY
from tracker.followup.rules.choosing import RECENT_DAYS
from tracker.teams.models import Leave, Membership
from tracker.weight.models import ReadingRow

ROSTER, PHONE = "roster", "phone"
"""What a look was at, in the access log."""

Log = type[ReadingRow | EntryRow]
LOGS: tuple[Log, ...] = (ReadingRow, EntryRow)
"""Of both only the days are read, and they are put together: which of the two it was stays hers."""

DAY: BindParameter[date] = bindparam("day", type_=Day)
SINCE: BindParameter[date] = bindparam("since", type_=Day)


def _last(log: Log) -> Any:
    return _of_hers(log, func.max(log.day))


def _recent(log: Log) -> Any:
    return _of_hers(log, func.min(log.day), log.day >= SINCE, log.day < DAY)


def _earlier(log: Log) -> Any:
    return _of_hers(log, func.max(log.day), log.day < SINCE)


def _of_hers(log: Log, what: Any, *where: Any) -> Any:
    days = select(what).where(log.participant_id == Membership.participant_id, *where)
    return days.correlate(Membership).scalar_subquery()


def _pause_ends() -> Any:
    ends = select(func.max(Leave.last)).where(
        Leave.participant_id == Membership.participant_id, Leave.first <= DAY
    )
    return ends.correlate(Membership).scalar_subquery()


def _leads() -> Any:
    """Whether she leads this very team."""
    grants = select(RoleGrant.id).where(
        RoleGrant.account_id == ParticipantRow.account_id,
        RoleGrant.scope == bindparam("scope"),
        or_(RoleGrant.role == Role.LEADER, RoleGrant.role == Role.DEPUTY),
        RoleGrant.ended_at.is_(None),
    )
    return grants.correlate(ParticipantRow).exists()


def _logged_query() -> Any:
    """A row for each member who agreed and each mark of hers; one for whoever has no mark."""
    actor = aliased(Account)
    return (
        select(
            Membership.participant_id,
            Account.name,
            Membership.first,
            MuteRow.muted_until,
            _leads(),
            _pause_ends(),
            *(each(log) for each in (_last, _recent, _earlier) for log in LOGS),
            FollowUp.day,
            type_coerce(FollowUp.outcome, String),
            actor.name,
            FollowUp.until,
        )
        .select_from(Membership)
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .join(Account, Account.id == ParticipantRow.account_id)
        .outerjoin(MuteRow, MuteRow.participant_id == Membership.participant_id)
        .outerjoin(FollowUp, FollowUp.participant_id == Membership.participant_id)
        .outerjoin(actor, actor.id == FollowUp.actor_id)
        .where(
            Membership.team_id == bindparam("team_id"),
            Membership.first <= DAY,
            or_(Membership.last.is_(None), Membership.last >= DAY),
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > DAY),
            latest_consent(ConsentKind.LEADER_SEES),
        )
        .order_by(Membership.participant_id, FollowUp.day)
    )


LOGGED = Prepared(_logged_query)


def logged(team_id: int, day: date) -> list[Logged]:
    """The members who agreed, with the days that matter: neither what they noted nor a number."""
    rows = LOGGED.rows(
        reader(),
        team_id=team_id,
        scope=team_scope(team_id),
        day=day,
        since=day - RECENT_DAYS * ONE_DAY,
    )
    return [_value(list(hers)) for _, hers in groupby(rows, key=lambda row: row[0])]


def todays(team_id: int, calendar: Calendar, today: date) -> tuple[Chosen, ...]:
    """Today's people of a team, at most three; one query."""
    return chosen(logged(team_id, today), calendar, today)


def note_roster_look(viewer_id: int, team_id: int, today: date, now: datetime) -> None:
    """A look at a team's roster, in the access log of everybody who is in it."""
    note_look(viewer_id, team_scope(team_id), ROSTER, today, now)


def reveal_phone(
    viewer_id: int, team_id: int, participant_id: int, today: date, now: datetime
) -> Contact:
    """A member's phone in full, noted in her access log; raises UnknownMemberError."""
    with writing() as session:
        found = _contact(session, team_id, participant_id, today)
        if found is None:
            raise UnknownMemberError(participant_id)
        add_look(session, viewer_id, participant_scope(participant_id), PHONE, today, now)
    return found


def _value(rows: list[Row]) -> Logged:
    participant_id, name, joined, muted_until, leads, pause_ends, *rest = rows[0]
    weighed_last, last, weighed_recent, recent, weighed_earlier, earlier = rest[:6]
    asked = (row[12:] for row in rows if row[12] is not None)
    return Logged(
        participant_id=participant_id,
        name=name,
        joined=joined,
        last=_first_of((weighed_last, last), max),
        recent=_first_of((weighed_recent, recent), min),
        earlier=_first_of((weighed_earlier, earlier), max),
        pause_ends=pause_ends,
        muted_until=muted_until,
        leads=bool(leads),
        asked=tuple(Asked(day, Outcome(outcome), by, until) for day, outcome, by, until in asked),
    )


def _first_of(days: Iterable[date | None], pick: Any) -> date | None:
    known = [day for day in days if day]
    found: date | None = pick(known) if known else None
    return found


def _contact(session: Session, team_id: int, participant_id: int, day: date) -> Contact | None:
    """Name and phone of somebody who is in this team on this day, or None."""
    query = (
        select(Account.name, Account.phone)
        .join(ParticipantRow, ParticipantRow.account_id == Account.id)
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .where(
            ParticipantRow.id == participant_id,
            Membership.team_id == team_id,
            Membership.first <= day,
            or_(Membership.last.is_(None), Membership.last >= day),
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > day),
        )
    )
    row = session.execute(query).one_or_none()
    return None if row is None else Contact(row.name, row.phone)
