"""Bars of a figure as numbers: stacked, beside each other or over each other, upright or lying."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tracker.web.pictures.scales import Axis

Trace = dict[str, Any]
GAP = 0.2
DEFAULT_COLOUR = "#2e7d4f"


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, from which value to which, and what it looks like."""

    low: float
    high: float
    base: float
    top: float
    color: str
    text: str
    hatch: str
    error: tuple[float, float] | None = None
    """The ends of its interval."""


def lying(trace: Trace) -> bool:
    """Whether the bars of a trace lie on their side."""
    return bool(trace.get("orientation") == "h")


def each_of(value: Any, count: int) -> list[Any]:
    """A property that may be one for all or one for each."""
    return list(value) if isinstance(value, list | tuple) else [value] * count


def placed(traces: Sequence[Trace], along: Axis, across: Axis, layout: dict[str, Any]) -> list[Bar]:
    """Every bar of these traces; `along` is the axis they stand on, `across` their values'."""
    mode = layout.get("barmode", "group")
    grouped = mode == "group" and len(traces) > 1
    step = _step(traces, along) * (1 - layout.get("bargap", GAP))
    heaps: dict[tuple[float, bool], float] = defaultdict(float)
    found = []
    for place, trace in enumerate(traces):
        slot = (
            (step, (place - (len(traces) - 1) / 2) * step / len(traces)) if grouped else (step, 0)
        )
        width, offset = (step / len(traces), slot[1]) if grouped else slot
        for each in _of_trace(trace, along, across, width, offset):
            heap = heaps[each.low, each.top < 0] if mode in {"stack", "relative"} else 0.0
            heaps[each.low, each.top < 0] += each.top
            found.append(_lifted(each, heap))
    return found


def ends(trace: Trace, axis: str, value: float, at: int) -> tuple[float, float] | None:
    """The ends of a value's interval, if the trace has one on this axis."""
    error = trace.get(f"error_{axis}") or {}
    above = (error.get("array") or [])[at : at + 1]
    below = (error.get("arrayminus") or error.get("array") or [])[at : at + 1]
    if error.get("visible") is False or not above or above[0] is None:
        return None
    return value - (below[0] if below and below[0] is not None else 0.0), value + above[0]


def _of_trace(
    trace: Trace, along: Axis, across: Axis, width: float, offset: float
) -> Iterator[Bar]:
    places, values = (
        (trace.get("y"), trace.get("x")) if lying(trace) else (trace.get("x"), trace.get("y"))
    )
    marker, count = trace.get("marker") or {}, len(values or [])
    widths = each_of(trace.get("width"), count)
    colors = each_of(marker.get("color") or DEFAULT_COLOUR, count)
    texts = each_of(trace.get("text") or "", count)
    bases = each_of(trace.get("base") or 0, count)
    hatches = each_of((marker.get("pattern") or {}).get("shape") or "", count)
    for at, (place, value) in enumerate(zip(places or [], values or [], strict=True)):
        middle, length = along.number(place), across.number(value)
        if middle is None or length is None:
            continue
        middle += offset
        half = (width if widths[at] is None else along.length(widths[at])) / 2
        yield Bar(
            middle - half,
            middle + half,
            float(bases[at]),
            float(bases[at]) + length,
            colors[at],
            str(texts[at]),
            hatches[at],
            ends(trace, "x" if lying(trace) else "y", length, at),
        )


def _lifted(bar: Bar, by: float) -> Bar:
    error = (bar.error[0] + by, bar.error[1] + by) if bar.error else None
    return Bar(
        bar.low, bar.high, bar.base + by, bar.top + by, bar.color, bar.text, bar.hatch, error
    )


def _step(traces: Sequence[Trace], along: Axis) -> float:
    """The least distance between two places."""
    key = "y" if any(map(lying, traces)) else "x"
    found = {along.number(value) for trace in traces for value in trace.get(key) or []}
    places = sorted(place for place in found if place is not None)
    return min((b - a for a, b in pairwise(places)), default=1.0)
