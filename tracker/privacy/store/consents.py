"""Consents decided one by one, and what goes when body data is no longer agreed to."""

import logging
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import held, hold
from tracker.compliance.rules.retention import RETENTIONS, Group
from tracker.database import db, writing
from tracker.database.ledger import note_withdrawn
from tracker.insights.rules.departed import Going
from tracker.insights.store import add_departing
from tracker.privacy.rules.consents import (
    Decision,
    NeededConsentError,
    NoConsentError,
    latest,
    moment_after,
)
from tracker.privacy.store.limiting import add_limit
from tracker.privacy.store.marking import add_marks_of_all_days
from tracker.showcases.models import SquadMemberRow
from tracker.weight.models import BodyRow
from tracker.weight.rules import Body, Goal, Reading
from tracker.weight.store import add_body, add_goal, add_reading

LOG = logging.getLogger(__name__)
NO_WORDS = ""
"""In place of the hash of words: a restored database was not there when they were shown."""
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
        new = Decision(kind, given, moment_after(before, now), version)
        if kind is ConsentKind.BODY_DATA and not given:
            add_body_forgotten(session, participant_id, today)
            _note_outside(participant_id, new.decided_at)
        _put_down(session, participant_id, new, text_hash)
    return before is None or before.given != given


def withdraw_noted(participant_id: int, today: date, decided_at: datetime) -> bool:
    """Take body data back as it was noted beside the backups; not if she has decided since."""
    if _given_before(db.session(), participant_id, decided_at) is None:
        return False
    with writing() as session:
        held(session, [participant_id])
        before = _given_before(session, participant_id, decided_at)
        if before is None:
            return False
        add_body_forgotten(session, participant_id, today)
        new = Decision(before.kind, given=False, decided_at=decided_at, version=before.version)
        _put_down(session, participant_id, new, NO_WORDS)
    return True


def _given_before(session: Session, participant_id: int, moment: datetime) -> Decision | None:
    """What counts of consent (2), if it is that she agreed before this moment."""
    found = _decisions(session, participant_id).get(ConsentKind.BODY_DATA)
    return found if found and found.given and found.decided_at < moment else None


def withdrawals() -> dict[int, datetime]:
    """Whoever took body data back after she had agreed, and when, as this database knows it."""
    query = (
        select(ConsentRow.participant_id, ConsentRow.decided_at, ConsentRow.given)
        .where(ConsentRow.kind == ConsentKind.BODY_DATA)
        .order_by(ConsentRow.decided_at)
    )
    agreed, found = set[int](), dict[int, datetime]()
    for participant_id, decided_at, given in db.session.execute(query):
        if given:
            agreed.add(participant_id)
        elif participant_id in agreed:
            found[participant_id] = decided_at
    return found


def _note_outside(participant_id: int, moment: datetime) -> None:
    """Beside the backups, so that none brings it back; where that fails the next one notes it.

    Unlike an erasure it is not refused for that: whoever takes something back need not wait.
    """
    try:
        note_withdrawn(participant_id, moment)
    except OSError as error:
        LOG.error("A withdrawal is not noted beside the backups. %s", error)  # noqa: TRY400 - says it all


def answer_notice(
    participant_id: int, text_hash: str, version: int, today: date, now: datetime, *, given: bool
) -> None:
    """Put down what she says to a changed notice: a refusal limits what is done with her data.

    Agreeing after a refusal lifts that again.
    """
    with writing() as session:
        hold(session, participant_id, limited_too=True)
        before = _decisions(session, participant_id).get(ConsentKind.TERMS)
        if before is not None and (before.given, before.version) == (given, version):
            return
        new = Decision(ConsentKind.TERMS, given, moment_after(before, now), version)
        _put_down(session, participant_id, new, text_hash)
        if not given:
            add_limit(session, participant_id, today, now)
        elif before is not None and not before.given:
            add_limit(session, participant_id, today, None)


def agreed_version(participant_id: int) -> int:
    """The version of the notice she agreed to last; 0 for words that were not published."""
    query = (
        select(ConsentRow.version)
        .where(
            ConsentRow.participant_id == participant_id,
            ConsentRow.kind == ConsentKind.TERMS,
            ConsentRow.given,
        )
        .order_by(ConsentRow.decided_at.desc())
        .limit(1)
    )
    return db.session.scalar(query) or 0


def _put_down(session: Session, participant_id: int, new: Decision, text_hash: str) -> None:
    session.add(
        ConsentRow(
            participant_id=participant_id,
            kind=new.kind,
            decided_at=new.decided_at,
            given=new.given,
            version=new.version,
            text_hash=text_hash,
        )
    )


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
    add_departing(session, [participant_id], today, Going.WITHDREW)
    add_marks_of_all_days(session, [participant_id], today)
    for table in ON_BODY_DATA:
        hers = db.metadata.tables[table]
        session.execute(delete(hers).where(hers.c.participant_id == participant_id))
    squads: Any = update(SquadMemberRow).where(SquadMemberRow.participant_id == participant_id)
    session.execute(squads.values(height_cm=None))


def _decisions(session: Session, participant_id: int) -> dict[ConsentKind, Decision]:
    query = select(
        ConsentRow.kind, ConsentRow.given, ConsentRow.decided_at, ConsentRow.version
    ).where(ConsentRow.participant_id == participant_id)
    return latest(Decision(*row) for row in session.execute(query))
