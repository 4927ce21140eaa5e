"""Making backups; whatever fails leaves nothing half behind."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from tracker.backups.rules import BackupError, Contents, file_name, moment_of, superseded
from tracker.backups.rules.archive import Writer
from tracker.backups.store.checking import KINDS, check, contents_of, in_words
from tracker.backups.store.erased import carry_out
from tracker.database import db, is_ready
from tracker.database.encryption import key_ids
from tracker.database.ledger import NAME, append, sync_folder
from tracker.privacy.store import rotating


def names(folder: Path) -> list[str]:
    """The backups in a folder, oldest first."""
    found = folder.iterdir() if folder.exists() else ()
    return sorted(each.name for each in found if moment_of(each.name))


def newest(folder: Path | None) -> datetime | None:
    """When the newest backup of a folder was made; it was read back before it had its name."""
    return max(filter(None, map(moment_of, names(folder))), default=None) if folder else None


def back_up(folder: Path, key: bytes, keep: int, now: datetime) -> tuple[Path, Contents]:
    """Write a backup, read all of it back, and only then give it its name; raises BackupError."""
    file = folder / file_name(now)
    with in_words(), _alone(folder):
        _bring_up(folder / NAME)
        part = folder / f".{file.name}.part"
        try:
            contents = _written(part, key, now)
            if check(part, key) != contents:
                raise BackupError("What was written reads back as something else: is the disk ill?")
            part.replace(file)
            sync_folder(folder)
        finally:
            part.unlink(missing_ok=True)
        for name in superseded(names(folder), keep):
            (folder / name).unlink()
    return file, contents


def _bring_up(ledger: Path) -> None:
    """A list of erasures is beside every backup, however empty: where none is, it was lost."""
    if is_ready():
        carry_out(ledger)
    elif not ledger.exists():  # before an upgrade the tables are not yet those of the code
        append(ledger, {})


def _written(part: Path, key: bytes, now: datetime) -> Contents:
    kind = db.engine.dialect.name
    # Before an upgrade the tables are not yet those of the code; what they hold has today's key.
    keys = rotating.keys_in_use() if is_ready() else key_ids()[:1]
    part.touch(mode=0o600)
    with part.open("r+b") as target:
        writer = Writer(target, key)
        with closing(KINDS[kind].Source()) as source:
            about = {"kind": kind, "made_at": now.isoformat(), "data_keys": keys, **source.about()}
            writer.words(about)
            rows = source.put(writer)
        writer.words({"rows": rows})
        sha256 = writer.close()
        target.flush()
        os.fsync(target.fileno())
    return contents_of(about, rows, sha256)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder; what an interrupted one left is cleared away."""
    folder.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(".tracker-*.part"):
            left.unlink()
        yield
    except BlockingIOError:
        raise BackupError("Another backup is being made in this folder.") from None
    finally:
        os.close(descriptor)
