"""Order and times, rests, conflicts, and a running order that slides."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.timetables.rules import (
    ConflictKind,
    Entry,
    EntryKind,
    Live,
    Marks,
    Phase,
    Step,
    Timed,
    conflicts,
    first_open,
    last_step,
    may,
    place_at,
    plan,
    slide,
    timed,
)

NINE = datetime(2024, 10, 19, 1, tzinfo=UTC)
NEVER = NINE + timedelta(days=2)


def after(minutes: float) -> datetime:
    """A moment of the day, by minutes after its beginning."""
    return NINE + timedelta(minutes=minutes)


def squad(number: int, *people: int, coach: str = "", group: int = 0) -> Entry:
    """Four minutes on the floor and two to leave it."""
    return Entry(number, EntryKind.SQUAD, 4, 2, group, people=frozenset(people), coach=coach)


@st.composite
def programmes(draw: st.DrawFn) -> list[Entry]:
    """Up to twelve entries in up to three groups, some of them pinned, few people in many."""
    pins = st.none() | st.integers(0, 120).map(after)
    return [
        Entry(
            number,
            draw(st.sampled_from(EntryKind)),
            draw(st.integers(1, 20)),
            draw(st.integers(0, 5)),
            draw(st.integers(0, 2)),
            draw(pins),
            frozenset(draw(st.sets(st.integers(1, 6), max_size=3))),
            draw(st.sampled_from(["", "陈", "林"])),
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(programmes(), st.integers(0, 30))
def test_a_plan_has_everything_once_and_nothing_at_the_same_time(
    entries: list[Entry], gap: int
) -> None:
    slots = plan(entries, NINE, gap)

    assert sorted(each.entry.id for each in slots) == sorted(each.id for each in entries)
    assert all(one.free <= other.starts for one, other in pairwise(slots))
    assert all(each.starts >= (each.entry.pinned or NINE) for each in slots)


@given(programmes())
def test_what_is_not_pinned_keeps_the_programmes_order(entries: list[Entry]) -> None:
    groups = [each.entry.group for each in plan(entries, NINE, 15) if not each.entry.pinned]

    assert groups == sorted(groups)


@given(programmes())
def test_without_pins_a_day_is_as_long_as_its_parts(entries: list[Entry]) -> None:
    free = [replace(each, pinned=None) for each in entries]

    slots = plan(free, NINE, 15)

    total = sum((each.length + each.clearing for each in free), timedelta())
    assert (slots[-1].free if slots else NINE) == NINE + total


@given(programmes())
def test_the_same_order_gets_the_same_times(entries: list[Entry]) -> None:
    slots = plan(entries, NINE, 15)

    assert timed([each.entry for each in slots], NINE) == slots


def test_somebody_in_two_items_is_early_in_one_and_late_in_the_other() -> None:
    first = [squad(1, 10, group=1), squad(2, 20, group=1), squad(3, 30, group=1)]
    second = [squad(4, 30, group=2), squad(5, 50, group=2), squad(6, 60, group=2)]

    slots = plan([*first, *second], NINE, 15)

    assert [each.entry.id for each in slots] == [3, 1, 2, 5, 4, 6]
    assert conflicts(slots, 15, NEVER) == ()


def test_whoever_has_not_rested_waits_while_others_can_go() -> None:
    entries = [squad(1, coach="陈"), squad(2, coach="陈"), squad(3), squad(4), squad(5)]

    slots = plan(entries, NINE, 15)

    assert [each.entry.id for each in slots] == [1, 3, 4, 5, 2]


def test_where_no_order_gives_a_rest_the_plan_is_made_and_says_so() -> None:
    slots = plan([squad(1, 7, 8), squad(2, 7, 8, 9)], NINE, 15)

    (found,) = conflicts(slots, 15, NEVER)

    assert (found.kind, found.minutes, found.people) == (ConflictKind.PEOPLE, 2, frozenset({7, 8}))


def test_a_speech_waits_for_its_time_and_nothing_runs_into_it() -> None:
    speech = Entry(9, EntryKind.SPEECH, 5, 0, 0, after(15))
    entries = [squad(1), squad(2), squad(3), speech]

    slots = plan(entries, NINE, 0)

    assert [each.entry.id for each in slots] == [1, 2, 9, 3]
    assert slots[2].starts == after(15)


def test_a_shared_coach_and_a_pin_that_cannot_be_kept_are_told() -> None:
    pinned = Entry(2, EntryKind.SQUAD, 4, 2, 0, after(3), coach="陈")

    found = conflicts(timed([squad(1, coach="陈"), pinned], NINE), 15, NEVER)

    assert [(each.kind, each.minutes) for each in found] == [
        (ConflictKind.COACH, 2),
        (ConflictKind.PINNED, 3),
    ]


def test_a_day_that_ends_after_the_gate_closes_is_told() -> None:
    (found,) = conflicts(timed([squad(1), squad(2)], NINE), 0, after(7))

    assert (found.kind, found.minutes) == (ConflictKind.CLOSING, 3)


@given(programmes(), st.integers(0, 40))
def test_every_conflict_is_a_rest_too_short_or_a_time_not_kept(
    entries: list[Entry], gap: int
) -> None:
    slots = plan(entries, NINE, gap)
    by_id = {each.entry.id: each for each in slots}

    for each in conflicts(slots, gap, NEVER):
        first, second = by_id[each.first], by_id[each.second]
        if each.kind in {ConflictKind.PEOPLE, ConflictKind.COACH}:
            assert second.starts - first.ends < timedelta(minutes=gap)
        assert each.minutes >= 0


def test_a_time_says_where_an_entry_goes() -> None:
    slots = timed([squad(1), squad(2), squad(3)], NINE)

    assert [place_at(slots, 3, after(minute)) for minute in (0, 5, 30)] == [0, 1, 2]


# The day ------------------------------------------------------------------------------------


def day(*marks: Marks, pinned: datetime | None = None) -> tuple[list[Timed], list[Marks]]:
    """Squads of four minutes with two between; whoever is not spoken of waits. The third pinned."""
    entries = [squad(number) for number in range(5)]
    entries[3] = replace(entries[3], pinned=pinned)
    return list(timed(entries, NINE)), [*marks, *[Marks()] * (5 - len(marks))]


def at(lives: tuple[Live, ...]) -> list[int]:
    """When everything begins, in minutes after nine."""
    return [int((each.starts - NINE).total_seconds() / 60) for each in lives]


def ran(start: float, end: float | None = None) -> Marks:
    """Began, and perhaps ended."""
    return Marks(started=after(start), ended=None if end is None else after(end))


def test_what_is_late_pushes_what_follows() -> None:
    lives = slide(*day(ran(3, 7)), after(7), early=False)

    assert at(lives) == [3, 9, 15, 21, 27]
    assert [each.late for each in lives] == [3, 3, 3, 3, 3]


def test_a_pinned_entry_takes_up_what_was_late_and_waits_when_all_is_early() -> None:
    late = slide(*day(ran(3, 7), pinned=after(30)), after(7), early=False)
    soon = slide(*day(ran(0, 2), pinned=after(30)), after(2), early=True)

    assert at(late) == [3, 9, 15, 30, 36]
    assert at(soon) == [0, 4, 10, 30, 36]


def test_saved_minutes_go_to_the_changeover_unless_it_is_wished_otherwise() -> None:
    assert at(slide(*day(ran(0, 1)), after(1), early=False)) == [0, 6, 12, 18, 24]
    assert at(slide(*day(ran(0, 1)), after(1), early=True)) == [0, 3, 9, 15, 21]


def test_minutes_saved_while_late_bring_everything_back() -> None:
    lives = slide(*day(ran(5, 9), ran(11, 12)), after(12), early=False)

    assert at(lives) == [5, 11, 14, 20, 26]


def test_what_takes_too_long_is_late_with_every_minute_of_the_clock() -> None:
    lives = slide(*day(ran(0)), after(10), early=False)

    assert at(lives) == [0, 12, 18, 24, 30]


def test_nobody_begins_in_the_past() -> None:
    assert at(slide(*day(), after(9), early=False)) == [9, 15, 21, 27, 33]


def test_what_is_skipped_takes_no_time() -> None:
    lives = slide(*day(ran(8, 12), Marks(skipped=after(12))), after(12), early=False)

    assert at(lives)[2:] == [14, 20, 26]
    assert lives[1].phase is Phase.SKIPPED


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Timed], list[Marks], datetime]:
    """A plan of which some entries have been on, with delays and savings, as of a moment."""
    slots = list(plan(draw(programmes()), NINE, 15))
    marks, floor = [], NINE
    for _slot in slots[: draw(st.integers(0, len(slots)))]:
        start = floor + timedelta(minutes=draw(st.integers(0, 15)))
        floor = start + timedelta(minutes=draw(st.integers(1, 25)))
        marks.append(draw(st.sampled_from([Marks(skipped=start), Marks(start, start, floor)])))
    waiting = [Marks()] * (len(slots) - len(marks))
    return slots, marks + waiting, floor + timedelta(minutes=draw(st.integers(0, 10)))


@given(given_day=days(), early=st.booleans())
def test_on_the_day_order_is_kept_and_nothing_overlaps(
    *, given_day: tuple[list[Timed], list[Marks], datetime], early: bool
) -> None:
    slots, marks, now = given_day

    lives = [
        each for each in slide(slots, marks, now, early=early) if each.phase is not Phase.SKIPPED
    ]

    assert all(one.ends <= other.starts for one, other in pairwise(lives))
    for one, other in pairwise(lives):
        if other.phase is Phase.WAITING:
            assert other.starts - one.ends >= one.slot.entry.clearing


@given(days())
def test_nothing_to_come_is_before_its_published_time_unless_asked(
    given_day: tuple[list[Timed], list[Marks], datetime],
) -> None:
    slots, marks, now = given_day
    calm, hasty = (slide(slots, marks, now, early=early) for early in (False, True))

    for one, other in zip(calm, hasty, strict=True):
        assert other.starts <= one.starts
        if one.phase is Phase.WAITING:
            assert one.starts >= max(one.slot.starts, now)
            assert other.starts >= max(other.slot.entry.pinned or now, now)


def test_a_step_is_offered_when_it_is_its_turn() -> None:
    marks = [Marks(ended=after(4), started=NINE), Marks(called=after(3)), Marks()]

    assert first_open(marks) == 1
    assert may(Step.STARTED, 1, marks)
    assert not may(Step.STARTED, 2, marks)
    assert may(Step.CALLED, 2, marks)
    assert not may(Step.CALLED, 1, marks)
    assert not may(Step.ENDED, 0, marks)


def test_while_one_is_on_no_other_begins() -> None:
    marks = [ran(0), Marks()]

    assert not may(Step.STARTED, 1, marks)
    assert may(Step.ENDED, 0, marks)


def test_the_last_tap_is_the_one_an_undo_takes_back() -> None:
    marks = [ran(0, 4), Marks(called=after(5)), Marks()]

    assert last_step(marks) == (1, Step.CALLED)
    assert last_step([Marks()]) is None
