"""Erasing everything that points at one person."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import no_phone
from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import held
from tracker.database import db, forget_deleted, random_key, writing
from tracker.database.ledger import note_erased
from tracker.exercise.models import EntryRow
from tracker.gates.models import GateDoor
from tracker.insights.models import Release, ReleaseContributor
from tracker.photographs.store import add_removed, naming
from tracker.privacy.models import Erasure
from tracker.privacy.rules import (
    BARE_NAME,
    KEPT,
    NO_PASSWORD,
    Certificate,
    Fate,
    Kept,
    NotNotedError,
)
from tracker.privacy.store.finding import Her, find, points_at, table_of
from tracker.standings.models import MarkContributor, TeamMark
from tracker.stations.models import StationDoor
from tracker.teams.models import Membership
from tracker.teams.rules import days_touched
from tracker.teams.store import add_day_marks, add_roster_marks, teams_been_in
from tracker.weight.models import ReadingRow


def erase(phone: str, today: date, now: datetime) -> Certificate:
    """Forget whoever has this phone, for good; raises UnknownPersonError and NotNotedError.

    It waits for what she is just noting, and whatever she notes while it runs is refused after it.
    """
    with writing() as session:
        her = find(session, phone)
        erasure = add_erasure(session, her, today, now)
        _note_outside(her.account_id, now)
    return Certificate(erasure.id, now, erasure.rows_deleted, left_on_disk=not forget_deleted())


def erase_noted(account_key: int, today: date, erased_at: datetime) -> bool:
    """Carry out an erasure that was noted outside; whether this database still had her.

    Copies of her rows stay in a SQLite file until `forget_deleted` is called after the last one.
    """
    with writing() as session:
        done = session.scalar(select(Erasure.id).where(Erasure.account_key == account_key))
        phone = session.scalar(select(Account.phone).where(Account.id == account_key))
        if done is not None or phone is None:
            return False
        add_erasure(session, find(session, phone), today, erased_at)
    return True


def erasures() -> dict[int, datetime]:
    """Each erased account with its moment, as this database knows them."""
    found = select(Erasure.account_key, Erasure.erased_at).where(Erasure.account_key.is_not(None))
    return {key: moment for key, moment in db.session.execute(found) if key is not None}


def add_erasure(session: Session, her: Her, today: date, now: datetime) -> Erasure:
    """Take away what she is found by and what she noted, and put down that it was done."""
    held(session, her.participant_ids)
    _mark_her_days(session, her, today)
    _note_forgotten(session, her)
    photographs = naming(session, her.participant_ids)
    rows = sum(_delete(session, kept, her) for kept in _children_first(Fate.DELETED))
    add_removed(session, photographs)
    rows += _end_stays(session, her, today)
    _strip(session, her, today, now)
    erasure = Erasure(id=random_key(), erased_at=now, rows_deleted=rows, account_key=her.account_id)
    session.add(erasure)
    session.flush()
    return erasure


def _note_outside(account_key: int, now: datetime) -> None:
    """After it only the commit can fail, and what is noted is carried out even then."""
    try:
        note_erased(account_key, now)
    except OSError as error:
        raise NotNotedError(f"The list of erasures cannot be written: {error}.") from error


def _stays(session: Session, her: Her) -> list[Membership]:
    query = select(Membership).where(Membership.participant_id.in_(her.participant_ids))
    return list(session.scalars(query.order_by(Membership.first)))


def _mark_her_days(session: Session, her: Her, today: date) -> None:
    """Before anything is gone: her teams' figures on the days she noted something change.

    So do the weeks of those days, counted in the team of their Monday, and who belongs to the team.
    """
    days = set(days_touched(today, today))
    for log in (ReadingRow, EntryRow):
        noted = select(log.day).where(log.participant_id.in_(her.participant_ids)).distinct()
        days.update(*(days_touched(day, day) for day in session.scalars(noted)))
    teams = {team_id for each in her.participant_ids for team_id in teams_been_in(session, each)}
    add_day_marks(session, teams, days)
    add_roster_marks(session, teams)


def _note_forgotten(session: Session, her: Her) -> None:
    """In each frozen figure her values are in, count her among those no longer named."""
    hers = (
        select(func.count())
        .select_from(ReleaseContributor)
        .where(
            ReleaseContributor.participant_id.in_(her.participant_ids),
            ReleaseContributor.scope == Release.scope,
            ReleaseContributor.as_of == Release.as_of,
        )
        .correlate(Release)
        .scalar_subquery()
    )
    session.execute(
        update(Release)
        .where(hers > 0)
        .values(forgotten=Release.forgotten + hers)
        .execution_options(synchronize_session=False)
    )
    _note_forgotten_marks(session, her)


def _note_forgotten_marks(session: Session, her: Her) -> None:
    """The same for each team's marks."""
    hers = (
        select(func.count())
        .select_from(MarkContributor)
        .where(
            MarkContributor.participant_id.in_(her.participant_ids),
            MarkContributor.team_id == TeamMark.team_id,
            MarkContributor.as_of == TeamMark.as_of,
        )
        .correlate(TeamMark)
        .scalar_subquery()
    )
    session.execute(
        update(TeamMark)
        .where(hers > 0)
        .values(forgotten=TeamMark.forgotten + hers)
        .execution_options(synchronize_session=False)
    )


def _children_first(fate: Fate) -> Iterator[Kept]:
    """Kept tables of one fate, those that point at others before those pointed at."""
    by_table = {kept.table: kept for kept in KEPT if kept.fate is fate}
    for table in reversed(db.metadata.sorted_tables):
        if table.name in by_table:
            yield by_table[table.name]


def _delete(session: Session, kept: Kept, her: Her) -> int:
    result: Any = session.execute(delete(table_of(kept)).where(points_at(kept, her)))
    return int(result.rowcount)


def _end_stays(session: Session, her: Her, today: date) -> int:
    """Yesterday was her last day in her team; a stay that began today never was."""
    stays = Membership.participant_id.in_(her.participant_ids)
    begun_today: Any = session.execute(delete(Membership).where(stays, Membership.first >= today))
    session.execute(
        update(Membership)
        .where(stays, Membership.last.is_(None) | (Membership.last >= today))
        .values(last=today - timedelta(days=1))
    )
    return int(begun_today.rowcount)


def _strip(session: Session, her: Her, today: date, now: datetime) -> None:
    """Leave a number: no name, no phone, no password, no role, and every session ended."""
    session.execute(
        update(Account)
        .where(Account.id == her.account_id)
        .values(
            phone=no_phone(random_key()),
            name=BARE_NAME,
            password_hash=NO_PASSWORD,
            epoch=Account.epoch + 1,
            created_at=now,
        )
    )
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.account_id == her.account_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=now)
    )
    doors = update(StationDoor).where(StationDoor.account_id == her.account_id)
    session.execute(doors.values(name=BARE_NAME))
    gates = update(GateDoor).where(GateDoor.account_id == her.account_id)
    session.execute(gates.values(name=BARE_NAME))
    session.execute(
        update(ParticipantRow)
        .where(ParticipantRow.account_id == her.account_id, ParticipantRow.left_on.is_(None))
        .values(left_on=today)
    )
