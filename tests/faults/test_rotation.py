"""A new data key, its command killed in the middle again and again: nobody is lost by it."""

import time
from itertools import count

import pytest
from sqlalchemy import insert, select

from tests.factories import LONG_AGO
from tests.faults.house import COMMAND_SECONDS, House, kill
from tracker.accounts.models import Account
from tracker.accounts.store import account_id_of
from tracker.config import TESTING_DATA_KEY
from tracker.database import db, random_key
from tracker.database.encryption import Keyring, blind_index
from tracker.privacy.store import rotating

NEW_KEY = b"n" * 32
PEOPLE = 600
KILLS = 2
EVERY = 20
"""Every so many, one is looked up by phone; all are read."""


def fill(house: House) -> list[str]:
    """So many people; their phones."""
    numbers = count(13_700_000_000)
    phones = [str(next(numbers)) for _ in range(PEOPLE)]
    with house.app.app_context():
        rows = [
            {
                "id": random_key(),
                "phone": phone,
                "phone_index": blind_index(phone),
                "name": f"姓名{phone}",
                "password_hash": "-",
                "created_at": LONG_AGO,
            }
            for phone in phones
        ]
        db.session.execute(insert(Account), rows)
        db.session.commit()
    return phones


def cut_off(house: House) -> bool:
    """Begin the command and kill it once it has told how far it is; whether it was at work."""
    house.log.write_bytes(b"")
    process = house.command("rotate-data-key")
    until = time.monotonic() + COMMAND_SECONDS
    while b"account: " not in house.log.read_bytes() and time.monotonic() < until:
        if process.poll() is not None:
            break
        time.sleep(0.005)
    return kill(process)


def left(house: House) -> int:
    with house.app.app_context():
        found = rotating.left().get("account", 0)
        db.session.remove()
        return found


def test_a_rotation_killed_in_the_middle_is_finished_by_the_next_and_loses_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    phones = fill(house)
    monkeypatch.setenv("DATA_KEY", NEW_KEY.hex())
    monkeypatch.setenv("DATA_KEY_FALLBACKS", TESTING_DATA_KEY.hex())
    house.app.extensions["data_keys"] = Keyring([NEW_KEY, TESTING_DATA_KEY])

    behind = [left(house)]
    while len(behind) <= KILLS and cut_off(house):
        behind.append(left(house))
    house.finish("rotate-data-key")

    assert PEOPLE == behind[0] > behind[1] > 0
    assert behind == sorted(behind, reverse=True)
    assert left(house) == 0
    house.app.extensions["data_keys"] = Keyring([NEW_KEY])
    with house.app.app_context():
        names = {row[0]: row[1] for row in db.session.execute(select(Account.phone, Account.name))}
        assert names == {phone: f"姓名{phone}" for phone in phones}
        assert all(account_id_of(phone) for phone in phones[::EVERY])
        indexes = set(db.session.scalars(select(Account.phone_index)))
        assert indexes == set(map(blind_index, phones))
