"""Attackers with linear programming: the bounds of the definitions hold whatever is shown.

Nobody's change is known more tightly than to +-2 points, and every hidden count under 10 may be
anything from 0 to 9.
"""

import numpy as np
import pytest

from tests.insights.attackers import (
    CODES,
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
from tracker.accounts.rules import CITY_SCOPE, district_scope
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
