"""Restoring: beside what is there, and in its place once it is whole and without the erased."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask_migrate import upgrade
from sqlalchemy import MetaData, literal, select, update
from sqlalchemy.exc import SQLAlchemyError

from tracker.accounts.models import Account
from tracker.backups.rules import (
    BackupError,
    Contents,
    NoLedgerError,
    NotEmptyError,
    Restored,
)
from tracker.backups.rules.archive import Reader
from tracker.backups.store.checking import KINDS, check, find_keys, in_words
from tracker.backups.store.erased import erase_again, withdraw_again
from tracker.config import PROJECT
from tracker.database import db, writing
from tracker.database.ledger import NAME, WITHDRAWN, append, erasures
from tracker.privacy import store as privacy
from tracker.privacy.models import LeavingRow


def restore(
    file: Path,
    key: bytes,
    now: datetime,
    folders: Collection[Path],
    *,
    replace: bool = False,
    without_ledger: bool = False,
) -> Restored:
    """Put a backup where our database is; until it is whole ours stays; raises BackupError.

    Whoever was erased, by the list of any of these folders or by the database that is replaced,
    stays erased. Nobody stays signed in.
    """
    contents = check(file, key)
    _fits(contents)
    find_keys(contents)
    with in_words(file):
        if not replace and not _is_empty():
            raise NotEmptyError("The database is not empty: it is kept unless you say --replace.")
        there = [each / NAME for each in folders if (each / NAME).exists()]
        if not there and not without_ledger:
            raise NoLedgerError("No list of erasures is beside the backup, nor in BACKUP_FOLDER.")
        noted = _known_here() | {
            account_key: moment for each in there for account_key, moment in erasures(each).items()
        }
        for each in there:
            known = erasures(each)
            append(each, {who: at for who, at in noted.items() if who not in known})
        taken_back = _withdrawn(folders)
        with file.open("rb") as source:
            reader = Reader(source, key)
            reader.words()
            with KINDS[contents.kind].rebuilt(reader, contents):
                upgrade()
                erased_again = erase_again(noted)
                withdraw_again(taken_back)
                _end_sessions(contents.made_at, now)
    return Restored(contents, _newest(), erased_again)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(PROJECT / "migrations"))


def _newest() -> str:
    return _scripts().get_current_head() or ""


def _fits(contents: Contents) -> None:
    ours = db.engine.dialect.name
    if contents.kind != ours:
        raise BackupError(f"The backup is of {contents.kind} and DATABASE_URL says {ours}.")
    try:
        _scripts().get_revision(contents.revision)
    except CommandError:
        raise BackupError(
            f"The backup has revision {contents.revision}, which is newer than this program."
        ) from None


def _is_empty() -> bool:
    """Whether no table but that of revisions has a row."""
    tables = MetaData()
    tables.reflect(db.engine)
    with db.engine.connect() as connection:
        return not any(
            connection.scalar(select(literal(1)).select_from(table).limit(1))
            for table in tables.sorted_tables
            if table.name != "alembic_version"
        )


def _known_here() -> dict[int, datetime]:
    """Erasures that the database to be replaced knows, if it can still be read."""
    try:
        return privacy.erasures()
    except SQLAlchemyError:
        db.session.rollback()
        return {}


def _withdrawn(folders: Collection[Path]) -> dict[int, datetime]:
    """Who took body data back, by all lists there are and by the database to be replaced."""
    try:
        found = privacy.withdrawals()
    except SQLAlchemyError:
        db.session.rollback()
        found = {}
    for each in folders:
        if (each / WITHDRAWN).exists():
            noted = erasures(each / WITHDRAWN).items()
            found |= {key: at for key, at in noted if key not in found or found[key] < at}
    return found


def _end_sessions(made_at: datetime, now: datetime) -> None:
    """Raise every epoch beyond what it can have come to since the backup.

    Cookies of today carry epochs of today; one that was ended since then must not be good again.
    Whoever was leaving then may have come back since, so she has her days to come back anew.
    """
    step = 1 + max(0, int((now - made_at).total_seconds()))
    with writing() as session:
        session.execute(update(Account).values(epoch=Account.epoch + step))
        session.execute(update(LeavingRow).values(asked_at=now))
