"""What is shown of what became of weights, and that nothing small can be told from it."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.insights import MONDAY
from tests.insights.people import BARE, ENROLLED, Person, population
from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights.rules import State
from tracker.insights.rules.outcome import LADDERS, Interval, Outcome, UnitOutcome, outcome_of
from tracker.insights.rules.releases import (
    CELL_FROM,
    K,
    Outcomes,
    Share,
    common_partition,
    finest_partition,
    for_outcomes,
    for_units,
    hidden_rows,
    merged,
    widened,
)

A, B, C = (district_scope(code) for code in ("110101", "110105", "110112"))
COUNTS = st.lists(st.integers(0, 60), min_size=4, max_size=4).map(tuple)
ROWS = st.dictionaries(st.sampled_from("abcdefgh"), COUNTS, min_size=1)


def some(people: int, **more: object) -> list[Person]:
    """So many women and men of four ages and two bands, who changed by -5 % to +3 %."""
    return [
        replace(
            Person(
                baseline=80.0 if place % 4 < 2 else 60.0,
                closing=(80.0 if place % 4 < 2 else 60.0) * (1 + (place % 9 - 5) / 100),
                sex="female" if place % 2 else "male",
                birth_year=1966 + 12 * (place // 2 % 4),
                team=place // 5,
            ),
            **more,  # type: ignore[arg-type]
        )
        for place in range(people)
    ]


def exact(areas: Mapping[str, list[Person]]) -> dict[str, Outcome]:
    """The city and its districts."""
    everybody = [each for people in areas.values() for each in people]
    groups = {CITY_SCOPE: everybody, **areas}
    return {
        scope: outcome_of(population(people), with_change=True) for scope, people in groups.items()
    }


def released(areas: Mapping[str, list[Person]], known: int = 0) -> Outcomes:
    return for_outcomes(MONDAY, exact(areas), {}, known=known)


# Cells ---------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 60), min_size=7, max_size=7).map(tuple))
def test_no_cell_that_is_shown_is_small(counts: tuple[int, ...]) -> None:
    partition = finest_partition((counts,), LADDERS["change"], CELL_FROM)

    if partition:
        assert min(merged(counts, partition)) >= CELL_FROM
    else:
        assert min(merged(counts, LADDERS["change"][-1])) < CELL_FROM


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=list(LADDERS))
def test_each_step_of_a_ladder_is_made_of_whole_groups_of_the_one_before(
    ladder: tuple[tuple[tuple[int, ...], ...], ...],
) -> None:
    for fine, coarse in pairwise(ladder):
        for group in coarse:
            parts = [each for each in fine if set(each) <= set(group)]
            assert sorted(cell for each in parts for cell in each) == list(group)


def test_all_districts_show_the_finest_cells_that_nearly_all_can() -> None:
    large, small = ((25, 25, 25, 25),), ((5, 20, 25, 25),)

    assert common_partition([large] * 7 + [small], LADDERS["age"], CELL_FROM) == LADDERS["age"][0]
    assert common_partition([large] * 6 + [small], LADDERS["age"], CELL_FROM) == LADDERS["age"][1]
    assert common_partition([((1, 1, 1, 1),)], LADDERS["age"], CELL_FROM) is None


@given(ROWS)
def test_hidden_cells_below_ten_may_be_anything_from_nought_to_nine(
    rows: dict[str, tuple[int, ...]],
) -> None:
    hidden = hidden_rows({code: (row,) for code, row in rows.items()}, CELL_FROM)

    assert all(min(rows[code]) >= CELL_FROM for code in rows.keys() - hidden)
    if not hidden or hidden == rows.keys():
        return
    columns = [sum(column) for column in zip(*(rows[code] for code in hidden), strict=True)]
    for code in hidden:
        others = sum(columns) - sum(rows[code])
        for count, column in zip(rows[code], columns, strict=True):
            low = max(0, column - others)
            high = column if sum(rows[code]) < K else min(column, sum(rows[code]))
            assert high - low >= K - 1
            assert low == 0 or count >= K


@given(ROWS, st.integers(0, 40))
def test_whoever_knows_more_is_shown_less(rows: dict[str, tuple[int, ...]], known: int) -> None:
    tables = {code: (row,) for code, row in rows.items()}
    nobody = hidden_rows(tables, CELL_FROM)

    assert nobody <= hidden_rows(tables, CELL_FROM + known, nobody)


# Areas ---------------------------------------------------------------------------------------


def test_an_area_shows_its_means_its_shares_and_its_groups() -> None:
    found = released({A: some(200) + [BARE] * 40, B: some(180) + [ENROLLED] * 30})

    area = found.areas[A]
    assert (area.enrolled, area.with_baseline, area.completers) == (240, 200, 200)
    assert area.without_body is None  # the other district has nobody without body data
    assert area.shown.change == -1.0
    assert area.everyone == round(-1.0 * 200 / 240, 1)
    assert area.sensitivity == area.everyone
    assert [cell.people for cell in area.splits["sex"]] == [100, 100]
    assert area.bands
    assert sum(area.bands.shares[0]) == sum(area.bands.shares[1]) == 100


def test_the_missing_are_supposed_a_kilogram_heavier() -> None:
    found = released({A: some(100) + some(100, completer=False)})

    city = found.areas[CITY_SCOPE]
    assert city.everyone == -0.5
    assert city.sensitivity == pytest.approx(-0.5 + 0.7, abs=0.11)


def test_before_day_42_only_who_is_where_is_shown() -> None:
    early = {A: outcome_of(population(some(60)), with_change=False)}

    found = for_outcomes(MONDAY, early | {CITY_SCOPE: early[A]}, {}, is_early=True)

    area = found.areas[A]
    assert (area.shown.state, area.enrolled, area.with_baseline) == (State.NOT_YET, 60, 60)
    assert area == replace(area, splits={}, shares={}, bands=None, change=None, last=None)
    assert area.median is area.everyone is area.low is None


def test_of_a_district_below_ten_only_the_enrolled_are_shown() -> None:
    found = released({A: some(9) + [ENROLLED] * 20, B: some(60), C: some(90)})

    area, other = found.areas[A], found.areas[B]
    assert (area.shown.state, area.enrolled, area.with_baseline) == (State.TOO_FEW, 29, None)
    assert other.shown.state is State.WITH_OTHERS
    assert other.splits == {}
    assert other.bands is other.change is None
    assert found.areas[C].shown.state is State.SHOWN


def test_the_city_is_never_coarser_than_its_districts() -> None:
    found = released({A: some(400), B: some(300), C: some(30)})

    city = found.areas[CITY_SCOPE]
    for scope in (A, B):
        for split, cells in found.areas[scope].splits.items():
            assert len(cells) <= len(city.splits[split])


def test_a_share_is_rounded_or_bounded_and_its_other_denominator_follows() -> None:
    heavier = some(30, closing=90.0)
    found = released({A: some(300), B: some(40) + heavier})

    area = found.areas[B]
    assert area.shares["lost_5_percent"] == Share(15, "<")
    assert area.shares_of_enrolled["lost_5_percent"] is None
    assert area.shares["lost_over_1_kg"] is not None


def test_few_without_a_result_hide_the_last_observation() -> None:
    found = released({A: some(100) + some(9, completer=False), B: some(100)})

    assert found.areas[A].last is None
    assert found.areas[B].last is not None


def test_intervals_are_rounded_outwards() -> None:
    areas = exact({A: some(200)})
    drawn: dict[str, dict[str, Interval]] = {A: {"mean": (-1.21, -0.78), "sex:0": (-1.31, -0.71)}}

    area = for_outcomes(MONDAY, areas, drawn).areas[A]

    assert (area.low, area.high) == (-1.3, -0.7)
    low, high = area.splits["sex"][0].low, area.splits["sex"][0].high
    assert low is not None
    assert high is not None
    assert low <= -1.31
    assert high >= -0.71


@given(st.floats(-5, 5), st.floats(0, 3), st.sampled_from([0.1, 0.5, 1.0]))
def test_a_widened_interval_holds_the_one_it_came_from(
    low: float, width: float, step: float
) -> None:
    found = widened((low, low + width), step)

    assert found[0] <= low + 1e-6
    assert found[1] >= low + width - 1e-6


def test_whoever_knows_contributors_is_shown_no_more_than_others() -> None:
    areas = {A: some(400), B: some(120), C: some(60)}
    nobody, knows = released(areas), released(areas, known=25)

    for scope, area in knows.areas.items():
        of_all = nobody.areas[scope]
        assert set(area.splits) <= set(of_all.splits)
        assert area.bands is None or of_all.bands is not None
        if scope != CITY_SCOPE and area.change:
            assert area.change == of_all.change


# Units ---------------------------------------------------------------------------------------


def unit(completers: int) -> UnitOutcome:
    return UnitOutcome(completers + 5, completers + 2, completers, -1.23, -1.0, 20)


def test_units_need_thirty_contributors_and_their_districts_consent() -> None:
    units = {"unit:1": unit(29), "unit:2": unit(30), "unit:3": unit(90)}

    found = for_units(300, units, {"unit:3": (-1.7, -0.8)}, agreed=True)

    assert [each.state for each in found.values()] == [State.TOO_FEW, State.SHOWN, State.SHOWN]
    assert (found["unit:3"].change, found["unit:3"].low) == (-1.2, -1.7)
    assert for_units(300, units, {}, agreed=False) == {}


def test_the_rest_of_a_district_has_nobody_or_ten() -> None:
    units = {"unit:1": unit(40), "unit:2": unit(60)}

    found = for_units(109, units, {}, agreed=True)

    assert found["unit:1"].state is State.WITH_OTHERS
    assert found["unit:2"].state is State.SHOWN
    assert for_units(100, units, {}, agreed=True)["unit:1"].state is State.SHOWN


def test_a_unit_needs_thirty_beyond_whom_its_viewer_knows() -> None:
    found = for_units(300, {"unit:1": unit(40)}, {}, agreed=True, known=11)

    assert found["unit:1"].state is State.TOO_FEW
