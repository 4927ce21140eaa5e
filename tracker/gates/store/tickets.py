"""Tickets: one for each confirmed person of a showcase, made when somebody first needs them."""

import secrets
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.database import db, insert, writing
from tracker.gates.models import GateKey, TicketRow
from tracker.gates.rules import NUMBERS, Ticket, UnknownTicketError, number_of
from tracker.showcases.rules import Member, Squad
from tracker.showcases.store import members_of, squads, squads_of

TRIES = 20


def keys(showcase_id: int) -> tuple[str, str] | None:
    """What a showcase's tickets are checked by and signed with, the latter sealed."""
    query = select(GateKey.public, GateKey.sealed).where(GateKey.showcase_id == showcase_id)
    found = db.session.execute(query).one_or_none()
    return (found.public, found.sealed) if found else None


def keep_keys(showcase_id: int, public: str, sealed: str) -> tuple[str, str]:
    """Keep a pair unless there is one; of two that are made at once, the one that stays."""
    values = {"showcase_id": showcase_id, "public": public, "sealed": sealed}
    with writing() as session:
        session.execute(insert(GateKey).values(**values).on_conflict_do_nothing())
    return keys(showcase_id) or (public, sealed)


def confirmed(showcase_id: int) -> tuple[list[Squad], list[Member]]:
    """A showcase's confirmed squads and who is in them."""
    found = [squad for squad in squads(showcase_id) if squad.is_confirmed]
    theirs = {squad.id for squad in found}
    return found, [each for each in members_of(showcase_id) if each.squad_id in theirs]


def confirmed_squads_of(participant_id: int, showcase_id: int) -> list[Squad]:
    """The squads of one showcase in which somebody has her place."""
    return [
        squad
        for squad in squads_of(participant_id)
        if squad.showcase_id == showcase_id and squad.is_confirmed
    ]


def ticket(participant_id: int, showcase_id: int) -> Ticket:
    """Her ticket, made now if she is confirmed; raises UnknownTicketError if she is not."""
    if not confirmed_squads_of(participant_id, showcase_id):
        raise UnknownTicketError(participant_id)
    return Ticket(participant_id, tickets(showcase_id, [participant_id])[participant_id])


def tickets(showcase_id: int, participant_ids: Iterable[int]) -> dict[int, str]:
    """A number for each of these people; whoever has none gets one now."""
    wanted = set(participant_ids)
    found = _numbers(db.session(), showcase_id)
    missing = sorted(wanted - found.keys())
    if missing:
        with writing() as session:
            for participant_id in missing:
                _add_ticket(session, showcase_id, participant_id)
            found = _numbers(session, showcase_id)
    return {each: found[each] for each in wanted}


def holders(session: Session, showcase_id: int) -> dict[str, int]:
    """Whose each number of a showcase is."""
    return {number: each for each, number in _numbers(session, showcase_id).items()}


def _add_ticket(session: Session, showcase_id: int, participant_id: int) -> None:
    """Skipped where she has one by now; another number is drawn where it is taken."""
    for _ in range(TRIES):
        number = number_of(secrets.randbelow(NUMBERS))
        values = {"participant_id": participant_id, "showcase_id": showcase_id, "number": number}
        session.execute(insert(TicketRow).values(**values).on_conflict_do_nothing())
        if session.get(TicketRow, (participant_id, showcase_id)) is not None:
            return
    raise RuntimeError("no number is free")


def _numbers(session: Session, showcase_id: int) -> dict[int, str]:
    query = select(TicketRow.participant_id, TicketRow.number)
    rows = session.execute(query.where(TicketRow.showcase_id == showcase_id))
    return {row.participant_id: row.number for row in rows}
