"""Phones and names under a new key while people join; cut off and taken up again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice

import pytest
from flask import Flask
from sqlalchemy import String, select, type_coerce, update

from tests.accounts.browsing import RIGHT, WRONG, sign_in
from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.accounts.rules import PhoneTakenError
from tracker.accounts.store import account_id_of, add_account
from tracker.accounts.store.passwords import hashed
from tracker.config import TESTING_DATA_KEY
from tracker.database import db, writing
from tracker.database.encryption import Keyring, UnreadableError
from tracker.privacy.store import rotating

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
NEW_KEY = b"n" * 32
PHONES = [f"1370000{number:04d}" for number in range(60)]


@pytest.fixture
def people(app: Flask, make: Factory) -> Iterator[Flask]:
    """Sixty people from before the new key, which is there now beside the former one."""
    for phone in PHONES:
        make.account(f"姓名{phone}", phone)
    before = app.extensions["data_keys"]
    app.extensions["data_keys"] = Keyring([NEW_KEY, TESTING_DATA_KEY])
    yield app
    app.extensions["data_keys"] = before


def join(app: Flask, phone: str) -> bool:
    """Somebody opens an account; whether she could."""
    with app.app_context():
        try:
            with writing() as session:
                add_account(session, phone, "新人", hashed("healthy-weight"), NOW)
        except PhoneTakenError:
            return False
        return True


def came_in(app: Flask, phone: str, password: str = RIGHT) -> bool:
    """Somebody signs in on a phone of her own; whether she could."""
    return sign_in(app.test_client(), password, phone).status_code == HTTPStatus.SEE_OTHER


def test_both_keys_are_read_and_a_phone_is_found_by_either(people: Flask) -> None:
    with people.app_context():
        found = db.session.scalars(select(Account).where(Account.has_phone(PHONES[0]))).one()

        assert (found.phone, found.name) == (PHONES[0], f"姓名{PHONES[0]}")


def test_a_phone_under_the_former_key_is_not_registered_again(people: Flask) -> None:
    assert [join(people, PHONES[0]), join(people, "13711110000")] == [False, True]


def test_people_who_join_while_keys_change_are_there_once(people: Flask) -> None:
    fresh = [f"1381111{number:04d}" for number in range(20)]
    with ThreadPoolExecutor(6) as pool:
        turning = pool.submit(turn_all, people)
        joined = list(pool.map(lambda phone: join(people, phone), fresh + fresh + PHONES[:20]))
        turning.result()

    assert sum(joined) == len(fresh)
    people.extensions["data_keys"] = Keyring([NEW_KEY])
    with people.app_context():
        assert sorted(db.session.scalars(select(Account.phone))) == sorted(PHONES + fresh)
        assert all(account_id_of(phone) for phone in PHONES + fresh)


def test_people_sign_in_while_keys_change_and_afterwards(people: Flask) -> None:
    with people.app_context(), writing() as session:
        known = update(Account).values(password_hash=hashed(RIGHT).encoded)
        session.execute(known.execution_options(synchronize_session=False))

    with ThreadPoolExecutor(4) as pool:
        turning = pool.submit(turn_all, people)
        came = list(pool.map(lambda phone: came_in(people, phone), PHONES))
        refused = came_in(people, PHONES[0], WRONG)
        turning.result()
    people.extensions["data_keys"] = Keyring([NEW_KEY])

    assert came == [True] * len(PHONES)
    assert not refused
    assert [came_in(people, phone) for phone in PHONES[::10]] == [True] * 6
    with people.app_context():
        assert rotating.left() == {}
        assert all(account_id_of(phone) for phone in PHONES)


def test_cut_off_in_the_middle_it_goes_on_with_what_is_left(people: Flask) -> None:
    with people.app_context():
        list(islice(rotating.rotate(), 1))
        between = rotating.left()
        list(rotating.rotate())

        assert 0 < between["account"] < len(PHONES)
        assert rotating.left() == {}


def test_without_the_former_key_nothing_old_is_read_and_nothing_is_made_up(people: Flask) -> None:
    people.extensions["data_keys"] = Keyring([NEW_KEY])

    with people.app_context(), pytest.raises(UnreadableError, match="DATA_KEY_FALLBACKS"):
        db.session.scalars(select(Account.name)).all()


def test_the_command_says_when_the_former_key_may_go(people: Flask) -> None:
    result = people.test_cli_runner().invoke(args=["rotate-data-key"])

    assert result.exit_code == 0
    assert "account: 60 of 60" in result.output
    assert result.output.splitlines()[-1].startswith("Nothing has a former key")


def test_the_database_holds_no_phone_and_no_name(people: Flask) -> None:
    with people.app_context():
        columns = (type_coerce(each, String) for each in (Account.phone, Account.name))
        text = str(db.session.execute(select(*columns, Account.phone_index)).all())

    assert "姓名" not in text
    assert not any(phone in text for phone in PHONES)


@pytest.mark.parametrize("how", ["order", "like", "column"])
def test_what_sql_cannot_compare_is_refused(people: Flask, how: str) -> None:
    wrong: dict[str, Callable[[], object]] = {
        "order": lambda: Account.name.desc(),  # noqa: PLW0108 (the attribute itself is refused)
        "like": lambda: Account.name.like("王%"),
        "column": lambda: Account.phone == Account.name,
    }

    with people.app_context(), pytest.raises(TypeError, match="encrypted"):
        wrong[how]()


def turn_all(app: Flask) -> None:
    """A whole rotation."""
    with app.app_context():
        list(rotating.rotate())
