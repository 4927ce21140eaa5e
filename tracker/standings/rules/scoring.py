"""The rules of scoring as data: every version that was ever in force, and what each one changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tracker.exercise.rules import Effort

WEIGH_IN = "weigh_in"
LESSON = "lesson"
"""A day's quiz that was finished, right or wrong."""
LECTURE = "lecture"
SHOWCASE = "showcase"
MINUTES = "minutes"
WHOLE_PERCENT = 100


@dataclass(frozen=True)
class Counted:
    """Something that is done or not: so many points each time, so many times a week at most."""

    what: str
    points: int
    most_a_week: int


@dataclass(frozen=True)
class Minutes:
    """Exercise: a minute counts by its effort, up to a day's and a week's most."""

    points: int
    light: int
    moderate: int
    vigorous: int
    most_a_day: int
    most_a_week: int

    def counted(self, effort: Effort, minutes: int) -> int:
        """Minutes of an effort as they count, before any cap."""
        times = {
            Effort.LIGHT: self.light,
            Effort.MODERATE: self.moderate,
            Effort.VIGOROUS: self.vigorous,
        }
        return times[effort] * minutes


@dataclass(frozen=True)
class GoalBand:
    """Points for one's own goal band, for each week of a round."""

    points_a_week: int
    full_percent: int
    """A change beyond this, over the whole campaign, earns nothing more."""
    percent_a_week: int
    """Nor does one that is faster than this."""
    keeps_percent: int
    """Within this of her baseline somebody keeps her weight."""


@dataclass(frozen=True)
class Ranking:
    """Which teams are compared, and by which yardstick."""

    members: int
    reporting_percent: int
    paused_percent: int
    by_size: bool
    """Whether a team's distance from the mean is measured by what teams of its size vary."""
    like_with_like: bool
    """Whether marks for weight are compared among those who began in the same band of BMI."""


@dataclass(frozen=True)
class RuleSet:
    """One version of the rules; it is never edited once it was in force."""

    version: int
    counted: tuple[Counted, ...]
    minutes: Minutes
    doing_a_week: int
    """The most points for doing in a week, however they were made."""
    goal_band: GoalBand
    ranking: Ranking

    @property
    def doing_percent(self) -> int:
        """What part of all points is for doing."""
        whole = self.doing_a_week + self.goal_band.points_a_week
        return round(WHOLE_PERCENT * self.doing_a_week / whole)

    def of(self, what: str) -> Counted | None:
        """The rule for something that is counted, if there is one."""
        return next((each for each in self.counted if each.what == what), None)


@dataclass(frozen=True)
class Changed:
    """One number of the rules that two versions have differently; None is no such rule."""

    name: str
    """Its place in the data, such as `minutes.most_a_day` or `counted.lesson.points`."""
    before: int | None
    after: int | None


@cache
def rule_sets() -> dict[int, RuleSet]:
    """Every version by its number, oldest first."""
    text = (Path(__file__).parent / "scoring.json").read_text(encoding="utf-8")
    return {each["version"]: rule_set_of(each) for each in json.loads(text)}


def latest() -> RuleSet:
    """What a round that begins now is scored by."""
    found = rule_sets()
    return found[max(found)]


def rule_set_of(data: Mapping[str, Any]) -> RuleSet:
    """A version from its data."""
    return RuleSet(
        data["version"],
        tuple(Counted(**each) for each in data["counted"]),
        Minutes(**data["minutes"]),
        data["doing_a_week"],
        GoalBand(**data["goal_band"]),
        Ranking(**data["ranking"]),
    )


def changes(before: RuleSet, after: RuleSet) -> tuple[Changed, ...]:
    """Every number that a new version has differently; a page says each in words."""
    old, new = dict(_numbers(before)), dict(_numbers(after))
    names = dict.fromkeys([*old, *new])
    return tuple(
        Changed(name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name)
    )


def _numbers(rules: RuleSet) -> Iterator[tuple[str, int]]:
    """Every number of the rules with its place; the version itself is none of them."""
    for each in rules.counted:
        yield f"counted.{each.what}.points", each.points
        yield f"counted.{each.what}.most_a_week", each.most_a_week
    yield "doing_a_week", rules.doing_a_week
    for part in ("minutes", "goal_band", "ranking"):
        for name, value in asdict(getattr(rules, part)).items():
            yield f"{part}.{name}", int(value)
