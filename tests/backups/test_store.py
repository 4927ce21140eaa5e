"""Making, checking and restoring: what is refused, and that nothing half is left."""

import fcntl
import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask_migrate import downgrade

from tests.backups.conftest import HERS, House
from tracker import create_app
from tracker.backups import tasks
from tracker.backups.rules import file_name
from tracker.clock import now
from tracker.config import ConfigurationError, settings
from tracker.database import db, is_ready
from tracker.database.ledger import NAME
from tracker.weight.models import ReadingRow


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """Files of this process can have this many bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def names(folder: Path) -> list[str]:
    """Every file of a folder, hidden ones too."""
    return sorted(each.name for each in folder.iterdir())


def test_a_backup_is_read_back_and_its_owners_alone(house: House) -> None:
    house.people()

    backup = house.back_up()
    checked = house.run("check-backup", str(backup))

    assert names(house.folder) == [NAME, backup.name]
    assert backup.stat().st_mode & 0o077 == 0
    assert checked.exit_code == 0, checked.output
    assert "revision" in checked.output


def test_nothing_in_a_backup_can_be_read(house: House) -> None:
    house.people()

    backup = house.back_up().read_bytes()

    assert HERS.encode() not in backup
    assert b"SQLite format" not in backup
    assert b"account" not in backup


@pytest.mark.parametrize("room", [4_000, 1_000])
def test_on_a_full_disk_nothing_half_is_left(house: House, room: int) -> None:
    house.people()
    before = house.back_up()

    with little_room(room):
        result = house.run("back-up")
    after = names(house.folder)

    assert result.exit_code == 1
    assert "No backup was made" in result.output
    assert after == [NAME, before.name]
    if house.is_sqlite:
        assert [each for each in names(house.file.parent) if "backing-up" in each] == []


def test_on_a_full_disk_a_database_that_is_replaced_stays(sqlite_house: House) -> None:
    sqlite_house.people()
    backup = sqlite_house.back_up()
    before = sqlite_house.everything()

    with little_room(100_000):
        result = sqlite_house.run("restore", str(backup), "--replace", answer="replace\n")

    assert "Nothing was changed" in result.output
    assert sqlite_house.everything() == before
    assert [each for each in names(sqlite_house.file.parent) if "restoring" in each] == []


def test_what_a_killed_backup_left_is_cleared_away(house: House) -> None:
    house.people()
    house.folder.mkdir()
    (house.folder / ".tracker-20241015T180007Z.backup.part").write_bytes(b"half")
    if house.is_sqlite:
        house.file.with_name(house.file.name + ".backing-up").write_bytes(b"half")

    backup = house.back_up()

    assert names(house.folder) == [NAME, backup.name]
    if house.is_sqlite:
        assert [each for each in names(house.file.parent) if "backing-up" in each] == []


def test_one_backup_is_made_at_a_time(sqlite_house: House) -> None:
    sqlite_house.people()
    sqlite_house.folder.mkdir()
    descriptor = os.open(sqlite_house.folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)

    result = sqlite_house.run("back-up")
    os.close(descriptor)

    assert result.exit_code == 1
    assert "Another backup" in result.output


def test_a_damaged_list_of_erasures_stops_backups_and_restores_but_no_runner(
    sqlite_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    sqlite_house.people()
    backup = sqlite_house.back_up()
    (sqlite_house.folder / NAME).write_bytes(b"7 2024-10-16T04:00:00+00:00 00000000\n")

    results = [
        sqlite_house.run("back-up"),
        sqlite_house.run("restore", str(backup), "--replace", answer="replace\n"),
    ]
    with sqlite_house.app.app_context():
        tasks.finish_erasures()

    assert [result.exit_code for result in results] == [1, 1]
    assert all("damaged" in result.output for result in results)
    assert "not finished" in caplog.text


def test_as_many_stay_as_are_to_be_kept(sqlite_house: House) -> None:
    sqlite_house.people()
    sqlite_house.app.config["BACKUP_KEEP"] = 3
    sqlite_house.folder.mkdir()
    with sqlite_house.app.app_context():
        older = [file_name(now() - timedelta(days=day)) for day in range(1, 6)]
    for name in older:
        (sqlite_house.folder / name).touch()
    (sqlite_house.folder / "notes.txt").touch()

    newest = sqlite_house.back_up()

    assert names(sqlite_house.folder) == sorted([NAME, "notes.txt", *older[:2], newest.name])


def test_another_key_opens_nothing_and_changes_nothing(house: House) -> None:
    house.people()
    backup = house.back_up()
    house.app.config["BACKUP_KEY"] = b"x" * 32

    results = [
        house.run("check-backup", str(backup)),
        house.run("restore", str(backup), "--replace", answer="replace\n"),
    ]

    assert [result.exit_code for result in results] == [1, 1]
    assert all("another BACKUP_KEY" in result.output for result in results)
    assert house.count(ReadingRow) == 2


def test_a_cut_backup_changes_nothing(house: House) -> None:
    house.people()
    backup = house.back_up()
    backup.write_bytes(backup.read_bytes()[:-1])

    result = house.run("restore", str(backup), "--replace", answer="replace\n")

    assert result.exit_code == 1
    assert house.count(ReadingRow) == 2


def test_a_database_with_rows_is_replaced_only_on_a_typed_word(house: House) -> None:
    house.people()
    backup = house.back_up()
    house.run("erase-person", "--phone", HERS, "--yes")

    unasked = house.run("restore", str(backup))
    no = house.run("restore", str(backup), "--replace", answer="no\n")
    yes = house.run("restore", str(backup), "--replace", answer="replace\n")

    assert [result.exit_code for result in (unasked, no, yes)] == [1, 1, 0], yes.output
    assert "--replace" in unasked.output
    assert "Erased again: 1" in yes.output


def test_the_database_that_is_replaced_knows_who_was_erased(house: House) -> None:
    house.people()
    backup = house.back_up()
    house.run("erase-person", "--phone", HERS, "--yes")
    (house.folder / NAME).write_bytes(b"")

    result = house.run("restore", str(backup), "--replace", answer="replace\n")

    assert "Erased again: 1" in result.output
    assert (house.folder / NAME).stat().st_size > 0


def test_without_a_list_of_erasures_nothing_is_restored_unasked(house: House) -> None:
    house.people()
    backup = house.back_up()
    (house.folder / NAME).unlink()
    house.lose()

    refused = house.run("restore", str(backup))
    asked = house.run("restore", str(backup), "--without-ledger", answer="without ledger\n")

    assert (refused.exit_code, asked.exit_code) == (1, 0), asked.output
    assert "erasures" in refused.output


def test_an_older_backup_is_brought_up(house: House) -> None:
    house.people()
    with house.app.app_context():
        downgrade(revision="0028")
    backup = house.back_up()
    house.lose()

    result = house.run("restore", str(backup))

    assert result.exit_code == 0, result.output
    with house.app.app_context():
        assert is_ready()
    assert house.count(ReadingRow) == 2


def test_a_newer_backup_is_refused(sqlite_house: House) -> None:
    sqlite_house.people()
    with closing(sqlite3.connect(sqlite_house.file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    backup = sqlite_house.back_up()
    sqlite_house.lose()

    result = sqlite_house.run("restore", str(backup))

    assert result.exit_code == 1
    assert "newer" in result.output


def test_a_database_that_somebody_has_open_is_not_taken_away(sqlite_house: House) -> None:
    sqlite_house.people()
    backup = sqlite_house.back_up()

    with closing(sqlite3.connect(sqlite_house.file)) as server:
        server.execute("SELECT count(*) FROM reading").fetchone()
        result = sqlite_house.run("restore", str(backup), "--replace", answer="replace\n")

    assert result.exit_code == 1
    assert "Stop the server" in result.output
    assert sqlite_house.count(ReadingRow) == 2


def test_a_file_that_is_no_database_any_more_is_replaced(sqlite_house: House) -> None:
    sqlite_house.people()
    backup = sqlite_house.back_up()
    sqlite_house.lose()
    sqlite_house.file.write_bytes(b"what a broken disk left " * 1000)

    result = sqlite_house.run("restore", str(backup), "--replace", answer="replace\n")

    assert result.exit_code == 0, result.output
    assert sqlite_house.count(ReadingRow) == 2


@pytest.mark.parametrize("house", ["postgresql"], indirect=True)
def test_a_backup_of_another_kind_of_database_is_refused(house: House, tmp_path: Path) -> None:
    house.people()
    backup = house.back_up()
    other = House(f"sqlite:///{tmp_path / 'other.db'}", house.folder)

    result = other.run("restore", str(backup))

    assert result.exit_code == 1
    assert "DATABASE_URL" in result.output
    other.close()


def test_a_database_without_tables_is_not_backed_up(empty_url: str, tmp_path: Path) -> None:
    environ = {"TRACKER_ENV": "testing", "SECRET_KEY": "t" * 32, "DATABASE_URL": empty_url}
    app = create_app({**environ, "BACKUP_KEY": "ab" * 32})

    result = app.test_cli_runner().invoke(args=["back-up", "--to", str(tmp_path / "b")])
    with app.app_context():
        db.engine.dispose()

    assert result.exit_code == 1
    assert "No backup was made" in result.output


def test_without_key_or_folder_it_is_said_what_to_set(sqlite_house: House) -> None:
    sqlite_house.app.config["BACKUP_KEY"] = None
    no_key = sqlite_house.run("back-up")
    sqlite_house.app.config["BACKUP_FOLDER"] = None
    no_folder = sqlite_house.run("back-up")

    assert "BACKUP_KEY" in no_key.output
    assert "BACKUP_FOLDER" in no_folder.output


def test_a_night_makes_one_backup_and_without_a_folder_none(sqlite_house: House) -> None:
    sqlite_house.people()

    with sqlite_house.app.app_context():
        tasks.back_up_when_due()
        tasks.back_up_when_due()
        tasks.finish_erasures()
        sqlite_house.app.config["BACKUP_KEY"] = None
        tasks.back_up_when_due()

    assert len(sqlite_house.backups()) == 1


@pytest.mark.parametrize(
    "environ",
    [
        {"BACKUP_KEY": "5a" * 31},
        {"BACKUP_KEY": "secret-that-no-message-repeats" * 2},
        {"BACKUP_KEY_FILE": "/nowhere/key"},
        {"BACKUP_FOLDER": "backups"},
        {"BACKUP_KEEP": "all"},
    ],
)
def test_an_unusable_value_is_refused_and_a_key_never_repeated(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(environ))) as caught:
        settings(environ)

    assert "secret" not in str(caught.value)


def test_a_key_is_read_from_its_file_and_is_in_no_repr(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("5a" * 32 + "\n", encoding="ascii")

    found = settings({"BACKUP_KEY_FILE": str(file)})

    assert found.backup_key == bytes.fromhex("5a" * 32)
    assert repr(found.backup_key) not in repr(found)
