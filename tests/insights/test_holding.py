"""Shares wait until ten people stand behind a difference, and so no newcomer is singled out."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.insights import MONDAY
from tests.insights.newcomers import Newcomer, exact, released
from tests.insights.people import Person, population
from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights.rules.outcome import Outcome, outcome_of
from tracker.insights.rules.releases import (
    BINS,
    LOST,
    WAITING,
    K,
    Outcomes,
    Share,
    for_outcomes,
    held,
    people_apart,
)

A, B, C = "110101", "110102", "110105"
HERE = district_scope(A)
TIGHTEST = 4.0
"""+-2 points."""
COUNTS = st.lists(st.integers(0, 40), min_size=4, max_size=4).map(tuple)


def changes(**groups: int) -> list[float]:
    """So many people of each change: `down_4` at -4 %, `up_1` at +1 %."""
    found = []
    for name, people in groups.items():
        way, percent = name.split("_")
        found += [float(percent) * (1 if way == "up" else -1)] * people
    return found


AT_THE_EDGE = changes(down_4=60, down_1=54, up_1=40, up_4=45)
"""One more who lost less than 2 % tips "lost weight" and the bin from -2 % to +2 % at once."""


def width(shown: list[Outcomes]) -> float:
    """How far apart what is possible for the newcomer is."""
    return Newcomer(HERE, *shown).width()


def of_people(people: list[Person]) -> dict[str, Outcome]:
    """The figures of a city of one district."""
    found = outcome_of(population(people), with_change=True)
    return {CITY_SCOPE: found, HERE: found}


def lost(people: int, of: int = 200) -> dict[str, Outcome]:
    return {HERE: Outcome(enrolled=of, completers=of, lost=people)}


def source(snapshots: list[dict[str, Outcome]], name: str = LOST) -> list[int]:
    """By place of a snapshot the place of the one of which the figure is shown."""
    days = [(MONDAY + timedelta(weeks=place), each) for place, each in enumerate(snapshots)]
    found = enumerate(held(days))
    return [each[name][HERE].place if name in each else place for place, each in found]


# One newcomer ---------------------------------------------------------------------------------


def test_without_waiting_two_shares_that_tip_at_once_single_a_newcomer_out() -> None:
    weeks = [{A: AT_THE_EDGE}, {A: [*AT_THE_EDGE, -1.0]}]

    free = released(weeks, holding=False)
    waiting = released(weeks)

    assert width(free) <= TIGHTEST / 2
    assert width(waiting) >= TIGHTEST


def test_without_waiting_a_newcomers_bands_before_and_after_tip_at_once() -> None:
    stay = [Person(55.0, 55.0)] * 31 + [Person(70.0, 70.0)] * 74 + [Person(80.0, 80.0)] * 74
    people = [*stay, *[Person(80.0, 74.0)] * 20]
    frozen = [of_people(people), of_people([*people, Person(80.0, 74.0)])]
    waiting = held([(MONDAY, each) for each in frozen])[1]

    before, free, shown = (
        for_outcomes(MONDAY, each, {}, held=waits).areas[HERE].bands
        for each, waits in ((frozen[0], {}), (frozen[1], {}), (frozen[1], waiting))
    )

    assert before
    assert free
    assert shown
    assert [one != other for one, other in zip(free.shares, before.shares, strict=True)] == [
        True
    ] * 2
    assert shown == replace(before, held_since=MONDAY)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("change", [-9.0, -1.0])
def test_whatever_is_shown_on_two_mondays_no_newcomer_is_known_to_two_points(
    seed: int, change: float
) -> None:
    random = np.random.default_rng(seed)
    sizes = {code: int(random.integers(21, 260)) for code in (A, B, C)}
    before = {code: np.round(random.normal(-1.5, 3, n), 1).tolist() for code, n in sizes.items()}

    shown = released([before, before | {A: [*before[A], change]}])

    assert width(shown) >= TIGHTEST


def test_a_share_that_waits_says_since_when_and_of_whom_it_is() -> None:
    first, second = released([{A: AT_THE_EDGE}, {A: [*AT_THE_EDGE, -1.0]}])

    before, after = first.areas[HERE], second.areas[HERE]
    assert (before.shown.held_since, before.held_since) == (None, {})
    assert after.shown.held_since == MONDAY
    assert set(after.held_since) >= {"lost_over_1_kg", "lost_5_percent", "median"}
    assert (after.completers, after.shown.lost_of_completers) == (200, Share(55))
    assert after.change is not None
    assert before.change is not None
    assert after.change.shares == before.change.shares
    assert after.change.held_since == MONDAY
    assert after.median == before.median


def test_ten_newcomers_bring_everything_up_to_date() -> None:
    weeks = [{A: AT_THE_EDGE}, {A: [*AT_THE_EDGE, *[-1.0] * K]}]

    shown = released(weeks)[1].areas[HERE]
    now = released(weeks[1:])[0].areas[HERE]

    assert shown == replace(now, held_since={"normal_kept": MONDAY})  # of nobody


def test_a_table_whose_cell_would_fall_under_twenty_stays() -> None:
    before = changes(down_4=20, down_1=60, up_1=60, up_4=40)
    after = before[1:]

    shown = released([{A: before}, {A: after}])

    tables = [each.areas[HERE].change for each in shown]
    assert tables[0]
    assert tables[1]
    assert tables[1].shares == tables[0].shares
    assert released([{A: after}])[0].areas[HERE].change is None


# Which snapshot is shown ----------------------------------------------------------------------


def test_people_are_counted_once_whether_they_came_left_or_moved() -> None:
    assert people_apart((5, 5), (8, 5)) == 3
    assert people_apart((5, 5), (2, 5)) == 3
    assert people_apart((5, 5), (2, 8)) == 3
    assert people_apart((5, 5, 5), (2, 7, 9)) == 6


def test_figures_wait_for_ten_people_since_those_that_are_shown() -> None:
    assert source([lost(100), lost(105), lost(109), lost(110), lost(112)]) == [0, 0, 0, 3, 3]


def test_who_comes_back_within_ten_people_of_an_older_figure_shows_that_one() -> None:
    assert source([lost(100), lost(115), lost(101)]) == [0, 1, 0]


def test_a_corrected_version_of_one_monday_is_a_later_snapshot() -> None:
    assert source([lost(100), lost(120), lost(121)]) == [0, 1, 1]


def test_each_figure_waits_for_itself() -> None:
    first = Outcome(enrolled=200, completers=200, lost=100, bins=(0, 0, 60, 80, 60, 0, 0))
    second = Outcome(enrolled=200, completers=200, lost=101, bins=(0, 0, 40, 100, 60, 0, 0))

    assert source([{HERE: first}, {HERE: second}], LOST) == [0, 0]
    assert source([{HERE: first}, {HERE: second}], BINS) == [0, 1]


@given(st.lists(COUNTS, min_size=1, max_size=15))
def test_what_is_shown_lags_by_fewer_than_ten_and_what_was_released_is_ten_apart(
    rows: list[tuple[int, ...]],
) -> None:
    sources = source([{HERE: Outcome(bands_after=row)} for row in rows], "bands_after")

    assert all(people_apart(rows[each], row) < K for each, row in zip(sources, rows, strict=True))
    shown = sorted(set(sources))
    for place, one in enumerate(shown):
        assert all(people_apart(rows[one], rows[other]) >= K for other in shown[:place])


@given(st.lists(COUNTS, min_size=2, max_size=15))
def test_what_was_shown_once_stays_whatever_comes_after(rows: list[tuple[int, ...]]) -> None:
    snapshots = [{HERE: Outcome(bands_after=row)} for row in rows]

    assert source(snapshots[:-1], "bands_after") == source(snapshots, "bands_after")[:-1]


def test_of_every_area_the_counts_by_change_wait_and_nothing_else() -> None:
    weeks = [{A: AT_THE_EDGE, B: AT_THE_EDGE}, {A: [*AT_THE_EDGE, -1.0], B: AT_THE_EDGE}]

    found = held([(MONDAY, exact(week)) for week in weeks])[1]

    assert found.keys() == WAITING.keys()
    assert all(each.keys() == {HERE, district_scope(B), CITY_SCOPE} for each in found.values())
