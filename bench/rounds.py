"""Loads in turn, and what they say: medians over the rounds, ratios within each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from bench.generator import Load

MILLI = 1000


@dataclass(frozen=True)
class Round:
    """One target's turn: the empty view, the target itself, and what else it is compared with."""

    hello: Load
    own: Load
    floor: Load | None = None
    small: Load | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of all does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def summary(rounds: Sequence[Round]) -> dict[str, float]:
    """A line of the results: a target's rates, waits and ratios, each the median of its rounds."""

    def typical(value: Callable[[Round], float]) -> float:
        return median(value(each) for each in rounds)

    def wait(share: float) -> float:
        return typical(lambda each: percentile(each.own.latencies, share) * MILLI)

    found = {
        "rps": typical(lambda each: each.own.rate),
        "p50_ms": wait(0.50),
        "p95_ms": wait(0.95),
        "p99_ms": wait(0.99),
        "ratio_hello": typical(lambda each: each.own.rate / each.hello.rate),
    }
    floors = [each.own.rate / each.floor.rate for each in rounds if each.floor]
    smalls = [each.small.rate / each.own.rate for each in rounds if each.small]
    if floors:
        found["ratio_floor"] = median(floors)
    if smalls:
        found["ratio_small"] = median(smalls)
    return {name: float(f"{value:.4g}") for name, value in found.items()}
