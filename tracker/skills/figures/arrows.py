"""Where hands, heels or the head move from one key moment to the next, as dotted arrows."""

from math import atan2, cos, dist, sin

from markupsafe import Markup

from tracker.skills.figures.drawing import WIDTH, Camera, path
from tracker.skills.figures.shapes import Spot, spot
from tracker.skills.rules.bodies import Body, Point, solved
from tracker.skills.rules.poses import Shot

BULGE = 0.22
SHORT = 14


def arrows(before: Shot, after: Shot) -> Markup:
    """The arrows that lead from one pose into another, drawn on the other."""
    camera = Camera(after.camera)
    first, last = solved(before.pose), solved(after.pose)
    drawn = Markup("")
    for name in after.follows:
        for a, b in zip(_joints(first, name, camera), _joints(last, name, camera), strict=True):
            drawn += _arrow(camera.spot(a), camera.spot(b))
    return drawn


def _joints(body: Body, name: str, camera: Camera) -> list[Point]:
    left, right = (arm.tips[0] for arm in body.arms)
    near = max((0, 1), key=lambda which: camera.near(body.arms[which].root))
    return {
        "hand": [left, right],
        "left hand": [left],
        "right hand": [right],
        "near hand": [(left, right)[near]],
        "near heel": [body.legs[near].tips[0]],
        "head": [body.head],
    }[name]


def _arrow(start: Spot, end: Spot) -> Markup:
    """A bow that bends away from the body's middle and stops short of the joint."""
    far = dist(start, end)
    if far < 2 * SHORT:
        return Markup("")
    aside = (-(end[1] - start[1]) / far, (end[0] - start[0]) / far)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    outwards = 1 if (middle[0] - WIDTH / 2) * aside[0] - aside[1] * 20 >= 0 else -1
    bend = (
        middle[0] + aside[0] * far * BULGE * 2 * outwards,
        middle[1] + aside[1] * far * BULGE * 2 * outwards,
    )
    points = atan2(end[1] - bend[1], end[0] - bend[0])
    tip = (end[0] - SHORT * cos(points), end[1] - SHORT * sin(points))
    wings = [(tip[0] - 8 * cos(points + by), tip[1] - 8 * sin(points + by)) for by in (0.6, -0.6)]
    head = f"M{spot(wings[0])}L{spot(tip)}L{spot(wings[1])}"
    return path("fig-arrow", f"M{spot(start)}Q{spot(bend)} {spot(tip)}") + path(
        "fig-arrow-head", head
    )
