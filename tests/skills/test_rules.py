"""Twelve minutes, eight movements, and bodies that could be ours."""

from math import dist

import pytest

from tracker.skills.figures import LESSONS, SHOTS
from tracker.skills.rules.bodies import (
    FOREARM,
    SHIN,
    SOLE,
    THIGH,
    UPPER_ARM,
    Body,
    solved,
)
from tracker.skills.rules.sets import GUIDED_SET, MOVEMENTS, SET_SECONDS, TEMPOS, Stage

ALL = [(key, number) for key, shots in SHOTS.items() for number in range(len(shots))]
STEPPING = {"slow-jog", "brisk-walk"}


def body(key: str, number: int) -> Body:
    return solved(SHOTS[key][number].pose)


def test_the_guided_set_is_twelve_minutes_of_eight_movements() -> None:
    assert sum(stage.seconds for stage in GUIDED_SET) == SET_SECONDS
    assert len(MOVEMENTS) == 8


@pytest.mark.parametrize("stage", GUIDED_SET, ids=lambda stage: stage.key)
def test_every_breath_has_a_cue_and_a_figure(stage: Stage) -> None:
    assert len(LESSONS[stage.key].cues) == len(stage.phases)
    assert all(phase.shot < len(SHOTS[stage.key]) for phase in stage.phases)
    assert all(3 <= phase.seconds <= 8 for phase in stage.phases)


@pytest.mark.parametrize("stage", MOVEMENTS, ids=lambda stage: stage.key)
def test_every_movement_names_mistakes_and_an_easier_way(stage: Stage) -> None:
    assert LESSONS[stage.key].mistakes
    assert LESSONS[stage.key].easier


@pytest.mark.parametrize(("key", "number"), ALL)
def test_limbs_keep_their_length_and_joints_bend_as_ours_do(key: str, number: int) -> None:
    found = body(key, number)

    for limbs, upper, lower in ((found.arms, UPPER_ARM, FOREARM), (found.legs, THIGH, SHIN)):
        for limb in limbs:
            assert dist(limb.root, limb.middle) == pytest.approx(upper)
            assert dist(limb.middle, limb.end) == pytest.approx(lower)
            assert 0 <= limb.bend <= 155


@pytest.mark.parametrize(("key", "number"), ALL)
def test_feet_stand_on_the_ground(key: str, number: int) -> None:
    lowest = [min(tip[1] for tip in leg.tips) for leg in body(key, number).legs]

    assert min(lowest) == pytest.approx(SOLE)
    assert key in STEPPING or max(lowest) == pytest.approx(SOLE)


def test_tempos_are_what_is_taught() -> None:
    assert [(each.least, each.usual, each.most) for each in TEMPOS.values()] == [
        (160, 180, 190),
        (100, 115, 130),
    ]
