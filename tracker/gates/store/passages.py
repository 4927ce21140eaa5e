"""Notes of who came in: kept once however often they are sent, and read back in any order."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, or_, select, update

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Deed
from tracker.campaign.store import add_deed
from tracker.database import db, insert, writing
from tracker.gates.models import GateDoor, PassageRow, TicketRow
from tracker.gates.rules import (
    Entry,
    ForgedError,
    How,
    Listed,
    Noted,
    NotInsideError,
    Overview,
    Passage,
    Present,
    Twice,
    UnknownTicketError,
    firsts,
    hours,
    number_in,
    twice,
)
from tracker.gates.rules import present as counted
from tracker.gates.store.tickets import confirmed, holders, tickets
from tracker.showcases.models import ShowcaseRow
from tracker.showcases.rules import Member, Showcase, Squad

OVERLAP = timedelta(seconds=30)
"""Asked for again beyond what a phone has seen: a batch may be committed after it was received."""


def take(
    showcase: Showcase, door_id: int | None, entries: Iterable[Entry], public: str, now: datetime
) -> set[str]:
    """Keep what a phone noted; the keys of those that are nobody's ticket.

    Each note is kept once, whatever is sent again and in whatever order phones find a network.
    """
    when, refused = hours(showcase), set()
    with writing() as session:
        whose = holders(session, showcase.id)
        rows = []
        for entry in entries:
            participant_id = whose.get(_number(entry, public, showcase.id))
            if participant_id is None:
                refused.add(entry.key)
                continue
            how = How.SCAN if entry.token else How.NUMBER
            at = when.believed(entry.at, now)
            rows.append(
                _values(showcase.id, door_id, Noted(participant_id, entry.key, at, how), now)
            )
        if rows:
            # In one order for everybody, so that the same batch sent twice at once waits its turn.
            rows.sort(key=lambda row: (row["participant_id"], row["key"]))
            session.execute(insert(PassageRow).values(rows).on_conflict_do_nothing())
    return refused


def check_in(
    showcase: Showcase, door_id: int | None, text: str, public: str, now: datetime
) -> Passage:
    """Check in whoever has this number or token, now; raises UnknownTicketError."""
    token, number = (text, "") if len(text) > len("000000") else ("", text)
    entry = Entry(str(uuid4()), now, token, number)
    if take(showcase, door_id, [entry], public, now):
        raise UnknownTicketError(text)
    whose = holders(db.session(), showcase.id)[_number(entry, public, showcase.id)]
    return inside(showcase.id)[whose]


def check_in_by_hand(showcase: Showcase, participant_id: int, actor_id: int, now: datetime) -> None:
    """An organizer ticks a name; nothing where she is in. Raises UnknownTicketError."""
    with writing() as session:
        hers = (TicketRow.participant_id == participant_id, TicketRow.showcase_id == showcase.id)
        if session.scalar(select(TicketRow.number).where(*hers).with_for_update()) is None:
            raise UnknownTicketError(participant_id)
        if participant_id in firsts(_passages(PassageRow.showcase_id == showcase.id)):
            return
        noted = Noted(participant_id, str(uuid4()), hours(showcase).believed(now, now), How.HAND)
        session.execute(insert(PassageRow).values(_values(showcase.id, None, noted, now)))
        add_deed(session, actor_id, participant_id, Deed.CHECKED_IN, showcase.name, now)


def undo(showcase: Showcase, participant_id: int, actor_id: int, why: str, now: datetime) -> None:
    """Take back every note of somebody so far, with the reason; raises NotInsideError."""
    with writing() as session:
        hers = (
            (PassageRow.showcase_id == showcase.id)
            & (PassageRow.participant_id == participant_id)
            & PassageRow.undone_at.is_(None)
        )
        taken = update(PassageRow).where(hers).values(undone_at=now, why=why)
        if not session.execute(taken.returning(PassageRow.key)).all():
            raise NotInsideError(participant_id)
        add_deed(session, actor_id, participant_id, Deed.CHECK_IN_UNDONE, why, now)


def inside(showcase_id: int) -> dict[int, Passage]:
    """Who is in, each with the first note of her that stands."""
    return firsts(_passages(PassageRow.showcase_id == showcase_id))


def passage_of(participant_id: int, showcase_id: int) -> Passage | None:
    """The first note of one person that stands."""
    hers = PassageRow.participant_id == participant_id
    return firsts(_passages(PassageRow.showcase_id == showcase_id, hers)).get(participant_id)


def changed_since(showcase_id: int, since: datetime | None) -> list[tuple[str, Passage | None]]:
    """Numbers about which something was noted or undone since, each with what stands now."""
    whose = {each: number for number, each in holders(db.session(), showcase_id).items()}
    found = _passages(PassageRow.showcase_id == showcase_id)
    recent = found
    if since is not None:
        after = since - OVERLAP
        late = or_(PassageRow.received_at > after, PassageRow.undone_at > after)
        recent = _passages(PassageRow.showcase_id == showcase_id, late)
    stands = firsts(found)
    touched = {each.participant_id for each in recent} & whose.keys()
    return [(whose[each], stands.get(each)) for each in sorted(touched)]


def present(showcase_id: int) -> list[Present]:
    """Each confirmed squad with how many of its people are in."""
    squads, members = confirmed(showcase_id)
    return counted(squads, members, set(inside(showcase_id)))


def overview(showcase_id: int) -> Overview:
    """Who is in, by squad, and everybody who was noted more than once: at which gates and when."""
    squads, members = confirmed(showcase_id)
    found = _passages(PassageRow.showcase_id == showcase_id)
    here = set(firsts(found))
    names = {each.participant_id: each.name for each in members}
    numbers = {each: number for number, each in holders(db.session(), showcase_id).items()}
    doubles = [
        Twice(names.get(first.participant_id, ""), numbers[first.participant_id], first, later)
        for first, *later in twice(found)
        if first.participant_id in numbers
    ]
    return Overview(counted(squads, members, here), len(here), doubles)


def listed_by_squad(showcase_id: int) -> list[tuple[Squad, list[Listed]]]:
    """The whole list at the gate, squad by squad."""
    squads, members = confirmed(showcase_id)
    lines = _listed(showcase_id, members)
    return [
        (squad, [each for each in lines if each.member.squad_id == squad.id]) for squad in squads
    ]


def listed(showcase_id: int, squad_id: int) -> list[Listed]:
    """A squad's part of the list."""
    _, members = confirmed(showcase_id)
    return _listed(showcase_id, [each for each in members if each.squad_id == squad_id])


def done_days(participant_id: int, first: date, last: date) -> list[date]:
    """The days on which somebody came to a showcase."""
    hers = PassageRow.participant_id == participant_id
    query = _attended(ShowcaseRow.day, first, last).where(hers).distinct()
    return list(db.session.scalars(query.order_by(ShowcaseRow.day)))


def done_between(season_id: int, first: date, last: date) -> list[tuple[int, date]]:
    """Everybody of a season who came to a showcase, with the days."""
    query = (
        _attended(PassageRow.participant_id, first, last)
        .add_columns(ShowcaseRow.day)
        .join(ParticipantRow, ParticipantRow.id == PassageRow.participant_id)
        .where(ParticipantRow.season_id == season_id)
        .distinct()
        .order_by(PassageRow.participant_id, ShowcaseRow.day)
    )
    return [(row.participant_id, row.day) for row in db.session.execute(query)]


def _listed(showcase_id: int, members: list[Member]) -> list[Listed]:
    numbers = tickets(showcase_id, {each.participant_id for each in members})
    here = inside(showcase_id)
    return [
        Listed(each, numbers[each.participant_id], here.get(each.participant_id))
        for each in members
    ]


def _attended(column: Any, first: date, last: date) -> Any:
    return (
        select(column)
        .select_from(PassageRow)
        .join(ShowcaseRow, ShowcaseRow.id == PassageRow.showcase_id)
        .where(PassageRow.undone_at.is_(None), ShowcaseRow.day.between(first, last))
    )


def _number(entry: Entry, public: str, showcase_id: int) -> str:
    """The number an entry is about; nobody's where a token was not signed for this showcase."""
    if not entry.token:
        return entry.number
    try:
        return number_in(entry.token, public, showcase_id)
    except ForgedError:
        return ""


def _values(
    showcase_id: int, door_id: int | None, noted: Noted, now: datetime
) -> dict[str, object]:
    return {
        "participant_id": noted.participant_id,
        "key": noted.key,
        "showcase_id": showcase_id,
        "door_id": door_id,
        "how": noted.how,
        "at": noted.at,
        "received_at": now,
        "why": "",
    }


def _passages(*where: ColumnElement[bool]) -> list[Passage]:
    query = (
        select(
            PassageRow.participant_id,
            PassageRow.key,
            PassageRow.at,
            PassageRow.how,
            PassageRow.door_id,
            GateDoor.name,
            PassageRow.undone_at,
            PassageRow.why,
        )
        .outerjoin(GateDoor, GateDoor.id == PassageRow.door_id)
        .where(*where)
    )
    return [
        Passage(person, key, at, how, door_id, gate or "", undone_at, why)
        for person, key, at, how, door_id, gate, undone_at, why in db.session.execute(query)
    ]
