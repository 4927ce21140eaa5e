"""Consents decided one by one, and what goes when body data is no longer agreed to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import hold
from tracker.compliance.rules.retention import RETENTIONS, Group
from tracker.database import db, writing
from tracker.privacy.rules.consents import (
    Decision,
    NeededConsentError,
    NoConsentError,
    latest,
    moment_after,
)
from tracker.showcases.models import SquadMemberRow
from tracker.teams.rules import days_touched
from tracker.teams.store import add_day_marks, add_roster_marks, teams_been_in
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules import Body, Goal, Reading
from tracker.weight.store import add_body, add_goal, add_reading

ON_BODY_DATA = tuple(each.table for each in RETENTIONS if each.group is Group.BODY)
"""The tables that rest on consent (2): what the notice lists as data about the body."""


def decisions(participant_id: int) -> dict[ConsentKind, Decision]:
    """What counts of each consent; one that was never asked for is missing."""
    return _decisions(db.session(), participant_id)


def decide(
    participant_id: int,
    kind: ConsentKind,
    text_hash: str,
    version: int,
    today: date,
    now: datetime,
    *,
    given: bool,
) -> bool:
    """Put a decision down with immediate effect; whether it is another than the one before.

    Decisions of one person wait for each other: each is kept, and the last to come counts. With
    consent (2) goes everything that rests on it. Raises NeededConsentError and NotTakingPartError.
    """
    if kind is ConsentKind.TERMS and not given:
        raise NeededConsentError(kind)
    with writing() as session:
        hold(session, participant_id, limited_too=True)
        before = _decisions(session, participant_id).get(kind)
        if before is not None and (before.given, before.version) == (given, version):
            return False
        if kind is ConsentKind.BODY_DATA and not given:
            add_body_forgotten(session, participant_id, today)
        decided_at = moment_after(before, now)
        session.add(
            ConsentRow(
                participant_id=participant_id,
                kind=kind,
                decided_at=decided_at,
                given=given,
                version=version,
                text_hash=text_hash,
            )
        )
    return before is None or before.given != given


def begin_body(
    participant_id: int,
    body: Body | None,
    goal: Goal | None,
    reading: Reading | None,
    now: datetime,
) -> None:
    """Store what she answered about her body, once; raises NoConsentError.

    Whoever has answered already keeps what she has: it is changed where weight is.
    """
    with writing() as session:
        hold(session, participant_id, limited_too=True)
        decided = _decisions(session, participant_id).get(ConsentKind.BODY_DATA)
        if decided is None or not decided.given:
            raise NoConsentError(participant_id)
        if body is None or session.get(BodyRow, participant_id) is not None:
            return
        add_body(session, participant_id, body)
        if goal:
            add_goal(session, participant_id, goal)
        if reading:
            add_reading(session, participant_id, reading, now)


def add_body_forgotten(session: Session, participant_id: int, today: date) -> None:
    """Inside a caller's transaction, which holds her: what rests on consent (2) is gone.

    Group figures lose her by the rule of batches; frozen ones have her among those not named.
    """
    _mark_her_weighings(session, participant_id, today)
    for table in ON_BODY_DATA:
        hers = db.metadata.tables[table]
        session.execute(delete(hers).where(hers.c.participant_id == participant_id))
    squads: Any = update(SquadMemberRow).where(SquadMemberRow.participant_id == participant_id)
    session.execute(squads.values(height_cm=None))


def _mark_her_weighings(session: Session, participant_id: int, today: date) -> None:
    """Before they are gone: her teams' figures on the days she weighed herself change."""
    noted = select(ReadingRow.day).where(ReadingRow.participant_id == participant_id).distinct()
    days = set(days_touched(today, today))
    days.update(*(days_touched(day, day) for day in session.scalars(noted)))
    teams = set(teams_been_in(session, participant_id))
    add_day_marks(session, teams, days)
    add_roster_marks(session, teams)


def _decisions(session: Session, participant_id: int) -> dict[ConsentKind, Decision]:
    query = select(
        ConsentRow.kind, ConsentRow.given, ConsentRow.decided_at, ConsentRow.version
    ).where(ConsentRow.participant_id == participant_id)
    return latest(Decision(*row) for row in session.execute(query))
