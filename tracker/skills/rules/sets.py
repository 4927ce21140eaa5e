"""The guided set of 八段锦 second by second, and the beats of the two skills of the feet."""

from dataclasses import dataclass
from enum import StrEnum

SET_SECONDS = 12 * 60
LOG_AFTER_SECONDS = 60
"""Less than a minute is not noted."""


class Skill(StrEnum):
    """A skill that the campaign teaches, as its address says it."""

    BADUANJIN = "baduanjin"
    SLOW_JOG = "slow-jog"
    BRISK_WALK = "brisk-walk"

    @property
    def kind(self) -> str:
        """The kind of exercise that it is noted as."""
        return KINDS[self]


KINDS = {
    Skill.BADUANJIN: "baduanjin",
    Skill.SLOW_JOG: "slow_jogging",
    Skill.BRISK_WALK: "brisk_walking",
}


class Breath(StrEnum):
    """Which way the breath goes."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Phase:
    """One breath's half: how long it takes, and which figure shows it."""

    breath: Breath
    seconds: int
    shot: int


@dataclass(frozen=True)
class Stage:
    """A part of the set: time to read its name, then its breaths, so many times."""

    key: str
    lead: int
    times: int
    phases: tuple[Phase, ...]
    sides: bool = False
    """Left first, then right, by turns."""

    @property
    def seconds(self) -> int:
        """How long the whole part takes."""
        return self.lead + self.times * sum(phase.seconds for phase in self.phases)


@dataclass(frozen=True)
class Tempo:
    """Beats a minute that a skill can be practised at."""

    least: int
    usual: int
    most: int
    minutes: int
    """How long a first session is."""


def _stage(key: str, times: int, *phases: tuple[Breath, int, int], sides: bool = False) -> Stage:
    return Stage(key, 6, times, tuple(Phase(*phase) for phase in phases), sides)


IN, OUT = Breath.IN, Breath.OUT

GUIDED_SET = (
    _stage("opening", 3, (IN, 7, 1), (OUT, 7, 0)),
    _stage("sky", 6, (IN, 7, 1), (OUT, 7, 2)),
    _stage("bow", 6, (IN, 7, 1), (OUT, 7, 0), sides=True),
    _stage("single", 6, (IN, 6, 1), (OUT, 6, 0), sides=True),
    _stage("back", 6, (IN, 6, 1), (OUT, 6, 0), sides=True),
    _stage("sway", 6, (IN, 4, 0), (OUT, 5, 1), (IN, 5, 2), sides=True),
    _stage("feet", 6, (IN, 6, 0), (OUT, 6, 2)),
    _stage("fists", 6, (IN, 5, 0), (OUT, 5, 1), sides=True),
    _stage("heels", 7, (IN, 3, 1), (OUT, 3, 0)),
    _stage("closing", 3, (IN, 8, 0), (OUT, 8, 1)),
)
MOVEMENTS = GUIDED_SET[1:-1]
TEMPOS = {
    Skill.SLOW_JOG: Tempo(160, 180, 190, minutes=20),
    Skill.BRISK_WALK: Tempo(100, 115, 130, minutes=30),
}
