"""What is shown of how a group keeps up, as tables and properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.insights.rules import Share
from tracker.insights.rules.keeping_up import (
    GAP_LIMITS,
    Cohort,
    KeepingUp,
    KeptWeek,
    Records,
    ShownRecords,
    Trait,
    in_classes,
    merged,
    released,
    withheld,
)

MONDAY = date(2024, 8, 12)
WEEK = timedelta(days=7)


def week(enrolled: int = 300, weighed: int = 100, often: int = 50, place: int = 0) -> KeptWeek:
    return KeptWeek(
        monday=MONDAY + place * WEEK,
        enrolled=enrolled,
        active=min(enrolled, weighed + 5),
        weighed=weighed,
        often=often,
        weighings=2 * weighed,
        reached=enrolled // 3,
        minutes={"brisk_walking": 60 * enrolled},
    )


def kept(enrolled: int = 300, **more: object) -> KeepingUp:
    found = KeepingUp(enrolled=enrolled, with_baseline=enrolled // 2, noted=enrolled)
    return replace(found, **more)  # type: ignore[arg-type]


def cohorts(*people: int) -> list[Cohort]:
    return [
        Cohort(MONDAY - (4 - place) * WEEK, each, (each // 2,)) for place, each in enumerate(people)
    ]


def test_fewer_than_ten_people_have_no_figures_at_all() -> None:
    assert released(kept(9, weeks=(week(9, 9, 9),))).enrolled is None
    assert released(kept(9, weeks=(week(9, 9, 9),))).weeks == ()


def test_the_funnel_has_weeks_1_4_8_and_12_as_far_as_they_are_over() -> None:
    shown = released(kept(weeks=tuple(week(place=place) for place in range(9))))

    assert [step.week for step in shown.funnel] == [0, 1, 4, 8]
    assert [step.share for step in shown.funnel] == [Share(50), *[Share(35)] * 3]
    assert [step.people for step in shown.funnel] == [None, 105, 105, 105]


@pytest.mark.parametrize(
    ("weighed", "share"), [(100, Share(34)), (9, Share(10, "<")), (295, Share(90, ">"))]
)
def test_weigh_ins_of_a_few_are_only_a_bound(weighed: int, share: Share) -> None:
    found = released(kept(weeks=(week(300, weighed, 5),))).weeks[0]

    assert (found.weighed, found.often) == (share, Share(10, "<"))


@pytest.mark.parametrize(
    ("enrolled", "weighings", "mean"),
    [(300, 613, 2.0), (300, 620, 2.1), (100, 230, 2.5), (30, 55, 2.0), (19, 40, None)],
)
def test_mean_weigh_ins_are_rounded_by_how_many_they_are_of(
    enrolled: int, weighings: int, mean: float | None
) -> None:
    one = replace(week(enrolled, 10, 10), weighings=weighings)

    assert released(kept(enrolled, weeks=(one,))).weeks[0].weighings == mean


@given(enrolled=st.integers(20, 40_000), mean=st.floats(0, 7))
def test_the_sum_behind_a_mean_is_known_to_20_at_best(enrolled: int, mean: float) -> None:
    def shown(weighings: int) -> float | None:
        one = replace(week(enrolled, 10, 10), weighings=weighings)
        return released(kept(enrolled, weeks=(one,))).weeks[0].weighings

    exact = round(mean * enrolled)
    same = [other for other in range(exact - 20, exact + 21) if shown(other) == shown(exact)]

    assert len(same) >= 20


def test_a_district_alone_with_a_hidden_count_hides_another_ones_share() -> None:
    here, there, third = (kept(weeks=(week(300, weighed, 60),)) for weighed in (5, 100, 200))

    hidden = withheld({"a": here, "b": there, "c": third})

    name = f"weighed {MONDAY}"
    assert {code for code, each in hidden.items() if name in each} == {"a", "b"}
    assert released(replace(there, withheld=hidden["b"])).weeks[0].weighed is None
    assert released(replace(here, withheld=hidden["a"])).weeks[0].weighed == Share(10, "<")
    assert released(replace(third, withheld=hidden["c"])).weeks[0].weighed == Share(66)


def test_districts_where_nothing_is_small_hide_nothing() -> None:
    found = kept(weeks=(week(),), records={Trait.SAME: Records(30, 300, 30, 100)})

    assert withheld({"a": found, "b": found, "c": KeepingUp()}) == {
        "a": frozenset(),
        "b": frozenset(),
        "c": frozenset(),
    }


@given(st.lists(st.integers(1, 30), max_size=12))
def test_cohorts_are_shown_in_runs_of_ten_people_and_none_is_lost(people: list[int]) -> None:
    runs = merged(cohorts(*people))

    sizes = [sum(each.people for each in run) for run in runs]
    assert all(size >= 10 for size in sizes)
    assert sum(sizes) == (sum(people) if sum(people) >= 10 else 0)
    assert [each for run in runs for each in run] == (cohorts(*people) if sizes else [])


@pytest.mark.parametrize(
    ("people", "runs"),
    [
        ((12, 15), [[12], [15]]),
        ((12, 3), [[12, 3]]),
        ((3, 12, 20), [[3, 12], [20]]),
        ((4, 4, 4, 9, 9), [[4, 4, 4], [9, 9]]),
        ((4, 5), []),
    ],
)
def test_a_small_cohort_goes_with_its_neighbour(
    people: tuple[int, ...], runs: list[list[int]]
) -> None:
    assert [[each.people for each in run] for run in merged(cohorts(*people))] == runs


def test_a_cohort_has_shares_from_the_week_after_it_enrolled() -> None:
    late = [Cohort(MONDAY + WEEK, 20, (0, 3, 15)), Cohort(MONDAY - WEEK, 50, (40, 30, 20))]
    weeks = tuple(week(place=place) for place in range(3))

    shown = released(kept(weeks=weeks, cohorts=tuple(reversed(late)))).cohorts

    assert [each.shares for each in shown] == [(80, 60, 40), (None, None, 75)]
    assert [(each.first, each.people) for each in shown] == [
        (MONDAY - WEEK, 50),
        (MONDAY + WEEK, 20),
    ]


@given(st.lists(st.integers(0, 120)))
def test_every_gap_is_in_one_class(gaps: list[int]) -> None:
    assert sum(in_classes(gaps)) == len(gaps)


def test_classes_of_gaps_begin_after_the_limits() -> None:
    each = [in_classes([limit]).index(1) for limit in (*GAP_LIMITS, 28)]

    assert each == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("records", "shown"),
    [
        (Records(2_041, 100_000, 900, 1_000), ShownRecords(2.0, 100_000)),
        (Records(130, 5_000, 60, 90), ShownRecords(2.5, 5_000)),
        (Records(130, 5_099, 60, 90), ShownRecords(2.5, 5_000)),
        (Records(130, 5_000, 9, 90), ShownRecords(None, None)),
        (Records(13, 39, 13, 20), ShownRecords(None, None)),
        (Records(40, 390, 30, 30), ShownRecords(None, None)),
    ],
)
def test_shares_of_records_need_ten_people_behind_them(
    records: Records, shown: ShownRecords
) -> None:
    found = released(kept(records={Trait.CORRECTED: records})).records

    assert found == {Trait.CORRECTED: shown}


def test_a_share_of_records_goes_where_it_would_tell_another_districts() -> None:
    many, few = Records(500, 50_000, 100, 900), Records(5, 50_000, 5, 900)
    districts = {
        code: kept(records={Trait.CORRECTED: each}) for code, each in (("a", few), ("b", many))
    }

    hidden = withheld(districts)

    shown = released(replace(districts["b"], withheld=hidden["b"])).records
    assert shown == {Trait.CORRECTED: ShownRecords(None, None)}


@pytest.mark.parametrize(
    ("late", "shown"), [(0, None), (9, None), (10, 10), (295, None), (300, 300)]
)
def test_late_joiners_are_counted_from_ten(late: int, shown: int | None) -> None:
    assert released(kept(late=late)).late == shown
