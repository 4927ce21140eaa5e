"""Learning the three skills, and being guided through a session of one."""

from flask import Blueprint, render_template

from tracker import clock
from tracker.campaign.guards import participant_or_none
from tracker.campaign.rules import ClosedError, entry_days
from tracker.skills.figures import LESSONS, SHOTS, figure, skill_name
from tracker.skills.rules.sets import GUIDED_SET, MOVEMENTS, SET_SECONDS, TEMPOS, Skill
from tracker.web.guards import public

pages = Blueprint("skills", __name__)
pages.add_app_template_global(figure, "skill_figure")
pages.add_app_template_filter(skill_name)


@pages.get("/skills")
@public
def skills() -> str:
    """The three skills, one card each."""
    return render_template("skills/list.html", skills=list(Skill), shots=SHOTS)


@pages.get("/skills/<any('baduanjin','slow-jog','brisk-walk'):skill>")
@public
def lesson(skill: str) -> str:
    """One skill taught."""
    chosen = Skill(skill)
    if chosen is Skill.BADUANJIN:
        return render_template(
            "skills/baduanjin.html", stages=MOVEMENTS, lessons=LESSONS, shots=SHOTS
        )
    return render_template("skills/steps.html", skill=chosen, tempo=TEMPOS[chosen])


@pages.get("/skills/<any('baduanjin','slow-jog','brisk-walk'):skill>/guide")
@public
def guide(skill: str) -> str:
    """A session that is followed step by step, and noted at its end."""
    chosen = Skill(skill)
    tempo = TEMPOS.get(chosen)
    return render_template(
        "skills/guide.html",
        skill=chosen,
        tempo=tempo,
        stages=() if tempo else GUIDED_SET,
        lessons=LESSONS,
        minutes=tempo.minutes if tempo else SET_SECONDS // 60,
        log=_log(),
    )


def _log() -> str:
    """Whether this reader may note exercise now: `open`, `closed`, or `nobody` taking part."""
    participant = participant_or_none()
    if participant is None or participant.left_on is not None:
        return "nobody"
    try:
        days = entry_days(participant.season.calendar, participant.enrolled_on, clock.today())
    except ClosedError:
        return "closed"
    return "open" if days[1] == clock.today() else "closed"
