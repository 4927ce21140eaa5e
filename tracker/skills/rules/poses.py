"""The key moments of each movement, as a teacher would hold them for a photograph."""

from dataclasses import dataclass, replace

from tracker.skills.rules.bodies import UPRIGHT, Arm, Foot, Hand, Pose


@dataclass(frozen=True)
class Shot:
    """A pose, from where it is looked at, and which joints an arrow follows to get there."""

    pose: Pose
    camera: float = 0.0
    """0 faces the body; 90 has it look to the viewer's right."""
    follows: tuple[str, ...] = ()


STAND = Pose()
WIDE = Foot(33, out=18)
HORSE = Pose(left_foot=WIDE, right_foot=WIDE, hips=(0.0, 64.0, -4.0))
"""马步: feet three of their lengths apart, thighs lowered, trunk upright."""

HOLD_LOW = Arm((12, -36, 19), elbow=(1, -0.3, -0.2), points=(-1, -0.1, 0.3))
LACED = Arm((11, -40, 17), elbow=(1, -0.2, -0.3), points=(-1, -0.05, 0.2))
LIFTED = Arm((11, 47, 4), elbow=(1, 0.2, 0.1), points=(-1, 0.25, 0))
SPREAD = Arm((65, -8, 8), elbow=(0.2, -1, -0.3), points=(1, 0.1, 0.1))
BALL = Arm((13, -28, 27), elbow=(1, -0.6, 0), points=(-1, -0.1, 0.35))
ON_BELLY = Arm((12, -38, 12), elbow=(1, -0.3, -0.5), points=(-1, -0.1, 0.15))

DRAWN = Arm((23, -5, 16), elbow=(1, -0.1, -0.3), points=(-0.4, 0.1, 0.5), hand=Hand.FIST)
BOW = Arm((67, -1, 6), elbow=(0.1, -1, -0.2), points=(0.25, 1, 0.1), hand=Hand.BOW)
CROSSED_NEAR = Arm((-5, -14, 23), elbow=(1, -0.7, 0.2), points=(-0.75, 0.6, 0.2))
CROSSED_FAR = Arm((-5, -15, 19), elbow=(1, -0.7, 0.2), points=(-0.75, 0.6, 0.2))

PRESS_UP = Arm((15, 49, 2), elbow=(1, 0.2, 0.2), points=(-1, 0.2, 0))
PRESS_DOWN = Arm((27, -43, 8), elbow=(1, -0.1, -0.5), points=(0.1, 0.05, 1))
OPENED = Arm((34, -43, -6), elbow=(1, -0.3, -0.6), points=(0.45, -1, -0.3))

ON_KNEE = Arm((0, 0, 0), elbow=(1, 0.25, -0.3), points=(-0.55, -0.45, 0.6), on_knee=True)
AT_WAIST = Arm((18, -35, 2), elbow=(0.45, -0.2, -1), points=(0, 0.05, 1), hand=Hand.FIST)
PUNCH = Arm((12, -4, 55), elbow=(0.3, -1, 0), points=(0, 0, 1), hand=Hand.FIST)
ON_BACK = Arm((11, -36, -13), elbow=(1, -0.1, -0.9), points=(-0.25, -1, -0.1))
RAISED = Arm((15, 50, 10), elbow=(0.8, 0, 0.7), points=(0, 1, 0.1))
TO_FEET = Arm((9, 19, 13), elbow=(0.5, 0.2, 1), points=(0, -1, 0.15), on_ground=True)


def both(pose: Pose, arm: Arm) -> Pose:
    """The same pose with both arms held alike."""
    return replace(pose, left_arm=arm, right_arm=arm)


OPENING = (Shot(STAND), Shot(both(replace(STAND, hips=(0, 84, -1)), BALL), -20, ("hand",)))
CLOSING = (Shot(both(STAND, SPREAD), 0, ("hand",)), Shot(both(STAND, ON_BELLY), -20, ("hand",)))

SWAY = replace(both(HORSE, ON_KNEE), head_up=4)
TIPTOE = Foot(9, out=4, pitch=38)
HEELS_DOWN = Foot(9, out=4)

MOVEMENTS: dict[str, tuple[Shot, ...]] = {
    "sky": (
        Shot(both(STAND, LACED)),
        Shot(
            replace(both(replace(STAND, hips=(0, UPRIGHT + 1, 0)), LIFTED), head_up=14),
            0,
            ("hand",),
        ),
        Shot(both(STAND, SPREAD), 0, ("hand",)),
    ),
    "bow": (
        Shot(replace(HORSE, left_arm=CROSSED_NEAR, right_arm=CROSSED_FAR)),
        Shot(
            replace(HORSE, left_arm=BOW, right_arm=DRAWN, head_turn=78),
            0,
            ("left hand", "right hand"),
        ),
    ),
    "single": (
        Shot(both(STAND, HOLD_LOW), -18),
        Shot(
            replace(STAND, left_arm=PRESS_UP, right_arm=PRESS_DOWN, head_up=4),
            -18,
            ("left hand", "right hand"),
        ),
    ),
    "back": (
        Shot(STAND),
        Shot(replace(both(STAND, OPENED), head_turn=80), 0, ("hand",)),
    ),
    "sway": (
        Shot(SWAY),
        Shot(
            replace(SWAY, hips=(-5, 60, -6), lean=(38, 52), side=-34, head_side=-6, head_up=14),
            0,
            ("head",),
        ),
        Shot(
            replace(SWAY, hips=(6, 60, -2), lean=(30, 40), side=36, head_turn=30, head_up=24),
            0,
            ("head",),
        ),
    ),
    "feet": (
        Shot(both(STAND, RAISED), 62),
        Shot(replace(both(STAND, ON_BACK), lean=(-3, -8)), 62, ("near hand",)),
        Shot(
            replace(both(STAND, TO_FEET), hips=(0, 87, -13), lean=(80, 132), head_up=24),
            62,
            ("near hand",),
        ),
    ),
    "fists": (
        Shot(both(HORSE, AT_WAIST), -56),
        Shot(replace(HORSE, left_arm=PUNCH, right_arm=AT_WAIST, glare=True), -56, ("left hand",)),
    ),
    "heels": (
        Shot(replace(STAND, left_foot=HEELS_DOWN, right_foot=HEELS_DOWN), 66),
        Shot(
            replace(
                STAND,
                left_foot=TIPTOE,
                right_foot=TIPTOE,
                hips=(0, UPRIGHT + 9.5, 7),
                head_up=3,
            ),
            66,
            ("near heel",),
        ),
    ),
}

SWING_BACK = Arm((20, -34, -20), elbow=(0.4, -0.3, -1), points=(0, -0.4, 1), hand=Hand.FIST)
SWING_AHEAD = Arm((13, -24, 26), elbow=(0.4, -1, -0.5), points=(0, 0.3, 1), hand=Hand.FIST)
WALK_BACK = Arm((19, -45, -22), elbow=(0.3, -0.3, -1), points=(0, -0.9, 0.2))
WALK_AHEAD = Arm((15, -38, 27), elbow=(0.3, -1, -0.5), points=(0, -0.3, 1))

STEPS: dict[str, tuple[Shot, ...]] = {
    "slow-jog": (
        Shot(
            Pose(
                left_foot=Foot(7, 10, out=2, pitch=10),
                right_foot=Foot(7, -24, out=2, pitch=52, lift=6),
                left_arm=SWING_BACK,
                right_arm=SWING_AHEAD,
                hips=(0, 85, 0),
                lean=(4, 5),
            ),
            -66,
        ),
        Shot(
            Pose(
                left_foot=Foot(7, -6, out=2, pitch=24),
                right_foot=Foot(7, 10, out=2, pitch=12, lift=7),
                left_arm=SWING_AHEAD,
                right_arm=SWING_BACK,
                hips=(0, 88, 0),
                lean=(4, 5),
            ),
            -66,
        ),
    ),
    "brisk-walk": (
        Shot(
            Pose(
                left_foot=Foot(7, 27, out=4, pitch=-22),
                right_foot=Foot(7, -24, out=4, pitch=32),
                left_arm=WALK_BACK,
                right_arm=WALK_AHEAD,
                hips=(0, 83, 2),
                lean=(3, 3),
            ),
            -66,
        ),
        Shot(
            Pose(
                left_foot=Foot(7, 0, out=4),
                right_foot=Foot(7, -12, out=4, pitch=48, lift=5),
                hips=(0, 88, 2),
                lean=(3, 3),
            ),
            -66,
        ),
    ),
}
