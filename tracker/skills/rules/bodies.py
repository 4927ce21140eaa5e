"""A jointed body: a pose says where feet, hips and hands are, and every limb keeps its length."""

from dataclasses import dataclass, field
from enum import StrEnum
from math import acos, cos, degrees, dist, hypot, radians, sin, sqrt

Point = tuple[float, float, float]
"""To the body's own left, upwards, and forwards; the ground is at height 0."""

THIGH, SHIN, UPPER_ARM, FOREARM = 41.0, 39.0, 28.0, 25.0
SPINE = 25.0
"""Of its lower and its upper half."""
HIP_HALF, SHOULDER_HALF = 8.0, 16.5
NECK, HAND = 19.0, 12.0
SOLE, FOOT, HEEL_BACK, ANKLE_UP = 4.0, 17.0, 5.0, 6.0
"""Half a shoe's thickness, from heel to toes, from heel to ankle, and from there upwards."""
UPRIGHT = 88.0
"""How high the hips of somebody are who stands with soft knees."""

UP: Point = (0.0, 1.0, 0.0)
LEFT, RIGHT = 1, -1


class Hand(StrEnum):
    """How a hand is held."""

    OPEN = "open"
    FIST = "fist"
    BOW = "bow"


@dataclass(frozen=True)
class Foot:
    """Where a foot stands: a positive pitch lifts the heel, a negative one the toes."""

    x: float
    z: float = 0.0
    out: float = 8.0
    pitch: float = 0.0
    lift: float = 0.0


@dataclass(frozen=True)
class Arm:
    """Where a wrist is, seen from between the shoulders; x counts outwards on either side."""

    wrist: Point
    elbow: Point = (0.6, -0.6, -0.5)
    points: Point = (0.0, -1.0, 0.1)
    hand: Hand = Hand.OPEN
    on_knee: bool = False
    on_ground: bool = False
    """Counted from the ground between the feet instead."""


HANGING = Arm((20.0, -51.0, 3.0))


@dataclass(frozen=True)
class Pose:
    """One held moment; angles in degrees, lean forwards, side and turns to the body's left."""

    left_foot: Foot = Foot(11)
    right_foot: Foot = Foot(11)
    left_arm: Arm = HANGING
    right_arm: Arm = HANGING
    hips: Point = (0.0, UPRIGHT, 0.0)
    lean: tuple[float, float] = (0.0, 0.0)
    side: float = 0.0
    turn: float = 0.0
    head_turn: float = 0.0
    head_up: float = 0.0
    head_side: float = 0.0
    glare: bool = False


@dataclass(frozen=True)
class Limb:
    """Three joints and what lies beyond the last: a hand's or a foot's two ends."""

    root: Point
    middle: Point
    end: Point
    tips: tuple[Point, ...]

    @property
    def bend(self) -> float:
        """How far the middle joint is bent: 0 is straight."""
        first, second = minus(self.middle, self.root), minus(self.end, self.middle)
        return degrees(acos(max(-1.0, min(1.0, dot(unit(first), unit(second))))))


@dataclass(frozen=True)
class Body:
    """Every joint of a pose."""

    pose: Pose
    pelvis: Point
    waist: Point
    chest: Point
    head: Point
    faces: Point
    crown: Point
    front: tuple[Point, Point]
    """Where belly and breast look."""
    legs: tuple[Limb, Limb]
    arms: tuple[Limb, Limb]
    across: Point = field(default=(1.0, 0.0, 0.0))
    """From the right shoulder to the left."""


def plus(a: Point, b: Point, times: float = 1.0) -> Point:
    """One point moved along another, so many times."""
    return (a[0] + b[0] * times, a[1] + b[1] * times, a[2] + b[2] * times)


def minus(a: Point, b: Point) -> Point:
    """The way from b to a."""
    return plus(a, b, -1.0)


def dot(a: Point, b: Point) -> float:
    """How far two directions agree."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Point, b: Point) -> Point:
    """What stands upright on two directions."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(a: Point) -> Point:
    """The same direction, of length one."""
    return plus((0.0, 0.0, 0.0), a, 1.0 / (hypot(*a) or 1.0))


def bent(
    root: Point, end: Point, upper: float, lower: float, towards: Point
) -> tuple[Point, Point]:
    """Middle joint and end of a limb that reaches for a point, its bend looking one way."""
    far = dist(root, end)
    reach = max(abs(upper - lower) + 1.0, min(far, upper + lower - 0.05))
    along = unit(minus(end, root))
    out = minus(towards, plus((0.0, 0.0, 0.0), along, dot(towards, along)))
    before = (upper**2 - lower**2 + reach**2) / (2 * reach)
    height = sqrt(max(0.0, upper**2 - before**2))
    middle = plus(plus(root, along, before), unit(out), height)
    return middle, plus(root, along, reach)


def turned(point: Point, lean: float, side: float, turn: float) -> Point:
    """A direction of the trunk after it turned, leaned forwards and bent to the left."""
    a, b, c = radians(turn), radians(lean), radians(side)
    x, y, z = point
    x, z = x * cos(a) + z * sin(a), z * cos(a) - x * sin(a)
    y, z = y * cos(b) - z * sin(b), z * cos(b) + y * sin(b)
    x, y = x * cos(c) + y * sin(c), y * cos(c) - x * sin(c)
    return (x, y, z)


def solved(pose: Pose) -> Body:
    """Where every joint of a pose is."""
    low, high = ((angle, pose.side * part) for angle, part in zip(pose.lean, (0.6, 1), strict=True))
    lower = turned(UP, *low, 0.0)
    upper = turned(UP, *high, pose.turn)
    across = turned((1.0, 0.0, 0.0), *high, pose.turn)
    waist = plus(pose.hips, lower, SPINE)
    chest = plus(waist, upper, SPINE)
    front = (turned((0, 0, 1), *low, pose.turn / 2), turned((0, 0, 1), *high, pose.turn))
    crown = unit(
        turned(turned(UP, -pose.head_up, pose.head_side, 0.0), high[0] * 0.75, high[1], 0.0)
    )
    nod = turned((0.0, 0.0, 1.0), -pose.head_up, 0.0, 0.0)
    faces = turned(turned(nod, 0, 0, pose.turn + pose.head_turn), high[0] * 0.75, high[1], 0.0)
    legs = (_leg(pose, LEFT), _leg(pose, RIGHT))
    body = Body(
        pose=pose,
        pelvis=pose.hips,
        waist=waist,
        chest=chest,
        head=plus(plus(chest, upper, 6.0), crown, NECK - 6.0),
        faces=faces,
        crown=crown,
        front=front,
        legs=legs,
        arms=(legs[0], legs[1]),
        across=across,
    )
    frame = (across, upper, front[1])
    arms = (_arm(body, pose.left_arm, LEFT, frame), _arm(body, pose.right_arm, RIGHT, frame))
    return Body(**{**vars(body), "arms": arms})


def _leg(pose: Pose, which: int) -> Limb:
    foot = pose.left_foot if which == LEFT else pose.right_foot
    hip = plus(pose.hips, (HIP_HALF * which, 0.0, 0.0))
    out = radians(foot.out)
    ahead = (sin(out) * which, 0.0, cos(out))
    pitch = radians(foot.pitch)
    along = plus(plus((0, 0, 0), ahead, cos(pitch)), UP, -sin(pitch))
    rises = plus(plus((0, 0, 0), UP, cos(pitch)), ahead, sin(pitch))
    flat = (foot.x * which, SOLE + foot.lift, foot.z)
    if foot.pitch > 0:
        heel = plus(plus(flat, ahead, FOOT - HEEL_BACK), along, -FOOT)
    else:
        heel = plus(flat, ahead, -HEEL_BACK)
    ankle = plus(plus(heel, along, HEEL_BACK), rises, ANKLE_UP)
    towards = (ahead[0] * 1.1, 0.15, ahead[2])
    knee, ankle = bent(hip, ankle, THIGH, SHIN, towards)
    return Limb(hip, knee, ankle, (heel, plus(heel, along, FOOT)))


def _arm(body: Body, arm: Arm, which: int, frame: tuple[Point, Point, Point]) -> Limb:
    shoulder = plus(body.chest, frame[0], SHOULDER_HALF * which)
    leg = body.legs[0 if which == LEFT else 1]
    if arm.on_knee:
        wrist = plus(plus(leg.middle, minus(leg.root, leg.middle), 0.28), (0.0, 11.0, 2.0))
    elif arm.on_ground:
        wrist = (arm.wrist[0] * which, arm.wrist[1], arm.wrist[2])
    else:
        wrist = plus(body.chest, _inside(frame, arm.wrist, which))
    elbow, wrist = bent(shoulder, wrist, UPPER_ARM, FOREARM, _inside(frame, arm.elbow, which))
    points = unit(_inside(frame, arm.points, which))
    return Limb(
        shoulder, elbow, wrist, (plus(wrist, points, HAND * 0.55), plus(wrist, points, HAND))
    )


def _inside(frame: tuple[Point, Point, Point], point: Point, which: int) -> Point:
    across, up, front = frame
    return plus(plus(plus((0, 0, 0), across, point[0] * which), up, point[1]), front, point[2])
