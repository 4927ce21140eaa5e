"""Exact figures of what became of weights, and their intervals, beside plain recomputations."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.insights import MONDAY
from tests.insights.people import BARE, ENROLLED, Person, population
from tracker.campaign.rules import BEIJING_2024
from tracker.insights.rules import outcome as rules
from tracker.insights.rules.outcome import Cell, Outcome
from tracker.insights.rules.outcome.exact import BINS
from tracker.weight.rules.quantities import Band, Reading, band
from tracker.weight.rules.result import SeasonResult, season_result


def outcome(people: Sequence[Person]) -> Outcome:
    return rules.outcome_of(population(people), with_change=True)


# Who is where ---------------------------------------------------------------------------------


def test_everybody_enrolled_is_counted_at_the_stage_she_reached() -> None:
    begun = Person(completer=False)

    found = outcome([BARE, ENROLLED, ENROLLED, begun, Person(), replace(BARE, late=True)])

    assert (found.enrolled, found.with_body, found.with_baseline, found.completers) == (6, 4, 2, 1)
    assert found.late == 1


def test_a_baseline_counts_as_body_data_wherever_it_comes_from() -> None:
    found = outcome([Person(height_mm=0, birth_year=0, sex="")])

    assert (found.with_body, found.bands_before) == (1, (0, 0, 0, 0))


def test_before_day_42_nothing_is_said_of_a_change() -> None:
    found = rules.outcome_of(population([Person()] * 12), with_change=False)

    assert (found.enrolled, found.with_baseline) == (12, 12)
    assert (found.total, found.median, found.lost, found.bins) == (0.0, None, 0, (0,) * BINS)
    assert all(cell.total == 0 for cells in found.splits.values() for cell in cells)


def test_nobody_has_no_mean() -> None:
    found = outcome([ENROLLED])

    assert (found.mean, found.median, found.completers) == (None, None, 0)


# Edges, decided as whole numbers --------------------------------------------------------------


@pytest.mark.parametrize(
    ("closing", "lost", "over", "five"),
    [
        (80.001, 0, 0, 0),
        (80.0, 0, 0, 0),
        (79.999, 1, 0, 0),
        (79.0, 1, 0, 0),
        (78.999, 1, 1, 0),
        (76.001, 1, 1, 0),
        (76.0, 1, 1, 1),
    ],
)
def test_who_became_lighter_by_how_much(closing: float, lost: int, over: int, five: int) -> None:
    found = outcome([Person(closing=closing)])

    assert (found.lost, found.lost_over_1_kg, found.lost_5_percent) == (lost, over, five)


@pytest.mark.parametrize(
    ("closing", "kept"), [(58.8, 1), (58.799, 0), (60.0, 1), (61.2, 1), (61.201, 0)]
)
def test_within_two_percent_has_both_its_ends(closing: float, kept: int) -> None:
    found = outcome([Person(60.0, closing)])

    assert (found.normal, found.normal_kept) == (1, kept)


@pytest.mark.parametrize(
    ("grams", "height_mm", "found"),
    [
        (61_440, 1600, Band.OVERWEIGHT),
        (61_439, 1600, Band.NORMAL),
        (47_360, 1600, Band.NORMAL),
        (47_359, 1600, Band.UNDERWEIGHT),
        (71_680, 1600, Band.OBESE),
    ],
)
def test_bands_begin_at_their_lower_edge(grams: int, height_mm: int, found: Band) -> None:
    place = rules.band_of(np.array([grams / 1000]), np.array([height_mm]))[0]

    assert rules.BANDS[place] is found
    assert band(grams, height_mm) is found


@given(
    st.integers(2, 14).flatmap(
        lambda days: st.tuples(st.integers(30_000 * days, 200_000 * days), st.just(days))
    ),
    st.integers(1_000, 2_300),
    st.sampled_from((None, 185, 240, 280)),
)
def test_a_band_is_the_one_of_whole_numbers(
    mean: tuple[int, int], height_mm: int, edge: int | None
) -> None:
    total, days = mean
    if edge:  # right at an edge, or the nearest whole gram below or above it
        total = edge * height_mm**2 * days // 10_000 + total % 2
    edges = (185, 240, 280)
    exact = sum(total * 10_000 >= edge * height_mm**2 * days for edge in edges)

    found = rules.band_of(np.array([total / (days * 1000)]), np.array([height_mm]))[0]

    assert found == exact


@pytest.mark.parametrize(
    ("closing", "place"),
    [
        (89.9, 0),
        (90.0, 1),
        (94.0, 2),
        (98.0, 3),
        (102.0, 3),
        (102.1, 4),
        (106.0, 4),
        (106.1, 5),
        (110.1, 6),
    ],
)
def test_bins_meet_at_their_edges(closing: float, place: int) -> None:
    found = outcome([Person(100.0, closing)])

    assert found.bins.index(1) == place


# Beside a plain recomputation -----------------------------------------------------------------

PEOPLE = st.builds(
    Person,
    baseline=st.integers(40_000, 120_000).map(lambda grams: grams / 1000),
    closing=st.integers(40_000, 120_000).map(lambda grams: grams / 1000),
    completer=st.booleans(),
    last=st.integers(40_000, 120_000).map(lambda grams: grams / 1000),
    team=st.integers(1, 4),
    sex=st.sampled_from(["female", "male"]),
    birth_year=st.integers(1950, 2006),
    height_mm=st.integers(1_450, 1_950),
    station=st.booleans(),
)
ANYBODY = st.one_of(st.just(BARE), st.just(ENROLLED), PEOPLE)


def grams(kilograms: float) -> int:
    return round(kilograms * 1000)


@given(st.lists(ANYBODY, max_size=40))
def test_figures_are_those_of_one_person_after_another(people: list[Person]) -> None:
    begun = [each for each in people if not math.isnan(each.baseline)]
    stayed = [each for each in begun if each.completer]
    change = [100 * (each.closing / each.baseline - 1) for each in stayed]
    missing = [each for each in begun if not each.completer]

    found = outcome(people)

    assert found.total == pytest.approx(math.fsum(change))
    assert found.median == (pytest.approx(float(np.median(change))) if change else None)
    assert found.lost == sum(each.closing < each.baseline for each in stayed)
    assert found.lost_over_1_kg == sum(
        grams(each.baseline) - grams(each.closing) > 1000 for each in stayed
    )
    assert found.lost_5_percent == sum(
        100 * grams(each.closing) <= 95 * grams(each.baseline) for each in stayed
    )
    if stayed:
        assert found.last_total == pytest.approx(
            math.fsum(100 * (each.last / each.baseline - 1) for each in begun)
        )
        assert found.gained == pytest.approx(math.fsum(100 / each.baseline for each in missing))
    for counts, at in ((found.bands_before, "baseline"), (found.bands_after, "closing")):
        bands = [band(grams(getattr(each, at)), each.height_mm) for each in stayed]
        assert counts == tuple(bands.count(each) for each in Band)


@given(st.lists(ANYBODY, max_size=40))
def test_every_split_has_everybody_who_said_it_once(people: list[Person]) -> None:
    found = outcome(people)

    said = [each for each in people if each.birth_year]
    for split in (rules.SEX, rules.AGE):
        assert sum(cell.enrolled for cell in found.splits[split]) == len(said)
        assert sum(cell.completers for cell in found.splits[split]) == found.completers
        assert math.fsum(cell.total for cell in found.splits[split]) == pytest.approx(found.total)
    assert sum(cell.enrolled for cell in found.splits[rules.BAND]) == found.with_baseline
    assert sum(found.bins) == sum(found.bands_before) == found.completers


@pytest.mark.parametrize(("age", "place"), [(18, 0), (29, 0), (30, 1), (40, 2), (49, 2), (50, 3)])
def test_ages_are_differences_of_years(age: int, place: int) -> None:
    found = outcome([Person(birth_year=MONDAY.year - age)])

    assert [cell.enrolled for cell in found.splits[rules.AGE]].index(1) == place


def test_stations_are_counted_from_their_own_readings_alone() -> None:
    found = outcome([Person(station=True), Person()])

    assert found.station == Cell(2, 1, 1, 100 * (79 / 80 - 1))


LOGS = st.dictionaries(st.integers(0, 91), st.integers(55_000, 66_000), max_size=14)


@given(st.lists(LOGS, min_size=1, max_size=12))
def test_a_group_is_the_sum_of_each_persons_own_result(logs: list[dict[int, int]]) -> None:
    results = [own_result(log) for log in logs]
    changes = [each.change_percent or 0.0 for each in results if each.completer]

    found = outcome([person(each) for each in results])

    assert found.with_baseline == sum(each.baseline is not None for each in results)
    assert found.completers == len(changes)
    assert found.lost == sum(change < 0 for change in changes)
    assert found.total == pytest.approx(sum(changes))


def own_result(log: dict[int, int]) -> SeasonResult:
    """One person's result by the rule for one person."""
    starts, ends = BEIJING_2024.starts, BEIJING_2024.ends
    readings = [Reading(starts + timedelta(days=day), each) for day, each in log.items()]
    return season_result(readings, starts, ends, ends + timedelta(days=1))


def person(result: SeasonResult) -> Person:
    """The same as the arrays have it."""
    nothing = float("nan")
    return Person(
        nothing if result.baseline is None else result.baseline,
        nothing if result.closing is None else result.closing,
        result.completer,
        nothing if result.last_observation is None else result.last_observation,
    )


# Intervals ------------------------------------------------------------------------------------

Clusters = tuple[np.ndarray, np.ndarray, np.ndarray]


def clusters(generator: np.random.Generator, teams: int = 45, size: int = 8) -> Clusters:
    """Teams of two districts whose people are alike: true mean -1."""
    team = np.repeat(np.arange(teams), size)
    shared = generator.normal(-1, 0.8, teams)
    change = shared[team] + generator.normal(0, 2, len(team))
    return team, np.where(team < teams // 3, "110101", "110112"), change


def test_the_same_seed_draws_the_same_interval() -> None:
    team, district, change = clusters(np.random.default_rng(1))

    found = [
        rules.mean_interval(rules.draws_of(team, district, seed), team, change)
        for seed in (7, 7, 8)
    ]

    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(("teams", "there"), [(9, False), (10, True)])
def test_there_is_no_interval_under_ten_teams(teams: int, *, there: bool) -> None:
    team, district, change = clusters(np.random.default_rng(1), teams)
    draws = rules.draws_of(team, district, 7)

    found = rules.mean_interval(draws, team, change), rules.median_interval(draws, team, change)

    assert [each is not None for each in found] == [there, there]


def test_every_district_draws_as_many_teams_as_it_has() -> None:
    team, district, _ = clusters(np.random.default_rng(1))

    draws = rules.draws_of(team, district, 7)

    assert draws.times.shape == (rules.DRAWS, 45)
    assert (draws.times[:, :15].sum(axis=1) == 15).all()
    assert (draws.times[:, 15:].sum(axis=1) == 30).all()


def test_draws_equal_a_plain_bootstrap_of_whole_teams() -> None:
    generator = np.random.default_rng(3)
    team, district, change = clusters(generator, teams=12, size=5)
    draws = rules.draws_of(team, district, 7)
    means, medians = [], []
    for times in draws.times:
        drawn = np.repeat(change, times[team])
        means.append(drawn.mean())
        medians.append(np.sort(drawn)[(len(drawn) - 1) // 2])

    assert rules.mean_interval(draws, team, change) == pytest.approx(
        tuple(np.percentile(means, (2.5, 97.5)))
    )
    assert rules.median_interval(draws, team, change) == pytest.approx(
        tuple(np.percentile(medians, (2.5, 97.5)))
    )


@pytest.mark.parametrize("interval", [rules.mean_interval, rules.median_interval])
def test_intervals_hold_the_truth_about_19_times_in_20(interval: object) -> None:
    generator = np.random.default_rng(2024)
    rounds = 200
    held = 0
    for seed in range(rounds):
        team, district, change = clusters(generator)
        low, high = interval(rules.draws_of(team, district, seed), team, change)  # type: ignore[operator]
        held += low <= -1 <= high

    # Two standard deviations of 200 throws at 95 % are 3 points; the bootstrap of 45 teams is a
    # little short of its 95.
    assert 0.91 <= held / rounds <= 0.985


def test_people_drawn_one_by_one_would_hold_it_far_less_often() -> None:
    generator = np.random.default_rng(2024)
    held = 0
    for _ in range(200):
        _, _, change = clusters(generator)
        error = 1.96 * change.std() / math.sqrt(len(change))
        held += abs(change.mean() + 1) <= error

    assert held / 200 < 0.87
