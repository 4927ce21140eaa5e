"""`bench/results.json`, and the goals it is held against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

import orjson

PATH = Path(__file__).with_name("results.json")
DOCUMENT = PATH.parent.parent / "docs" / "performance.md"
WIDE = 100
OPENS, CLOSES = "```text\n", "\n```"
KINDS = ("sqlite", "postgresql")
AREAS = ("team_page", "district_page", "city_page", "city_figure")
LINES = ("post_weight", "today_page", "weight_figure", *AREAS)
RATIOS = ("ratio_hello", "ratio_floor", "ratio_small", "ratio_large")
HEADS = ("rps", "p50_ms", "p95_ms", "p99_ms", *RATIOS)

Results = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """A number that should be at least, or else at most, this much on each database."""

    what: str
    path: Sequence[str]
    limits: tuple[float, float]
    least: bool = False
    over: Sequence[str] = ()
    """Where the number is held against another one."""

    def value(self, found: Mapping[str, Any]) -> float | None:
        """The number in one database's results, or None where it was not measured."""
        own, other = _at(found, self.path), _at(found, self.over) if self.over else 1.0
        return None if own is None or not other else own / other

    def is_met(self, value: float, kind: str) -> bool:
        """Whether the number is as wished."""
        limit = self.limits[KINDS.index(kind)]
        return value >= limit if self.least else value <= limit


def _least(what: str, path: Sequence[str], sqlite: float, postgresql: float = 0.0) -> Goal:
    return Goal(what, path, (sqlite, postgresql or sqlite), least=True)


def _most(
    what: str, path: Sequence[str], most: float, postgresql: float = 0.0, over: Sequence[str] = ()
) -> Goal:
    return Goal(what, path, (most, postgresql or most), over=over)


def _of_area(name: str) -> Iterator[Goal]:
    yield _least(f"{name} / hello", (name, "ratio_hello"), 0.15)
    yield _most(f"{name}: p95 / p50", (name, "p95_ms"), 3.0, over=(name, "p50_ms"))
    yield _most(f"{name}: cost / that at 2,600 people", (name, "ratio_small"), 1.5)
    yield _most(f"{name}: cost at 260,000 / at 26,000", (name, "ratio_large"), 1.5)


GOALS: tuple[Goal, ...] = (
    _least("post_weight / hello", ("post_weight", "ratio_hello"), 0.35, 0.22),
    _least("post_weight / smallest honest view", ("post_weight", "ratio_floor"), 0.60),
    _least("today_page / hello", ("today_page", "ratio_hello"), 0.30),
    _least("weight_figure / hello", ("weight_figure", "ratio_hello"), 0.40),
    *(goal for name in AREAS for goal in _of_area(name)),
    _most("crowd: saves lost", ("crowd", "lost"), 0.0),
    _most("crowd: saves doubled", ("crowd", "doubled"), 0.0),
    _most("crowd: p99 / idle p50", ("crowd", "p99_over_idle_p50"), 10.0),
    _most("simulate, s", ("simulate_s",), 60.0, 120.0),
    _most("rebuild-rollups, s", ("rebuild_s",), 30.0),
    _most("memory of a worker, MB", ("worker_rss_mb",), 150.0),
    _most(
        "memory of a worker, after / before",
        ("worker_rss_mb",),
        1.1,
        over=("machine", "worker_rss_before_mb"),
    ),
)


def read(path: Path = PATH) -> Results:
    """What earlier runs found."""
    return dict(orjson.loads(path.read_bytes())) if path.exists() else {}


def merged(before: Mapping[str, Any], found: Mapping[str, Any]) -> Results:
    """New numbers beside or in place of the ones before, however deep they are."""
    result = dict(before)
    for name, value in found.items():
        held = result.get(name)
        both = isinstance(held, dict) and isinstance(value, dict)
        result[name] = merged(held or {}, value) if both else value
    return result


def write(found: Mapping[str, Any], path: Path = PATH) -> Results:
    """Merge new numbers into the file; what was not measured this time stays."""
    result = merged(read(path), found)
    path.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    return result


def publish(results: Mapping[str, Any], path: Path = DOCUMENT) -> None:
    """Put the numbers into the document in place of the ones before."""
    before, _, rest = path.read_text(encoding="utf-8").partition(OPENS)
    _, _, after = rest.partition(CLOSES)
    lines = "\n".join(line.rstrip() for line in page(results))
    path.write_text(f"{before}{OPENS}{lines}{CLOSES}{after}", encoding="utf-8")


def page(results: Mapping[str, Any]) -> Iterator[str]:
    """Every number that was measured, and the goals."""
    for kind in KINDS:
        found = results.get(kind, {})
        yield from measured(found, kind)
        notes = (f"{name} {value}" for name, value in found.get("machine", {}).items())
        yield from wrap("; ".join(notes), WIDE, break_on_hyphens=False)
        yield ""
    yield from table(results)


def measured(found: Mapping[str, Any], kind: str) -> Iterator[str]:
    """One database's rates, waits in milliseconds, and ratios."""
    yield f"{kind:<16}" + "".join(f"{head.removesuffix('_ms'):>13}" for head in HEADS)
    for name in LINES:
        cells = (found.get(name, {}).get(head, "") for head in HEADS)
        yield f"{name:<16}" + "".join(f"{cell:>13}" for cell in cells)


def table(results: Mapping[str, Any]) -> Iterator[str]:
    """The goals, each with its number on each database and whether it is met."""
    yield f"{'goal':<44}" + "".join(f"{kind:>34}" for kind in KINDS)
    for goal in GOALS:
        cells = (_cell(goal, results.get(kind, {}), kind) for kind in KINDS)
        yield f"{goal.what:<44}" + "".join(f"{cell:>34}" for cell in cells)


def _cell(goal: Goal, found: Mapping[str, Any], kind: str) -> str:
    value = goal.value(found)
    if value is None:
        return "not measured"
    limit = f"{'>=' if goal.least else '<='} {goal.limits[KINDS.index(kind)]:g}"
    return f"{value:.3g} ({limit}) {'met' if goal.is_met(value, kind) else 'NOT MET'}"


def _at(found: Any, path: Sequence[str]) -> float | None:
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return None if found is None else float(found)
