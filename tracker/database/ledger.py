"""Who was erased, noted outside the database: restoring a backup must not bring anybody back.

A second list says who took back what was known of her body, by her part in a season.

One line an erasure: the account's random number, the moment, and a check of both. A line is on disk
before its erasure is committed, so that no crash loses one; whatever it names and the database does
not know is carried out later. It lies beside the backups and names nobody.
"""

import fcntl
import os
from binascii import crc32
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

NAME = "erasures.txt"
WITHDRAWN = "withdrawals.txt"
END = b"\n"


class LedgerError(Exception):
    """The ledger has a damaged line; the message says which file."""


def note_erased(account_key: int, moment: datetime) -> None:
    """Note an erasure that is about to be committed; raises OSError.

    Without a folder for backups there is no ledger: the database alone knows.
    """
    _note(NAME, account_key, moment)


def note_withdrawn(participant_key: int, moment: datetime) -> None:
    """Note that body data is about to be taken back; raises OSError."""
    _note(WITHDRAWN, participant_key, moment)


def _note(name: str, key: int, moment: datetime) -> None:
    folder: Path | None = current_app.config["BACKUP_FOLDER"]
    if folder:
        folder.mkdir(mode=0o700, exist_ok=True)
        append(folder / name, {key: moment})


def append(file: Path, erased: Mapping[int, datetime]) -> None:
    """Put lines at the end of a ledger, on disk when this returns; raises OSError."""
    lines = b"".join(_line(key, moment) for key, moment in erased.items())
    is_new = not file.exists()
    file.touch(mode=0o600)
    with file.open("ab") as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)
        # What a power cut left of a line was never committed, and would spoil the next one.
        whole = file.read_bytes().rfind(END) + 1
        ledger.truncate(whole)
        try:
            ledger.write(lines)
            ledger.flush()
            os.fsync(ledger.fileno())
        except OSError:
            ledger.truncate(whole)
            raise
    if is_new:
        sync_folder(file.parent)


def erasures(file: Path) -> dict[int, datetime]:
    """Each key of a list with its last moment; raises OSError and LedgerError."""
    whole, _end, _torn = file.read_bytes().rpartition(END)
    return dict(_read(file, line) for line in whole.split(END) if line)


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(key: int, moment: datetime) -> bytes:
    words = f"{key} {moment.astimezone(UTC).isoformat()}".encode("ascii")
    return b"%b %08x%b" % (words, crc32(words), END)


def _read(file: Path, line: bytes) -> tuple[int, datetime]:
    words, _space, check = line.rpartition(b" ")
    if b"%08x" % crc32(words) != check:
        raise LedgerError(f"{file} has a damaged line: repair it from a copy before restoring.")
    key, moment = words.decode("ascii").split(" ")
    return int(key), datetime.fromisoformat(moment)
