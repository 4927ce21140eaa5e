"""Joining a team through its code."""

from datetime import date

from flask import Blueprint, flash, g, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import begin_session, person_or_none
from tracker.accounts.rules import Person, PhoneTakenError
from tracker.accounts.store import hashed
from tracker.campaign.guards import (
    closed_page,
    notice_words,
    participant_or_none,
    season_or_none,
)
from tracker.campaign.rules import (
    AlreadyJoinedError,
    ClosedError,
    Season,
    check_joining,
)
from tracker.joining import store
from tracker.joining.forms import AnswersForm, NewcomerForm
from tracker.teams.rules import Team, TeamClosedError, TeamFullError, UnknownCodeError
from tracker.teams.store import team_by_code, team_of
from tracker.web.guards import limited, public

GUESSES = "100 per 15 minutes"
"""Wrong codes and taken phones from one address, as many as wrong passwords."""

Page = str | tuple[str, int] | Response

pages = Blueprint("joining", __name__)


def _was_a_guess(_response: Response) -> bool:
    return bool(g.get("join_guess"))


@pages.route("/join/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, _was_a_guess)
def join(code: str) -> Page:
    """One form: who, six decisions, the body if she agrees, a goal. Afterwards: today."""
    try:
        team, season = _team(code)
        if participant_or_none():
            return _already()
        check_joining(season.calendar, clock.today())
        return _form_page(code, team, season)
    except UnknownCodeError:
        g.join_guess = True
        return render_template("joining/unknown.html"), 404
    except (TeamFullError, TeamClosedError) as error:
        return _already() if participant_or_none() else _no_place(error)
    except AlreadyJoinedError:
        return _already()
    except ClosedError as error:
        return closed_page(error)


def _team(code: str) -> tuple[Team, Season]:
    """The code's team in the open season; codes of other seasons let nobody in any more."""
    season, team = season_or_none(), team_by_code(code)
    if season is None or team.season_id != season.id:
        raise UnknownCodeError(code)
    return team, season


def _form_page(code: str, team: Team, season: Season) -> Page:
    signed_in, today = person_or_none(), clock.today()
    if signed_in:
        form = AnswersForm(season.calendar, today)
        if form.validate_on_submit():
            answers = form.answers(notice_words())
            store.join_with_account(code, signed_in.account_id, answers, today, clock.now())
            return _welcome(form)
    else:
        form = NewcomerForm(season.calendar, today)
        if form.validate_on_submit() and _opened_account(code, form, today):
            return _welcome(form)
    page = render_template(
        "joining/join.html", form=form, team=team, code=code, notice=notice_words()
    )
    return page, 422 if form.is_submitted() else 200


def _opened_account(code: str, form: NewcomerForm, today: date) -> bool:
    """Whether it is all stored and the browser signed in; otherwise the form says why not."""
    who = form.newcomer(hashed(str(form.password.data)))
    answers = form.answers(notice_words())
    try:
        account_id = store.join_as_newcomer(code, who, answers, today, clock.now())
    except PhoneTakenError:
        g.join_guess = True
        form.say_taken()
        return False
    begin_session(Person(account_id, who.name, epoch=0))
    return True


def _welcome(form: AnswersForm) -> Response:
    if form.body_data.data and not form.gives_body:
        flash(_("18 岁以下先记运动，不记体重。"), "good")
    if form.hopes_far:
        flash(_("您的目标和现在相差超过 5 %，三个月里请慢慢来，不舒服就先问医生。"), "warn")
    flash(_("您已经加入，欢迎。"), "good")
    return redirect("/", 303)


def _no_place(error: TeamFullError | TeamClosedError) -> tuple[str, int]:
    closed = isinstance(error, TeamClosedError)
    return render_template("joining/no_place.html", closed=closed), _refused()


def _already() -> tuple[str, int]:
    """Whoever takes part sees in which team; trying again is a conflict."""
    part = participant_or_none()
    team = team_of(part.id, clock.today()) if part else None
    page = render_template("joining/already.html", part=part, team=team)
    return page, _refused()


def _refused() -> int:
    """What cannot be done is a page to who looks, and a conflict to who tries."""
    return 409 if request.method == "POST" else 200
