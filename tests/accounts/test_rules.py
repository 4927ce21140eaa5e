"""What is true of phones, passwords, locks and idle time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import (
    FRESH,
    LOCK,
    OBVIOUS_PASSWORDS,
    ORGANIZER_IDLE,
    WITHOUT_RIGHTS,
    Grant,
    PasswordProblem,
    Person,
    Role,
    is_fresh,
    is_idle,
    is_locked,
    masked,
    network_of,
    password_problem,
    phone_of,
    plain_password,
    scope_fits,
)

NOW = datetime(2024, 10, 16, 4, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)

phones = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
prefixes = st.sampled_from(["", "+86", "+86 ", "86", "0086", "＋８６"])
gaps = st.sampled_from(["", " ", "\u3000", "-", "–", "\u202a", "\u200b", "\t"])


def full_width(text: str) -> str:
    return text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


@given(phones, prefixes, gaps)
def test_a_phone_is_read_however_it_was_typed(phone: str, prefix: str, gap: str) -> None:
    typed = prefix + gap + phone[:3] + gap + phone[3:7] + gap + phone[7:] + gap

    assert phone_of(typed) == phone
    assert phone_of(full_width(typed)) == phone


@given(st.text())
def test_a_phone_is_eleven_plain_digits_or_nothing(text: str) -> None:
    found = phone_of(text)

    assert found is None or (found.isascii() and found.isdigit() and len(found) == 11)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1380013800",
        "138001380000",
        "12800138000",
        "23800138000",
        "010-62345678",
        "1380013800O",
        "1.38E+10",
        "138٠٠١٣٨٠٠٠",
        "+8513800138000",
        "868613800138000",
        "13800138000x",
    ],
)
def test_what_is_not_a_mobile_number_is_refused(text: str) -> None:
    assert phone_of(text) is None


def test_others_see_a_masked_phone() -> None:
    assert masked("13812345678") == "138****5678"


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", PasswordProblem.SHORT),
        ("a1b2c3d", PasswordProblem.SHORT),
        ("a1b2c3d4", None),
        ("天天八段锦走路去", None),
        ("ab" * 64, None),
        ("ab" * 64 + "a", PasswordProblem.LONG),
        ("13812345678", PasswordProblem.PHONE),
        ("+86 138 1234 5678", PasswordProblem.PHONE),
        ("１３８１２３４５６７８", PasswordProblem.PHONE),
        ("PassWord1", PasswordProblem.OBVIOUS),
        ("ｐａｓｓｗｏｒｄ", PasswordProblem.OBVIOUS),
        ("88888888", PasswordProblem.OBVIOUS),
        ("12345678", PasswordProblem.OBVIOUS),
        ("1234567890", PasswordProblem.OBVIOUS),
        ("0987654321", PasswordProblem.OBVIOUS),
        ("hgfedcba", PasswordProblem.OBVIOUS),
        ("woaini1314", PasswordProblem.OBVIOUS),
        ("healthy-weight", None),
    ],
)
def test_a_new_password_is_neither_short_nor_obvious(
    password: str, problem: PasswordProblem | None
) -> None:
    assert password_problem(password) is problem


def test_every_listed_password_is_refused_as_obvious() -> None:
    assert {password_problem(each) for each in OBVIOUS_PASSWORDS} == {PasswordProblem.OBVIOUS}


@given(st.text())
def test_a_password_in_one_form_stays_in_it(text: str) -> None:
    once = plain_password(text)

    assert plain_password(once) == once


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_ipv6_line_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_lock_ends_on_its_moment() -> None:
    assert is_locked(NOW + INSTANT, NOW)
    assert not is_locked(NOW, NOW)


def test_a_clock_set_back_a_day_locks_nobody() -> None:
    assert is_locked(NOW + LOCK, NOW)
    assert not is_locked(NOW + LOCK + INSTANT, NOW)


def test_an_organizer_is_idle_after_thirty_minutes() -> None:
    assert is_idle(NOW - ORGANIZER_IDLE, NOW)
    assert not is_idle(NOW - ORGANIZER_IDLE + INSTANT, NOW)


def test_a_password_is_fresh_for_ten_minutes() -> None:
    assert is_fresh(NOW - FRESH, NOW)
    assert not is_fresh(NOW - FRESH - INSTANT, NOW)
    assert not is_fresh(None, NOW)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.LEADER, "team:4503599627370496"),
        (Role.DEPUTY, "team:1"),
        (Role.CONTACT, "unit:1"),
        (Role.EDUCATOR, "district:110112"),
        (Role.DISTRICT, "district:110112"),
        (Role.CITY, "city"),
    ],
)
def test_each_role_has_its_kind_of_scope(role: Role, scope: str) -> None:
    assert scope_fits(role, scope)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.LEADER, "team:"),
        (Role.LEADER, "district:110112"),
        (Role.CONTACT, "unit:x"),
        (Role.DISTRICT, "district:1101"),
        (Role.DISTRICT, "city"),
        (Role.CITY, "city2"),
        (Role.CITY, ""),
    ],
)
def test_no_role_is_held_over_another_kind_of_scope(role: Role, scope: str) -> None:
    assert not scope_fits(role, scope)


def test_who_sits_at_a_desk_is_an_organizer() -> None:
    desks = {role for role in Role if Person(1, "赵敏", 0, (Grant(role, "any", 1),)).is_organizer}

    not_at_one = {Role.LEADER, Role.DEPUTY, Role.STATION, Role.GATE}
    assert desks == set(Role) - not_at_one - WITHOUT_RIGHTS
