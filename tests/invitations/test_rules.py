"""Codes, how long a slip counts, and how often it may be guessed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024, Calendar, with_late_joining
from tracker.invitations.rules import (
    MISS_WINDOW,
    MISSES_MAX,
    Slip,
    SlipState,
    UnknownSlipError,
    code_of,
    handle_of,
    last_day_of,
    last_role_day_of,
    misses_now,
    namesakes,
    new_handle,
    readable,
    waits_until,
)
from tracker.teams.rules import JOIN_CODE_ALPHABET

SECRET = "s" * 32
NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
HANDLES = st.text(JOIN_CODE_ALPHABET, min_size=7, max_size=7)
LATE = with_late_joining(BEIJING_2024)


@given(HANDLES)
def test_a_code_leads_back_to_its_handle_however_typed(handle: str) -> None:
    code = code_of(handle, SECRET)

    assert len(code) == 14
    assert handle_of(code, SECRET) == handle
    assert handle_of(f" {readable(code).upper()} ", SECRET) == handle


@given(HANDLES, HANDLES)
def test_a_handle_alone_or_with_another_proof_is_no_code(handle: str, other: str) -> None:
    wrong = [handle, handle + code_of(other, "o" * 32)[7:], code_of(handle, SECRET) + "2", ""]

    for each in wrong:
        with pytest.raises(UnknownSlipError):
            handle_of(each, SECRET)


def test_another_secret_makes_other_codes() -> None:
    handle = new_handle()

    assert code_of(handle, SECRET) != code_of(handle, "o" * 32)


def test_characters_of_any_script_are_just_no_code() -> None:
    with pytest.raises(UnknownSlipError):
        handle_of("邀请条邀请条邀请条邀请条邀请", SECRET)


@pytest.mark.parametrize(
    ("calendar", "made_on", "last"),
    [
        (BEIJING_2024, date(2024, 7, 12), date(2024, 8, 10)),  # joining ends with enrolment
        (LATE, date(2024, 7, 12), date(2024, 8, 24)),  # two weeks after enrolment
        (LATE, date(2024, 8, 10), date(2024, 8, 24)),
        (LATE, date(2024, 8, 11), date(2024, 8, 25)),  # made later: two weeks from then
        (LATE, date(2024, 11, 5), date(2024, 11, 10)),  # never beyond joining
    ],
)
def test_how_long_a_slip_counts(calendar: Calendar, made_on: date, last: date) -> None:
    assert last_day_of(calendar, made_on) == last


def test_a_leaders_slip_counts_a_month_within_the_season() -> None:
    assert last_role_day_of(BEIJING_2024, date(2024, 7, 12)) == date(2024, 8, 11)
    assert last_role_day_of(BEIJING_2024, date(2024, 11, 1)) == date(2024, 11, 13)
    assert last_role_day_of(BEIJING_2024, date(2024, 11, 20)) == date(2024, 11, 20)


def slip(name: str = "王芳", *, revoked: bool = False) -> Slip:
    return Slip(1, name, "13800000001", 1, "一组", "abcdefg", date(2024, 8, 10), revoked)


def test_what_a_contact_knows_of_a_slip_is_the_day_and_what_she_did() -> None:
    last = date(2024, 8, 10)

    assert slip().state(last) is SlipState.OPEN
    assert slip().state(last + timedelta(days=1)) is SlipState.EXPIRED
    assert slip(revoked=True).state(last) is SlipState.REVOKED


def test_names_that_stand_twice() -> None:
    assert namesakes([slip("王芳"), slip("李伟"), slip("王芳")]) == {"王芳"}


def test_a_slip_waits_after_so_many_wrong_phones_in_a_row() -> None:
    assert waits_until(MISSES_MAX - 1, NOW, NOW) is None
    assert waits_until(MISSES_MAX, None, NOW) is None
    assert waits_until(MISSES_MAX, NOW, NOW) == NOW + MISS_WINDOW
    assert waits_until(MISSES_MAX, NOW, NOW + MISS_WINDOW) is None


def test_wrong_phones_of_long_ago_are_not_counted() -> None:
    assert misses_now(0, None, NOW) == 1
    assert misses_now(4, NOW, NOW + timedelta(minutes=14)) == 5
    assert misses_now(4, NOW, NOW + MISS_WINDOW) == 1
