"""The list of erasures: a line is on disk before its erasure is committed; no crash spoils it."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.backups.conftest import HERS, House
from tests.conftest import TODAY
from tracker.config import PROJECT
from tracker.database.ledger import NAME, LedgerError, append, erasures
from tracker.privacy.models import Erasure
from tracker.weight.models import ReadingRow

AT = datetime(2024, 10, 16, 4, 0, 0, 5, tzinfo=UTC)
KILLED = """
import os, signal, sys
from datetime import UTC, date, datetime
from tracker import create_app
from tracker.privacy.store import erasing

def cut_off(*noted):
    if sys.argv[2] == "after":
        erasing.note_erased(*noted)
    os.kill(os.getpid(), signal.SIGKILL)

erasing.note_outside = cut_off
with create_app().app_context():
    erasing.erase(sys.argv[1], date(2024, 10, 16), datetime(2024, 10, 16, 4, tzinfo=UTC))
"""


def test_what_is_noted_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / NAME

    append(file, {4503599627370497: AT})
    append(file, {4503599627370498: AT, 4503599627370499: AT})

    assert list(erasures(file)) == [4503599627370497, 4503599627370498, 4503599627370499]
    assert set(erasures(file).values()) == {AT}
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [1, 10, 30])
def test_what_a_power_cut_left_of_a_line_is_none_and_spoils_none(tmp_path: Path, left: int) -> None:
    file = tmp_path / NAME
    append(file, {1: AT, 2: AT})
    os.truncate(file, file.stat().st_size - left)

    before = erasures(file)
    append(file, {3: AT})

    assert list(before) == [1]
    assert list(erasures(file)) == [1, 3]


def test_a_damaged_line_is_refused(tmp_path: Path) -> None:
    file = tmp_path / NAME
    append(file, {1234: AT, 2: AT})
    file.write_bytes(file.read_bytes().replace(b"1234", b"1235"))

    with pytest.raises(LedgerError, match="damaged"):
        erasures(file)


def killed(house: House, when: str) -> int:
    """How a process ended that was killed in the middle of erasing her."""
    environ = {**os.environ, **house.environ}
    command = [sys.executable, "-c", KILLED, HERS, when]
    return subprocess.run(command, cwd=PROJECT, env=environ, check=False).returncode  # noqa: S603 (our own)


def test_killed_before_it_was_noted_an_erasure_never_was(house: House) -> None:
    hers, _ = house.people()
    house.back_up()

    status = killed(house, "before")
    house.back_up()

    assert status == -signal.SIGKILL
    assert erasures(house.folder / NAME) == {}
    assert house.count(ReadingRow, ReadingRow.participant_id == hers) == 1


def test_killed_after_it_was_noted_an_erasure_is_finished(house: House) -> None:
    hers, his = house.people()
    house.back_up()

    status = killed(house, "after")
    left = house.count(ReadingRow)
    house.back_up()

    assert (status, left) == (-signal.SIGKILL, 2)
    assert house.count(ReadingRow, ReadingRow.participant_id == hers) == 0
    assert house.count(ReadingRow, ReadingRow.participant_id == his) == 1
    assert house.count(Erasure) == 1


def test_killed_after_it_was_noted_she_does_not_come_back_from_a_backup(house: House) -> None:
    house.people()
    backup = house.back_up()

    killed(house, "after")
    house.lose()
    result = house.run("restore", str(backup))

    assert "Erased again: 1" in result.output
    assert HERS.encode() not in house.text()


def test_an_erasure_that_cannot_be_noted_is_not_done(sqlite_house: House) -> None:
    sqlite_house.people()
    sqlite_house.folder.write_text("no folder", encoding="utf-8")

    result = sqlite_house.run("erase-person", "--phone", HERS, "--yes")

    assert result.exit_code == 1
    assert "Nothing was erased" in result.output
    assert sqlite_house.count(ReadingRow) == 2


def test_erasures_from_before_there_was_a_folder_are_noted_with_the_first_backup(
    house: House,
) -> None:
    hers, _ = house.people()
    house.app.config["BACKUP_FOLDER"] = None
    house.run("erase-person", "--phone", HERS, "--yes")
    house.app.config["BACKUP_FOLDER"] = house.folder

    house.back_up()

    assert list(erasures(house.folder / NAME)) == [house.make.account_of(hers)]


def test_an_erasure_before_there_was_a_folder_makes_one(sqlite_house: House) -> None:
    sqlite_house.people()

    result = sqlite_house.run("erase-person", "--phone", HERS, "--yes")

    assert result.exit_code == 0, result.output
    assert len(erasures(sqlite_house.folder / NAME)) == 1
    assert sqlite_house.count(ReadingRow, ReadingRow.day == TODAY) == 1
