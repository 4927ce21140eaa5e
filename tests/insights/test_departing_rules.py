"""What stays of whoever left is as coarse as the figures, and leaves them ten at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insights.attacks import newcomer_between
from tests.insights.newcomers import EASE, KILOGRAMS
from tests.insights.people import BARE, ENROLLED, Person, population
from tracker.accounts.rules import CITY_SCOPE
from tracker.insights.rules.departed import (
    REST,
    Departed,
    departed_of,
    half_point,
    leaving,
    percent_of,
    with_departed,
)
from tracker.insights.rules.outcome import CHANGE_EDGES, Outcome, outcome_of
from tracker.insights.rules.population import Population
from tracker.insights.rules.releases import K

COUNTS = ("with_body", "with_baseline", "completers")
KINDS = (
    ENROLLED,
    Person(completer=False),
    Person(),
    Person(station=True),
    replace(Person(station=True), completer=False),
)
PEOPLE = st.lists(
    st.tuples(st.integers(0, 4), st.integers(1, 2), st.sampled_from(["110112", "110105"])),
    min_size=1,
    max_size=60,
)
CHANGES = st.floats(-14.9, 14.9) | st.integers(-29, 29).map(lambda halves: halves / 2)


def someone(kind: int, unit: int, district: str) -> Person:
    return replace(KINDS[kind], unit=unit, district=district)


def counts_of(people: Population) -> tuple[int, ...]:
    """Every count of people that is frozen of an area: body data, baseline, completers, station."""
    found = outcome_of(people, with_change=True)
    station = found.station.with_baseline, found.station.completers
    return *(getattr(found, name) for name in COUNTS), *station


def areas(people: Population) -> dict[str, tuple[int, ...]]:
    """These counts of the city, each district and each large unit (here unit 1)."""
    insides = {CITY_SCOPE: np.ones(len(people), bool), "unit": people.unit == 1}
    for district in ("110112", "110105"):
        insides[district] = people.district == district
    return {scope: counts_of(people.where(inside)) for scope, inside in insides.items()}


@settings(max_examples=150, deadline=None)
@given(PEOPLE, st.lists(st.lists(st.integers(0, 59), max_size=15), min_size=1, max_size=6))
def test_whoever_leaves_every_count_of_every_area_falls_by_ten_or_more_or_not_at_all(
    kinds: list[tuple[int, int, str]], weeks: list[list[int]]
) -> None:
    people = [replace(someone(*each), team=place) for place, each in enumerate(kinds)]
    # Units are large by decree here, so that few people are enough.
    pool: list[Departed] = []
    before = areas(population(people))
    for gone in weeks:
        fresh = sorted({place for place in gone if place < len(people)})
        pool += departed_of(population(people).where(np.isin(range(len(people)), fresh)), {1})
        for place in fresh:
            people[place] = replace(BARE, unit=people[place].unit, district=people[place].district)
        left = Counter(leaving(pool))
        pool = list((Counter(pool) - left).elements())

        after = areas(with_departed(population(people), pool))

        for scope, counts in after.items():
            falls = [was - now for was, now in zip(before[scope], counts, strict=True)]
            assert all(fall == 0 or fall >= K for fall in falls), scope
        before = after


def test_nine_stay_in_the_figures_and_with_the_tenth_all_leave_them() -> None:
    pool = [Departed("110112", bmi=4, change=-3, last=-3)] * 9

    assert leaving(pool) == []
    assert len(leaving([*pool, pool[0]])) == K


def test_nine_with_a_result_and_one_without_stay_all_of_them() -> None:
    pool = [Departed("110112", bmi=4, change=-3, last=-3)] * 9

    assert leaving([*pool, Departed("110112", bmi=4)]) == []


def test_ten_of_two_districts_stay() -> None:
    pool = [Departed(code, bmi=4) for code in ("110112", "110105") for _ in range(5)]

    assert leaving(pool) == []


@settings(deadline=None)
@given(CHANGES)
def test_a_half_point_is_on_the_same_side_of_every_bound_as_the_change_in_it(
    change: float,
) -> None:
    people = population([person(change)])
    stays = list(departed_of(people, ()))

    shown = with_departed(population([BARE]), stays)

    assert np.isclose(shown.change[0], people.change[0], atol=0.5)
    before, after = (outcome_of(each, with_change=True) for each in (people, shown))
    assert (after.bins, after.lost) == (before.bins, before.lost)


def person(change: float) -> Person:
    after = KILOGRAMS * (1 + change / 100)
    return Person(KILOGRAMS, after, last=after)


@pytest.mark.parametrize("edge", [*CHANGE_EDGES, 0, -0.5, 0.5])
def test_no_bound_lies_inside_a_half_point(edge: float) -> None:
    found = half_point(edge)

    assert found
    assert abs(percent_of(found) - edge) == pytest.approx(0.25)


@settings(deadline=None)
@given(st.floats(15, 45), st.integers(1450, 2000))
def test_the_band_at_the_baseline_stays_what_it_was(bmi: float, height: int) -> None:
    kilograms = round(bmi * (height / 1000) ** 2, 2)
    people = population([Person(kilograms, kilograms, height_mm=height)])

    shown = with_departed(population([BARE]), list(departed_of(people, ())))

    assert bands(shown) == bands(people)


def bands(people: Population) -> tuple[int, ...]:
    return outcome_of(people, with_change=True).bands_before


def test_of_a_unit_without_figures_of_its_own_nothing_is_kept() -> None:
    (stays,) = departed_of(population([Person(unit=7)]), {8})

    assert stays.unit == REST


def test_whoever_has_no_body_data_is_in_no_figure_and_leaves_nothing() -> None:
    assert list(departed_of(population([BARE] * 3), ())) == []


def test_whoever_comes_back_with_values_of_her_own_is_not_counted_twice() -> None:
    stays = list(departed_of(population([Person()]), ()))

    back = with_departed(population([Person()]), stays)

    assert counts_of(back) == counts_of(population([Person()]))


def test_what_stays_is_never_put_among_a_unit_that_has_figures_of_its_own() -> None:
    large = [replace(Person(), unit=5)] * 30 + [replace(BARE, unit=5)]
    people = population([*large, replace(BARE, unit=6)])

    found = with_departed(people, [Departed("110112", bmi=4, change=-3, last=-3)])

    assert found.completer[people.unit == 5].sum() == 30
    assert found.completer[people.unit == 6].all()


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGES, min_size=60, max_size=120), st.integers(1, 12))
def test_whoever_knows_who_left_and_when_bounds_nobodys_change_to_two_points(
    changes: list[float], gone: int
) -> None:
    """She takes the difference of two Mondays for the one leaver she knows of."""
    weeks: Sequence[list[float]] = [changes, after_departures(changes, gone)]

    low, high = leaver_between(*weeks)

    assert high - low >= 4 - EASE


def after_departures(changes: list[float], gone: int) -> list[float]:
    """The changes in the next figures, with what stays of those who left."""
    people = [person(each) for each in changes]
    stays = list(departed_of(population(people[:gone]), ()))
    left = Counter(leaving(stays))
    rest = list((Counter(stays) - left).elements())
    shown = with_departed(population([*[BARE] * gone, *people[gone:]]), rest)
    return [float(each) for each in shown.change[shown.completer]]


def leaver_between(before: list[float], after: list[float]) -> tuple[float, float]:
    low, high = newcomer_between(after, before)
    return low, high


def test_a_single_leaver_changes_no_share_and_no_count_at_all() -> None:
    changes = [-4.0] * 30 + [-1.0] * 30 + [3.0] * 40
    before = outcome_of(population([person(each) for each in changes]), with_change=True)

    after = exact_after(changes)

    assert after.completers == before.completers
    assert (after.lost, after.bins) == (before.lost, before.bins)


def exact_after(changes: list[float]) -> Outcome:
    people = [person(each) for each in changes]
    stays = list(departed_of(population(people[:1]), ()))
    return outcome_of(with_departed(population([BARE, *people[1:]]), stays), with_change=True)
