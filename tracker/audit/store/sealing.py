"""Adding to the chain, by the clock and not by whoever writes: nobody waits for anybody."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from tracker.audit.models import AuditGone, AuditLink, AuditState
from tracker.audit.rules import START, Head, Record, commitment, gone_proof, head_proof, link
from tracker.audit.store.sources import pending, places
from tracker.database import by_turns, db, insert, writing

SECRET_BYTES = 32
AT_ONCE = 5_000
"""Records looked for at once; on an ordinary minute there are a handful."""


class BrokenTrailError(Exception):
    """There are links without the state they belong to: nothing can be added to them."""


def seal(now: datetime) -> Head | None:
    """Bind every record that is not bound yet to the chain; its new end, if there is one.

    What to seal is read before anybody could be kept waiting. Two at once seal a record once: the
    row with the chain's end is held, and what has a link by then is passed over.
    """
    head = None
    while found := pending(db.session(), now, AT_ONCE):
        for turn in by_turns(found):
            with writing() as session:
                head = _add_links(session, turn, now)
        if len(found) < AT_ONCE:
            break
    return head


def add_gone(session: Session, table: Table, which: ColumnElement[bool]) -> None:
    """Inside a caller's transaction, before she erases: note that these rows' content goes.

    Without it the check would call them missing. Nothing is noted of tables that are not sealed.
    """
    going = places(session, table, which)
    if not going:
        return
    secret = _state(session).secret
    rows = [
        {"kind": each.kind, "record": each.record, "part": each.part}
        | {"proof": gone_proof(secret, each)}
        for each in going
    ]
    session.execute(insert(AuditGone).on_conflict_do_nothing(), rows)


def _add_links(session: Session, records: Sequence[Record], now: datetime) -> Head:
    state = _state(session, hold=True)
    head, rows = Head(state.links, state.bound), []
    sealed = _sealed(session, records)
    for record in records:
        place = record.place
        if (place.kind, place.record, place.part) in sealed:
            continue
        committed = commitment(state.secret, record)
        head = Head(head.number + 1, link(state.secret, head, place, committed, now))
        rows.append(
            {
                "number": head.number,
                "kind": place.kind,
                "record": place.record,
                "part": place.part,
                "commitment": committed,
                "sealed_at": now,
                "bound": head.bound,
            }
        )
    if rows:
        session.execute(insert(AuditLink), rows)
        state.links, state.bound = head.number, head.bound
        state.proof = head_proof(state.secret, head)
    return head


def _sealed(session: Session, records: Sequence[Record]) -> set[Any]:
    these = AuditLink.record.in_({each.place.record for each in records})
    query = select(AuditLink.kind, AuditLink.record, AuditLink.part).where(these)
    return set(map(tuple, session.execute(query)))


def _state(session: Session, *, hold: bool = False) -> AuditState:
    """The chain's end and secret, made when it is first asked for."""
    query = select(AuditState).execution_options(populate_existing=True)
    if hold:
        query = query.with_for_update()
    found = session.scalar(query)
    if found is not None:
        return found
    if session.scalar(select(AuditLink.number).limit(1)) is not None:
        raise BrokenTrailError("The row of audit_state is gone: run check-audit.")
    secret = token_bytes(SECRET_BYTES)
    proof = head_proof(secret, Head(0, START))
    first = insert(AuditState).values(id=1, secret=secret, links=0, bound=START, proof=proof)
    session.execute(first.on_conflict_do_nothing())
    return session.scalars(query).one()
