"""Outlines on paper: rounded limbs, hulls of discs, and lines, as the `d` of an SVG path."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import acos, atan2, cos, dist, pi, sin

Spot = tuple[float, float]
"""To the right and downwards."""
Disc = tuple[Spot, float]

CORNERS = 14


def number(value: float) -> str:
    """As short as a tenth of a unit can be said."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def spot(at: Spot) -> str:
    """One place of a path."""
    return f"{number(at[0])} {number(at[1])}"


def around(disc: Disc, angle: float) -> Spot:
    """A place on a disc's edge."""
    (x, y), radius = disc
    return (x + radius * cos(angle), y + radius * sin(angle))


def whole(disc: Disc) -> str:
    """A full disc."""
    (x, y), radius = disc
    r, back = number(radius), number(-2 * radius)
    return f"M{spot((x + radius, y))}a{r} {r} 0 1 1 {back} 0a{r} {r} 0 1 1 {number(2 * radius)} 0z"


def capsule(first: Disc, second: Disc) -> str:
    """The rounded limb around two discs, turning the way all shapes here turn."""
    apart = dist(first[0], second[0])
    if apart <= abs(first[1] - second[1]) + 0.05:
        return whole(max(first, second, key=lambda disc: disc[1]))
    along = atan2(second[0][1] - first[0][1], second[0][0] - first[0][0])
    open_by = acos((first[1] - second[1]) / apart)
    arcs = (
        (first, along + open_by, along - open_by, open_by < pi / 2),
        (second, along - open_by, along + open_by, open_by > pi / 2),
    )
    parts = [
        f"{spot(around(disc, start))}A{number(disc[1])} {number(disc[1])} 0 {int(large)} 1 "
        f"{spot(around(disc, end))}"
        for disc, start, end, large in arcs
    ]
    return f"M{parts[0]}L{parts[1]}z"


def limb(discs: Sequence[Disc]) -> str:
    """Rounded limbs one after the other; one stroke around all of them shows no joint."""
    return "".join(capsule(a, b) for a, b in pairwise(discs))


def hull(discs: Iterable[Disc]) -> str:
    """The skin stretched around several discs."""
    places = sorted(
        {around(disc, 2 * pi * step / CORNERS) for disc in discs for step in range(CORNERS)}
    )
    return polygon(_half(places) + _half(places[::-1]))


def polygon(places: Sequence[Spot]) -> str:
    """A closed shape through all places."""
    return f"M{'L'.join(spot(place) for place in places)}z"


def line(places: Sequence[Spot]) -> str:
    """A smooth line through places."""
    if len(places) < 3:  # noqa: PLR2004 - two ends and nothing to bend around
        return f"M{'L'.join(spot(place) for place in places)}"
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(places)]
    bends = "".join(
        f"Q{spot(corner)} {spot(to)}" for corner, to in zip(places[1:-1], middles[1:], strict=True)
    )
    return f"M{spot(places[0])}L{spot(middles[0])}{bends}L{spot(places[-1])}"


def _half(places: Sequence[Spot]) -> list[Spot]:
    """One side of the hull, its last place left to the other side."""
    found: list[Spot] = []
    for place in places:
        while len(found) > 1 and _turn(found[-2], found[-1], place) <= 0:
            found.pop()
        found.append(place)
    return found[:-1]


def _turn(a: Spot, b: Spot, c: Spot) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
