"""Codes at the door, seats in their order, who may come, and where a lecture is in its day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.lectures.conftest import ENDS, HERE, STARTS
from tracker.accounts.rules import Grant, Person, Role
from tracker.lectures.rules import (
    CODE_LENGTH,
    DOOR_OPENS_BEFORE,
    STEP,
    Host,
    Standing,
    code_at,
    is_code_of,
    lets_in,
    may_run_lecture,
    place_of,
    seconds_left,
    standing,
)

SECRETS = st.binary(min_size=32, max_size=32).map(bytes.hex)
KEYS = st.integers(1 << 52, (1 << 53) - 1)
MOMENTS = st.integers(1_600_000_000, 2_200_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
HALF_MINUTE = timedelta(seconds=STEP)
SECOND = timedelta(seconds=1)


@given(SECRETS, KEYS, MOMENTS, st.sampled_from([-1, 0, 1]))
def test_a_code_of_now_and_of_one_step_around_it_is_accepted(
    secret: str, lecture_id: int, moment: datetime, steps: int
) -> None:
    code = code_at(secret, lecture_id, moment + steps * HALF_MINUTE)

    assert is_code_of(code, secret, lecture_id, moment)
    assert len(code) == CODE_LENGTH


@given(SECRETS, KEYS, MOMENTS, st.integers(2, 100_000), st.sampled_from([-1, 1]))
def test_a_code_of_any_other_step_is_refused(
    secret: str, lecture_id: int, moment: datetime, steps: int, way: int
) -> None:
    code = code_at(secret, lecture_id, moment + way * steps * HALF_MINUTE)

    assert not is_code_of(code, secret, lecture_id, moment)


@given(SECRETS, SECRETS, KEYS, KEYS, MOMENTS)
def test_a_code_of_another_lecture_is_refused(
    secret: str, other: str, lecture_id: int, other_id: int, moment: datetime
) -> None:
    assume(secret != other)
    assume(lecture_id != other_id)

    assert not is_code_of(code_at(other, lecture_id, moment), secret, lecture_id, moment)
    assert not is_code_of(code_at(secret, other_id, moment), secret, lecture_id, moment)


@given(SECRETS, KEYS, MOMENTS, st.text(max_size=40))
def test_whatever_is_typed_is_refused(
    secret: str, lecture_id: int, moment: datetime, typed: str
) -> None:
    assert not is_code_of(typed, secret, lecture_id, moment)


@given(SECRETS, KEYS, MOMENTS)
def test_a_code_that_was_photographed_is_dead_after_two_steps(
    secret: str, lecture_id: int, moment: datetime
) -> None:
    code = code_at(secret, lecture_id, moment)

    assert not is_code_of(code, secret, lecture_id, moment + 2 * HALF_MINUTE)


@given(SECRETS, KEYS, MOMENTS)
def test_the_door_is_told_when_its_code_changes(
    secret: str, lecture_id: int, moment: datetime
) -> None:
    whole = moment.replace(microsecond=0)
    changes = whole + timedelta(seconds=seconds_left(whole))

    code = code_at(secret, lecture_id, whole)
    assert code_at(secret, lecture_id, changes - SECOND) == code
    assert code_at(secret, lecture_id, changes) != code
    assert 1 <= seconds_left(whole) <= STEP


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (STARTS - DOOR_OPENS_BEFORE - SECOND, Standing.COMING),
        (STARTS - DOOR_OPENS_BEFORE, Standing.DOOR_OPEN),
        (STARTS - SECOND, Standing.DOOR_OPEN),
        (STARTS, Standing.RUNNING),
        (ENDS - SECOND, Standing.RUNNING),
        (ENDS, Standing.OVER),
    ],
)
def test_the_door_is_open_from_half_an_hour_before_to_the_end(
    moment: datetime, expected: Standing
) -> None:
    assert standing(STARTS, ENDS, None, moment) is expected


def test_a_cancelled_lecture_is_cancelled_whenever_it_is_looked_at() -> None:
    assert standing(STARTS, ENDS, STARTS, ENDS) is Standing.CANCELLED


@given(st.integers(0, 500), st.integers(1, 300))
def test_the_first_have_seats_and_everybody_else_knows_how_many_are_before_her(
    order: int, capacity: int
) -> None:
    place = place_of(order, capacity)

    assert place.is_seated is (order < capacity)
    assert place.before == (0 if place.is_seated else order - capacity)


@pytest.mark.parametrize(
    ("is_seated", "taken", "inside", "has_begun", "lets_more_in", "expected"),
    [
        (True, 2, 0, False, False, True),
        (False, 2, 0, False, False, False),
        (False, 1, 1, False, False, True),
        (False, 2, 1, True, False, True),
        (False, 2, 2, True, False, False),
        (False, 2, 2, True, True, True),
        (False, 2, 0, False, True, True),
    ],
)
def test_seats_are_kept_until_it_begins_and_free_ones_given_away_then(
    *,
    is_seated: bool,
    taken: int,
    inside: int,
    has_begun: bool,
    lets_more_in: bool,
    expected: bool,
) -> None:
    assert expected is lets_in(
        is_seated=is_seated,
        taken=taken,
        inside=inside,
        capacity=2,
        has_begun=has_begun,
        lets_more_in=lets_more_in,
    )


@pytest.mark.parametrize(
    ("role", "scope", "runs"),
    [
        (Role.CONTACT, "unit:7", (True, False, False)),
        (Role.DISTRICT, f"district:{HERE}", (False, True, False)),
        (Role.DISTRICT, "district:110105", (False, False, False)),
        (Role.CITY, "city", (False, False, True)),
        (Role.LEADER, "team:7", (False, False, False)),
    ],
)
def test_a_lecture_is_run_by_whoever_holds_it_alone(
    role: Role, scope: str, runs: tuple[bool, ...]
) -> None:
    person = Person(1, "周敏", 0, (Grant(role, scope, 1),))
    hosts = Host(1, HERE, 7), Host(1, HERE), Host(1)

    assert tuple(may_run_lecture(person, host) for host in hosts) == runs
