"""Reading a backup to its end."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from tracker.backups.rules import BackupError, Contents, NoDataKeyError
from tracker.backups.rules.archive import Reader, Words
from tracker.backups.rules.sealing import SealError
from tracker.backups.store import postgresql, sqlite
from tracker.database import db
from tracker.database.encryption import key_ids
from tracker.database.ledger import LedgerError

FAILURES = (OSError, sqlite3.Error, psycopg.Error, SQLAlchemyError, SealError, LedgerError)
KINDS = {"sqlite": sqlite, "postgresql": postgresql}


def check(file: Path, key: bytes) -> Contents:
    """Read a backup to its end, and the database in it too; raises BackupError."""
    with in_words(file), file.open("rb") as source:
        reader = Reader(source, key)
        about = reader.words()
        counted = KINDS[about["kind"]].counted(reader)
        rows = reader.words()["rows"]
        if counted != rows:
            raise BackupError(f"{file.name} has other rows than it should.")
        return contents_of(about, rows, reader.close())


def contents_of(about: Words, rows: dict[str, int], sha256: str) -> Contents:
    """What was said at the beginning and the end."""
    return Contents(
        about["kind"],
        about["revision"],
        datetime.fromisoformat(about["made_at"]),
        rows,
        sha256,
        about.get("sequences", {}),
        tuple(about.get("data_keys", ())),
    )


def find_keys(contents: Contents) -> None:
    """Raises NoDataKeyError unless everything in a backup could be read here."""
    here = key_ids()
    missing = [each for each in contents.data_keys if each not in here]
    if missing:
        raise NoDataKeyError(
            f"Phones and names in the backup need the data key {' and '.join(missing)}, and here is"
            f" {' and '.join(here)}: set DATA_KEY as it was, or add it to DATA_KEY_FALLBACKS."
        )


@contextmanager
def in_words(file: Path | None = None) -> Iterator[None]:
    """Whatever goes wrong, as a sentence."""
    try:
        yield
    except FAILURES as error:
        with suppress(SQLAlchemyError):
            db.session.rollback()
        raise BackupError(_words_of(error, file)) from error


def _words_of(error: Exception, file: Path | None) -> str:
    """What PostgreSQL says in detail quotes rows, and belongs neither on a screen nor in a log."""
    if file and isinstance(error, SealError):
        return f"{file.name} {error}."
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, psycopg.Error):
        return cause.diag.message_primary or type(cause).__name__
    return str(cause)
