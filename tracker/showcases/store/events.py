"""Events and their programmes, read back."""

from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from tracker.database import db
from tracker.showcases.models import (
    InvitedDistrictRow,
    ItemRow,
    ShowcaseRow,
    SquadMemberRow,
    SquadRow,
)
from tracker.showcases.rules import (
    Held,
    InvitedDistrict,
    Item,
    Showcase,
    State,
    UnknownShowcaseError,
)


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


def showcases_inviting(season_id: int, district_code: str) -> list[Showcase]:
    """The events that invite a district and are no drafts of others, and its own, by day."""
    invited = select(InvitedDistrictRow.showcase_id).where(
        InvitedDistrictRow.district_code == district_code
    )
    published = ShowcaseRow.state != State.DRAFT
    theirs = (ShowcaseRow.district_code == district_code) | (
        ShowcaseRow.id.in_(invited) & published
    )
    return _listed(ShowcaseRow.season_id == season_id, theirs)


def invited_teams(showcase_id: int, district_code: str) -> Select[int]:
    """SQL for how many teams a district may bring to an event; no row where it is not invited."""
    return select(InvitedDistrictRow.teams).where(
        InvitedDistrictRow.showcase_id == showcase_id,
        InvitedDistrictRow.district_code == district_code,
    )


def held(season_id: int, first: date, last: date) -> list[Held]:
    """The events that took place in these days, with how many squads and people were in them.

    Bare counts of whoever agreed, and of those who left since too: what was stays.
    """
    confirmed = SquadRow.confirmed_at.is_not(None)
    query = (
        select(
            ShowcaseRow.id,
            ShowcaseRow.district_code,
            ShowcaseRow.name,
            ShowcaseRow.venue,
            ShowcaseRow.day,
            func.count(SquadRow.id.distinct()),
            func.count(SquadMemberRow.participant_id.distinct()),
        )
        .outerjoin(SquadRow, (SquadRow.showcase_id == ShowcaseRow.id) & confirmed)
        .outerjoin(
            SquadMemberRow,
            (SquadMemberRow.squad_id == SquadRow.id)
            & SquadMemberRow.agreed.is_(True)
            & SquadMemberRow.withdrawn_at.is_(None),
        )
        .where(
            ShowcaseRow.season_id == season_id,
            ShowcaseRow.state == State.OVER,
            ShowcaseRow.day >= first,
            ShowcaseRow.day <= last,
        )
        .group_by(ShowcaseRow.id)
        .order_by(ShowcaseRow.day, ShowcaseRow.id)
    )
    return [Held(*row) for row in db.session.execute(query)]


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
