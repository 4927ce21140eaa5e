"""What is past its date, deleted table by table, and what of it is left."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import HashedPassword, no_phone
from tracker.accounts.store import add_account
from tracker.audit.store import add_gone
from tracker.campaign.models import ParticipantRow, SeasonRow
from tracker.campaign.store import calendar_of, held
from tracker.clock import BEIJING
from tracker.compliance.rules.retention import (
    TERM_OF,
    Term,
    is_over,
    kept_until,
    oldest_log,
    oldest_record,
    season_ends,
)
from tracker.database import by_turns, db, forget_deleted, random_key, writing
from tracker.gates.models import GateDoor
from tracker.photographs.store import add_removed, naming
from tracker.privacy.models import ConsentProof
from tracker.privacy.rules import BARE_NAME, KEPT, NO_PASSWORD, Fate, Kept, Key
from tracker.privacy.store.erasing import add_erasure, add_forgotten, add_proofs, children_first
from tracker.privacy.store.finding import Her, find_account, hold_account, points_at, table_of
from tracker.privacy.store.walking import in_seasons
from tracker.showcases.models import SquadRow
from tracker.stations.models import StationDoor

PICTURES = "photograph_file"
"""What people look like, which no column of a person's points at."""
IN_FIGURES = "departed"
"""What stays in figures of whoever left them; keyed to nobody, and gone with the season as well."""
AT = {
    "access_look": "day",
    "sign_in_failure": "at",
    "sign_in_lock": "until",
    "code_number": "asked_at",
    "text_code": "sent_at",
}
"""When a line of a log was written."""


def seasons_over(today: date) -> dict[int, date]:
    """Seasons whose personal data is past its date, each with its last day."""
    ids = db.session.scalars(select(SeasonRow.id).order_by(SeasonRow.opened_at)).all()
    calendars = {season_id: calendar_of(season_id) for season_id in ids}
    return {key: season_ends(each) for key, each in calendars.items() if is_over(each, today)}


def season_names() -> dict[int, str]:
    """Every season by name, the oldest first."""
    rows = select(SeasonRow.id, SeasonRow.name).order_by(SeasonRow.opened_at, SeasonRow.id)
    return {row.id: row.name for row in db.session.execute(rows)}


def keep_to_dates(today: date, now: datetime) -> int:
    """Delete whatever is past its date: how many rows and people that were.

    By turns, so that whoever saves is not kept waiting; as good twice as once.
    """
    over = seasons_over(today)
    done = _erase_expired(over, today, now) + _part_from_others(over, today, now)
    done += _sweep(list(over), today)
    if done:
        forget_deleted()
    return done


def left_over(today: date, seasons: Collection[int]) -> dict[str, int]:
    """Rows by table that should be gone: of seasons that are over, and of logs that are too old."""
    over = list(seasons)
    everybody = seasons_over(today)
    bare, expired = _bare(), _expired({key: everybody[key] for key in over}, everybody)
    found = {kept.name: _left_in(kept, over, bare, expired, today) for kept in KEPT}
    for name in (PICTURES, IN_FIGURES):
        found[name] = _count(db.metadata.tables[name], in_seasons(name, over))
    old = select(func.count()).where(ConsentProof.kept_since < oldest_record(today))
    found["consent_proof"] = db.session.scalar(old) or 0
    return found


def _left_in(
    kept: Kept, over: list[int], bare: set[int], expired: Collection[int], today: date
) -> int:
    table, term = table_of(kept), TERM_OF[kept.table]
    if kept.table in AT:
        return _count(table, _is_old(table, today))
    inside = in_seasons(kept.table, over)
    if term is Term.RECORD:
        return _count(table, in_seasons(kept.table, _records_over(over, today)))
    if kept.fate is Fate.DELETED and inside is not None:
        return _count(table, inside)
    if inside is None:
        whose = table.c[kept.column]
        return _count(table, whose.in_(expired)) if kept.key is Key.ACCOUNT else 0
    if kept.key is Key.PARTICIPANT:
        part = ParticipantRow.__table__
        query = select(part.c.account_id, func.count()).join(
            table, table.c[kept.column] == part.c.id
        )
        query = query.where(inside).group_by(part.c.account_id)
    else:
        query = select(table.c[kept.column], func.count()).where(inside)
        query = query.group_by(table.c[kept.column])
    return sum(rows for account_id, rows in db.session.execute(query) if account_id not in bare)


def _count(table: Table, which: ColumnElement[bool] | None) -> int:
    query = select(func.count()).select_from(table)
    return 0 if which is None else db.session.scalar(query.where(which)) or 0


def _bare() -> set[int]:
    """Accounts without a name; the name is encrypted, so it is compared here."""
    found = db.session.execute(select(Account.id, Account.name))
    return {account_id for account_id, name in found if name == BARE_NAME}


def _expired(over: dict[int, date], everybody: Collection[int]) -> list[int]:
    """Accounts with a name whose every season is over, at least one of them of these."""
    found: dict[int, set[int]] = {}
    for row in (ParticipantRow, RoleGrant):
        for account_id, season_id in db.session.execute(select(row.account_id, row.season_id)):
            found.setdefault(account_id, set()).add(season_id)
    last = max(over.values(), default=date.min)
    until = (
        datetime.combine(last, time.max, BEIJING) if over else datetime.min.replace(tzinfo=BEIJING)
    )
    query = select(Account.id, Account.name, Account.created_at)
    expired = []
    for account_id, name, created_at in db.session.execute(query):
        seasons = found.get(account_id)
        gone = seasons <= set(everybody) and seasons & set(over) if seasons else created_at <= until
        if gone and name != BARE_NAME:
            expired.append(account_id)
    return sorted(expired) if over else []


def _erase_expired(over: dict[int, date], today: date, now: datetime) -> int:
    """Whoever has nothing to do with a season that is not over goes altogether."""
    expired = _expired(over, over)
    for turn in by_turns(expired):
        with writing() as session:
            for account_id in turn:
                her = find_account(session, account_id)
                add_erasure(session, her, today, now, season_is_over=True)
    return len(expired)


def _part_from_others(over: dict[int, date], today: date, now: datetime) -> int:
    """Of whoever goes on in another season, what was of those over is parted from her."""
    if not over:
        return 0
    bare = _bare()
    found = {each for row in (ParticipantRow, RoleGrant) for each in _accounts_in(row, over)}
    found |= _accounts_acting_in(list(over))
    going_on = sorted(found - bare)
    for turn in by_turns(going_on):
        with writing() as session:
            for account_id in turn:
                _part(session, account_id, list(over), today, now)
    return len(going_on)


def _accounts_in(row: Any, over: Collection[int]) -> Iterator[int]:
    yield from db.session.scalars(select(row.account_id).where(row.season_id.in_(over)))


def _accounts_acting_in(over: list[int]) -> set[int]:
    """Whoever did something in these seasons that is kept under her account."""
    found: set[int] = set()
    for kept, inside in _acting(over):
        found.update(db.session.scalars(select(table_of(kept).c[kept.column]).where(inside)))
    return found - {None}


def _acting(over: list[int]) -> Iterator[tuple[Kept, ColumnElement[bool]]]:
    for kept in KEPT:
        inside = in_seasons(kept.table, over)
        is_record = TERM_OF[kept.table] is Term.RECORD
        if kept.key is Key.ACCOUNT and inside is not None and not is_record:
            yield kept, inside


def _part(session: Session, account_id: int, over: list[int], today: date, now: datetime) -> None:
    """What was hers in these seasons is gone, or a bare number's from now on."""
    hold_account(session, account_id)
    parts = select(ParticipantRow.id).where(
        ParticipantRow.account_id == account_id, ParticipantRow.season_id.in_(over)
    )
    phone = session.scalar(select(Account.phone).where(Account.id == account_id)) or ""
    her = Her(account_id, phone, tuple(session.scalars(parts)))
    held(session, her.participant_ids)
    add_forgotten(session, her)
    add_proofs(session, her.participant_ids, None, today)
    photographs = naming(session, her.participant_ids)
    for kept in children_first(Fate.DELETED):
        inside = in_seasons(kept.table, over)
        if inside is not None:
            table, which = table_of(kept), points_at(kept, her) & inside
            add_gone(session, table, which)
            session.execute(delete(table).where(which))
    add_removed(session, photographs)
    nobody = add_account(
        session, no_phone(random_key()), BARE_NAME, HashedPassword(NO_PASSWORD), now
    )
    for kept, inside in _acting(over):
        if kept.fate is not Fate.DELETED:
            table, which = table_of(kept), points_at(kept, her) & inside
            add_gone(session, table, which)
            moved = update(table).where(which)
            session.execute(moved.values({kept.column: nobody}))
    for door in (StationDoor, GateDoor):
        nameless = update(door).where(door.account_id == nobody).values(name=BARE_NAME)
        session.execute(nameless.execution_options(synchronize_session=False))


def _sweep(over: list[int], today: date) -> int:
    """What points at nobody's account any more, pictures, old logs and records past their date."""
    done = Counter[str]()
    records = _records_over(over, today)
    with writing() as session:
        for table in reversed(db.metadata.sorted_tables):
            for which in _swept(table, over, records, today):
                add_gone(session, table, which)
                result: Any = session.execute(delete(table).where(which))
                done[table.name] += result.rowcount
        coached = in_seasons(SquadRow.__tablename__, over)
        if coached is not None:
            nobody = update(SquadRow).where(coached).values(coach="")
            session.execute(nobody.execution_options(synchronize_session=False))
    return done.total()


def _swept(
    table: Table, over: list[int], records: list[int], today: date
) -> Sequence[ColumnElement[bool]]:
    name, term = table.name, TERM_OF.get(table.name)
    if name == ConsentProof.__tablename__:
        return [table.c.kept_since < oldest_record(today)]
    if name in AT:
        return [_is_old(table, today)]
    deleted = {kept.table for kept in KEPT if kept.fate is Fate.DELETED}
    if name in deleted | {PICTURES, IN_FIGURES}:
        inside = in_seasons(name, over)
    elif term is Term.RECORD or any(
        TERM_OF.get(key.column.table.name) is Term.RECORD for key in table.foreign_keys
    ):
        inside = in_seasons(name, records)
    else:
        inside = None
    return [] if inside is None else [inside]


def _is_old(table: Table, today: date) -> ColumnElement[bool]:
    column, oldest = table.c[AT[table.name]], oldest_log(today)
    limit = oldest if column.name == "day" else datetime.combine(oldest, time.min, BEIJING)
    return column < limit


def _records_over(over: Collection[int], today: date) -> list[int]:
    return [key for key in over if today > kept_until(Term.RECORD, calendar_of(key))]
