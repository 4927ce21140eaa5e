"""A leader's first screen: whom to ask today, what came of it, the roster, and the guide."""

from collections.abc import Sequence
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts.guards import current_person, signed_in
from tracker.accounts.rules import Role
from tracker.campaign.guards import current_participant, participating, season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now, today
from tracker.followup import figures, rules, store
from tracker.followup.forms import MarkForm
from tracker.followup.rules import Logged, RosterLine
from tracker.teams.guards import current_team, leading
from tracker.teams.rules import Member, Team
from tracker.teams.store import lead_cards, leaders, members, team, team_of
from tracker.web.filters import language
from tracker.web.kept import kept
from tracker.web.links import key_of

pages = Blueprint("followup", __name__)


@pages.context_processor
def _words() -> dict[str, Any]:
    return {"messages": figures.messages, "reason_text": figures.reason_text}


@pages.get("/lead")
@signed_in
def lead() -> str:
    """Nobody to three people, then everybody; for leader and deputy of the team."""
    season = season_or_none() or abort(403)
    teams = _led(season)
    shown = _chosen(teams, request.args.get("team"))
    return _screen(season, shown, list(teams.values()), MarkForm())


@pages.post("/lead/<key:team_id>/marks")
@leading
def mark(team_id: int) -> BaseResponse:
    """What came of asking one of today's people."""
    season, form = season_or_none() or abort(403), MarkForm()
    wanted = form.mark(season.calendar, today())
    if wanted is None:
        return make_response(_screen(season, current_team(), [current_team()], form), 422)
    try:
        store.mark(current_person().account_id, team_id, wanted, season.calendar, today(), now())
    except rules.UnknownMemberError:
        abort(404)
    except rules.AlreadyAskedError as first:
        flash(_("%(name)s已经先记下了，不用再联系一次。", name=first.by), "warn")
    else:
        flash(_("记下了，本人在“谁能看到我”里读得到。"), "good")
    return _back(team_id)


@pages.post("/lead/<key:team_id>/marks/undo")
@leading
def undo(team_id: int) -> BaseResponse:
    """Take back what was marked today, or that a number was wrong."""
    her = key_of(request.form.get("participant", ""))
    try:
        store.undo(current_person().account_id, team_id, her, today(), now())
    except rules.UnknownMemberError:
        abort(404)
    except rules.NothingToUndoError:
        flash(_("已经没有可以撤销的了。"), "warn")
    else:
        flash(_("已撤销。"), "good")
    return _back(team_id)


@pages.post("/lead/<key:team_id>/phone")
@leading
def phone(team_id: int) -> str:
    """A member's phone in full for her leader or deputy; she reads in her log who looked.

    The answer is the page itself: a redirect would have to carry the phone in an address.
    """
    her = key_of(request.form.get("participant", ""))
    viewer = current_person().account_id
    try:
        contact = store.reveal_phone(viewer, team_id, her, today(), now())
    except rules.UnknownMemberError:
        abort(404)
    return render_template("followup/phone.html", team=current_team(), contact=contact)


@pages.get("/lead/guide")
@signed_in
def guide() -> str:
    """One page for whoever leads, to print; there is nothing in it about anybody."""
    return render_template("followup/guide.html")


def _screen(season: Season, shown: Team, teams: Sequence[Team], form: MarkForm) -> str:
    """The page of one team; opening it is a look at the roster, which members read about."""
    store.note_roster_look(current_person().account_id, shown.id, today(), now())
    mine = lead_cards(current_person().grants, season, today())
    return render_template(
        "followup/lead.html",
        teams=teams,
        form=form,
        asked_about=key_of(form.participant.data or ""),
        lead_cards=mine,
        **_team_page(season, shown, current_person().name),
    )


@pages.get("/me/seen/leader")
@participating
def as_leader() -> str:
    """What whoever leads her team gets, with nobody on it but herself; no look is noted."""
    her = current_participant()
    shown = team_of(her.id, today()) or abort(404)
    lead = leaders(shown.id)
    return render_template(
        "followup/lead.html",
        teams=[shown],
        form=MarkForm(formdata=None),
        asked_about=None,
        lead_cards=(),
        seen_as=_("组长和副组长"),
        **_team_page(her.season, shown, lead.leader or lead.deputy or "", only=her.id),
    )


def _team_page(season: Season, shown: Team, me: str, only: int | None = None) -> dict[str, Any]:
    """What a team's page says of its people; of one alone, chosen among all as for her leader."""
    day = today()
    found, logged = members(shown.id, day), store.logged(shown.id, day)
    people = rules.chosen(logged, season.calendar, day)
    if only is not None:
        found = [each for each in found if each.participant_id == only]
        logged = [each for each in logged if each.participant_id == only]
        people = tuple(each for each in people if each.participant_id == only)
    return {
        "team": shown,
        "today": day,
        "people": people,
        "waiting": sum(each.is_waiting for each in people),
        "masked": {each.participant_id: each.phone_masked for each in found},
        "wrong": [each for each in logged if each.number_wrong and not each.asked_on(day)],
        "pause": rules.pause_until(season.calendar, day),
        "me": me,
        "chain": figures.chain(shown.name, day, [each.name for each in found]),
        "roster": found,
        "lines": _lines(shown.id, found, logged),
    }


def _lines(team_id: int, found: Sequence[Member], logged: Sequence[Logged]) -> Markup:
    """The roster's rows, by last entry, kept while they say the same."""
    last = {each.participant_id: each.last for each in logged}
    roster = rules.by_last_entry(RosterLine(each, last.get(each.participant_id)) for each in found)
    template = "followup/_roster_lines.html"
    key = template, language(), team_id
    made = kept(key, lambda: render_template(template, roster=roster), version=tuple(roster))
    return Markup(made)  # noqa: S704 - our own template, which has escaped what it was given


def _led(season: Season) -> dict[int, Team]:
    """The teams the reader leads or deputizes this season, in the order they were given to her."""
    keys = dict.fromkeys(
        key_of(grant.scope.removeprefix("team:"))
        for grant in current_person().grants
        if grant.role in {Role.LEADER, Role.DEPUTY} and grant.season_id == season.id
    )
    return {key: team(key) for key in keys}


def _chosen(teams: dict[int, Team], asked: str | None) -> Team:
    """The team asked for, or without a wish the first; 403 when it is none of these."""
    key = next(iter(teams), 0) if asked is None else key_of(asked)
    return teams[key] if key in teams else abort(403)


def _back(team_id: int) -> BaseResponse:
    return redirect(url_for("followup.lead", team=team_id), 303)
