"""Attackers with linear programming: the bounds of the definitions hold whatever is shown.

Nobody's change is known more tightly than to +-2 points, and every hidden count under 10 may be
anything from 0 to 9.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.insights.attackers import (
    CODES,
    EASE,
    Random,
    Sums,
    Town,
    cells_of_table,
    drawn,
    groups,
    person,
    shown_groups,
    sums_of,
    town,
)
from tests.insights.people import BARE, Person, population
from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.insights.rules.departed import departed_of, with_departed
from tracker.insights.rules.outcome import Split
from tracker.insights.rules.releases import K
from tracker.insights.rules.releases.rounding import TEAM_STEP

SIZES = ((12, 30, 60), (14, 25, 45, 90), (11, 13, 28, 55, 130), (40, 40, 40, 40), (9, 16, 200))
SEEDS = (1, 2, 5)
TIGHTEST = 4.0
"""+-2 points."""
TABLES = (Split.SEX, Split.AGE, Split.BAND, "bands", "change")

towns = pytest.mark.parametrize(
    ("sizes", "seed"), [(sizes, seed) for sizes in SIZES for seed in SEEDS]
)


def own(each: Town, *places: int) -> dict[int, float]:
    """What an attacker knows of herself, and of whoever tells her."""
    return {place: float(each.people.change[place]) for place in places}


def completers(each: Town) -> list[int]:
    return np.flatnonzero(each.people.completer).tolist()


def everything(each: Town) -> list[str]:
    return [scope for scope in each.exact if scope == CITY_SCOPE or each.exact[scope].enrolled]


def tightest(sums: Sums, known: dict[int, float], places: list[int]) -> float:
    """The narrowest span of anybody's change among these."""
    return min(sums.width(place, known) for place in places if place not in known)


# One moment -----------------------------------------------------------------------------------


@towns
def test_a_city_organizer_learns_nobodys_change(sizes: tuple[int, ...], seed: int) -> None:
    random = np.random.default_rng(seed)
    each = town(drawn(random, sizes))
    sums = sums_of([each], everything(each))
    some = random.choice(completers(each), 4, replace=False).tolist()

    assert tightest(sums, {}, some) >= TIGHTEST


@towns
def test_a_district_organizer_who_takes_part_with_a_deputy_who_tells_learns_nobodys_change(
    sizes: tuple[int, ...], seed: int
) -> None:
    random = np.random.default_rng(seed)
    each = town(drawn(random, sizes), known=2)
    code = CODES[len(sizes) - 1]
    inside = np.flatnonzero(each.people.completer & (each.people.district == code)).tolist()
    sums = sums_of([each], [district_scope(code)])

    known = own(each, *inside[:2])

    assert tightest(sums, known, inside[2:5]) >= TIGHTEST if sums.rows else True


@towns
@pytest.mark.parametrize("table", TABLES)
def test_a_hidden_count_may_be_anything_from_0_to_9(
    sizes: tuple[int, ...], seed: int, table: str
) -> None:
    each = town(drawn(np.random.default_rng(seed), sizes))
    cells = cells_of_table(each, table)

    for scope, group, count in groups(each, table):
        if count < K and group not in shown_groups(each, scope, table):
            low, high = cells.span(scope, group)
            assert (low, high >= K - 1) == (0, True), (scope, group, count, low, high)


# Two moments ----------------------------------------------------------------------------------


def two_mondays(random: Random, sizes: tuple[int, ...], change: float) -> tuple[Town, Town]:
    """The same people twice, with one newcomer in the second week, in any of the districts."""
    people = drawn(random, sizes)
    code = str(random.choice(CODES[: len(sizes)]))
    return town(people), town([*people, person(random, code, change)])


@towns
@pytest.mark.parametrize("change", [-9.0, 0.0, 4.0])
def test_one_newcomer_between_two_mondays_is_not_singled_out(
    sizes: tuple[int, ...], seed: int, change: float
) -> None:
    before, after = two_mondays(np.random.default_rng(seed), sizes, change)
    newcomer = len(after.people) - 1

    sums = sums_of([before, after], everything(after))

    assert sums.width(newcomer, {}) >= TIGHTEST


@towns
def test_even_who_knows_all_others_learns_a_newcomer_to_two_points_at_best(
    sizes: tuple[int, ...], seed: int
) -> None:
    before, after = two_mondays(np.random.default_rng(seed), sizes, -3.0)
    newcomer = len(after.people) - 1
    colleagues = [place for place in completers(after) if place != newcomer]
    district = after.people.district[newcomer]
    others = [place for place in colleagues if after.people.district[place] != district]

    sums = sums_of([before, after], everything(after))

    assert sums.width(newcomer, own(after, *others)) >= TIGHTEST


# Leavers --------------------------------------------------------------------------------------


def around_departures(people: Sequence[Person], gone: Sequence[int]) -> tuple[list[Town], Sums]:
    """Everybody, then without the first leaver, then nine, then all; and what is shown of it.

    The last places are what stays of them in the figures, a half point wide around what it was.
    """
    weeks = [after_departures(people, gone, left) for left in (0, 1, 9, 10)]
    sums = sums_of(weeks, everything(weeks[0]))
    for place, hers in enumerate(gone, len(people)):
        row = np.zeros(len(people) + len(gone))
        row[[hers, place]] = 1, -1
        sums.rows += [row, -row]
        sums.most += [0.25 + EASE] * 2
    return weeks, sums


def after_departures(people: Sequence[Person], gone: Sequence[int], left: int) -> Town:
    """The figures after so many have left: from ten on nothing of them stays."""
    bare = [Person(**{**vars(BARE), "district": people[place].district}) for place in gone]
    now = [*people, *bare]
    for place, hers in enumerate(gone[:left]):
        now[hers] = bare[place]
        if left < K:
            now[len(people) + place] = stays_of(people[hers])
    return town(now)


def stays_of(who: Person) -> Person:
    """Somebody as what stays of her has it."""
    bare = population([Person(**{**vars(BARE), "district": who.district})])
    found = with_departed(bare, list(departed_of(population([who]), ())))
    names = ("baseline", "closing", "completer", "last", "sex", "birth_year", "height_mm")
    values = {name: getattr(found, name)[0].item() for name in names}
    return replace(who, **values)


@towns
def test_who_knows_who_left_and_when_learns_no_leavers_change(
    sizes: tuple[int, ...], seed: int
) -> None:
    people = drawn(np.random.default_rng(seed), sizes)
    gone = leavers(people)

    _, sums = around_departures(people, gone)

    assert tightest(sums, {}, gone[:2]) >= TIGHTEST


@towns
def test_nor_does_who_was_told_by_two_of_the_others(sizes: tuple[int, ...], seed: int) -> None:
    people = drawn(np.random.default_rng(seed), sizes)
    gone = leavers(people)

    weeks, sums = around_departures(people, gone)

    assert sums.width(gone[0], own(weeks[0], *gone[1:3])) >= TIGHTEST


@towns
def test_until_ten_have_left_every_count_of_people_is_what_it_was(
    sizes: tuple[int, ...], seed: int
) -> None:
    people = drawn(np.random.default_rng(seed), sizes)

    before, one, nine, ten = (
        [(each.completers, each.with_baseline) for each in week.exact.values()]
        for week in around_departures(people, leavers(people))[0]
    )

    assert before == one == nine
    falls = [was[0] - now[0] for was, now in zip(nine, ten, strict=True)]
    assert set(falls) <= {0, K}


def leavers(people: Sequence[Person]) -> list[int]:
    """Ten completers of the largest district."""
    last = people[-1].district
    found = [place for place, each in enumerate(people) if each.completer and each.district == last]
    return found[:K]


# A team ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("arrived", [3, 4])
def test_leader_and_deputy_together_learn_nobodys_change_from_two_rounds(
    seed: int, arrived: int
) -> None:
    random = np.random.default_rng(seed)
    changes = np.round(random.normal(-1.5, 3, 10 + arrived), 2)
    sums = Sums()
    for count in (10, 10 + arrived):
        who = np.arange(len(changes)) < count
        mean = round(float(changes[:count].mean()) / TEAM_STEP) * TEAM_STEP
        sums.add(who, mean, TEAM_STEP)

    widths = [sums.width(place, {}) for place in range(len(changes))]

    assert min(widths) >= TIGHTEST
