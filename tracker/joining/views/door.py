"""What both ways in share: the blueprint, the limit on guessing, and how they end."""

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.campaign.guards import participant_or_none
from tracker.campaign.rules import open_on
from tracker.joining.forms import AnswersForm
from tracker.teams.rules import Team, TeamClosedError, TeamFullError
from tracker.teams.store import team_of

GUESSES = "100 per 15 minutes"
"""Wrong codes and taken phones from one address, as many as wrong passwords."""

Page = str | tuple[str, int] | Response

pages = Blueprint("joining", __name__)


def was_a_guess(_response: Response) -> bool:
    """Whether this answer told somebody that she guessed wrong."""
    return bool(g.get("join_guess"))


def welcome(form: AnswersForm) -> Response:
    """Off to today, with what she should know first."""
    if form.body_data.data and not form.gives_body:
        flash(_("18 岁以下先记运动，不记体重。"), "good")
    if form.hopes_far:
        flash(_("您的目标和现在相差超过 5 %，三个月里请慢慢来，不舒服就先问医生。"), "warn")
    flash(_("您已经加入，欢迎。"), "good")
    return redirect("/", 303)


def no_place(error: TeamFullError | TeamClosedError) -> tuple[str, int]:
    """Why a team takes nobody in."""
    closed = isinstance(error, TeamClosedError)
    return render_template("joining/no_place.html", closed=closed), refused()


def already(code: str = "", wanted: Team | None = None) -> tuple[str, int]:
    """Whoever takes part sees in which team; trying again is a conflict.

    With the code of another team she may ask to be let into that one.
    """
    part, today = participant_or_none(), clock.today()
    team = team_of(part.id, today) if part else None
    other = wanted if wanted and team and wanted.id != team.id else None
    if part and not open_on(part.season.calendar, today).transfers:
        other = None
    page = render_template("joining/already.html", part=part, team=team, other=other, code=code)
    return page, refused()


def refused() -> int:
    """What cannot be done is a page to who looks, and a conflict to who tries."""
    return 409 if request.method == "POST" else 200
