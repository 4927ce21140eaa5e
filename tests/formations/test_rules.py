"""Who stands where: whatever is done to a formation, nobody is doubled and nobody is lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formations.rules import (
    At,
    Change,
    Formation,
    NoMoveError,
    Shape,
    Slot,
    UnknownPlaceError,
    UnreadableError,
    Waiting,
    What,
    begun,
    board,
    by_height,
    came,
    changes,
    exchange,
    filled,
    fitted,
    is_sound,
    merge,
    missed,
    moved,
    put,
    read,
    remarked,
    row_lengths,
    shaped,
    slots,
    stood_in,
    swapped,
    waiting,
    written,
)

Move = Callable[[Formation], Formation]
SIZE = 12
REGULARS = tuple(range(101, 113))
SUBSTITUTES = (201, 202)
EVERYBODY = REGULARS + SUBSTITUTES
FIRST = begun(SIZE, REGULARS)

numbers = st.integers(1, SIZE)
picks = st.one_of(
    st.builds(At, numbers),
    st.builds(Waiting, st.sampled_from(EVERYBODY)),
    st.builds(Slot, st.integers(0, 6), st.integers(0, 7)),
)
words = st.text(max_size=5)


def tried(move: Move) -> Move:
    """A move that is refused leaves everything as it was."""

    def run(formation: Formation) -> Formation:
        try:
            return move(formation)
        except (NoMoveError, UnknownPlaceError):
            return formation

    return run


def exchanging(one: object, other: object) -> Move:
    """What a finger does between two things."""
    return tried(lambda formation: exchange(formation, one, other, SUBSTITUTES))  # type: ignore[arg-type]


moves = st.one_of(
    st.builds(exchanging, picks, picks),
    numbers.map(lambda number: tried(lambda formation: missed(formation, number))),
    numbers.map(lambda number: tried(lambda formation: came(formation, number))),
    st.sampled_from(Shape).map(lambda shape: lambda formation: shaped(formation, shape)),
    st.dictionaries(st.sampled_from(EVERYBODY), st.integers(150, 190)).map(
        lambda heights: lambda formation: by_height(formation, heights)
    ),
    st.tuples(numbers, words, words).map(
        lambda three: lambda formation: remarked(formation, {three[0]: three[1]}, three[2])
    ),
    st.just(lambda formation: filled(formation, REGULARS)),
)
many_moves = st.lists(moves, max_size=8)


def after(formation: Formation, done: list[Move]) -> Formation:
    """A formation after these moves."""
    return reduce(lambda now, move: move(now), done, formation)


@given(st.sampled_from(list(Shape)), st.integers(1, 40))
def test_every_shape_has_a_spot_of_its_own_for_everybody(shape: Shape, size: int) -> None:
    found = slots(shape, size)

    assert len(set(found)) == size
    assert found[0] == Slot(1, 1)
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("shape", "rows"),
    [
        (Shape.THREE_ROWS, (4, 4, 4)),
        (Shape.FOUR_ROWS, (3, 3, 3, 3)),
        (Shape.TWO_ROWS, (6, 6)),
        (Shape.WEDGE, (1, 2, 4, 5)),
    ],
)
def test_twelve_stand_as_the_programme_calls_it(shape: Shape, rows: tuple[int, ...]) -> None:
    assert row_lengths(shape, SIZE) == rows


@given(st.integers(1, 40))
def test_a_wedge_begins_with_one_and_only_widens(size: int) -> None:
    rows = row_lengths(Shape.WEDGE, size)

    assert rows[0] == 1 or size == 2
    assert list(rows) == sorted(rows)
    assert sum(rows) == size


@given(st.integers(1, 40))
def test_a_free_board_has_room_to_move(size: int) -> None:
    assert len(board(size).slots) > size


@given(many_moves)
def test_nobody_is_doubled_or_lost_whatever_is_done(done: list[Move]) -> None:
    found = after(FIRST, done)

    assert is_sound(found)
    assert sorted((*found.people, *waiting(found, EVERYBODY))) == list(EVERYBODY)


@given(many_moves)
def test_substitutes_are_outside_until_they_stand_in(done: list[Move]) -> None:
    found = after(FIRST, done)

    assert {place.person for place in found.places}.isdisjoint(SUBSTITUTES)


@given(many_moves, numbers, numbers)
def test_a_swap_done_twice_is_undone(done: list[Move], one: int, other: int) -> None:
    found = after(FIRST, done)

    assert swapped(swapped(found, one, other), one, other) == found


@given(many_moves, numbers, st.sampled_from(SUBSTITUTES))
def test_who_stands_in_waits_again_once_the_other_comes(
    done: list[Move], number: int, substitute: int
) -> None:
    start = came(after(FIRST, done), number)
    if substitute in start.people:
        return

    stands = stood_in(start, number, substitute)

    assert stands.place(number).present == substitute
    assert came(stands, number) == start


@given(many_moves, st.dictionaries(st.sampled_from(EVERYBODY), st.integers(150, 190)))
def test_by_height_the_front_row_is_shorter_and_the_rest_stay(
    done: list[Move], heights: dict[int, int]
) -> None:
    start = after(FIRST, done)

    found = by_height(start, heights)

    known = [
        (place.slot.row, heights[who])
        for place in found.places
        if (who := place.stand_in or place.person) in heights
    ]
    assert all(low <= high for row, low in known for behind, high in known if row < behind)
    assert sorted(found.people) == sorted(start.people)
    for old, new in zip(start.places, found.places, strict=True):
        if (old.stand_in or old.person) not in heights:
            assert old == new


def test_by_height_the_tallest_of_a_row_stands_in_its_middle() -> None:
    heights = {person: 150 + person - 101 for person in REGULARS}

    front = by_height(FIRST, heights).places[:4]

    assert [heights[place.person or 0] for place in front] == [151, 153, 152, 150]


@given(many_moves, st.sets(st.sampled_from(EVERYBODY)), st.integers(1, 20))
def test_who_is_gone_leaves_an_empty_place_with_its_number(
    done: list[Move], left: set[int], size: int
) -> None:
    start = after(FIRST, done)

    found = fitted(start, left, size)

    assert is_sound(found)
    assert len(found.places) == size
    assert set(found.people) <= left
    assert set(found.people) >= left & {
        who for place in start.places[:size] for who in place.people
    }
    assert fitted(found, left, size) == found


def test_a_remark_stays_with_its_place() -> None:
    start = remarked(FIRST, {1: "领操"}, "从左边上场")

    found = swapped(start, 1, 5)

    assert (found.place(1).remark, found.place(1).person) == ("领操", 105)
    assert found.remarks == "从左边上场"


def test_who_waits_takes_a_place_and_the_other_waits() -> None:
    start = fitted(FIRST, set(REGULARS[1:]), SIZE)

    found = put(start, 3, 101)

    assert found.place(1).people == ()
    assert found.place(3).person == 101
    assert waiting(found, REGULARS) == (103,)
    assert filled(found, REGULARS).place(1).person == 103


def test_in_a_free_formation_a_place_keeps_its_number() -> None:
    start = shaped(FIRST, Shape.FREE)

    found = moved(start, 7, Slot(4, 6))

    assert found.place(7).slot == Slot(4, 6)
    assert found.place(7).person == start.place(7).person
    assert start.place(7).slot == Slot(2, 4)


@pytest.mark.parametrize(
    ("shape", "slot"),
    [
        (Shape.FREE, Slot(1, 2)),
        (Shape.FREE, Slot(9, 1)),
        (Shape.THREE_ROWS, Slot(4, 6)),
    ],
)
def test_a_place_moves_only_to_an_empty_spot(shape: Shape, slot: Slot) -> None:
    with pytest.raises(UnknownPlaceError):
        moved(shaped(FIRST, shape), 7, slot)


@given(many_moves, many_moves, many_moves)
def test_two_people_at_once_lose_and_double_nobody(
    before: list[Move], hers: list[Move], others: list[Move]
) -> None:
    base = after(FIRST, before)
    mine, theirs = after(base, hers), after(base, others)

    found = merge(base, mine, theirs)

    either = set(mine.people) | set(theirs.people)
    for side in (found.mine, found.theirs):
        assert is_sound(side)
        assert set(side.people) <= either
    assert merge(base, base, theirs).mine == merge(base, base, theirs).theirs == theirs
    assert merge(base, mine, base).mine == mine
    assert merge(base, mine, mine).mine == mine
    assert merge(base, theirs, mine).mine == found.theirs


@given(many_moves, st.permutations(list(range(1, 13))))
def test_swaps_of_different_people_are_both_kept(before: list[Move], order: list[int]) -> None:
    base = after(FIRST, before)
    mine, theirs = swapped(base, *order[:2]), swapped(base, *order[2:4])

    found = merge(base, mine, theirs)

    assert found.is_clear
    assert found.mine == swapped(mine, *order[2:4])


def test_swaps_of_one_person_are_a_question() -> None:
    mine, theirs = swapped(FIRST, 1, 2), remarked(swapped(FIRST, 1, 3), {9: "慢"}, "")

    found = merge(FIRST, mine, theirs)

    assert not found.is_clear
    assert found.mine == remarked(mine, {9: "慢"}, "")
    assert found.theirs == theirs


def test_a_shape_and_a_swap_go_together() -> None:
    found = merge(FIRST, shaped(FIRST, Shape.WEDGE), swapped(FIRST, 1, 2))

    assert found.is_clear
    assert found.mine == shaped(swapped(FIRST, 1, 2), Shape.WEDGE)


def test_two_places_moved_to_one_spot_are_a_question() -> None:
    base = shaped(FIRST, Shape.FREE)
    mine, theirs = moved(base, 1, Slot(4, 1)), moved(base, 2, Slot(4, 1))

    found = merge(base, mine, theirs)

    assert (found.mine, found.theirs) == (mine, theirs)


@given(many_moves)
def test_a_formation_is_read_as_it_was_written(done: list[Move]) -> None:
    found = after(FIRST, done)

    assert read(written(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '["square", [], ""]',
        '["free", [[1, 1, 5, false, null, ""], [1, 2, 5, false, null, ""]], ""]',
        '["free", [[1, 1, 5, false, null, ""], [1, 1, 6, false, null, ""]], ""]',
        '["free", [[1, 1, "5", false, null, ""]], ""]',
        '["free", [[1, 1, 5, false, null]], ""]',
        '["free", [], "' + "长" * 501 + '"]',
        "[" * 100_000,
    ],
)
def test_what_is_no_formation_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read(text)


@given(many_moves)
def test_nothing_is_told_of_what_did_not_change(done: list[Move]) -> None:
    found = after(FIRST, done)

    assert changes(found, found) == ()


def test_what_changed_is_told_place_by_place() -> None:
    start = stood_in(FIRST, 7, 201)
    wanted: dict[What, Formation] = {
        What.SHAPE: shaped(start, Shape.WEDGE),
        What.PLACED: swapped(start, 1, 2),
        What.STANDS_IN: stood_in(start, 3, 202),
        What.MISSING: missed(start, 7),
        What.CAME: came(missed(FIRST, 7), 7),
        What.REMARK: remarked(start, {4: "领操"}, ""),
        What.REMARKS: remarked(start, {}, "左边上场"),
        What.OUT: fitted(start, EVERYBODY[1:], SIZE),
    }

    told: dict[What, Change] = {
        what: changes(start, found)[0] for what, found in wanted.items() if what is not What.CAME
    }
    told[What.CAME] = changes(missed(FIRST, 7), wanted[What.CAME])[0]

    assert {change.what for change in told.values()} == set(wanted)
    assert (told[What.STANDS_IN].person, told[What.STANDS_IN].instead_of) == (202, 103)
    assert told[What.PLACED].number == 1


def test_a_spot_is_told_where_only_a_place_moved() -> None:
    start = shaped(FIRST, Shape.FREE)

    found = changes(start, moved(start, 7, Slot(4, 6)))

    assert [(change.what, change.number) for change in found] == [(What.SPOT, 7)]


def test_what_is_named_must_be_there() -> None:
    with pytest.raises(UnknownPlaceError):
        swapped(FIRST, 1, 13)
    with pytest.raises(UnknownPlaceError):
        missed(replace(FIRST, places=fitted(FIRST, (), SIZE).places), 1)
    with pytest.raises(NoMoveError):
        put(FIRST, 1, 102)
    with pytest.raises(NoMoveError):
        exchange(FIRST, Waiting(201), Waiting(202), SUBSTITUTES)
