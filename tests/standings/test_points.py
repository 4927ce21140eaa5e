"""Points from entries: tables at their edges, and what holds for any entries at all."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exercise.rules import Effort, Entry
from tracker.standings.rules.points import (
    Cap,
    doing_points,
    minutes_points,
    shown_points,
    week_points,
    weigh_ins,
)
from tracker.standings.rules.scoring import WEIGH_IN, changes, latest, rule_set_of, rule_sets

MONDAY = date(2024, 9, 9)
RULES = latest()
DAYS = [MONDAY + timedelta(days=number) for number in range(7)]


def entry(day: int, minutes: int, effort: Effort = Effort.MODERATE, key: str = "") -> Entry:
    return Entry(key or f"{day}-{minutes}", DAYS[day], "brisk_walking", effort, minutes)


ENTRIES = st.lists(
    st.builds(
        Entry,
        key=st.uuids().map(lambda each: each.hex),
        day=st.sampled_from(DAYS),
        kind=st.just("brisk_walking"),
        effort=st.sampled_from(Effort),
        minutes=st.integers(1, 600),
    ),
    max_size=12,
)
WEIGHED = st.lists(st.sampled_from(DAYS), max_size=7)


@pytest.mark.parametrize(("times", "points"), [(0, 0), (1, 10), (3, 30), (4, 30), (7, 30)])
def test_at_most_three_weigh_ins_a_week_count(times: int, points: int) -> None:
    found = week_points(RULES, MONDAY, weigh_ins(DAYS[:times]), [])

    assert found.points == points
    assert [line.caps for line in found.lines[3:]] == [(Cap.TIMES,)] * max(0, times - 3)


def test_a_day_with_a_station_and_an_own_weight_counts_once() -> None:
    assert week_points(RULES, MONDAY, weigh_ins([MONDAY, MONDAY]), []).points == 10


@pytest.mark.parametrize(
    ("entries", "points", "caps"),
    [
        ([entry(0, 59)], 59, [()]),
        ([entry(0, 60)], 60, [()]),
        ([entry(0, 61)], 60, [(Cap.DAY,)]),
        ([entry(0, 30, Effort.VIGOROUS)], 60, [()]),
        ([entry(0, 31, Effort.VIGOROUS)], 60, [(Cap.DAY,)]),
        ([entry(0, 20, Effort.LIGHT)], 20, [()]),
        ([entry(0, 40, key="a"), entry(0, 30, key="b")], 60, [(), (Cap.DAY,)]),
        ([entry(0, 60), entry(1, 60), entry(2, 30)], 150, [(), (), ()]),
        ([entry(0, 60), entry(1, 60), entry(2, 31)], 150, [(), (), (Cap.WEEK,)]),
        ([entry(0, 60), entry(1, 60), entry(2, 90)], 150, [(), (), (Cap.DAY, Cap.WEEK)]),
    ],
)
def test_minutes_are_capped_by_day_and_week(
    entries: list[Entry], points: int, caps: list[tuple[Cap, ...]]
) -> None:
    found = week_points(RULES, MONDAY, [], entries)

    assert found.points == points
    assert [line.caps for line in found.lines] == caps


def test_a_weeks_points_for_doing_can_be_had_without_a_scale() -> None:
    moving = week_points(RULES, MONDAY, [], [entry(0, 60), entry(1, 60), entry(2, 30)])
    both = week_points(RULES, MONDAY, weigh_ins(DAYS), [entry(0, 60), entry(1, 60), entry(2, 30)])

    assert moving.points == both.points == RULES.doing_a_week
    assert both.lines[-1].points == both.points - sum(line.points for line in both.lines[:-1])


@given(WEIGHED, ENTRIES)
def test_lines_and_totals_come_to_the_same(weighed: list[date], entries: list[Entry]) -> None:
    lines = week_points(RULES, MONDAY, weigh_ins(weighed), entries)
    by_day: dict[date, int] = {}
    for each in entries:
        counted = RULES.minutes.counted(each.effort, each.minutes)
        by_day[each.day] = by_day.get(each.day, 0) + counted

    assert lines.points == doing_points(RULES, {WEIGH_IN: len(set(weighed))}, by_day)
    assert 0 <= lines.points <= RULES.doing_a_week


@given(WEIGHED, ENTRIES, st.randoms(use_true_random=False))
def test_recomputing_in_any_order_gives_the_same(
    weighed: list[date], entries: list[Entry], rng: Random
) -> None:
    shuffled = list(entries)
    rng.shuffle(shuffled)

    first = week_points(RULES, MONDAY, weigh_ins(weighed), entries)

    assert week_points(RULES, MONDAY, weigh_ins(reversed(weighed)), shuffled) == first


@given(WEIGHED, ENTRIES)
def test_each_line_that_lost_points_names_the_cap(
    weighed: list[date], entries: list[Entry]
) -> None:
    for line in week_points(RULES, MONDAY, weigh_ins(weighed), entries).lines:
        assert (line.points < line.full) == bool(line.caps)


@given(ENTRIES)
def test_what_others_see_is_the_same_whether_or_not_she_was_weighed(entries: list[Entry]) -> None:
    seen = shown_points(RULES, entries)

    assert seen == doing_points(RULES, {}, _minutes(entries))


@given(WEIGHED, ENTRIES)
def test_an_entry_more_never_costs_a_point(weighed: list[date], entries: list[Entry]) -> None:
    before = week_points(RULES, MONDAY, weigh_ins(weighed), entries).points

    more = week_points(RULES, MONDAY, weigh_ins([*weighed, DAYS[6]]), [*entries, entry(6, 10)])

    assert more.points >= before


def test_doing_is_between_70_and_80_percent_of_all_points() -> None:
    assert all(70 <= rules.doing_percent <= 80 for rules in rule_sets().values())


def test_a_new_version_says_every_number_it_changes() -> None:
    before, after = rule_sets()[1], rule_sets()[2]

    found = {each.name: (each.before, each.after) for each in changes(before, after)}

    assert found == {"ranking.by_size": (0, 1), "ranking.like_with_like": (0, 1)}
    assert changes(after, after) == ()


def test_the_third_version_counts_learning_lectures_and_showcases() -> None:
    found = {each.name: each.after for each in changes(rule_sets()[2], rule_sets()[3])}

    assert found == {
        "counted.lesson.points": 5,
        "counted.lesson.most_a_week": 3,
        "counted.lecture.points": 15,
        "counted.lecture.most_a_week": 1,
        "counted.showcase.points": 30,
        "counted.showcase.most_a_week": 1,
    }


def test_something_new_is_one_more_row_of_the_data() -> None:
    data = {
        "version": 99,
        "counted": [
            {"what": "weigh_in", "points": 10, "most_a_week": 3},
            {"what": "cooking", "points": 5, "most_a_week": 2},
        ],
        "minutes": {
            "points": 1,
            "light": 1,
            "moderate": 1,
            "vigorous": 2,
            "most_a_day": 60,
            "most_a_week": 150,
        },
        "doing_a_week": 150,
        "goal_band": {
            "points_a_week": 50,
            "full_percent": 5,
            "percent_a_week": 1,
            "keeps_percent": 2,
        },
        "ranking": {
            "members": 8,
            "reporting_percent": 60,
            "paused_percent": 20,
            "by_size": True,
            "like_with_like": True,
        },
    }
    rules = rule_set_of(data)

    found = week_points(rules, MONDAY, [(day, "cooking") for day in DAYS[:3]], [])

    assert found.points == 10
    assert [each.name for each in changes(rule_sets()[2], rules)] == [
        "counted.cooking.points",
        "counted.cooking.most_a_week",
    ]


def test_what_no_rule_counts_gives_nothing() -> None:
    assert week_points(RULES, MONDAY, [(MONDAY, "cooking")], []).lines == ()


def _minutes(entries: list[Entry]) -> dict[date, int]:
    found: dict[date, int] = {}
    for each in entries:
        counted = RULES.minutes.counted(each.effort, each.minutes)
        found[each.day] = found.get(each.day, 0) + counted
    return found


def test_the_minutes_rule_alone() -> None:
    assert minutes_points(RULES, [61, 60, 40]) == 150
