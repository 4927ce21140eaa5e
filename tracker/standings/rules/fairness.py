"""How fair the rules are: seasons made up from a few numbers, and who ends in the top band.

A model of its own, so that it can be asked on a page: people's points vary around a mean, their
teams share a climate, weights go as they went in the pilot. `tests/standings/test_fairness.py`
compares it with whole simulated seasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracker.standings.rules.scoring import RuleSet
from tracker.standings.rules.teams import (
    Band,
    TeamWeek,
    released_mark,
    spread_parts,
    standings,
)
from tracker.standings.rules.weight import NORMAL_TENTHS, Weighed, like_with_like, marks
from tracker.weight.rules import Goal, GoalKind

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

SEED = 20240811
SEASONS = 30
SIZES = (8, 12, 18, 25, 35, 50)
"""Sizes of teams in the made-up seasons."""
FEMALE_SHARES = (0.15, 0.35, 0.55, 0.75, 0.95)
MEAN_BMIS = (22.5, 23.5, 24.5, 25.5, 26.5)
GROUPS: Mapping[str, tuple[float, ...]] = {
    "size": SIZES,
    "female": FEMALE_SHARES,
    "bmi": MEAN_BMIS,
}
BMI_SD = 3.2
HEIGHT_MM = (1718, 1598)
"""Of men and women; the model needs no more of a body."""
CHANGE_SD = 3.0
COMPLETE = 0.6
"""How many of a team's people have weights for a baseline and a closing mean."""
LOSES_FROM = 24.0
LOSING = 0.7
NO_DAY = date.min
FAIR = 1.5
"""The rarest group's chance times this is the most that any group may have."""


@dataclass(frozen=True)
class Scene:
    """What people's points look like, as a season's sums tell or as they were in the pilot."""

    mean: float = 70.0
    """Points for doing, per person and week."""
    people_sd: float = 42.0
    teams_sd: float = 8.0
    women_more: float = 2.0
    a_bmi_less: float = 0.3
    """Points fewer for each unit of BMI."""
    change: float = -2.2
    """Mean change of weight at BMI 24.5, in percent."""
    a_bmi_change: float = -0.08


@dataclass(frozen=True)
class Chance:
    """How often teams of one kind were in the top band."""

    group: float
    teams: int
    leading: int

    @property
    def share(self) -> float:
        """The chance, from 0 to 1."""
        return self.leading / self.teams if self.teams else 0.0


@dataclass(frozen=True)
class Report:
    """Chances by what a team cannot help: its size, its sex mix, the BMI it began with."""

    version: int
    scene: Scene
    chances: Mapping[str, tuple[Chance, ...]]

    def ratio(self, by: str) -> float:
        """The best chance over the worst."""
        shares = [each.share for each in self.chances[by]]
        return max(shares) / min(shares) if min(shares) else float("inf")

    @property
    def is_fair(self) -> bool:
        """Whether all chances lie within 1.5 times of each other."""
        return all(self.ratio(by) <= FAIR for by in self.chances)


def scene_of(rules: RuleSet, sums: Mapping[int, TeamWeek]) -> Scene:
    """A season's own scene, from its teams' sums alone; the pilot's where there are too few."""
    there = [each for each in sums.values() if each.counted]
    if len(there) < len(SIZES) * len(MEAN_BMIS):
        return Scene()
    value = np.array([each.doing / each.counted for each in there])
    level, slope = spread_parts(value, np.array([float(each.counted) for each in there]))
    half = rules.doing_a_week / 2
    return Scene(
        mean=round(float(value.mean()), 1),
        people_sd=round(min(half, float(np.sqrt(slope))), 1),
        teams_sd=round(float(np.sqrt(level)), 1),
    )


def report(rules: RuleSet, scene: Scene, seasons: int = SEASONS, seed: int = SEED) -> Report:
    """Chances of a top band over made-up seasons; the same seed gives the same report."""
    rng = np.random.default_rng(seed)
    found: dict[str, dict[float, list[bool]]] = {
        by: {group: [] for group in groups} for by, groups in GROUPS.items()
    }
    kinds = [(size, female, bmi) for size in SIZES for female in FEMALE_SHARES for bmi in MEAN_BMIS]
    for _ in range(seasons):
        for kind, band in zip(kinds, _season(rules, scene, kinds, rng), strict=True):
            for by, group in zip(GROUPS, kind, strict=True):
                found[by][group].append(band is Band.LEADING)
    chances = {
        by: tuple(Chance(group, len(each), sum(each)) for group, each in groups.items())
        for by, groups in found.items()
    }
    return Report(rules.version, scene, chances)


def _season(
    rules: RuleSet,
    scene: Scene,
    kinds: list[tuple[int, float, float]],
    rng: np.random.Generator,
) -> list[Band | None]:
    """One season's bands, a team of each kind."""
    size = np.array([kind[0] for kind in kinds])
    team = np.repeat(np.arange(len(kinds)), size)
    female = rng.random(len(team)) < np.array([kind[1] for kind in kinds])[team]
    bmi = rng.normal(np.array([kind[2] for kind in kinds])[team], BMI_SD).clip(18.6, 40)
    doing = _doing(rules, scene, team, female, bmi, rng)
    sums = {
        place: TeamWeek(int(count), int(count), int(points))
        for place, (count, points) in enumerate(
            zip(size, np.bincount(team, weights=doing), strict=True)
        )
    }
    marked = _marks(rules, scene, team, female, bmi, rng)
    found = standings(rules, sums, sums, marked)
    return [found[place].band for place in range(len(kinds))]


def _doing(
    rules: RuleSet,
    scene: Scene,
    team: Integers,
    female: Flags,
    bmi: Floats,
    rng: np.random.Generator,
) -> Floats:
    climate = rng.normal(0, scene.teams_sd, int(team.max()) + 1)[team]
    usual = scene.mean + scene.women_more * (female - 0.5) - scene.a_bmi_less * (bmi - LOSES_FROM)
    points: Floats = np.round(rng.normal(usual + climate, scene.people_sd))
    return points.clip(0, rules.doing_a_week)


def _marks(
    rules: RuleSet,
    scene: Scene,
    team: Integers,
    female: Flags,
    bmi: Floats,
    rng: np.random.Generator,
) -> dict[int, int]:
    """Teams' released marks, by the same rules as a season's."""
    complete = np.flatnonzero(rng.random(len(team)) < COMPLETE)
    mean = scene.change + scene.a_bmi_change * (bmi[complete] - 24.5)
    change = rng.normal(mean, CHANGE_SD)
    wants = (bmi[complete] >= LOSES_FROM) & (rng.random(len(complete)) < LOSING)
    away = rng.uniform(0.02, 0.05, len(complete))
    shares = np.full(len(complete), np.nan)
    for place, person in enumerate(complete.tolist()):
        height = HEIGHT_MM[int(female[person])]
        kilograms = float(bmi[person]) * (height / 1000) ** 2
        target = round(1000 * kilograms * (1 - float(away[place])))
        goal = Goal(GoalKind.LOSE, target, NO_DAY) if wants[place] else None
        after = kilograms * (1 + float(change[place]) / 100)
        share = marks(rules.goal_band, Weighed(goal, height, kilograms, after, 8)).share
        shares[place] = np.nan if share is None else share
    there = ~np.isnan(shares)
    shares, of = shares[there], team[complete][there]
    if rules.ranking.like_with_like:
        shares -= like_with_like(shares, bmi[complete][there] < NORMAL_TENTHS / 10)
    found = {
        each: released_mark(shares[of == each].tolist(), may=True)
        for each in np.unique(of).tolist()
    }
    return {each: mark for each, mark in found.items() if mark is not None}
