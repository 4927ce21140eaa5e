"""An event made, changed and moved from state to state by whoever organizes it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.database import insert, random_key, writing
from tracker.showcases.models import InvitedDistrictRow, ItemRow, ShowcaseRow, SquadRow
from tracker.showcases.rules import (
    NEXT,
    DistrictInUseError,
    ItemInUseError,
    NewItem,
    NewShowcase,
    NotNowError,
    Programme,
    State,
    UnknownItemError,
    UnknownShowcaseError,
)


def create(
    season_id: int,
    district_code: str | None,
    wanted: NewShowcase,
    programme: Programme,
    invited: Mapping[str, int],
) -> int:
    """A new event as a draft, with its programme and the districts it will invite."""
    showcase_id = random_key()
    with writing() as session:
        session.add(
            ShowcaseRow(
                id=showcase_id,
                season_id=season_id,
                district_code=district_code,
                **vars(wanted),
                state=State.DRAFT,
            )
        )
        session.flush()
        for position, item in enumerate(programme):
            session.add(ItemRow(showcase_id=showcase_id, position=position, **vars(item)))
        _add_invited(session, showcase_id, invited)
    return showcase_id


def change(showcase_id: int, wanted: NewShowcase) -> None:
    """Another name, place or time; raises NotNowError once it is over or cancelled."""
    with writing() as session:
        row = _held(session, showcase_id)
        if row.state in {State.OVER, State.CANCELLED}:
            raise NotNowError(row.state)
        for name, value in vars(wanted).items():
            setattr(row, name, value)


def step(showcase_id: int, to: State, today: date) -> None:
    """Move an event to another state; raises NotNowError where that does not follow.

    It is over on its own day at the earliest.
    """
    with writing() as session:
        row = _held(session, showcase_id)
        if to not in NEXT[row.state] or (to is State.OVER and today < row.day):
            raise NotNowError(row.state, to)
        row.state = to


def add_item(showcase_id: int, wanted: NewItem) -> int:
    """One more item at the end of the programme."""
    item_id = random_key()
    with writing() as session:
        _held(session, showcase_id)
        last = select(func.max(ItemRow.position)).where(ItemRow.showcase_id == showcase_id)
        position = session.scalar(last)
        after = 0 if position is None else position + 1
        session.add(ItemRow(id=item_id, showcase_id=showcase_id, position=after, **vars(wanted)))
    return item_id


def change_item(showcase_id: int, item_id: int, wanted: NewItem) -> None:
    """Change an item; raises UnknownItemError, ItemInUseError when squads would lose it."""
    with writing() as session:
        _held(session, showcase_id)
        row = _item(session, showcase_id, item_id)
        if wanted.together and _in_use(session, item_id):
            raise ItemInUseError(item_id)
        for name, value in vars(wanted).items():
            setattr(row, name, value)


def remove_item(showcase_id: int, item_id: int) -> None:
    """Take an item out that no squad is nominated for; raises UnknownItemError, ItemInUseError."""
    with writing() as session:
        _held(session, showcase_id)
        row = _item(session, showcase_id, item_id)
        if _in_use(session, item_id):
            raise ItemInUseError(item_id)
        session.delete(row)


def move_item(showcase_id: int, item_id: int, by: int) -> None:
    """Put an item one place earlier (-1) or later (1); at the end of the list it stays."""
    with writing() as session:
        _held(session, showcase_id)
        listed = select(ItemRow).where(ItemRow.showcase_id == showcase_id)
        rows = list(session.scalars(listed.order_by(ItemRow.position, ItemRow.id)))
        places = {row.id: place for place, row in enumerate(rows)}
        if item_id not in places:
            raise UnknownItemError(item_id)
        here = places[item_id]
        there = min(max(here + by, 0), len(rows) - 1)
        rows.insert(there, rows.pop(here))
        for position, row in enumerate(rows):
            row.position = position


def invite(showcase_id: int, wanted: Mapping[str, int]) -> None:
    """Which districts may bring how many teams; one with none is not invited.

    Raises DistrictInUseError for one that has nominated more already.
    """
    with writing() as session:
        _held(session, showcase_id)
        for code, squads in _nominated(session, showcase_id).items():
            if wanted.get(code, 0) < squads:
                raise DistrictInUseError(code, squads)
        theirs = InvitedDistrictRow.showcase_id == showcase_id
        kept = [code for code, teams in wanted.items() if teams]
        session.execute(
            delete(InvitedDistrictRow).where(theirs, InvitedDistrictRow.district_code.not_in(kept))
        )
        _add_invited(session, showcase_id, wanted)


def _add_invited(session: Session, showcase_id: int, invited: Mapping[str, int]) -> None:
    for code, teams in invited.items():
        if not teams:
            continue
        statement = insert(InvitedDistrictRow).values(
            showcase_id=showcase_id, district_code=code, teams=teams
        )
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["showcase_id", "district_code"],
                set_={"teams": statement.excluded.teams},
            )
        )


def _nominated(session: Session, showcase_id: int) -> dict[str, int]:
    query = (
        select(SquadRow.district_code, func.count())
        .where(SquadRow.showcase_id == showcase_id)
        .group_by(SquadRow.district_code)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _in_use(session: Session, item_id: int) -> bool:
    nominated = select(SquadRow.id).where(SquadRow.item_id == item_id).limit(1)
    return session.scalar(nominated) is not None


def _item(session: Session, showcase_id: int, item_id: int) -> ItemRow:
    row = session.get(ItemRow, item_id, populate_existing=True)
    if row is None or row.showcase_id != showcase_id:
        raise UnknownItemError(item_id)
    return row


def _held(session: Session, showcase_id: int) -> ShowcaseRow:
    """Changes of one event come one after the other; nominations wait for it, answers do not."""
    row = session.get(
        ShowcaseRow, showcase_id, populate_existing=True, with_for_update={"key_share": True}
    )
    if row is None:
        raise UnknownShowcaseError(showcase_id)
    return row
