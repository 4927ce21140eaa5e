"""SQLite: the file as it is at one moment, while others write."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tracker.backups.rules import BackupError, Contents
from tracker.backups.rules.archive import Reader, Writer
from tracker.backups.rules.sealing import CHUNK_BYTES
from tracker.backups.store.elsewhere import elsewhere
from tracker.database import db
from tracker.database.ledger import sync_folder

PAGES = 256
"""A step of the online backup: a megabyte."""
LOGS = ("-wal", "-shm", "-journal")
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Source:
    """A copy of the database as of now, beside it, until it is closed."""

    def __init__(self) -> None:
        self._file = _beside("backing-up")
        _remove(self._file)
        try:
            _copy(_database(), self._file)
            self._rows = _sound(self._file)
        except BaseException:
            _remove(self._file)
            raise

    def about(self) -> dict[str, Any]:
        """The revision of its tables."""
        with closing(sqlite3.connect(self._file)) as copy:
            return {"revision": _revision(copy)}

    def put(self, writer: Writer) -> dict[str, int]:
        """The file; how many rows each table in it has."""
        with self._file.open("rb") as file:
            writer.part(iter(lambda: file.read(CHUNK_BYTES), b""))
        return self._rows

    def close(self) -> None:
        """Nothing of it stays on the disk."""
        _remove(self._file)


def counted(reader: Reader) -> dict[str, int]:
    """Rows of each table of a database in a backup, which must be sound."""
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        file = Path(folder) / "checked.db"
        _unpack(reader, file)
        return _sound(file)


@contextmanager
def rebuilt(reader: Reader, _contents: Contents) -> Iterator[None]:
    """The database of a backup to work on, which takes our place when all went well."""
    aside = _beside("restoring")
    _remove(aside)
    try:
        _unpack(reader, aside)
        with elsewhere(db.engine.url.set(database=str(aside))):
            yield
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        _give_up(_database())
        aside.replace(_database())
        sync_folder(aside.parent)
    finally:
        _remove(aside)


def _database() -> Path:
    return Path(db.engine.url.database or "").absolute()


def _beside(what: str) -> Path:
    file = _database()
    return file.with_name(f"{file.name}.{what}")


def _copy(database: Path, target: Path) -> None:
    """Within one reading transaction: who writes meanwhile is not waited for and waits for nobody.

    Without it every commit of theirs would make the copy begin again.
    """
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as ours,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        ours.execute("BEGIN")
        ours.execute("SELECT count(*) FROM sqlite_master").fetchone()
        ours.backup(copy, pages=PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")


def _sound(file: Path) -> dict[str, int]:
    """Rows of each table of a file that is whole."""
    with closing(sqlite3.connect(file)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()
        if found != ("ok",):
            raise BackupError(f"The database is damaged: {found[0]}")
        tables = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {name: _count(copy, name) for (name,) in tables}


def _count(copy: sqlite3.Connection, table: str) -> int:
    (count,) = copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 (its own name)
    return int(count)


def _revision(copy: sqlite3.Connection) -> str:
    try:
        found = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        found = None
    if found is None:
        raise BackupError("The database has no tables of this product: apply the migrations first.")
    return str(found[0])


def _unpack(reader: Reader, file: Path) -> None:
    file.touch(mode=0o600)
    with file.open("r+b") as target:
        for piece in reader.part():
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())


def _give_up(database: Path) -> None:
    """Make sure that nobody has the old file open: what they saved would go nowhere."""
    db.engine.dispose()
    if database.exists():
        with closing(sqlite3.connect(database, timeout=1)) as old:
            try:
                old.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.DatabaseError as error:
                if error.sqlite_errorcode in BUSY:
                    raise BackupError("Stop the server and the job runner first.") from None
    # A log without its database would be taken for the new one's.
    for log in LOGS:
        database.with_name(database.name + log).unlink(missing_ok=True)


def _remove(file: Path) -> None:
    for name in (file.name, *(file.name + log for log in LOGS)):
        file.with_name(name).unlink(missing_ok=True)
