"""Joining a team through its code."""

from datetime import date

from flask import g, render_template

from tracker import clock
from tracker.accounts.guards import begin_session, person_or_none
from tracker.accounts.rules import Person, PhoneTakenError
from tracker.accounts.store import hashed
from tracker.campaign.guards import (
    closed_page,
    participant_or_none,
    season_or_none,
)
from tracker.campaign.rules import (
    AlreadyJoinedError,
    ClosedError,
    Season,
    check_joining,
)
from tracker.compliance.guards import check_open, shown_notice
from tracker.joining import store
from tracker.joining.forms import AnswersForm, NewcomerForm
from tracker.joining.views.door import GUESSES, Page, already, no_place, pages, was_a_guess, welcome
from tracker.teams.rules import Team, TeamClosedError, TeamFullError, UnknownCodeError
from tracker.teams.store import team_by_code
from tracker.web.guards import limited, public


@pages.route("/join/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, was_a_guess)
def join(code: str) -> Page:
    """One form: who, six decisions, the body if she agrees, a goal. Afterwards: today."""
    try:
        team, season = _team(code)
        if participant_or_none():
            return already(code, team)
        check_joining(season.calendar, clock.today())
        check_open(season)
        return _form_page(code, team, season)
    except UnknownCodeError:
        g.join_guess = True
        return render_template("joining/unknown.html"), 404
    except (TeamFullError, TeamClosedError) as error:
        return already() if participant_or_none() else no_place(error)
    except AlreadyJoinedError:
        return already()
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
            shown = shown_notice()
            answers = form.answers(shown.text, shown.version)
            store.join_with_account(code, signed_in.account_id, answers, today, clock.now())
            return welcome(form)
    else:
        form = NewcomerForm(season.calendar, today)
        if form.validate_on_submit() and _opened_account(code, form, today):
            return welcome(form)
    page = render_template(
        "joining/join.html", form=form, team=team, code=code, notice=shown_notice()
    )
    return page, 422 if form.is_submitted() else 200


def _opened_account(code: str, form: NewcomerForm, today: date) -> bool:
    """Whether it is all stored and the browser signed in; otherwise the form says why not."""
    who = form.newcomer(hashed(str(form.password.data)))
    shown = shown_notice()
    answers = form.answers(shown.text, shown.version)
    try:
        account_id = store.join_as_newcomer(code, who, answers, today, clock.now())
    except PhoneTakenError:
        g.join_guess = True
        form.say_taken()
        return False
    begin_session(Person(account_id, who.name, epoch=0))
    return True
