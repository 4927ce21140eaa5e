"""A backup says which data keys its phones and names need, before somebody is left without them."""

import time

import time_machine

from tests.backups.conftest import House
from tracker.config import TESTING_DATA_KEY
from tracker.database.encryption import Keyring

OTHER = b"o" * 32


def test_a_missing_data_key_is_named_before_anything_is_changed(house: House) -> None:
    house.people()
    backup, needed = house.back_up(), house.app.extensions["data_keys"].current.id.hex()

    house.app.extensions["data_keys"] = Keyring([OTHER])
    other = house.app.extensions["data_keys"].current.id.hex()
    checked = house.run("check-backup", str(backup))
    restored = house.run("restore", str(backup), "--replace", answer="replace\n")
    house.app.extensions["data_keys"] = Keyring([OTHER, TESTING_DATA_KEY])
    again = house.run("check-backup", str(backup))

    assert checked.exit_code == restored.exit_code == 1
    for said in (checked.output, restored.output):
        assert f"need the data key {needed}, and here is {other}" in said
        assert "DATA_KEY_FALLBACKS" in said
    assert "Nothing was changed" in restored.output
    assert again.exit_code == 0, again.output


def test_a_backup_from_before_a_rotation_was_done_needs_both_keys(house: House) -> None:
    house.people()
    former = house.app.extensions["data_keys"].current.id.hex()
    house.app.extensions["data_keys"] = Keyring([OTHER, TESTING_DATA_KEY])
    house.make.account("新人")

    between = house.back_up()
    house.run("rotate-data-key")
    with time_machine.travel(time.time() + 10):
        after = house.back_up()
    house.app.extensions["data_keys"] = Keyring([OTHER])

    assert former in house.run("check-backup", str(between)).output
    assert house.run("check-backup", str(after)).exit_code == 0
