"""What comes back when, which card fits today, how a quiz is drawn and kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.learning.writing import card
from tracker.learning.rules import (
    ASKED,
    INTERVALS,
    PAPER_MAX,
    Asked,
    Box,
    Living,
    Moment,
    box_after,
    card_of_the_day,
    drawn,
    moments,
    paper,
    read_paper,
    shuffled,
)

TODAY = date(2024, 10, 16)
USUAL = Living(TODAY, date(2024, 7, 15), date(2024, 11, 9), frozenset({TODAY - timedelta(days=1)}))
BACK = frozenset({date(2024, 9, 1), TODAY})

days = st.dates(date(2024, 7, 11), date(2024, 12, 1))
boxes = st.one_of(st.just(Box()), st.builds(Box, st.integers(1, len(INTERVALS)), days))
names = st.from_regex(r"[a-z]{1,8}-[1-9]", fullmatch=True)
livings = st.builds(
    Living,
    days,
    days,
    st.just(date(2024, 11, 9)),
    st.frozensets(days, max_size=8),
    st.booleans(),
    st.booleans(),
)


def test_a_missed_question_comes_back_after_1_3_7_and_14_days_and_then_no_more() -> None:
    box, day, waits = box_after(Box(), TODAY, is_right=False), TODAY, []
    while box.due_on:
        waits.append((box.due_on - day).days)
        day = box.due_on
        box = box_after(box, day, is_right=True)

    assert tuple(waits) == INTERVALS == (1, 3, 7, 14)
    assert box == Box()


@given(boxes, days)
def test_a_miss_leads_to_the_first_box_from_anywhere(box: Box, today: date) -> None:
    assert box_after(box, today, is_right=False) == Box(1, today + timedelta(days=1))


@given(boxes, days)
def test_a_right_answer_moves_a_question_on_only_when_it_is_due(box: Box, today: date) -> None:
    after = box_after(box, today, is_right=True)

    if not box.is_due(today):
        assert after == box
    elif box.number == len(INTERVALS):
        assert after == Box()
    else:
        assert after.number == box.number + 1
        assert after.due_on is not None
        assert after.due_on > today


@pytest.mark.parametrize(
    ("living", "first"),
    [
        (USUAL, Moment.ANY),
        (replace(USUAL, enrolled_on=TODAY - timedelta(days=6)), Moment.FIRST_WEEK),
        (replace(USUAL, enrolled_on=TODAY - timedelta(days=7), noted=frozenset()), Moment.ANY),
        (replace(USUAL, noted=frozenset({TODAY - timedelta(days=10)})), Moment.ANY),
        (replace(USUAL, noted=frozenset({TODAY - timedelta(days=11)})), Moment.COMEBACK),
        (replace(USUAL, noted=BACK), Moment.COMEBACK),
        (replace(USUAL, stands_still=True), Moment.PLATEAU),
        (replace(USUAL, stands_still=True, falls_fast=True), Moment.FASTER_THAN_SAFE),
        (replace(USUAL, ends=TODAY), Moment.FINAL_WEEKS),
        (replace(USUAL, ends=TODAY + timedelta(days=20)), Moment.FINAL_WEEKS),
        (replace(USUAL, ends=TODAY + timedelta(days=21)), Moment.ANY),
        (replace(USUAL, ends=TODAY - timedelta(days=1)), Moment.ANY),
        (replace(USUAL, today=date(2024, 10, 18)), Moment.WEEKEND),
    ],
)
def test_what_she_lives_through_most_pressingly(living: Living, first: Moment) -> None:
    assert moments(living)[0] is first


@given(livings)
def test_any_day_is_always_the_last_moment(living: Living) -> None:
    found = moments(living)

    assert found[-1] is Moment.ANY
    assert len(set(found)) == len(found)


FIRST, PLATEAU, OTHER = card("first", Moment.FIRST_WEEK), card("still", Moment.PLATEAU), card("any")
CARDS = [FIRST, PLATEAU, OTHER]


def test_a_plateau_brings_its_card_before_the_order_of_chapters() -> None:
    assert card_of_the_day(CARDS, {}, replace(USUAL, stands_still=True)) is PLATEAU
    assert card_of_the_day(CARDS, {}, USUAL) is OTHER


def test_without_any_card_there_is_none_today() -> None:
    assert card_of_the_day([], {}, USUAL) is None


@given(
    livings,
    st.dictionaries(st.sampled_from(["first", "still", "any"]), days),
    st.integers(0, 10**6),
)
def test_todays_card_is_new_while_there_is_one_and_stays_all_day(
    living: Living, read: dict[str, date], shift: int
) -> None:
    before = {name: day for name, day in read.items() if day < living.today}

    found = card_of_the_day(CARDS, before, living, shift)

    assert found is not None
    assert found.id not in before or len(before) == len(CARDS)
    if found.id not in before:
        again = card_of_the_day(CARDS, before | {found.id: living.today}, living, shift)
        assert again is found


def test_whoever_read_all_meets_another_card_every_day() -> None:
    read = dict.fromkeys(("first", "still", "any"), date(2024, 8, 1))
    week = [replace(USUAL, today=TODAY + timedelta(days=n)) for n in range(3)]

    assert {card_of_the_day(CARDS, read, each) for each in week} == set(CARDS)


@given(st.lists(names, unique=True), st.dictionaries(names, boxes), st.text(), days)
def test_a_quiz_asks_what_is_due_first_then_what_is_new(
    questions: list[str], known: dict[str, Box], seed: str, today: date
) -> None:
    asked = drawn(questions, known, seed, today)

    due = [each for each in questions if each in known and known[each].is_due(today)]
    new = [each for each in questions if each not in known]
    taken = asked[: min(3, len(due))]
    assert len(asked) == len(set(asked)) == min(ASKED, len(questions))
    assert set(asked) <= set(questions)
    assert all(known[each].is_due(today) for each in taken if each in known)
    assert set(taken) <= set(due)
    rest = asked[len(taken) :]
    assert sum(each in new for each in rest) == min(len(new), len(rest))
    assert drawn(reversed(questions), known, seed, today) == asked


@given(st.integers(1, 4), st.text())
def test_options_are_shuffled_the_same_way_for_the_same_person(options: int, seed: str) -> None:
    order = shuffled(options, seed)

    assert sorted(order) == list(range(options))
    assert shuffled(options, seed) == order


def test_people_see_the_right_option_in_different_places() -> None:
    places = {shuffled(4, f"{person}:trend-1").index(0) for person in range(100)}

    assert places == {0, 1, 2, 3}


answered = st.builds(Asked, names, st.integers(0, 999), st.integers(0, 3), st.booleans())


@given(st.lists(st.one_of(answered, st.builds(Asked, names, st.integers(0, 999))), max_size=ASKED))
def test_a_paper_reads_back_as_it_was_written(asked: list[Asked]) -> None:
    assert read_paper(paper(asked)) == tuple(asked)


def test_the_longest_paper_fits_its_column() -> None:
    longest = [Asked("a" * 60, 99_999, 3, is_right=True)] * ASKED

    assert len(paper(longest)) <= PAPER_MAX
