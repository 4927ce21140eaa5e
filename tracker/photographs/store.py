"""Photographs written and read back; whether others may see one is asked anew each time."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, delete, func, select, true, update
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import latest_consent
from tracker.database import db, insert, random_key, writing
from tracker.photographs.models import PersonInPhotograph, PhotographFile, PhotographRow
from tracker.photographs.rules import (
    KEPT_UNSHOWN,
    SQUAD_MAX,
    NewPhotograph,
    NotInTheSquadError,
    Photograph,
    Size,
    State,
    TooManyPhotographsError,
    UnknownPhotographError,
)
from tracker.showcases.models import SquadRow
from tracker.showcases.store import members


def upload(squad_id: int, by: int, new: NewPhotograph, now: datetime) -> None:
    """Store a photograph, which nobody sees yet; the same file once more changes nothing.

    Raises NotInTheSquadError or TooManyPhotographsError.
    """
    held = select(SquadRow.id).where(SquadRow.id == squad_id).with_for_update(key_share=True)
    with writing() as session:
        session.execute(held)  # before its people are read: answers wait for it too
        if not new.people <= {each.participant_id for each in members(squad_id)}:
            raise NotInTheSquadError(squad_id)
        count = select(func.count()).where(PhotographRow.squad_id == squad_id)
        if (session.scalar(count) or 0) >= SQUAD_MAX:
            raise TooManyPhotographsError(squad_id)
        photograph_id = _add(session, squad_id, by, new, now)
        if photograph_id is not None:
            _add_parts(session, photograph_id, new)


def of_squad(squad_id: int) -> list[Photograph]:
    """A squad's photographs, the latest first."""
    return _listed(PhotographRow.squad_id == squad_id)


def of_district(showcase_id: int, district_code: str) -> list[Photograph]:
    """A district's photographs of an event, the latest first."""
    return _listed(SquadRow.showcase_id == showcase_id, SquadRow.district_code == district_code)


def showing(participant_id: int) -> list[Photograph]:
    """The photographs that somebody was named in, for herself."""
    return _listed(PhotographRow.id.in_(_naming(participant_id)))


def photograph(photograph_id: int) -> Photograph:
    """One photograph; raises UnknownPhotographError."""
    found = _listed(PhotographRow.id == photograph_id)
    if not found:
        raise UnknownPhotographError(photograph_id)
    return found[0]


def is_in(photograph_id: int, participant_id: int) -> bool:
    """Whether somebody was named in a photograph."""
    key = {"photograph_id": photograph_id, "participant_id": participant_id}
    return db.session.get(PersonInPhotograph, key) is not None


def picture(photograph_id: int, size: Size) -> bytes:
    """The bytes in one size; raises UnknownPhotographError."""
    key = {"photograph_id": photograph_id, "size": size}
    found = db.session.get(PhotographFile, key)
    if found is None:
        raise UnknownPhotographError(photograph_id)
    return found.content


def decide(showcase_id: int, district_code: str, photograph_id: int, state: State) -> None:
    """An organizer's word on a photograph of her district; raises UnknownPhotographError.

    What nobody asks her about she cannot show: one that was refused or taken out, also just now,
    or with somebody in it who does not agree.
    """
    squads = select(SquadRow.id).where(
        SquadRow.showcase_id == showcase_id, SquadRow.district_code == district_code
    )
    theirs = (PhotographRow.id == photograph_id) & PhotographRow.squad_id.in_(squads)
    if state is State.APPROVED:
        theirs &= (PhotographRow.state != State.REFUSED) & (_agreeing() == PhotographRow.people)
    with writing() as session:
        _change(session, theirs, photograph_id, {"state": state, "questioned": False})


def take_out(participant_id: int, photograph_id: int) -> None:
    """Somebody named in a photograph does not want to be shown: nobody sees it from now on.

    Raises UnknownPhotographError.
    """
    hers = PhotographRow.id.in_(_naming(participant_id))
    with writing() as session:
        theirs = hers & (PhotographRow.id == photograph_id)
        _change(session, theirs, photograph_id, {"state": State.REFUSED})


def question(photograph_id: int) -> None:
    """Somebody who was not named says she is in it: it waits until an organizer has looked again.

    Raises UnknownPhotographError.
    """
    approved = (PhotographRow.id == photograph_id) & (PhotographRow.state == State.APPROVED)
    with writing() as session:
        values = {"state": State.WAITING, "questioned": True}
        _change(session, approved, photograph_id, values)


def remove(squad_id: int, photograph_id: int) -> None:
    """Delete a squad's photograph for good; raises UnknownPhotographError."""
    with writing() as session:
        theirs = (PhotographRow.id == photograph_id) & (PhotographRow.squad_id == squad_id)
        if session.scalar(select(PhotographRow.id).where(theirs)) is None:
            raise UnknownPhotographError(photograph_id)
        add_removed(session, [photograph_id])


def forget(now: datetime) -> int:
    """Delete what nobody may see and has waited long enough; how many those were."""
    with writing() as session:
        old = _listed(PhotographRow.uploaded_at <= now - KEPT_UNSHOWN)
        gone = [each.id for each in old if not each.is_shown]
        add_removed(session, gone)
    return len(gone)


def naming(session: Session, participant_ids: Sequence[int]) -> list[int]:
    """Inside a caller's transaction: the keys of photographs with any of these in them."""
    named = select(PersonInPhotograph.photograph_id).where(
        PersonInPhotograph.participant_id.in_(participant_ids)
    )
    return sorted(set(session.scalars(named)))


def add_removed(session: Session, photograph_ids: list[int]) -> None:
    """Inside a caller's transaction: nothing of these photographs is left."""
    for table in (PersonInPhotograph, PhotographFile):
        session.execute(delete(table).where(table.photograph_id.in_(photograph_ids)))
    session.execute(delete(PhotographRow).where(PhotographRow.id.in_(photograph_ids)))


def _add(session: Session, squad_id: int, by: int, new: NewPhotograph, now: datetime) -> int | None:
    statement = (
        insert(PhotographRow)
        .values(
            id=random_key(),
            squad_id=squad_id,
            uploaded_by=by,
            uploaded_at=now,
            caption=new.caption,
            people=len(new.people),
            width=new.picture.width,
            height=new.picture.height,
            sha256=hashlib.sha256(new.picture.large).hexdigest(),
            state=State.WAITING,
            questioned=False,
        )
        .on_conflict_do_nothing(index_elements=["squad_id", "sha256"])
        .returning(PhotographRow.id)
    )
    photograph_id: int | None = session.scalar(statement)
    return photograph_id


def _add_parts(session: Session, photograph_id: int, new: NewPhotograph) -> None:
    sizes = {Size.LARGE: new.picture.large, Size.SMALL: new.picture.small}
    session.add_all(
        PhotographFile(photograph_id=photograph_id, size=size, content=content)
        for size, content in sizes.items()
    )
    session.add_all(
        PersonInPhotograph(photograph_id=photograph_id, participant_id=each)
        for each in sorted(new.people)
    )


def _change(
    session: Session,
    which: ColumnElement[bool],
    photograph_id: int,
    values: Mapping[str, Any],
) -> None:
    changed = update(PhotographRow).where(which).values(**values).returning(PhotographRow.id)
    if session.scalar(changed) is None:
        raise UnknownPhotographError(photograph_id)


def _naming(participant_id: int) -> Any:
    return select(PersonInPhotograph.photograph_id).where(
        PersonInPhotograph.participant_id == participant_id
    )


def _agreeing() -> ScalarSelect[int]:
    """SQL for how many of the people named in a photograph take part and agree to it now."""
    return (
        select(func.count())
        .select_from(PersonInPhotograph)
        .join(ParticipantRow, ParticipantRow.id == PersonInPhotograph.participant_id)
        .where(
            PersonInPhotograph.photograph_id == PhotographRow.id,
            ParticipantRow.left_on.is_(None),
            latest_consent(ConsentKind.PHOTOGRAPHS) == true(),
        )
        .correlate(PhotographRow)
        .scalar_subquery()
    )


def _listed(*where: ColumnElement[bool]) -> list[Photograph]:
    query = (
        select(
            PhotographRow.id,
            SquadRow.showcase_id,
            PhotographRow.squad_id,
            SquadRow.name,
            SquadRow.district_code,
            PhotographRow.caption,
            PhotographRow.people,
            PhotographRow.width,
            PhotographRow.height,
            PhotographRow.uploaded_at,
            PhotographRow.state,
            PhotographRow.questioned,
            _agreeing() == PhotographRow.people,
        )
        .join(SquadRow, SquadRow.id == PhotographRow.squad_id)
        .where(*where)
        .order_by(PhotographRow.uploaded_at.desc(), PhotographRow.id)
    )
    return [Photograph(*tuple(row)) for row in db.session.execute(query)]
