"""What a lesson looks like: its drawings and its words."""

from functools import cache

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tracker.skills.figures.arrows import arrows
from tracker.skills.figures.drawing import HEIGHT, WIDTH, Camera, drawn
from tracker.skills.figures.words import LESSONS, Lesson
from tracker.skills.rules.bodies import solved
from tracker.skills.rules.poses import CLOSING, MOVEMENTS, OPENING, STEPS, Shot

__all__ = ["LESSONS", "SHOTS", "Lesson", "figure", "skill_name"]

SHOTS: dict[str, tuple[Shot, ...]] = {
    "opening": OPENING,
    **MOVEMENTS,
    "closing": CLOSING,
    **STEPS,
}
NAMES = {
    "baduanjin": _l("八段锦"),
    "slow-jog": _l("超慢跑"),
    "brisk-walk": _l("健步走"),
}


def skill_name(key: str) -> str:
    """What a skill is called."""
    return str(NAMES[key])


@cache
def _inside(key: str, number: int) -> Markup:
    shots = SHOTS[key]
    shot, before = shots[number], shots[number - 1]
    arrow = arrows(before, shot) if shot.follows else Markup("")
    return drawn(solved(shot.pose), Camera(shot.camera)) + arrow


def figure(key: str, number: int, title: str) -> Markup:
    """A key moment as an inline drawing with a name that is read aloud."""
    return Markup(
        '<svg class="figure" viewBox="0 0 {} {}" role="img"><title>{}</title>{}</svg>'
    ).format(WIDTH, HEIGHT, title, _inside(key, number))
