"""Tokens that cannot be bent, numbers that betray a slip, and a result that knows no order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.gates.rules import (
    BATCH_MAX,
    NUMBERS,
    BadBatchError,
    ForgedError,
    Hours,
    How,
    Passage,
    Standing,
    entries_of,
    firsts,
    hidden_name,
    is_number,
    is_signed_text,
    new_keys,
    number_in,
    number_of,
    signed_text,
    spoken,
    token,
    twice,
)

PAIR = new_keys()
HERE = (1 << 52) + 12345
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
FIRST = datetime(2024, 10, 15, 16, tzinfo=UTC)
HOURS = Hours(FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=3))
KEY = "0123456789abcdef"

numbers = st.integers(0, NUMBERS - 1).map(number_of)
showcases = st.integers(1 << 52, (1 << 53) - 1)


@given(showcases, numbers)
def test_a_token_says_its_number_to_its_own_showcase(showcase_id: int, number: str) -> None:
    text = token(PAIR.private, showcase_id, number)

    assert number_in(text, PAIR.public, showcase_id) == number
    assert len(text) == 120


@given(numbers, st.integers(0, 119), st.integers(0, 7))
def test_a_token_with_any_bit_flipped_is_refused(number: str, at: int, bit: int) -> None:
    text = token(PAIR.private, HERE, number)
    bent = text[:at] + chr(ord(text[at]) ^ (1 << bit)) + text[at + 1 :]

    with pytest.raises(ForgedError):
        number_in(bent, PAIR.public, HERE)


@given(numbers, st.integers(0, 119), st.sampled_from(LETTERS))
def test_a_token_with_another_letter_is_refused(number: str, at: int, letter: str) -> None:
    text = token(PAIR.private, HERE, number)
    bent = text[:at] + letter + text[at + 1 :]

    if bent != text:
        with pytest.raises(ForgedError):
            number_in(bent, PAIR.public, HERE)


@given(st.text(max_size=130))
@example("")
@example("A" * 120)
def test_whatever_else_is_scanned_is_no_ticket(text: str) -> None:
    with pytest.raises(ForgedError):
        number_in(text, PAIR.public, HERE)


@given(numbers)
def test_a_ticket_of_another_showcase_or_signed_by_another_is_refused(number: str) -> None:
    with pytest.raises(ForgedError):
        number_in(token(PAIR.private, HERE + 1, number), PAIR.public, HERE)
    with pytest.raises(ForgedError):
        number_in(token(new_keys().private, HERE, number), PAIR.public, HERE)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_list_is_believed_as_it_was_signed(text: str, other: str) -> None:
    signature = signed_text(PAIR.private, text)

    assert is_signed_text(PAIR.public, text, signature)
    assert is_signed_text(PAIR.public, other, signature) == (other == text)
    assert not is_signed_text(PAIR.public, text, "")


@given(numbers, st.integers(0, 5), st.sampled_from("0123456789"))
def test_a_number_with_one_wrong_digit_is_no_number(number: str, at: int, digit: str) -> None:
    typed = number[:at] + digit + number[at + 1 :]

    assert is_number(typed) == (typed == number)


@given(numbers, st.integers(0, 4))
def test_two_neighbours_swapped_are_no_number(number: str, at: int) -> None:
    typed = number[:at] + number[at + 1] + number[at] + number[at + 2 :]

    assert is_number(typed) == (typed == number)


def test_a_number_is_read_out_in_two_halves_and_a_name_has_stars() -> None:
    assert spoken("123456") == "123 456"
    assert [hidden_name(name) for name in ("王芳", "欧阳小美", "李")] == ["王*", "欧**", "李*"]


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 3 * 86400))
def test_a_phones_time_is_never_believed_beyond_the_day_or_after_it_was_sent(
    at: datetime, seconds: int
) -> None:
    received = FIRST + timedelta(seconds=seconds)

    believed = HOURS.believed(at, received)

    assert HOURS.first <= believed < HOURS.last
    assert believed <= received
    if HOURS.first <= at <= min(received, HOURS.last - timedelta(seconds=1)):
        assert believed == at


def test_a_gate_is_open_all_day_and_takes_late_notes_for_two_more() -> None:
    moments = [timedelta(seconds=-1), timedelta(), timedelta(days=1), timedelta(days=3)]

    found = [HOURS.standing(FIRST + each) for each in moments]

    assert found == [Standing.NOT_YET, Standing.OPEN, Standing.LATE, Standing.OVER]


def passage(person: int, minute: int, key: int, *, undone: bool) -> Passage:
    """A note of somebody."""
    at = FIRST + timedelta(minutes=minute)
    return Passage(person, f"{key:016}", at, How.SCAN, key % 4, "门", at if undone else None)


passages = st.lists(
    st.builds(
        passage, st.integers(1, 9), st.integers(0, 99), st.integers(0, 999), undone=st.booleans()
    ),
    max_size=40,
    unique_by=lambda each: (each.participant_id, each.key),
)


@given(passages, st.randoms())
def test_who_came_first_is_the_same_in_any_order(found: list[Passage], dice: object) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    assert firsts(shuffled) == firsts(found)
    assert twice(shuffled) == twice(found)


@given(passages)
def test_everybody_with_a_note_that_stands_is_in_once_at_the_earliest(
    found: list[Passage],
) -> None:
    standing = [each for each in found if each.undone_at is None]

    first = firsts(found)

    assert first.keys() == {each.participant_id for each in standing}
    assert all(first[each.participant_id].at <= each.at for each in standing)
    assert sum(len(each) - 1 for each in twice(found)) == len(standing) - len(first)


def test_what_a_phone_sends_is_read_as_it_was_noted() -> None:
    number = number_of(7)

    [entry] = entries_of({"entries": [{"key": KEY, "at": 1729040400000, "number": number}]})

    assert (entry.key, entry.number, entry.token) == (KEY, number, "")
    assert entry.at == datetime(2024, 10, 16, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"entries": 1},
        {"entries": [1]},
        {"entries": [{"key": "short", "at": 1, "number": "1"}]},
        {"entries": [{"key": KEY, "at": "1", "number": "1"}]},
        {"entries": [{"key": KEY, "at": True, "number": "1"}]},
        {"entries": [{"key": KEY, "at": -1, "number": "1"}]},
        {"entries": [{"key": KEY, "at": 10**20, "number": "1"}]},
        {"entries": [{"key": KEY, "at": 1, "number": 1}]},
        {"entries": [{"key": KEY, "at": 1, "token": "A" * 999}]},
        {"entries": [{"key": KEY, "at": 1}] * (BATCH_MAX + 1)},
    ],
)
def test_what_no_phone_would_send_is_refused_as_a_whole(sent: object) -> None:
    with pytest.raises(BadBatchError):
        entries_of(sent)
