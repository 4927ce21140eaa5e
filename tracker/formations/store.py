"""Formations written and read back: each save is a version, and two people at once lose nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from tracker.campaign.store import held
from tracker.database import db, writing
from tracker.formations.models import FormationPlace, FormationRow, FormationStandIn
from tracker.formations.rules import (
    ContradictionError,
    Formation,
    Merged,
    NobodyYetError,
    Place,
    Plan,
    Saved,
    cells,
    fitted,
    merge,
    spots,
)
from tracker.showcases.rules import Member, Squad
from tracker.showcases.store import members, members_of, squads
from tracker.showcases.store.nominating import held_squad

KEPT_VERSIONS = 40
"""How many saves back a page may have been opened whose changes are still put together."""
Change = Callable[[Plan], Formation]
Stored = tuple[int, datetime, Formation]


def plan(squad: Squad) -> Plan:
    """A squad's formation as it is now, of whoever is in the squad now."""
    people = tuple(members(squad.id))
    stored = _read(FormationRow.squad_id == squad.id, FormationRow.revision == _latest_version())
    return _plan(squad.id, squad.size, people, stored.get(squad.id))


def plans(showcase_id: int) -> dict[int, Plan]:
    """The formations of all squads of an event, by squad."""
    people: dict[int, list[Member]] = {}
    for each in members_of(showcase_id):
        people.setdefault(each.squad_id, []).append(each)
    found = squads(showcase_id)
    stored = _read(
        FormationRow.squad_id.in_([each.id for each in found]),
        FormationRow.revision == _latest_version(),
    )
    return {
        each.id: _plan(each.id, each.size, tuple(people.get(each.id, ())), stored.get(each.id))
        for each in found
    }


def version_of(now: Plan, version: int) -> Plan | None:
    """An earlier version of a plan, fitted to the people of today; None if it is not kept."""
    size = len(now.formation.places)
    if version == 0:
        return Plan.suggested(now.squad_id, size, now.members)
    stored = _read(FormationRow.squad_id == now.squad_id, FormationRow.revision == version)
    found = stored.get(now.squad_id)
    return _plan(now.squad_id, size, now.members, found) if found else None


def save(squad_id: int, version: int, change: Change, now: datetime) -> Saved:
    """Change the version that a page was opened with, and put it together with later ones.

    Raises ContradictionError where somebody else changed the same, NobodyYetError for a squad of
    nobody, UnknownSquadError, and whatever the change raises; then nothing is stored.
    """
    with writing() as session:
        current = _held_plan(session, squad_id)
        base = version_of(current, version)
        mine = _mine(base or current, change)
        merged = _merged(base, mine, current)
        if not merged.is_clear:
            raise ContradictionError(current, mine, merged)
        if merged.mine == current.formation and current.version:
            return Saved(current.version, is_new=False)
        number = _add_version(session, current, merged.mine, now)
    return Saved(number, with_others=current.version != version)


def undo(squad_id: int, version: int, now: datetime) -> Saved:
    """Take back what one version changed, and leave what was changed since; raises as `save`."""

    def before(changed: Plan) -> Formation:
        found = version_of(changed, version - 1)
        return found.formation if found and changed.version == version else changed.formation

    return save(squad_id, version, before, now)


def _mine(base: Plan, change: Change) -> Formation:
    """What was wished for, among those who are still in the squad."""
    return fitted(change(base), base.by_person, len(base.formation.places))


def _merged(base: Plan | None, mine: Formation, current: Plan) -> Merged:
    """Without the version she began from, whatever differs is a question."""
    if base is None:
        return Merged(mine, current.formation)
    return merge(base.formation, mine, current.formation)


def _held_plan(session: Session, squad_id: int) -> Plan:
    """The plan as it is now; until we are done nobody else saves it and nobody in it is erased.

    People are held before their squad, as everywhere, so that no two can wait for each other.
    """
    found = members(squad_id)
    there = held(session, [each.participant_id for each in found])
    size = held_squad(session, squad_id).size
    people = tuple(each for each in found if each.participant_id in there)
    if not people:
        raise NobodyYetError(squad_id)
    stored = _read(FormationRow.squad_id == squad_id, FormationRow.revision == _latest_version())
    return _plan(squad_id, size, people, stored.get(squad_id))


def _plan(squad_id: int, size: int, people: tuple[Member, ...], stored: Stored | None) -> Plan:
    if stored is None:
        return Plan.suggested(squad_id, size, people)
    version, saved_at, formation = stored
    there = {each.participant_id for each in people}
    return Plan(squad_id, version, fitted(formation, there, size), people, saved_at)


def _latest_version() -> ColumnElement[int]:
    """SQL for the newest version of a row's squad."""
    newest = FormationRow.__table__.alias("newest")
    return (
        select(func.max(newest.c.revision))
        .where(newest.c.squad_id == FormationRow.squad_id)
        .correlate(FormationRow)
        .scalar_subquery()
    )


def _read(*which: ColumnElement[bool]) -> dict[int, Stored]:
    """Versions as they were stored, one a squad, by squad."""
    same = (FormationPlace.squad_id == FormationRow.squad_id) & (
        FormationPlace.revision == FormationRow.revision
    )
    query = select(FormationRow, FormationPlace).join(FormationPlace, same, isouter=True)
    found: dict[int, Stored] = {}
    for row, place in db.session.execute(query.where(*which)):
        before = found.get(row.squad_id)
        formation = before[2] if before else _bare(row)
        found[row.squad_id] = (row.revision, row.saved_at, _placed(formation, place))
    return _with_stand_ins(found, *which) if found else found


def _bare(row: FormationRow) -> Formation:
    """A version's places before anybody is in them."""
    return Formation(row.shape, tuple(Place(slot) for slot in spots(row.cells)), row.remarks)


def _placed(formation: Formation, row: FormationPlace | None) -> Formation:
    if row is None:
        return formation
    place = replace(
        formation.place(row.number),
        person=row.participant_id,
        remark=row.remark,
        absent=row.absent,
    )
    return _with(formation, row.number, place)


def _with(formation: Formation, number: int, place: Place) -> Formation:
    places = (*formation.places[: number - 1], place, *formation.places[number:])
    return replace(formation, places=places)


def _with_stand_ins(found: dict[int, Stored], *which: ColumnElement[bool]) -> dict[int, Stored]:
    same = (FormationStandIn.squad_id == FormationRow.squad_id) & (
        FormationStandIn.revision == FormationRow.revision
    )
    rows = db.session.scalars(select(FormationStandIn).join(FormationRow, same).where(*which))
    for row in rows:
        version, saved_at, formation = found[row.squad_id]
        place = replace(formation.place(row.number), stand_in=row.participant_id)
        found[row.squad_id] = (version, saved_at, _with(formation, row.number, place))
    return found


def _add_version(session: Session, current: Plan, formation: Formation, now: datetime) -> int:
    squad_id, version = current.squad_id, current.version + 1
    session.add(
        FormationRow(
            squad_id=squad_id,
            revision=version,
            shape=formation.shape,
            cells=cells(place.slot for place in formation.places),
            remarks=formation.remarks,
            saved_at=now,
        )
    )
    session.flush()
    for number, place in enumerate(formation.places, 1):
        at = {"squad_id": squad_id, "revision": version, "number": number}
        if place.person or place.remark:
            session.add(
                FormationPlace(
                    **at, participant_id=place.person, remark=place.remark, absent=place.absent
                )
            )
        if place.stand_in:
            session.add(FormationStandIn(**at, participant_id=place.stand_in))
    _forget_old(session, squad_id, version - KEPT_VERSIONS)
    return version


def _forget_old(session: Session, squad_id: int, last: int) -> None:
    """With a version go its places."""
    session.execute(
        delete(FormationRow).where(FormationRow.squad_id == squad_id, FormationRow.revision <= last)
    )
