"""Chances of a top band, in the model of the page and in whole simulated seasons."""

from datetime import date

import numpy as np
import pytest

from tracker.database import day_number
from tracker.simulation.rules import Plan, make_world
from tracker.simulation.rules.logs import EFFORTS
from tracker.simulation.rules.plan import Flags, Integers
from tracker.simulation.rules.season import World
from tracker.standings.rules.fairness import FAIR, Chance, Report, Scene, report, scene_of
from tracker.standings.rules.scoring import latest, rule_sets
from tracker.standings.rules.teams import Band, TeamWeek, standings

RULES = latest()
WEEK = day_number(date(2024, 9, 23))
SCENES = {
    "pilot": Scene(),
    "teams alike": Scene(teams_sd=3.0),
    "teams apart": Scene(teams_sd=16.0, people_sd=35.0),
    "little done": Scene(mean=35.0),
}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_nobodys_chance_is_more_than_one_and_a_half_times_anothers(scene: Scene) -> None:
    found = report(RULES, scene)

    assert {by: found.ratio(by) for by in found.chances if found.ratio(by) > FAIR} == {}
    assert found.is_fair


def test_the_second_version_is_more_even_by_size_where_teams_are_alike() -> None:
    first, now = (report(rule_sets()[each], Scene(teams_sd=3.0), 60) for each in (1, 2))

    assert first.ratio("size") > now.ratio("size")


def test_the_same_seed_gives_the_same_report() -> None:
    assert report(RULES, Scene(), 3) == report(RULES, Scene(), 3)


def test_a_group_that_never_leads_is_not_fair() -> None:
    never = Report(1, Scene(), {"size": (Chance(8, 10, 0), Chance(20, 10, 4))})

    assert never.ratio("size") == float("inf")
    assert not never.is_fair


def test_a_seasons_own_scene_comes_from_sums_of_teams_alone() -> None:
    rng = np.random.default_rng(3)
    sizes = rng.integers(8, 50, 600)
    sums = {
        team: TeamWeek(int(n), int(n), int((rng.normal(70, 6) + rng.normal(0, 40 / n**0.5)) * n))
        for team, n in enumerate(sizes.tolist())
    }

    found = scene_of(RULES, sums)

    assert found.mean == pytest.approx(70, abs=2)
    assert found.people_sd == pytest.approx(40, abs=8)
    assert found.teams_sd == pytest.approx(6, abs=3)
    assert scene_of(RULES, dict(list(sums.items())[:5])) == Scene()


def test_whole_simulated_seasons_agree() -> None:
    chances: dict[str, list[tuple[int, bool]]] = {"size": [], "female": [], "bmi": []}
    for seed in (1, 2, 3, 4):
        world = make_world(Plan(6000, seed, date(2024, 10, 16)))
        for by, found in _leading(world).items():
            chances[by] += found

    shares = {
        by: [float(np.mean([top for third, top in found if third == each])) for each in range(3)]
        for by, found in chances.items()
    }
    assert {by: each for by, each in shares.items() if max(each) > FAIR * min(each)} == {}


def _leading(world: World) -> dict[str, list[tuple[int, bool]]]:
    """By what, each team's third and whether it leads, from the simulation's own arrays."""
    people, team = world.people, world.people.team
    count = len(world.places.team_id)
    size = np.bincount(team, minlength=count)
    points, active = _points(world)
    sums = {
        each: TeamWeek(
            int(size[each]), int(active[team == each].sum()), int(points[team == each].sum())
        )
        for each in range(count)
    }
    found = standings(RULES, sums, sums, {})
    bodies = people.bodies
    bmi = bodies.grams / 1000 / (bodies.height_mm / 1000) ** 2
    values = {
        "size": size.astype(float),
        "female": np.bincount(team, weights=bodies.female, minlength=count) / size,
        "bmi": np.bincount(team, weights=bmi, minlength=count) / size,
    }
    return {
        by: [
            (int(third), found[each].band is Band.LEADING)
            for each, third in enumerate(
                np.searchsorted(np.quantile(value, [1 / 3, 2 / 3]), value, side="left")
            )
        ]
        for by, value in values.items()
    }


def _points(world: World) -> tuple[Integers, Flags]:
    """Each person's points for doing in a week of the second round, and who noted anything."""
    count, days = len(world.people.id), np.arange(WEEK, WEEK + 7)
    readings, entries = world.readings, world.entries
    weighed, done = np.isin(readings.day, days), np.isin(entries.day, days)
    times = np.zeros((count, 7), bool)
    times[readings.person[weighed], readings.day[weighed] - WEEK] = True
    minutes = np.zeros((count, 7), np.int64)
    counts = np.array([RULES.minutes.counted(effort, 1) for effort in EFFORTS])
    np.add.at(
        minutes,
        (entries.person[done], entries.day[done] - WEEK),
        entries.minutes[done] * counts[entries.effort[done]],
    )
    rule = RULES.minutes
    moved = np.minimum(minutes, rule.most_a_day).sum(axis=1).clip(0, rule.most_a_week)
    points = (10 * times.sum(axis=1).clip(0, 3) + moved).clip(0, RULES.doing_a_week)
    active: Flags = np.logical_or(times.any(axis=1), minutes.any(axis=1))
    return points, active
