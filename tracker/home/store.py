"""What her pages read: both logs of one person, her leave, and who looked at her."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    bindparam,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from tracker.accounts.models import AccessLook, Account
from tracker.accounts.rules import district_scope, participant_scope, team_scope
from tracker.calls.models import DoctorRequest
from tracker.calls.rules import LOOK as CALLS
from tracker.campaign.rules import Participant
from tracker.clock import BEIJING
from tracker.database import Prepared, db, reader
from tracker.exercise import store as exercise
from tracker.exercise.rules import Entry
from tracker.home.rules import Diary, Look, Pause
from tracker.lectures import store as lectures
from tracker.moves.models import PauseProposal
from tracker.moves.rules import Proposal
from tracker.teams.models import Leave, Membership, TeamRow, UnitRow
from tracker.weight import store as weight
from tracker.weight.rules import Profile

NO_PROFILE = Profile(None, None, None, None)


RECENT = timedelta(days=14)
"""What a week's exercise lies in, whichever day of it is today."""


def _pauses() -> Any:
    """Her days of leave, and with a name the days that whoever leads her team proposed."""
    hers = bindparam("participant_id", type_=BigInteger)
    taken = select(
        Leave.first, Leave.last, type_coerce(null(), Account.name.type).label("by")
    ).where(Leave.participant_id == hers)
    proposed = (
        select(PauseProposal.first, PauseProposal.last, Account.name.label("by"))
        .join(Account, Account.id == PauseProposal.actor_id)
        .where(PauseProposal.participant_id == hers)
    )
    both = union_all(taken, proposed).subquery()
    return select(both.c.first, both.c.last, both.c.by).order_by(both.c.first)


PAUSES = Prepared(_pauses)


def diary(participant: Participant, today: date) -> Diary:
    """Everything up to today; without consent (2) nothing about her body is read."""
    found = exercise.entries(participant.id, date.min, today)
    return _diary(participant, today, found, frozenset(entry.day for entry in found))


def todays(participant: Participant, today: date) -> Diary:
    """The same, of her exercise only the days and the latest entries."""
    since = min(today, participant.season.calendar.ends) - RECENT
    return _diary(participant, today, *exercise.latest(participant.id, since, today))


def pauses(participant_id: int, today: date) -> tuple[tuple[Pause, ...], Proposal | None]:
    """Her days of leave, in their order, and the pause she is asked about."""
    found = PAUSES.rows(reader(), participant_id=participant_id)
    asked = [Proposal(first, last, by) for first, last, by in found if by and last >= today]
    taken = tuple(Pause(first, last) for first, last, by in found if not by)
    return taken, asked[0] if asked else None


def looks_at(account_id: int, participant_ids: Iterable[int]) -> list[Look]:
    """Who looked at her: at her teams' rosters, her phone, her wish to be called, lectures' lists.

    Each on the days it was about her; her own looks are not listed.
    """
    keys = list(participant_ids)
    about: list[ColumnElement[bool]] = [
        AccessLook.scope.in_([participant_scope(each) for each in keys])
    ]
    wishes = select(DoctorRequest.participant_id, DoctorRequest.asked_at)
    wished = db.session.execute(wishes.where(DoctorRequest.participant_id.in_(keys)))
    asked = {wish.participant_id: wish.asked_at for wish in wished}
    stays = (
        select(
            Membership.participant_id,
            Membership.team_id,
            Membership.first,
            Membership.last,
            UnitRow.district_code,
        )
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(Membership.participant_id.in_(keys))
    )
    for participant_id, team_id, first, last, district_code in db.session.execute(stays):
        about.append(_scope_between(team_scope(team_id), first, last))
        if participant_id in asked:
            since = max(first, asked[participant_id].astimezone(BEIJING).date())
            seen = _scope_between(district_scope(district_code), since, last)
            about.append(seen & (AccessLook.what == CALLS))
    for scope, since in lectures.listed_since(keys):
        about.append(_scope_between(scope, since.astimezone(BEIJING).date(), None))
    query = (
        select(Account.name, AccessLook.what, AccessLook.day, AccessLook.looks)
        .join(Account, Account.id == AccessLook.viewer_id)
        .where(AccessLook.viewer_id != account_id, or_(*about))
        .order_by(AccessLook.day, AccessLook.last_at, AccessLook.what, AccessLook.id)
    )
    return [Look(*row) for row in db.session.execute(query)]


def _scope_between(scope: str, first: date, last: date | None) -> ColumnElement[bool]:
    return (AccessLook.scope == scope) & AccessLook.day.between(first, last or date.max)


def _diary(
    participant: Participant, today: date, entries: tuple[Entry, ...], exercised: frozenset[date]
) -> Diary:
    body_data = participant.body_data
    readings, latest = weight.readings_and_latest(participant.id, today) if body_data else ((), ())
    taken, proposal = pauses(participant.id, today)
    return Diary(
        participant=participant,
        today=today,
        readings=readings,
        latest=latest,
        profile=weight.profile(participant.id) if body_data else NO_PROFILE,
        entries=entries,
        exercised=exercised,
        pauses=taken,
        proposal=proposal,
    )
