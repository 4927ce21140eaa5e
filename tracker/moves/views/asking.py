"""Somebody without a code finds a team and asks it to let her in."""

from typing import cast

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import begin_session, person_or_none
from tracker.accounts.rules import Person, PhoneTakenError
from tracker.accounts.store import hashed
from tracker.campaign.guards import closed_page, participant_or_none, season_or_none
from tracker.campaign.rules import AlreadyJoinedError, ClosedError, Season, check_joining
from tracker.compliance.guards import check_open, shown_notice
from tracker.moves import store
from tracker.moves.forms import AskForm, NewcomerAskForm
from tracker.moves.rules import SEARCH_MIN, Outcome
from tracker.moves.views.sentences import REFUSALS, pages, sentence
from tracker.teams.rules import Team, TeamClosedError, UnknownTeamError, districts, plain_name
from tracker.web.guards import limited, public

SEARCHES = "60 per 15 minutes"
"""From one address; enough for a hall full of colleagues, too few to read the list of employers."""
OPENED = "20 per hour"
"""Accounts opened to ask, and phones found taken, from one address."""

Page = str | tuple[str, int] | Response


@pages.get("/ask-to-join")
@public
@limited(SEARCHES, lambda _answer: bool(g.get("searched")))
def ask_to_join() -> Page:
    """Find one's unit by name within a district; whoever has asked sees what came of it."""
    season = season_or_none()
    if participant_or_none():
        return redirect("/me/transfer")
    if season is None:
        return render_template("moves/ask.html", season=None)
    try:
        check_joining(season.calendar, clock.today())
        check_open(season)
    except ClosedError as error:
        return closed_page(error)
    return render_template("moves/ask.html", season=season, **_asked(season), **_found(season))


@pages.route("/ask-to-join/<key:team_id>", methods=["GET", "POST"])
@public
@limited(OPENED, lambda _answer: bool(g.get("opened")))
def ask_team(team_id: int) -> Page:
    """One team: who asks, one tick, and nobody is enrolled by it."""
    season, today = season_or_none(), clock.today()
    if participant_or_none():
        return redirect("/me/transfer")
    if season is None:
        return redirect("/ask-to-join")
    try:
        check_joining(season.calendar, today)
        check_open(season)
        return _form_page(season, store.open_team(team_id, season.id))
    except (UnknownTeamError, TeamClosedError):
        return render_template("moves/ask.html", season=season, gone=True), 404
    except ClosedError as error:
        return closed_page(error)


def _form_page(season: Season, team: Team) -> Page:
    person = person_or_none()
    form = AskForm() if person else NewcomerAskForm()
    refused = None
    if form.validate_on_submit():
        try:
            if _ask(season, team, form, person):
                return redirect("/ask-to-join", 303)
        except AlreadyJoinedError:
            return redirect("/me/transfer", 303)
        except REFUSALS as error:
            refused = sentence(error)
    words = {"form": form, "team": team, "refused": refused, "notice": shown_notice()}
    status = 409 if refused else 422 if form.is_submitted() else 200
    return render_template("moves/ask_team.html", **words), status


def _ask(season: Season, team: Team, form: AskForm, person: Person | None) -> bool:
    """Whether the request is stored; otherwise the form says why not."""
    words, today, now = form.words_hash(shown_notice().text), clock.today(), clock.now()
    if person:
        store.ask_to_join(person.account_id, season, team.id, words, today, now)
        return True
    new = cast(NewcomerAskForm, form)
    g.opened = True
    name = str(new.name.data)
    who = (new.phone.phone, name, hashed(str(new.password.data)))
    try:
        account_id = store.ask_as_newcomer(who, season, team.id, words, today, now)
    except PhoneTakenError:
        new.say_taken()
        return False
    begin_session(Person(account_id, name, epoch=0))
    return True


def _asked(season: Season) -> dict[str, object]:
    """What somebody signed in asked last, and once it is granted the code to join by."""
    person = person_or_none()
    asked = store.latest_request(person.account_id, season.id) if person else None
    if asked is None:
        return {"asked": None}
    granted = asked.outcome is Outcome.APPROVED
    return {
        "asked": asked,
        "state": asked.state(clock.now()),
        "code": store.code_in_force(asked.team_id) if granted else None,
    }


def _found(season: Season) -> dict[str, object]:
    """The units that the typed letters name, once there are enough of them."""
    code, text = request.args.get("district", ""), plain_name(request.args.get("unit", ""))
    known = code in {each.code for each in districts()}
    found = None
    if known and len(text) >= SEARCH_MIN:
        g.searched = True
        found = store.units_called(season.id, code, text)
    return {"districts": districts(), "district": code, "text": text, "found": found}
