"""A body as a drawing: a person in a green jacket, every part behind what hides it."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, pi, radians, sin

from markupsafe import Markup

from tracker.skills.figures.shapes import Disc, Spot, capsule, hull, limb, line, number, spot, whole
from tracker.skills.rules.bodies import (
    SOLE,
    Body,
    Hand,
    Limb,
    Point,
    cross,
    dot,
    minus,
    plus,
    unit,
)

WIDTH, HEIGHT = 220, 246
GROUND = 226
TILT = radians(9)
"""The eye is a little above, so that feet stand on a floor and not on a line."""
HEAD, FACE = 12.6, radians(76)
TURNED_AWAY, EAR_HIDDEN, EDGE, FRONTAL = 0.25, -0.35, 0.12, 0.9
"""How much of a direction must look this way before what is on it is drawn."""


@dataclass(frozen=True)
class Camera:
    """Looks at the body from one side."""

    turn: float

    def seen(self, point: Point) -> tuple[Spot, float]:
        """Where a point is on paper, and how near it is."""
        a = radians(self.turn)
        x, y, z = point
        right, near = x * cos(a) + z * sin(a), z * cos(a) - x * sin(a)
        height = y * cos(TILT) - near * sin(TILT)
        return (WIDTH / 2 + right, GROUND - height), near * cos(TILT) + y * sin(TILT)

    def spot(self, point: Point) -> Spot:
        """Where a point is on paper."""
        return self.seen(point)[0]

    def near(self, point: Point) -> float:
        """How near a point is, seen level."""
        a = radians(self.turn)
        return point[2] * cos(a) - point[0] * sin(a)


def drawn(body: Body, camera: Camera) -> Markup:
    """All parts of a figure, the farthest first."""
    arms = sorted(
        zip(body.arms, (body.pose.left_arm.hand, body.pose.right_arm.hand), strict=True),
        key=lambda pair: _arm_near(pair[0], camera),
    )
    legs = sorted(body.legs, key=lambda leg: camera.near(leg.middle) + camera.near(leg.end))
    edge = camera.near(body.chest)
    parts = [_shadow(body, camera)]
    parts += [_arm(arm, hand, camera) for arm, hand in arms if _arm_near(arm, camera) < edge]
    parts += [_leg(leg, camera) for leg in legs]
    upper = [_neck(body, camera), _trunk(body, camera), _head(body, camera)]
    if camera.near(body.head) < camera.near(body.waist) - 12:
        upper = [upper[2], *upper[:2]]
    parts += upper
    parts += [_arm(arm, hand, camera) for arm, hand in arms if _arm_near(arm, camera) >= edge]
    return Markup("").join(parts)


def path(kind: str, d: str) -> Markup:
    """One path of a kind that the style sheet colours."""
    return Markup('<path class="{}" d="{}"/>').format(kind, d)


def _arm_near(arm: Limb, camera: Camera) -> float:
    return (camera.near(arm.middle) + 2 * camera.near(arm.end)) / 3


def _shadow(body: Body, camera: Camera) -> Markup:
    spots = [camera.spot((tip[0], 0, tip[2])) for leg in body.legs for tip in leg.tips]
    left, right = min(x for x, _ in spots) - 16, max(x for x, _ in spots) + 16
    return Markup('<ellipse class="fig-floor" cx="{}" cy="{}" rx="{}" ry="8"/>').format(
        number((left + right) / 2), number(GROUND + 2), number((right - left) / 2)
    )


def _discs(camera: Camera, *pairs: tuple[Point, float]) -> list[Disc]:
    return [(camera.spot(point), radius) for point, radius in pairs]


def _leg(leg: Limb, camera: Camera) -> Markup:
    heel, toe = leg.tips
    instep = plus(heel, minus(leg.end, heel), 0.72)
    shoe = limb(_discs(camera, (heel, SOLE), (toe, SOLE - 0.4), (instep, 4.4), (heel, SOLE)))
    cuff = plus(leg.end, minus(leg.middle, leg.end), 0.06)
    trousers = limb(_discs(camera, (leg.root, 12), (leg.middle, 9), (cuff, 7.4)))
    return path("fig-shoe", shoe) + path("fig-trousers", trousers)


def _arm(arm: Limb, hand: Hand, camera: Camera) -> Markup:
    along = unit(minus(arm.middle, arm.end))
    cuff, rim = plus(arm.end, along, 3), plus(arm.end, along, 0.5)
    parts = [_hand(arm, hand, camera)]
    parts.append(path("fig-cuff", limb(_discs(camera, (cuff, 5.6), (rim, 5.7)))))
    sleeve = _discs(camera, (arm.root, 8.6), (arm.middle, 7), (plus(arm.end, along, 4.5), 6.2))
    parts.append(path("fig-coat", limb(sleeve)))
    return Markup("").join(parts)


def _hand(arm: Limb, hand: Hand, camera: Camera) -> Markup:
    draw: dict[Hand, Callable[[Limb, Camera], Markup]] = {
        Hand.OPEN: _open_hand,
        Hand.FIST: _fist,
        Hand.BOW: _bow_hand,
    }
    return draw[hand](arm, camera)


def _open_hand(arm: Limb, camera: Camera) -> Markup:
    palm, tip = arm.tips
    thumb = plus(plus(arm.end, minus(palm, arm.end), 0.6), _thumb_way(arm, camera), 6.2)
    fingers = limb(_discs(camera, (arm.end, 3.6), (palm, 4.3), (tip, 2.7)))
    return path("fig-skin", fingers + capsule(*_discs(camera, (palm, 3), (thumb, 1.9))))


def _thumb_way(arm: Limb, camera: Camera) -> Point:
    """Sideways of the fingers on paper, towards the body's middle or upwards."""
    a = radians(camera.turn)
    looks: Point = (-sin(a), 0.0, cos(a))
    aside = unit(cross(unit(minus(arm.tips[1], arm.end)), looks))
    wanted = (-arm.root[0] / 20, 0.6, 0.6)
    return plus((0, 0, 0), aside, 1 if dot(aside, wanted) > 0 else -1)


def _fist(arm: Limb, camera: Camera) -> Markup:
    along = unit(minus(arm.tips[1], arm.end))
    middle = plus(arm.end, along, 5)
    (x, y), (to_x, to_y) = camera.spot(arm.end), camera.spot(middle)
    ball = limb(_discs(camera, (arm.end, 4), (middle, 6)))
    dx, dy = (to_x - x) / 5, (to_y - y) / 5
    knuckles = "".join(
        f"M{spot((to_x + dx * 1 - dy * s, to_y + dy * 1 + dx * s))}l{spot((dx * 3.4, dy * 3.4))}"
        for s in (-2, 1)
    )
    return path("fig-skin", ball) + path("fig-line", knuckles)


def _bow_hand(arm: Limb, camera: Camera) -> Markup:
    palm, tip = arm.tips
    outward = unit(minus(arm.end, arm.middle))
    thumb = plus(plus(arm.end, outward, -1), minus(tip, arm.end), 0.1)
    curled = plus(palm, outward, 3)
    return path(
        "fig-skin",
        limb(_discs(camera, (arm.end, 3.8), (palm, 4.4), (curled, 3.6)))
        + capsule(*_discs(camera, (palm, 2.2), (plus(tip, minus(tip, palm), 0.35), 1.7)))
        + capsule(
            *_discs(
                camera,
                (palm, 2.4),
                (plus(plus(thumb, outward, -4), minus(tip, arm.end), 0.75), 1.7),
            )
        ),
    )


def _trunk(body: Body, camera: Camera) -> Markup:
    hip = (7.5, 0.0, 0.0)
    low = minus(body.waist, body.pelvis)
    hem = plus(body.pelvis, low, -0.34)
    hips = [plus(body.pelvis, hip, side) for side in (1, -1)]
    skirt = [plus(hem, hip, side * 1.2) for side in (1, -1)]
    waist = [plus(body.waist, body.across, 5.0 * side) for side in (1, -1)]
    top = plus(body.chest, minus(body.chest, body.waist), -0.12)
    shoulders = [plus(top, body.across, 13.5 * side) for side in (1, -1)]
    below = _discs(camera, *((at, 12.2) for at in hips), *((at, 10.4) for at in skirt))
    middle = _discs(camera, *((at, 11.8) for at in waist))
    above = _discs(camera, *((at, 10.6) for at in shoulders))
    coat = hull([*below, *middle]) + hull([*middle, *above])
    return path("fig-coat", coat) + _placket(body, hem, camera)


def _placket(body: Body, hem: Point, camera: Camera) -> Markup:
    """The jacket's closing line and its knots, where the breast is turned this way."""
    if camera.near(body.front[1]) < TURNED_AWAY:
        return Markup("")
    low, high = body.front
    spine = [
        plus(hem, low, 11.5),
        plus(body.pelvis, low, 12),
        plus(body.waist, unit(plus(low, high)), 11.5),
        plus(plus(body.waist, minus(body.chest, body.waist), 0.55), high, 10.8),
        plus(plus(body.waist, minus(body.chest, body.waist), 1.06), high, 9),
    ]
    knots = [plus(spine[2], minus(spine[4], spine[2]), share) for share in (0.05, 0.4, 0.75)]
    bars = "".join(
        line([camera.spot(plus(at, body.across, side)) for side in (-4, 4)]) for at in knots
    )
    return path("fig-line", line([camera.spot(at) for at in spine]) + bars)


def _neck(body: Body, camera: Camera) -> Markup:
    low = plus(body.chest, minus(body.head, body.chest), 0.05)
    skin = capsule(*_discs(camera, (low, 6), (plus(body.head, body.crown, -5), 5)))
    return path("fig-skin", skin)


def _head(body: Body, camera: Camera) -> Markup:
    at = camera.spot(body.head)
    bun = plus(plus(body.head, body.crown, 9.5), body.faces, -9)
    hair = whole((at, HEAD)) + whole((camera.spot(bun), 5.2))
    parts = [path("fig-hair", hair)]
    side = cross(body.crown, body.faces)
    down = plus(body.faces, body.crown, -0.42)
    face = _cap(unit(down), FACE, body.head, camera)
    if face:
        parts.append(path("fig-face", face))
    for which in (1, -1):
        parts += _ear(body, plus((0, 0, 0), side, which), camera)
    parts += _features(body, side, camera)
    return Markup("").join(parts)


def _cap(axis: Point, wide: float, head: Point, camera: Camera) -> str:
    """What is seen of the part of a ball around an axis, with a nose in it."""
    helper: Point = (0.0, 1.0, 0.0) if abs(axis[1]) < 0.9 else (1.0, 0.0, 0.0)  # noqa: PLR2004
    first = unit(cross(axis, helper))
    second = cross(axis, first)
    edge: list[Disc] = []
    for step in range(36):
        angle = 2 * pi * step / 36
        rim = plus(plus((0, 0, 0), axis, cos(wide)), first, sin(wide) * cos(angle))
        rim = plus(rim, second, sin(wide) * sin(angle))
        edge += _visible(rim, head, camera)
    (x, y), _ = camera.seen(head)
    for step in range(72):
        angle = 2 * pi * step / 72
        limb_spot = (x + HEAD * cos(angle), y + HEAD * sin(angle))
        if dot(_ray(angle, camera), axis) >= cos(wide):
            edge.append((limb_spot, 0.01))
    return hull(edge) if edge else ""


def _ray(angle: float, camera: Camera) -> Point:
    """The direction in the room of a place on a ball's outline."""
    a = radians(camera.turn)
    right: Point = (cos(a), 0.0, sin(a))
    looks: Point = (-sin(a), 0.0, cos(a))
    up = plus(plus((0, 0, 0), (0, 1, 0), cos(TILT)), looks, -sin(TILT))
    return plus(plus((0, 0, 0), right, cos(angle)), up, -sin(angle))


def _visible(direction: Point, head: Point, camera: Camera) -> list[Disc]:
    _, near = camera.seen(direction)
    return [(camera.spot(plus(head, direction, HEAD)), 0.01)] if near >= 0 else []


def _ear(body: Body, side: Point, camera: Camera) -> list[Markup]:
    at = plus(plus(body.head, side, HEAD * 0.94), body.crown, -2)
    _, near = camera.seen(side)
    if near < EAR_HIDDEN:
        return []
    return [path("fig-skin", whole((camera.spot(at), 2.1)))]


def _on_face(body: Body, side: Point, turn: float, up: float) -> Point:
    """A direction from the middle of the head, counted from where the face looks."""
    a, b = radians(turn), radians(up)
    ahead = plus(plus((0, 0, 0), body.faces, cos(a) * cos(b)), side, sin(a) * cos(b))
    return plus(ahead, body.crown, sin(b))


def _features(body: Body, side: Point, camera: Camera) -> list[Markup]:
    """Eyes, brows of a glare, nose and mouth, each only where it is seen."""

    def seen(turn: float, up: float) -> bool:
        return camera.seen(_on_face(body, side, turn, up))[1] > EDGE

    def spots(*places: tuple[float, float], out: float = HEAD) -> list[Spot]:
        return [camera.spot(plus(body.head, _on_face(body, side, *at), out)) for at in places]

    parts: list[Markup] = []
    glare = body.pose.glare
    for turn in (24, -24):
        if seen(turn, -6):
            parts.append(path("fig-eye", whole((spots((turn, -6))[0], 1.9 if glare else 1.4))))
        if glare and seen(turn, 12):
            parts.append(path("fig-line", line(spots((turn * 0.45, 8), (turn * 1.7, 20)))))
    if abs(camera.near(body.faces)) < FRONTAL and camera.near(body.faces) > -EDGE:
        bridge, below = spots((0, -4), (0, -24))
        parts.append(path("fig-nose", line([bridge, *spots((0, -18), out=HEAD * 1.17), below])))
    if seen(0, -40):
        parts.append(path("fig-line", line(spots((-15, -37), (0, -43), (15, -37)))))
    return parts
