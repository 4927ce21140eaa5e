"""Everything kept about one person, read."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, delete, func, select, type_coerce

from tracker.campaign.store import calendar_of
from tracker.database import db, insert, writing
from tracker.database.encryption import INDEX_SUFFIX, BlindIndex
from tracker.home.store import looks_at
from tracker.privacy.models import CopiedFile
from tracker.privacy.rules import KEPT, Copy, Kept, Rows
from tracker.privacy.rules.files import KEPT_HOURS, Waiting
from tracker.privacy.store.finding import (
    Her,
    find,
    find_account,
    hold_account,
    points_at,
    table_of,
)
from tracker.teams.store import team

LONG = frozenset(
    {
        "reading",
        "exercise_entry",
        "brought_reading",
        "brought_entry",
        "question_answer",
        "access_look",
        "mark_contributor",
    }
)
"""The tables that can grow long."""


def copy_of(phone: str) -> Copy:
    """Everything kept about whoever has this phone; raises UnknownPersonError."""
    return _copy(find(db.session(), phone))


def copy_of_account(account_id: int) -> Copy:
    """Everything kept about whoever has this account; raises UnknownPersonError."""
    return _copy(find_account(db.session(), account_id))


def rows_of(account_id: int) -> int:
    """About how much there is, to tell a small file from a big one."""
    her = find_account(db.session(), account_id)
    counts = (
        select(func.count()).select_from(table_of(kept)).where(points_at(kept, her))
        for kept in KEPT
        if kept.name in LONG
    )
    return sum(db.session.scalar(query) or 0 for query in counts)


def ask_file(account_id: int, language: str, now: datetime) -> None:
    """Somebody wants her file: in place of one before; raises UnknownPersonError."""
    _put(account_id, language, now, None)


def keep_file(account_id: int, language: str, now: datetime, content: bytes) -> None:
    """Her file waits for her, in place of one before; raises UnknownPersonError."""
    _put(account_id, language, now, content)


def finish_file(account_id: int, asked_at: datetime, now: datetime, content: bytes) -> None:
    """The file asked for at this moment is made, unless she has asked again or is gone."""
    with writing() as session:
        row = session.get(CopiedFile, account_id, populate_existing=True)
        if row is not None and row.asked_at == asked_at:
            row.content, row.made_at = content, now


def wanted_file(account_id: int) -> tuple[str, datetime] | None:
    """In which language she waits for a file, and since when; None if none is to be made."""
    row = db.session.get(CopiedFile, account_id, populate_existing=True)
    return (row.language, row.asked_at) if row and row.made_at is None else None


def unmade_files() -> list[int]:
    """Whose file is still to be made, for whoever missed it."""
    return list(
        db.session.scalars(select(CopiedFile.account_id).where(CopiedFile.made_at.is_(None)))
    )


def waiting_file(account_id: int, now: datetime) -> Waiting | None:
    """The one file she has asked for, unless its time is over."""
    query = select(CopiedFile.asked_at, CopiedFile.made_at)
    row = db.session.execute(query.where(CopiedFile.account_id == account_id)).first()
    found = Waiting(*row) if row else None
    return found if found and now < found.until else None


def file_content(account_id: int, now: datetime) -> bytes | None:
    """Her file, if it is made and its time is not over."""
    found = waiting_file(account_id, now)
    if found is None or found.made_at is None:
        return None
    query = select(CopiedFile.content).where(CopiedFile.account_id == account_id)
    return db.session.scalar(query)


def discard_file(account_id: int) -> None:
    """Her file is deleted; twice is once."""
    with writing() as session:
        session.execute(delete(CopiedFile).where(CopiedFile.account_id == account_id))


def forget_copies(now: datetime) -> int:
    """Delete whatever nobody may fetch any more."""
    with writing() as session:
        old = CopiedFile.asked_at <= now - timedelta(hours=KEPT_HOURS)
        gone: Any = session.execute(delete(CopiedFile).where(old))
        return int(gone.rowcount)


def _put(account_id: int, language: str, now: datetime, content: bytes | None) -> None:
    values = {
        "language": language,
        "asked_at": now,
        "made_at": None if content is None else now,
        "content": content,
    }
    with writing() as session:
        hold_account(session, account_id)
        session.execute(
            insert(CopiedFile)
            .values(account_id=account_id, **values)
            .on_conflict_do_update(index_elements=["account_id"], set_=values)
        )


def _copy(her: Her) -> Copy:
    tables = {kept.name: _copied(kept, her) for kept in KEPT}
    for stay in tables["membership"]:
        found = team(stay["team_id"])
        stay["team"] = f"{found.unit_name} · {found.name}"
    parts = sorted(tables["participant"], key=lambda part: (part["enrolled_on"], part["id"]))
    calendars = {part["id"]: calendar_of(part["season_id"]) for part in parts}
    return Copy(tables, _looks_at(her), calendars)


def _copied(kept: Kept, her: Her) -> Rows:
    table = table_of(kept)
    columns = [
        column
        for column in table.c
        if column.name not in kept.withheld
        and not column.name.endswith(INDEX_SUFFIX)
        and not isinstance(column.type, BlindIndex)
    ]
    order = [
        type_coerce(column, String) if isinstance(column.type, BlindIndex) else column
        for column in table.primary_key
    ]
    query = select(*columns).where(points_at(kept, her)).order_by(*order)
    return [dict(row._mapping) for row in db.session.execute(query)]  # noqa: SLF001 (public API)


def _looks_at(her: Her) -> Rows:
    """Who looked at her, as she reads it on her own page too."""
    return [asdict(look) for look in looks_at(her.account_id, her.participant_ids)]
