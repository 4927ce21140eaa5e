"""Sign-ins counted right, grants that begin and end."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from tests.accounts.browsing import NOBODYS, PHONE, RIGHT, WRONG
from tests.factories import Factory
from tracker.accounts import store
from tracker.accounts.models import AccessLook, Account, RoleGrant, SignInFailure, SignInLock
from tracker.accounts.rules import (
    ADDRESS_FAILURES,
    FAILURE_WINDOW,
    FAILURES_UNTIL_LOCK,
    LOCK,
    LockedError,
    NotGrantedError,
    PhoneTakenError,
    Role,
    UnknownPhoneError,
    WrongPasswordError,
)
from tracker.accounts.store import passwords, signing_in
from tracker.database import db, writing
from tracker.database.encryption import blind_index

NOW = datetime(2024, 10, 16, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


HOME = "203.0.113.7"


def fail(times: int, phone: str = PHONE, address: str = HOME, now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(WrongPasswordError):
            store.sign_in(phone, WRONG, address, now)


def rows(table: type[SignInFailure | SignInLock | RoleGrant]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def stored_hash(account_id: int) -> str:
    return db.session.scalars(select(Account.password_hash).where(Account.id == account_id)).one()


@pytest.fixture
def wang(make: Factory, database: Flask) -> int:  # noqa: ARG001 - it opens the context
    return make.account("王芳", PHONE, RIGHT)


def test_the_right_password_is_let_in(wang: int) -> None:
    found = store.sign_in(PHONE, RIGHT, HOME, NOW)

    assert (found.account_id, found.name) == (wang, "王芳")


def test_a_password_typed_full_width_is_the_same(wang: int) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) for each in RIGHT)

    found = store.sign_in(PHONE, wide, HOME, NOW)

    assert found.account_id == wang


@pytest.mark.usefixtures("wang")
def test_a_failure_is_a_row_with_phone_address_and_moment() -> None:
    fail(1)

    row = db.session.scalars(select(SignInFailure)).one()
    assert (row.phone, row.address, row.at) == (blind_index(PHONE), HOME, NOW)


@pytest.mark.usefixtures("wang")
@pytest.mark.parametrize("phone", [PHONE, NOBODYS])
def test_five_failures_lock_a_phone_whether_or_not_anybody_has_it(phone: str) -> None:
    fail(FAILURES_UNTIL_LOCK, phone)

    with pytest.raises(LockedError) as locked:
        store.sign_in(phone, RIGHT, HOME, NOW + SECOND)

    assert locked.value.until == NOW + LOCK


def test_four_failures_lock_nobody(wang: int) -> None:
    fail(FAILURES_UNTIL_LOCK - 1)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW).account_id == wang


def test_a_lock_opens_on_its_moment(wang: int) -> None:
    fail(FAILURES_UNTIL_LOCK)

    with pytest.raises(LockedError):
        store.sign_in(PHONE, RIGHT, HOME, NOW + LOCK - SECOND)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW + LOCK).account_id == wang


def test_after_a_lock_there_are_five_tries_again(wang: int) -> None:
    fail(FAILURES_UNTIL_LOCK)

    fail(FAILURES_UNTIL_LOCK - 1, now=NOW + LOCK)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW + LOCK).account_id == wang


@pytest.mark.usefixtures("wang")
def test_a_try_while_locked_is_no_failure_and_prolongs_nothing() -> None:
    fail(FAILURES_UNTIL_LOCK)

    with pytest.raises(LockedError) as locked:
        store.sign_in(PHONE, WRONG, HOME, NOW + LOCK - SECOND)

    assert locked.value.until == NOW + LOCK
    assert rows(SignInFailure) == FAILURES_UNTIL_LOCK


def test_failures_outside_the_window_are_forgotten(wang: int) -> None:
    fail(FAILURES_UNTIL_LOCK - 1)

    fail(1, now=NOW + FAILURE_WINDOW)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW + FAILURE_WINDOW).account_id == wang


@pytest.mark.usefixtures("wang")
def test_failures_just_inside_the_window_count() -> None:
    fail(FAILURES_UNTIL_LOCK - 1)

    fail(1, now=NOW + FAILURE_WINDOW - SECOND)

    with pytest.raises(LockedError):
        store.sign_in(PHONE, RIGHT, HOME, NOW + FAILURE_WINDOW)


def test_a_success_clears_the_failures(wang: int) -> None:
    fail(FAILURES_UNTIL_LOCK - 1)
    store.sign_in(PHONE, RIGHT, HOME, NOW)

    fail(FAILURES_UNTIL_LOCK - 1)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW).account_id == wang
    assert rows(SignInFailure) == rows(SignInLock) == 0


def test_one_phone_locked_leaves_the_others_open(wang: int) -> None:
    fail(FAILURES_UNTIL_LOCK, NOBODYS)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW).account_id == wang


def fill_address(failures: int, address: str = HOME) -> None:
    with writing() as session:
        session.add_all(
            SignInFailure(phone=f"139{number:08d}", address=address, at=NOW + number * SECOND)
            for number in range(failures)
        )


@pytest.mark.usefixtures("wang")
def test_an_address_is_refused_after_a_hundred_failures() -> None:
    fill_address(ADDRESS_FAILURES)

    with pytest.raises(LockedError) as locked:
        store.sign_in(PHONE, RIGHT, HOME, NOW + ADDRESS_FAILURES * SECOND)

    assert locked.value.until == NOW + FAILURE_WINDOW


def test_ninety_nine_failures_are_still_let_in(wang: int) -> None:
    fill_address(ADDRESS_FAILURES - 1)

    found = store.sign_in(PHONE, RIGHT, HOME, NOW + ADDRESS_FAILURES * SECOND)

    assert found.account_id == wang


def test_another_address_is_let_in(wang: int) -> None:
    fill_address(ADDRESS_FAILURES)

    found = store.sign_in(PHONE, RIGHT, "203.0.113.8", NOW + ADDRESS_FAILURES * SECOND)

    assert found.account_id == wang


def test_an_address_opens_when_the_oldest_failure_is_out_of_the_window(wang: int) -> None:
    fill_address(ADDRESS_FAILURES)

    assert store.sign_in(PHONE, RIGHT, HOME, NOW + FAILURE_WINDOW).account_id == wang


@pytest.mark.parametrize("phone", [PHONE, NOBODYS])
def test_no_number_of_sign_ins_at_once_gets_more_than_five_answers(
    make: Factory, app: Flask, phone: str
) -> None:
    make.account("王芳", PHONE, RIGHT)
    at_once = 12
    start = Barrier(at_once)

    def guess(_number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                store.sign_in(phone, WRONG, HOME, NOW)
            except (WrongPasswordError, LockedError) as error:
                return type(error).__name__
            return "let in"

    with ThreadPoolExecutor(at_once) as pool:
        answers = Counter(pool.map(guess, range(at_once)))

    assert answers == {"WrongPasswordError": 5, "LockedError": at_once - 5}
    with app.app_context():
        assert rows(SignInFailure) == FAILURES_UNTIL_LOCK


@pytest.mark.usefixtures("wang")
def test_an_unknown_phone_costs_the_same_check(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    def counting(encoded: str, password: str) -> bool:
        checked.append(encoded.rsplit("$", 2)[0])
        return passwords.matches(encoded, password)

    monkeypatch.setattr(signing_in, "matches", counting)
    fail(1, PHONE)
    fail(1, NOBODYS)

    assert len(checked) == 2
    assert checked[0] == checked[1]


def test_an_older_hash_is_renewed_by_a_sign_in(wang: int, monkeypatch: pytest.MonkeyPatch) -> None:
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", dearer)

    store.sign_in(PHONE, RIGHT, HOME, NOW)

    assert not dearer.check_needs_rehash(stored_hash(wang))
    assert store.sign_in(PHONE, RIGHT, HOME, NOW).account_id == wang


def test_a_hash_of_today_stays_as_it_is(wang: int) -> None:
    before = stored_hash(wang)

    store.sign_in(PHONE, RIGHT, HOME, NOW)

    assert stored_hash(wang) == before


@pytest.mark.usefixtures("database")
def test_an_account_whose_password_cannot_be_read_is_wrong_like_any(make: Factory) -> None:
    make.account("李伟", PHONE)

    fail(1)

    assert rows(SignInFailure) == 1


def test_a_new_password_ends_every_session(wang: int) -> None:
    changed = store.change_password(wang, RIGHT, store.hashed("nine-blue-boats"), HOME, NOW)

    assert changed.epoch == 1
    assert store.person(wang, 0) is None
    assert store.sign_in(PHONE, "nine-blue-boats", HOME, NOW).epoch == 1
    with pytest.raises(WrongPasswordError):
        store.sign_in(PHONE, RIGHT, HOME, NOW)


def test_a_wrong_current_password_changes_nothing_and_is_counted(wang: int) -> None:
    before = stored_hash(wang)

    with pytest.raises(WrongPasswordError):
        store.change_password(wang, WRONG, store.hashed("nine-blue-boats"), HOME, NOW)

    assert stored_hash(wang) == before
    assert rows(SignInFailure) == 1


def test_guessing_at_a_confirmation_locks_the_phone(wang: int) -> None:
    for _ in range(FAILURES_UNTIL_LOCK):
        with pytest.raises(WrongPasswordError):
            store.confirm_password(wang, WRONG, HOME, NOW)

    with pytest.raises(LockedError):
        store.confirm_password(wang, RIGHT, HOME, NOW)


def test_ending_sessions_raises_the_epoch(wang: int) -> None:
    store.end_sessions(wang)

    assert store.person(wang, 0) is None
    assert store.person(wang, 1) is not None


@pytest.mark.usefixtures("wang")
def test_a_phone_has_one_account() -> None:
    with pytest.raises(PhoneTakenError) as taken, writing() as session:
        store.add_account(session, PHONE, "赵敏", store.hashed(RIGHT), NOW)

    assert PHONE not in str(taken.value)


def scopes(account_id: int) -> list[str]:
    found = store.person(account_id, 0)
    assert found is not None
    return [grant.scope for grant in found.grants]


def test_a_grant_is_held_from_the_next_look(make: Factory, wang: int) -> None:
    season = make.season()

    name = store.grant(PHONE, season, Role.DISTRICT, "district:110112", NOW)

    assert name == "王芳"
    assert scopes(wang) == ["district:110112"]


@pytest.mark.usefixtures("wang")
def test_granting_twice_is_granting_once(make: Factory) -> None:
    season = make.season()

    store.grant(PHONE, season, Role.CITY, "city", NOW)
    store.grant(PHONE, season, Role.CITY, "city", NOW)

    assert rows(RoleGrant) == 1


def test_a_revoked_grant_stays_for_the_record(make: Factory, wang: int) -> None:
    make.grant(wang, make.season(), Role.CITY, "city")

    store.revoke(PHONE, Role.CITY, "city", NOW)

    assert scopes(wang) == []
    assert db.session.scalars(select(RoleGrant.ended_at)).one() == NOW


def test_only_what_is_held_can_be_revoked(make: Factory, wang: int) -> None:
    make.grant(wang, make.season(), Role.DISTRICT, "district:110112")

    with pytest.raises(NotGrantedError):
        store.revoke(PHONE, Role.DISTRICT, "district:110101", NOW)


@pytest.mark.usefixtures("database")
def test_roles_are_given_to_accounts(make: Factory) -> None:
    season = make.season()

    with pytest.raises(UnknownPhoneError):
        store.grant(NOBODYS, season, Role.CITY, "city", NOW)
    with pytest.raises(UnknownPhoneError):
        store.revoke(NOBODYS, Role.CITY, "city", NOW)


def test_grants_end_with_their_season_and_no_other(make: Factory, wang: int) -> None:
    ended, going_on = make.season(name="2023"), make.season(name="2024")
    make.grant(wang, ended, Role.DISTRICT, "district:110101")
    make.grant(wang, going_on, Role.DISTRICT, "district:110112")

    with writing() as session:
        store.end_grants(session, ended, NOW)

    assert scopes(wang) == ["district:110112"]


@pytest.mark.usefixtures("database")
def test_a_city_organizer_gets_an_account_once(make: Factory) -> None:
    season = make.season()

    first = store.add_city_organizer(PHONE, "赵敏", store.hashed(RIGHT), season, NOW)
    second = store.add_city_organizer(PHONE, "别名", store.hashed(WRONG), season, NOW)

    assert (first, second) == (True, False)
    found = store.sign_in(PHONE, RIGHT, HOME, NOW)
    assert found.name == "赵敏"
    assert found.holds([Role.CITY], "city")


def test_holders_are_named_in_the_order_they_were_given_the_role(make: Factory, wang: int) -> None:
    season = make.season()
    deputy = make.account("李伟", NOBODYS)
    store.grant(PHONE, season, Role.LEADER, "team:1", NOW)
    store.grant(NOBODYS, season, Role.DEPUTY, "team:1", NOW + SECOND)
    store.grant(NOBODYS, season, Role.LEADER, "team:2", NOW)

    held = store.holders("team:1", [Role.LEADER, Role.DEPUTY])

    assert held == [(Role.LEADER, wang, "王芳"), (Role.DEPUTY, deputy, "李伟")]


def test_many_looks_of_a_day_are_one_row(wang: int) -> None:
    hour = timedelta(hours=1)
    for hours in range(3):
        store.note_look(wang, "team:1", "roster", NOW.date(), NOW + hours * hour)
    store.note_look(wang, "team:1", "roster", NOW.date() + timedelta(days=1), NOW)

    rows = db.session.execute(select(AccessLook.looks, AccessLook.last_at).order_by(AccessLook.day))
    assert [tuple(row) for row in rows] == [(3, NOW + 2 * hour), (1, NOW)]


def test_who_opens_a_page_again_within_minutes_is_still_looking(wang: int) -> None:
    for seconds in (0, 5, 599):
        store.note_look(wang, "team:1", "roster", NOW.date(), NOW + seconds * SECOND)

    rows = db.session.execute(select(AccessLook.looks, AccessLook.last_at))
    assert [tuple(row) for row in rows] == [(1, NOW)]
