"""Following the chain from its first link, with every record it holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from tracker.audit.models import AuditGone, AuditLink, AuditState
from tracker.audit.rules import (
    START,
    Broken,
    Fault,
    Head,
    Place,
    Record,
    Verdict,
    commitment,
    gone_proof,
    head_proof,
    is_late,
    link,
)
from tracker.audit.store.sealing import AT_ONCE
from tracker.audit.store.sources import SOURCE_OF, contents, pending
from tracker.database import db


@dataclass
class _Walk:
    """How far one check has come."""

    secret: bytes
    dated: bool
    head: Head = field(default=Head(0, START))
    erased: int = 0
    sealed_at: datetime | None = None
    """By the sealing whose links are being followed."""
    former_sealed: datetime | None = None
    """By the one before it."""


def check(now: datetime, kept: Head | None = None, *, dated: bool = True) -> Verdict:
    """Follow the chain to its end, or to the first thing that is wrong.

    `kept` is a head from elsewhere, which the chain must contain. Not `dated` for a site whose
    clock shows one day again and again: there a record's moment proves nothing.
    """
    db.session.commit()
    state = _state()
    if state is None:
        stray = db.session.scalar(select(func.min(AuditLink.number)))
        broken = Broken(Fault.NO_STATE, stray) if stray is not None else _cut_off(kept)
        return Verdict(Head(0, START), 0, len(pending(db.session(), now, AT_ONCE)), broken)
    walk = _Walk(state.secret, dated)
    broken = _follow(walk) or _end(walk) or _cut_off(kept) or None
    waiting = pending(db.session(), now, AT_ONCE)
    if broken is None and dated:
        broken = _too_old(walk, waiting)
    return Verdict(walk.head, walk.erased, len(waiting), broken)


def _state() -> AuditState | None:
    return db.session.scalar(select(AuditState).execution_options(populate_existing=True))


def _follow(walk: _Walk) -> Broken | None:
    """Link by link; what is sealed meanwhile is followed as well."""
    for links in _chunks():
        # Links, then records, then erasures: whatever is erased meanwhile is found erased.
        there = [Place(each.kind, each.record, each.part) for each in links]
        records = contents(db.session(), there)
        gone = _gone(there)
        for each, place in zip(links, there, strict=True):
            fault = _of_link(walk, each, place) or _of_record(walk, each, records, gone, place)
            if fault is Fault.NO_LINK:
                return Broken(fault, walk.head.number + 1)
            if fault:
                return Broken(fault, each.number, place)
            walk.head = Head(each.number, each.bound)
    return None


def _chunks() -> Iterator[Sequence[AuditLink]]:
    last = None
    while True:
        query = select(AuditLink).order_by(AuditLink.number).limit(AT_ONCE)
        if last is not None:
            query = query.where(AuditLink.number > last)
        links = db.session.scalars(query.execution_options(populate_existing=True)).all()
        if not links:
            return
        yield links
        last = links[-1].number
        db.session.expunge_all()


def _of_link(walk: _Walk, each: AuditLink, place: Place) -> Fault | None:
    if each.number > walk.head.number + 1:
        return Fault.NO_LINK
    if each.bound != link(walk.secret, walk.head, place, each.commitment, each.sealed_at):
        return Fault.BROKEN
    if each.sealed_at != walk.sealed_at:
        walk.former_sealed, walk.sealed_at = walk.sealed_at, each.sealed_at
    return None


def _of_record(
    walk: _Walk,
    each: AuditLink,
    records: Mapping[Place, Record],
    gone: Mapping[Place, str],
    place: Place,
) -> Fault | None:
    record = records.get(place)
    if record is not None and each.commitment == commitment(walk.secret, record):
        is_dated = walk.dated and SOURCE_OF[place.kind].is_dated
        return Fault.LATE if is_dated and is_late(record.at, walk.former_sealed) else None
    if place in gone:
        walk.erased += 1
        return None if gone[place] == gone_proof(walk.secret, place) else Fault.FORGED
    return Fault.LOST if record is None else Fault.CHANGED


def _gone(there: Sequence[Place]) -> dict[Place, str]:
    query = select(AuditGone).where(AuditGone.record.in_({each.record for each in there}))
    found = db.session.scalars(query.execution_options(populate_existing=True))
    return {Place(each.kind, each.record, each.part): each.proof for each in found}


def _end(walk: _Walk) -> Broken | None:
    """Whether the chain ends where it is on record that it does.

    One statement sees both, so that a sealing at this moment is seen whole or not at all.
    """
    at_head = select(AuditLink.bound).where(AuditLink.number == AuditState.links)
    last = select(func.max(AuditLink.number))
    query = select(
        AuditState.links,
        AuditState.bound,
        AuditState.proof,
        func.coalesce(at_head.correlate(AuditState).scalar_subquery(), START).label("there"),
        func.coalesce(last.scalar_subquery(), 0).label("last"),
    )
    end = db.session.execute(query).one()
    if end.last < end.links:
        return Broken(Fault.NO_LINK, end.last + 1)
    if end.last > end.links:
        return Broken(Fault.SURPLUS, end.links + 1)
    proof = head_proof(walk.secret, Head(end.links, end.bound))
    return None if (end.there, end.proof) == (end.bound, proof) else Broken(Fault.HEAD, end.links)


def _cut_off(kept: Head | None) -> Broken | None:
    if kept is None or kept == Head(0, START):
        return None
    bound = db.session.scalar(select(AuditLink.bound).where(AuditLink.number == kept.number))
    return None if bound == kept.bound else Broken(Fault.CUT_OFF, kept.number)


def _too_old(walk: _Walk, waiting: Sequence[Record]) -> Broken | None:
    for record in waiting:
        if SOURCE_OF[record.place.kind].is_dated and is_late(record.at, walk.sealed_at):
            return Broken(Fault.LATE, walk.head.number + 1, record.place)
    return None
