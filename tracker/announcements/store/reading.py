"""What is for somebody, what of it is new to her, and counting her once."""

from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.announcements.models import AnnouncementReader, AnnouncementRow
from tracker.announcements.rules import (
    LISTED_MAX,
    TO_LEADERS,
    TO_ORGANIZERS,
    UNREAD_SHOWN,
    Announcement,
    Audience,
    Reader,
)
from tracker.database import Day, Prepared, db, insert, reader, writing
from tracker.teams.models import Membership, TeamRow, UnitRow

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def listed(who: Reader, today: date) -> list[Announcement]:
    """Everything in force that is for her, the latest first."""
    query = _seen().where(*_in_force(who.season_id, today), _for(who, today))
    return _values(db.session.execute(_latest(query).limit(LISTED_MAX)).all())


def unread(who: Reader, today: date) -> list[Announcement]:
    """What of it was posted since she last opened the list; one more than a card shows."""
    if not who.has_duties:
        return _values(
            MEMBERS_UNREAD.rows(
                reader(),
                participant_id=who.participant_id or 0,
                account_id=who.account_id,
                season_id=who.season_id,
                today=today,
            )
        )
    query = _seen().where(
        *_in_force(who.season_id, today), _for(who, today), _new_to(who.account_id)
    )
    return _values(db.session.execute(_latest(query).limit(UNREAD_SHOWN + 1)).all())


def read(who: Reader, today: date, now: datetime) -> None:
    """She opened the list: whatever was new to her counts one reader more, once.

    Two browsers of hers wait for each other, and the second finds nothing new.
    """
    with writing() as session:
        since = _last_opened(session, who.account_id)
        session.execute(
            update(AnnouncementRow)
            .where(
                *_in_force(who.season_id, today),
                _for(who, today),
                AnnouncementRow.posted_at > since,
                AnnouncementRow.posted_at <= now,
            )
            .values(opened=AnnouncementRow.opened + 1)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(AnnouncementReader)
            .where(AnnouncementReader.account_id == who.account_id)
            .values(opened_at=max(since, now))
        )


def _last_opened(session: Session, account_id: int) -> datetime:
    statement = insert(AnnouncementReader).values(account_id=account_id, opened_at=NEVER)
    session.execute(statement.on_conflict_do_nothing(index_elements=["account_id"]))
    held = select(AnnouncementReader.opened_at).where(AnnouncementReader.account_id == account_id)
    return session.scalars(held.with_for_update()).one()


def _seen() -> Select[int, str, Audience, str | None, str | None, str | None, str, datetime, date]:
    return (
        select(
            AnnouncementRow.id,
            Account.name,
            AnnouncementRow.audience,
            TeamRow.name,
            UnitRow.name,
            AnnouncementRow.district_code,
            AnnouncementRow.text,
            AnnouncementRow.posted_at,
            AnnouncementRow.valid_until,
        )
        .join(Account, Account.id == AnnouncementRow.author_id)
        .outerjoin(TeamRow, TeamRow.id == AnnouncementRow.team_id)
        .outerjoin(UnitRow, UnitRow.id == AnnouncementRow.unit_id)
    )


def _latest(query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
    return query.order_by(AnnouncementRow.posted_at.desc(), AnnouncementRow.id)


def _values(rows: object) -> list[Announcement]:
    return [Announcement(*row) for row in rows]  # type: ignore[attr-defined]


def _in_force(season_id: object, today: object) -> tuple[ColumnElement[bool], ...]:
    return (
        AnnouncementRow.season_id == season_id,
        AnnouncementRow.valid_until >= today,
        AnnouncementRow.withdrawn_at.is_(None),
    )


def _new_to(account_id: object) -> ColumnElement[bool]:
    opened = (
        select(AnnouncementReader.opened_at)
        .where(AnnouncementReader.account_id == account_id)
        .scalar_subquery()
    )
    return or_(opened.is_(None), AnnouncementRow.posted_at > opened)


def _to_members(participant_id: object, today: object) -> ColumnElement[bool]:
    hers = select(Membership.team_id).where(
        Membership.participant_id == participant_id,
        Membership.first <= today,
        or_(Membership.last.is_(None), Membership.last >= today),
    )
    return and_(AnnouncementRow.audience == Audience.MEMBERS, AnnouncementRow.team_id.in_(hers))


def _for(who: Reader, today: date) -> ColumnElement[bool]:
    """Below where it was made, in the role it is addressed to; nobody reads her own."""
    reached = [_to_members(who.participant_id or 0, today)]
    if who.teams:
        led = (
            exists()
            .where(
                TeamRow.id.in_(who.teams),
                UnitRow.id == TeamRow.unit_id,
                or_(AnnouncementRow.unit_id == UnitRow.id, _at(UnitRow.district_code)),
            )
            .correlate(AnnouncementRow)
        )
        reached.append(and_(AnnouncementRow.audience.in_(TO_LEADERS), led))
        reached.append(
            and_(
                AnnouncementRow.audience == Audience.MEMBERS, AnnouncementRow.team_id.in_(who.teams)
            )
        )
    organizes = AnnouncementRow.audience.in_(TO_ORGANIZERS)
    if who.units:
        served = (
            exists()
            .where(UnitRow.id.in_(who.units), _at(UnitRow.district_code))
            .correlate(AnnouncementRow)
        )
        reached.append(and_(organizes, served))
    if who.districts:
        reached.append(and_(organizes, _of_the_city()))
    return and_(or_(*reached), AnnouncementRow.author_id != who.account_id)


def _at(district_code: object) -> ColumnElement[bool]:
    """Made in this district or for the whole city."""
    return or_(AnnouncementRow.district_code == district_code, _of_the_city())


def _of_the_city() -> ColumnElement[bool]:
    return and_(
        AnnouncementRow.district_code.is_(None),
        AnnouncementRow.unit_id.is_(None),
        AnnouncementRow.team_id.is_(None),
    )


TODAY = bindparam("today", type_=Day)
MEMBERS_UNREAD = Prepared(
    lambda: _latest(
        _seen().where(
            *_in_force(bindparam("season_id"), TODAY),
            _to_members(bindparam("participant_id"), TODAY),
            _new_to(bindparam("account_id")),
            AnnouncementRow.author_id != bindparam("account_id"),
        )
    ).limit(UNREAD_SHOWN + 1)
)
"""For whoever has no duty, which is nearly everybody: on the page that they open every day."""
