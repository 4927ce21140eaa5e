"""Events and their programmes, read back."""

from sqlalchemy import ColumnElement, select

from tracker.database import db
from tracker.showcases.models import InvitedDistrictRow, ItemRow, ShowcaseRow
from tracker.showcases.rules import InvitedDistrict, Item, Showcase, UnknownShowcaseError


def showcase(showcase_id: int) -> Showcase:
    """The event with this key; raises UnknownShowcaseError."""
    found = _listed(ShowcaseRow.id == showcase_id)
    if not found:
        raise UnknownShowcaseError(showcase_id)
    return found[0]


def showcases(season_id: int) -> list[Showcase]:
    """A season's events, drafts too, by day."""
    return _listed(ShowcaseRow.season_id == season_id)


def items(showcase_id: int) -> list[Item]:
    """An event's items in their order."""
    query = (
        select(ItemRow)
        .where(ItemRow.showcase_id == showcase_id)
        .order_by(ItemRow.position, ItemRow.id)
    )
    return [_item(row) for row in db.session.scalars(query)]


def invited_districts(showcase_id: int) -> list[InvitedDistrict]:
    """The districts an event invites, by their code."""
    query = (
        select(InvitedDistrictRow.district_code, InvitedDistrictRow.teams)
        .where(InvitedDistrictRow.showcase_id == showcase_id)
        .order_by(InvitedDistrictRow.district_code)
    )
    return [InvitedDistrict(*row) for row in db.session.execute(query)]


def showcase_value(row: ShowcaseRow) -> Showcase:
    """An event's row as a value."""
    return Showcase(
        id=row.id,
        season_id=row.season_id,
        district_code=row.district_code,
        name=row.name,
        venue=row.venue,
        day=row.day,
        opens=row.opens,
        starts=row.starts,
        closes=row.closes,
        state=row.state,
    )


def _listed(*where: ColumnElement[bool]) -> list[Showcase]:
    query = (
        select(ShowcaseRow)
        .where(*where)
        .order_by(ShowcaseRow.day, ShowcaseRow.starts, ShowcaseRow.id)
        .execution_options(populate_existing=True)
    )
    return [showcase_value(row) for row in db.session.scalars(query)]


def _item(row: ItemRow) -> Item:
    return Item(
        id=row.id,
        showcase_id=row.showcase_id,
        kind=row.kind,
        title=row.title,
        minutes=row.minutes,
        together=row.together,
        squad_size=row.squad_size,
        position=row.position,
    )
