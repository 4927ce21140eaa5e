"""Whose own values are not in the last frozen figures, and what stands in for them there."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.database import insert
from tracker.insights.models import OutsideRow
from tracker.insights.rules.departed import Going


@dataclass(frozen=True)
class Outside:
    """Somebody whose own values are not in the last frozen figures."""

    participant_id: int
    departed_id: int | None
    """What stands in for her, as long as her data says the same."""
    waits: bool
    """Whether something may stand in for her that nobody knows to be hers."""
    is_limited: bool


def outside_of(session: Session, participant_ids: Collection[int]) -> list[Outside]:
    """Those of these people."""
    return _read(session, OutsideRow.participant_id.in_(list(participant_ids)))


def outside_in(session: Session, season_id: int) -> list[Outside]:
    """All of a season."""
    return _read(session, ParticipantRow.season_id == season_id)


def add_outside(
    session: Session, participant_id: int, key: int | None, before: Outside | None, going: Going
) -> None:
    """Inside a caller's transaction: what she came to stays by this key, or did before.

    Once her data is gone nothing says any more what stands in for her.
    """
    if going is Going.ERASED or (going is Going.LIMITED and before):
        return
    values: dict[str, int | bool | None] = {"departed_id": key, "waits": False}
    if going is Going.WITHDREW:
        if key is None and (before is None or not (before.departed_id or before.waits)):
            return  # nothing stands in for her
        values = {"departed_id": None, "waits": True}
    new = insert(OutsideRow).values(participant_id=participant_id, **values)
    session.execute(new.on_conflict_do_update(index_elements=["participant_id"], set_=values))


def add_entered(session: Session, entering: Collection[Outside]) -> list[int]:
    """Inside the transaction that stores figures with these people: what stood in for them.

    Whoever took her data out of use at this moment stays outside, and something in for her.
    """
    ids = [each.participant_id for each in entering]
    theirs = select(ParticipantRow.id).where(ParticipantRow.id.in_(ids)).order_by(ParticipantRow.id)
    session.execute(theirs.with_for_update(key_share=True))
    same = set(outside_of(session, ids)) & set(entering)
    done = [each.participant_id for each in same]
    session.execute(delete(OutsideRow).where(OutsideRow.participant_id.in_(done)))
    return [each.departed_id for each in same if each.departed_id is not None]


def _read(session: Session, which: ColumnElement[bool]) -> list[Outside]:
    query = (
        select(
            OutsideRow.participant_id,
            OutsideRow.departed_id,
            OutsideRow.waits,
            ParticipantRow.limited_at.is_not(None),
        )
        .join(ParticipantRow, ParticipantRow.id == OutsideRow.participant_id)
        .where(which)
        .order_by(OutsideRow.participant_id)
    )
    return [Outside(*row) for row in session.execute(query)]
