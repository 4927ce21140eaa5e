"""From entries to points: every point with its entry, its rule and the cap that cut it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.exercise.rules import Entry
from tracker.standings.rules.scoring import MINUTES, WEIGH_IN, RuleSet


class Cap(StrEnum):
    """What cut an entry's points."""

    TIMES = "times"
    """So many times a week count."""
    DAY = "day"
    WEEK = "week"
    DOING = "doing"
    """The week has all its points for doing."""


@dataclass(frozen=True)
class Line:
    """One entry and what it came to."""

    day: date
    what: str
    """`minutes`, or the name of something counted."""
    full: int
    """Points without any cap."""
    points: int
    caps: tuple[Cap, ...] = ()
    entry: Entry | None = None
    """The exercise behind it, if it is one."""


@dataclass(frozen=True)
class WeekPoints:
    """A week of one person, line by line."""

    monday: date
    lines: tuple[Line, ...]

    @property
    def points(self) -> int:
        """All her points for doing in this week."""
        return sum(line.points for line in self.lines)


def week_points(
    rules: RuleSet, monday: date, done: Iterable[tuple[date, str]], entries: Iterable[Entry]
) -> WeekPoints:
    """The points of one week from its entries; the same entries always give the same points.

    `done` holds what is counted by times: at most one of a kind on a day. Earlier days come first,
    and on a day what is counted before minutes, so a cap cuts what came last.
    """
    lines = [*_counted(rules, done), *_minutes(rules, entries)]
    lines.sort(key=lambda line: (line.day, line.what == MINUTES))
    return WeekPoints(monday, tuple(_within_doing(rules, lines)))


def doing_points(
    rules: RuleSet, times: Mapping[str, int], minutes_by_day: Mapping[date, int]
) -> int:
    """The same sum from totals alone, as a whole season is counted."""
    counted = sum(
        each.points * min(times.get(each.what, 0), each.most_a_week) for each in rules.counted
    )
    return min(rules.doing_a_week, counted + minutes_points(rules, minutes_by_day.values()))


def minutes_points(rules: RuleSet, counted_by_day: Iterable[int]) -> int:
    """Points for the counted minutes of a week's days."""
    rule = rules.minutes
    inside = sum(min(each, rule.most_a_day) for each in counted_by_day)
    return rule.points * min(inside, rule.most_a_week)


def shown_points(rules: RuleSet, entries: Iterable[Entry]) -> int:
    """What others may see of a week: points for exercise, as if she had never been on a scale.

    Whether an entry was a weigh-in is nobody's business, so neither her weigh-ins nor what their
    points pushed over the week's most leave a trace in it.
    """
    by_day: dict[date, int] = defaultdict(int)
    for entry in entries:
        by_day[entry.day] += rules.minutes.counted(entry.effort, entry.minutes)
    return min(rules.doing_a_week, minutes_points(rules, by_day.values()))


def weigh_ins(days: Iterable[date]) -> list[tuple[date, str]]:
    """Days on which she was weighed, at home or at a station: one a day counts."""
    return [(day, WEIGH_IN) for day in sorted(set(days))]


def _counted(rules: RuleSet, done: Iterable[tuple[date, str]]) -> list[Line]:
    found: list[Line] = []
    times: dict[str, int] = defaultdict(int)
    for day, what in sorted(set(done)):
        rule = rules.of(what)
        if rule is None:
            continue
        times[what] += 1
        over = times[what] > rule.most_a_week
        points, caps = (0, (Cap.TIMES,)) if over else (rule.points, ())
        found.append(Line(day, what, rule.points, points, caps))
    return found


def _minutes(rules: RuleSet, entries: Iterable[Entry]) -> list[Line]:
    rule, found = rules.minutes, list[Line]()
    of_day: dict[date, int] = defaultdict(int)
    of_week = 0
    for entry in sorted(entries, key=lambda each: (each.day, each.key)):
        full = rule.counted(entry.effort, entry.minutes)
        today = min(full, rule.most_a_day - of_day[entry.day])
        counts = min(today, rule.most_a_week - of_week)
        caps = [Cap.DAY] if today < full else []
        caps += [Cap.WEEK] if counts < today else []
        of_day[entry.day] += today
        of_week += counts
        line = Line(entry.day, MINUTES, full * rule.points, counts * rule.points, tuple(caps))
        found.append(replace(line, entry=entry))
    return found


def _within_doing(rules: RuleSet, lines: Sequence[Line]) -> list[Line]:
    left, found = rules.doing_a_week, list[Line]()
    for line in lines:
        points = min(line.points, left)
        left -= points
        cut = points < line.points
        found.append(replace(line, points=points, caps=(*line.caps, Cap.DOING)) if cut else line)
    return found
