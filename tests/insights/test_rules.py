from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.insights.attacks import newcomer_between
from tracker.campaign.rules import BEIJING_2024, shifted
from tracker.insights import rules
from tracker.insights.rules import (
    Activity,
    DayCount,
    GroupFigures,
    Share,
    State,
    Stay,
    WeekCount,
    WeekState,
)

MONDAY = date(2024, 9, 2)
SUNDAY = date(2024, 9, 8)
JULY = date(2024, 7, 15)


def stay(first: date = JULY, **more: object) -> Stay:
    given_dates = {"last": None, "enrolled_on": first, "left_on": None, "people": 1} | more
    return Stay(first=first, **given_dates)  # type: ignore[arg-type]


def area(completers: int, lost: int | None = None, **more: object) -> GroupFigures:
    values = {
        "state": rules.area_state(completers),
        "enrolled": completers + 20,
        "with_baseline": completers,
        "mean_change": -1.234,
        "lost": completers // 2 if lost is None else lost,
    } | more
    return GroupFigures(completers=completers, **values)  # type: ignore[arg-type]


def weeks(
    stays: list[Stay],
    pauses: Sequence[Stay] = (),
    counts: Mapping[date, Activity] | None = None,
    until: date = SUNDAY,
) -> tuple[WeekCount, ...]:
    """The weeks of people with these dates, from the first of them on."""
    roster = rules.roster_of(stays, pauses, until)
    return rules.weeks_of(roster, counts or {}, until, 1)


def days(
    stays: list[Stay],
    active: Mapping[date, int] | None = None,
    until: date = SUNDAY,
    least: int = 1,
) -> tuple[DayCount, ...]:
    """The days of people with these dates."""
    return rules.days_of(rules.roster_of(stays, [], until).members, active or {}, least)


# Taking part ---------------------------------------------------------------------------------


def test_whoever_enrols_on_a_monday_counts_from_the_next_week_on() -> None:
    found = weeks([stay(MONDAY)], until=date(2024, 9, 15))

    assert [(week.monday, week.enrolled) for week in found] == [(date(2024, 9, 9), 1)]


def test_whoever_enrols_on_a_sunday_counts_from_the_next_day() -> None:
    found = weeks([stay(MONDAY - timedelta(days=1))])

    assert [(week.monday, week.enrolled) for week in found] == [(MONDAY, 1)]


@pytest.mark.parametrize(("left_on", "counted"), [(MONDAY, False), (date(2024, 9, 3), True)])
def test_whoever_left_by_a_monday_does_not_count_in_its_week(
    left_on: date, *, counted: bool
) -> None:
    stays = [stay(left_on=left_on), stay()]

    found = weeks(stays)

    assert found[-1].enrolled == 1 + counted


def test_people_on_leave_are_shown_beside_and_not_subtracted() -> None:
    away = stay(pause=(MONDAY, MONDAY))

    week = weeks([stay(people=3)], [away], {MONDAY: Activity(2, 1, 1)})[-1]

    assert (week.active, week.regular, week.enough, week.enrolled, week.on_leave) == (2, 1, 1, 3, 1)


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (SUNDAY, WeekState.RUNNING),
        (date(2024, 9, 9), WeekState.PROVISIONAL),
        (date(2024, 9, 15), WeekState.PROVISIONAL),
        (date(2024, 9, 16), WeekState.FINAL),
    ],
)
def test_a_week_is_provisional_on_the_monday_after_and_final_seven_days_later(
    as_of: date, state: WeekState
) -> None:
    found = rules.week_state(MONDAY, as_of)

    assert found is state


def test_a_stay_counts_on_its_first_and_last_day() -> None:
    stays = [stay(MONDAY, last=SUNDAY), stay(JULY)]

    found = days(stays, {SUNDAY: 2}, date(2024, 9, 9))

    members = {each.day: each.members for each in found}
    assert members[MONDAY - timedelta(days=1)] == 1
    assert members[MONDAY] == members[SUNDAY] == 2
    assert members[date(2024, 9, 9)] == 1
    assert next(each.active for each in found if each.day == SUNDAY) == 2


def test_days_with_fewer_people_than_may_be_counted_are_left_out() -> None:
    stays = [stay(MONDAY, people=9), stay(SUNDAY, people=1)]

    found = days(stays, least=rules.COUNTED_FROM)

    assert [each.day for each in found] == [SUNDAY]


def test_enrolment_counts_a_person_once_however_often_she_moves() -> None:
    moved = [stay(MONDAY, last=MONDAY), stay(SUNDAY, enrolled_on=MONDAY)]

    enrolment = rules.enrolment_of(rules.roster_of(moved, [], SUNDAY).joined, SUNDAY, 1)

    assert enrolment[0].new == 1
    assert enrolment[-1].total == 1


def test_a_part_with_nine_people_keeps_its_counts_to_itself() -> None:
    names = {"a": "甲", "b": "乙"}

    parts = rules.parts_of(names, {"a": 3, "b": 3}, {"a": 9, "b": 10})

    assert [(part.active, part.share) for part in parts] == [(None, None), (3, 30.0)]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(-5, 60), st.integers(1, 9))))
def test_members_by_day_are_the_people_whose_stay_covers_the_day(
    spans: list[tuple[int, int, int]],
) -> None:
    stays = [
        stay(
            JULY + timedelta(days=start),
            last=JULY + timedelta(days=start + length),
            people=people,
        )
        for start, length, people in spans
    ]
    as_of = JULY + timedelta(days=70)

    found = {each.day: each.members for each in days(stays, until=as_of)}

    for number in range(71):
        day = JULY + timedelta(days=number)
        there = sum(each.people for each in stays if each.first <= day <= (each.last or day))
        assert found.get(day, 0) == there


# When figures are frozen ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "moments"),
    [
        (date(2024, 9, 8), []),
        (date(2024, 9, 9), [date(2024, 9, 9)]),
        (date(2024, 10, 16), [date(2024, 9, 9), date(2024, 10, 7)]),
        (date(2024, 12, 1), [date(2024, 9, 9), date(2024, 10, 7), date(2024, 11, 11)]),
    ],
)
def test_a_team_is_frozen_the_day_after_each_round(today: date, moments: list[date]) -> None:
    found = rules.team_moments(BEIJING_2024, today)

    assert list(found) == moments


@pytest.mark.parametrize(
    ("today", "moment"),
    [
        (date(2024, 8, 11), None),
        (date(2024, 8, 12), date(2024, 8, 12)),
        (date(2024, 10, 20), date(2024, 10, 14)),
        (date(2024, 11, 17), date(2024, 11, 11)),
        (date(2024, 11, 18), date(2024, 11, 18)),
        (date(2025, 3, 1), date(2024, 11, 18)),
    ],
)
def test_areas_are_frozen_on_mondays_until_the_last_week_is_final(
    today: date, moment: date | None
) -> None:
    found = rules.snapshot_monday(BEIJING_2024, today)

    assert found == moment


def test_every_monday_of_the_season_has_a_snapshot() -> None:
    found = rules.snapshot_mondays(BEIJING_2024, date(2025, 3, 1))

    assert found[0] == date(2024, 8, 12)
    assert found[-1] == date(2024, 11, 18)
    assert len(found) == 15
    assert all(day.weekday() == 0 for day in found)


@pytest.mark.parametrize(("day", "early"), [(date(2024, 9, 20), True), (date(2024, 9, 21), False)])
def test_nothing_is_shown_before_day_42_of_self_management(day: date, *, early: bool) -> None:
    weeks = 116

    assert rules.is_early(BEIJING_2024, day) is early
    moved = day + timedelta(weeks=weeks)
    assert rules.is_early(shifted(BEIJING_2024, weeks), moved) is early


# Teams ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "state"), [(9, State.TOO_FEW), (10, State.SHOWN)])
def test_a_team_needs_ten_contributors(people: int, state: State) -> None:
    found = rules.team_state(range(people), [])

    assert found is state


@pytest.mark.parametrize(
    ("before", "forgotten", "state"),
    [
        (range(12), 0, State.SHOWN),
        (range(11), 0, State.TOO_SIMILAR),
        (range(10), 0, State.TOO_SIMILAR),
        (range(9), 0, State.SHOWN),
        (range(1, 13), 0, State.TOO_SIMILAR),
        (range(12), 1, State.TOO_SIMILAR),
        (range(12), 2, State.TOO_SIMILAR),
        (range(12), 3, State.SHOWN),
        (range(11), 2, State.SHOWN),
    ],
)
def test_a_teams_new_value_has_the_same_contributors_or_three_others(
    before: range, forgotten: int, state: State
) -> None:
    found = rules.team_state(range(12), [(before, forgotten)])

    assert found is state


def test_every_earlier_value_of_a_team_counts_and_not_only_the_last() -> None:
    found = rules.team_state(range(12), [(range(11), 0), (range(20), 0)])

    assert found is State.TOO_SIMILAR


@pytest.mark.parametrize(
    ("people", "contributes", "state"),
    [
        (10, False, State.SHOWN),
        (10, True, State.TOO_FEW),
        (11, True, State.SHOWN),
    ],
)
def test_the_rest_beyond_the_viewers_own_value_has_ten_people(
    people: int, *, contributes: bool, state: State
) -> None:
    shown = rules.for_team(area(people), viewer_contributes=contributes)

    assert shown.state is state
    assert (shown.change is None) is (state is not State.SHOWN)


@pytest.mark.parametrize(
    ("people", "text"),
    [(10, "10-14"), (14, "10-14"), (15, "15-19"), (19, "15-19"), (20, "20+"), (90, "20+")],
)
def test_a_teams_number_of_contributors_is_a_range(people: int, text: str) -> None:
    shown = rules.for_team(area(people), viewer_contributes=False)

    assert shown.people == text


@pytest.mark.parametrize(("exact", "shown"), [(-1.24, -1.0), (-1.26, -1.5), (0.2, 0.0)])
def test_a_teams_mean_is_rounded_to_half_a_point(exact: float, shown: float) -> None:
    found = rules.rounded_change(exact, 24, is_team=True)

    assert found == shown


def test_a_team_shows_no_share_and_no_other_count() -> None:
    shown = rules.for_team(area(20), viewer_contributes=False)

    assert shown.lost_of_completers is shown.lost_of_enrolled is None
    assert shown.with_baseline is shown.enrolled is None


# Districts and city --------------------------------------------------------------------------


def shown_areas(sizes: Mapping[str, int]) -> rules.AreaFigures:
    found = {code: area(size) for code, size in sizes.items()}
    return rules.for_areas(MONDAY, area(sum(sizes.values())), found)


def test_one_hidden_district_takes_the_smallest_other_with_it() -> None:
    found = shown_areas({"a": 9, "b": 40, "c": 30})

    assert {code: each.state for code, each in found.districts.items()} == {
        "a": State.TOO_FEW,
        "b": State.SHOWN,
        "c": State.WITH_OTHERS,
    }


def test_hidden_districts_have_ten_people_together() -> None:
    found = shown_areas({"a": 4, "b": 5, "c": 30, "d": 50})

    assert found.districts["c"].state is State.WITH_OTHERS
    assert found.districts["d"].state is State.SHOWN


def test_two_hidden_districts_with_ten_people_hide_nobody_else() -> None:
    found = shown_areas({"a": 4, "b": 6, "c": 30})

    assert found.districts["c"].state is State.SHOWN


def test_a_district_where_nobody_enrolled_hides_nothing() -> None:
    empty = GroupFigures(State.TOO_FEW)

    found = rules.for_areas(MONDAY, area(50), {"a": empty, "b": area(50)})

    assert found.districts["b"].state is State.SHOWN


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 60), min_size=2))
def test_a_hidden_district_may_have_any_count_from_nought_to_nine(sizes: dict[str, int]) -> None:
    found = shown_areas(sizes)

    hidden = [code for code, each in found.districts.items() if each.change is None]
    left = sum(sizes[code] for code in hidden)
    assert len(hidden) != 1
    assert not hidden or left >= rules.K or len(hidden) == len(sizes)


def test_what_an_organizer_knows_as_a_member_does_not_count_towards_ten() -> None:
    districts = {"a": area(30), "b": area(60)}

    found = rules.for_areas(MONDAY, area(90), districts, known=21)

    assert found.districts["a"].state is State.TOO_FEW
    assert found.districts["b"].state is State.WITH_OTHERS


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (9, 20, None),
        (10, 20, None),
        (10, 21, None),
        (11, 21, None),
        (9, 100, Share(10, "<")),
        (10, 100, Share(10)),
        (90, 100, Share(90)),
        (91, 100, Share(90, ">")),
        (8, 50, Share(20, "<")),
        (42, 50, Share(80, ">")),
        (31, 50, Share(60)),
        (758, 1000, Share(76)),
    ],
)
def test_a_share_is_only_a_bound_when_the_part_or_the_rest_is_below_ten(
    part: int, whole: int, share: Share | None
) -> None:
    found = rules.shown_share(part, whole)

    assert found == share


@given(st.integers(22, 30_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_true_and_never_tells_a_single_person(counts: tuple[int, int]) -> None:
    part, whole = counts

    share = rules.shown_share(part, whole)

    assert share is not None
    if share.bound == "<":
        assert 100 * part / whole < share.percent
    elif share.bound == ">":
        assert 100 * part / whole > share.percent
    else:
        alike = [
            other for other in (part - 1, part + 1) if rules.shown_share(other, whole) == share
        ]
        assert alike


def test_the_share_over_everyone_enrolled_says_no_more_than_the_one_beside_it() -> None:
    districts = {"a": area(100, lost=95), "b": area(100, lost=50)}

    found = rules.for_areas(MONDAY, area(200, lost=145), districts)

    assert found.districts["a"].lost_of_completers == Share(90, ">")
    assert found.districts["a"].lost_of_enrolled is None


def test_a_bounded_share_takes_another_districts_share_with_it() -> None:
    districts = {"a": area(100, lost=95), "b": area(100, lost=50), "c": area(200, lost=100)}

    found = rules.for_areas(MONDAY, area(400, lost=245), districts)

    assert found.districts["b"].lost_of_completers is None
    assert found.districts["c"].lost_of_completers == Share(50)


@pytest.mark.parametrize(("people", "shown"), [(79, -1.0), (80, -1.2), (10_000, -1.2)])
def test_a_small_districts_mean_is_rounded_more(people: int, shown: float) -> None:
    found = rules.rounded_change(-1.234, people, is_team=False)

    assert found == shown


@given(
    st.lists(st.floats(-15, 15), min_size=10, max_size=120),
    st.floats(-15, 15),
)
def test_two_mondays_tell_a_newcomers_change_no_closer_than_two_points(
    before: list[float], newcomer: float
) -> None:
    after = [*before, newcomer]

    low, high = newcomer_between(before, after)

    assert low <= newcomer <= high
    assert high - low >= 4


@given(
    st.lists(st.floats(-15, 15), min_size=11, max_size=120),
)
def test_two_mondays_tell_a_leavers_change_no_closer_than_two_points(before: list[float]) -> None:
    leaver, after = before[-1], before[:-1]

    low, high = newcomer_between(after, before)

    assert low <= leaver <= high
    assert high - low >= 4
