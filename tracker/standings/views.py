"""Pages of standings: teams by band, a person's own points, switches, and how fair it is."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts.guards import current_person, granted, signed_in
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, unit_scope
from tracker.accounts.store import note_look
from tracker.campaign.guards import (
    current_participant,
    participant_or_none,
    participating,
    season_or_none,
)
from tracker.campaign.rules import Participant, Season
from tracker.clock import now, today
from tracker.config import PROJECT
from tracker.home.store import diary
from tracker.standings import figures, store
from tracker.standings.forms import HIDDEN, OFF, ON, SHOWN, PointsForm, SwitchForm
from tracker.standings.rules import fairness
from tracker.standings.rules.boards import by_band, compared
from tracker.standings.rules.linter import check, settings_of
from tracker.standings.rules.person import mine
from tracker.standings.rules.places import Place, Places, places_of
from tracker.standings.rules.scoring import RuleSet, changes, latest, rule_sets
from tracker.standings.rules.shipped import shipped_texts
from tracker.standings.rules.teams import round_of
from tracker.teams.guards import current_unit, district_or_404, unit_contact
from tracker.teams.rules import Team, UnknownTeamError, UnknownUnitError
from tracker.teams.store import team, team_of, teams_in, unit
from tracker.web.charts import Chart
from tracker.web.exports import Kind, chart_file

LOOK = "standings"
"""What somebody looked at, in the access log."""
Answer = BaseResponse | tuple[str, int]

pages = Blueprint("standings", __name__)


@pages.app_template_global()
def hides_points(participant: Participant) -> bool:
    """Whether somebody does not want to see her streak, on whichever page."""
    return store.hides_points(participant.id)


@pages.get("/standings")
@signed_in
def standings_page() -> str:
    """Teams by band: of the season, the reader's district, or her unit."""
    season = _season()
    switches = store.switches(season.id)
    places = _places(season)
    place = places.chosen(request.args.get("of"))
    board = store.board(season.id, places.district_code if place is not Place.SEASON else None)
    listed = compared(board.teams, switches) if board else []
    if place is Place.UNIT:
        listed = [each for each in listed if each.team.unit_id == places.unit_id]
    rules = rule_sets()[board.rules_version] if board else latest()
    own = places.team
    return render_template(
        "standings/standings.html",
        board=board,
        bands=by_band(listed),
        place=place,
        places=places,
        names=_place_names(places),
        own=board.of(own.id) if board and own else None,
        own_compared=bool(own and switches.compares(own.district_code, own.unit_id)),
        switches=switches,
        grouped=figures.by_district,
        **_how(rules),
    )


@pages.get("/standings/members")
@signed_in
def members_page() -> str:
    """Points for exercise of those who agreed to be named, for those who agreed and the leaders."""
    season = _season()
    of, leads = _own_or_led(season)
    if not store.switches(season.id).compares(of.district_code, of.unit_id):
        return render_template("standings/members.html", team=of, is_on=False)
    round_ = round_of(season.calendar, today())
    if round_ is None:
        return render_template("standings/members.html", team=of, is_on=True, round=None)
    rules = store.rules_by_round(season)[round_]
    found = store.member_points(season, of.id, round_, rules, today())
    reader = participant_or_none()
    may = leads or (reader is not None and reader.id in found)
    if may:
        scope = f"team:{of.id}"
        note_look(current_person().account_id, scope, LOOK, today(), now())
    return render_template(
        "standings/members.html",
        team=of,
        is_on=True,
        round=round_,
        # Whoever has none is not listed: paused, silent and not agreed look alike.
        members=[each for each in found.values() if each.points] if may else None,
        **_how(rules),
    )


@pages.get("/me/points")
@participating
def my_points() -> str:
    """Her own points, each with its entry, its rule and its cap; for herself alone."""
    participant = current_participant()
    if store.hides_points(participant.id):
        form = PointsForm(data={"points": HIDDEN})
        return render_template("standings/hidden.html", form=form)
    season, found = participant.season, diary(participant, today())
    done = store.done_by(participant.id, season.calendar.starts, today())
    return render_template(
        "standings/points.html",
        diary=found,
        mine=mine(found, store.rules_by_round(season), done),
        form=PointsForm(data={"points": SHOWN}),
    )


@pages.post("/me/points")
@participating
def choose_points() -> Answer:
    """She wants points, streaks and badges, or none of them."""
    form = PointsForm()
    if form.validate_on_submit():
        store.choose_points(current_participant().id, hidden=form.hidden)
        flash(_("已保存。"), "good")
        return redirect(url_for("standings.my_points"), 303)
    return render_template("standings/hidden.html", form=form), 422


@pages.route("/city/standings", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
def city_switch() -> Answer:
    """The season's switch, what goes against policy, and how fair the rules are."""
    season = _season()
    switches = store.switches(season.id)
    texts = (*store.texts(season.id), *_shipped())
    settings = settings_of(latest(), switches)
    return _switch(
        CITY_SCOPE,
        is_on=switches.season,
        back=url_for("insights.city_page"),
        subject=_("全市"),
        problems=[(figures.problem_text(each), each) for each in check(settings, texts)],
        looked_at=len(settings) + len(texts),
        chart=_fairness(season),
    )


@pages.get("/city/standings/fairness.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def fairness_figure(kind: Kind) -> Response:
    """How fair the rules are, as a file."""
    return chart_file(_fairness(_season()), kind)


@pages.route("/districts/<string:code>/standings", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
def district_switch(code: str) -> Answer:
    """A district's switch, and which of its units want to be compared."""
    season, place = _season(), district_or_404(code)
    switches = store.switches(season.id)
    teams = {each.unit_id: each for each in teams_in(season.id, code)}
    return _switch(
        district_scope(code),
        is_on=switches.district(code),
        back=url_for("insights.district_page", code=code),
        subject=figures.district_name(place),
        units=[(each, switches.unit(each.unit_id)) for each in teams.values()],
    )


@pages.route("/units/<key:unit_id>/standings", methods=["GET", "POST"])
@unit_contact
def unit_switch(unit_id: int) -> Answer:
    """An employer's switch: off until its contact switches it on."""
    found = current_unit()
    switches = store.switches(found.season_id)
    return _switch(
        unit_scope(unit_id),
        is_on=switches.unit(unit_id),
        back=url_for("teams.unit", unit_id=unit_id),
        subject=found.name,
        above_is_off=not (switches.season and switches.district(found.district_code)),
    )


def _switch(scope: str, *, is_on: bool, back: str, subject: str, **more: Any) -> Answer:
    """One switch's page; saving it leads back to it."""
    form = SwitchForm(data={"state": ON if is_on else OFF})
    if form.validate_on_submit():
        store.set_switches(_season().id, form.wanted(scope), now())
        flash(_("已保存。"), "good")
        return redirect(request.path, 303)
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "standings/switch.html",
        form=form,
        scope=scope,
        is_on=is_on,
        back=back,
        subject=subject,
        **more,
        **_how(latest()),
    )
    return page, status


def _season() -> Season:
    return season_or_none() or abort(404)


def _how(rules: RuleSet) -> Mapping[str, Any]:
    """The rules and what their version changed, for the part that explains them."""
    before = rule_sets().get(rules.version - 1)
    changed = changes(before, rules) if before else ()
    return {"rules": rules, "changed": [figures.change_text(each) for each in changed]}


def _places(season: Season) -> Places:
    """What the reader may choose from: her own unit and district, and the season."""
    reader, person = participant_or_none(), current_person()
    own = team_of(reader.id, today()) if reader and reader.left_on is None else None
    found = places_of(own, [each for each in person.grants if each.season_id == season.id])
    if found.team is None and found.led_team_id:
        found = found.with_team(_team_or_none(found.led_team_id))
    if found.unit_id and not found.district_code:
        found = found.with_district(_district_of_unit(found.unit_id))
    return found


def _team_or_none(team_id: int) -> Team | None:
    try:
        return team(team_id)
    except UnknownTeamError:
        return None


def _district_of_unit(unit_id: int) -> str | None:
    try:
        return unit(unit_id).district_code
    except UnknownUnitError:
        return None


def _place_names(places: Places) -> dict[Place, str]:
    """What each choice is called."""
    names = {Place.SEASON: _("全市")}
    if places.district_code:
        names[Place.DISTRICT] = figures.district_name(district_or_404(places.district_code))
    if places.unit_id:
        names[Place.UNIT] = places.unit_name or _("本单位")
    return {place: names[place] for place in places.offered}


def _own_or_led(season: Season) -> tuple[Team, bool]:
    """The team asked for, if the reader is in it or leads it; 403 otherwise."""
    reader, person = participant_or_none(), current_person()
    own = team_of(reader.id, today()) if reader and reader.left_on is None else None
    led = [
        int(each.scope.removeprefix("team:"))
        for each in person.grants
        if each.role in {Role.LEADER, Role.DEPUTY} and each.season_id == season.id
    ]
    asked = request.args.get("team") or str(own.id if own else next(iter(led), 0))
    if own and asked == str(own.id):
        return own, own.id in led
    return next(((team(each), True) for each in led if asked == str(each)), None) or abort(403)


@lru_cache(1)
def _shipped() -> tuple[Any, ...]:
    """Files of the product, which do not change while it runs."""
    return shipped_texts(PROJECT / "templates")


@lru_cache(8)
def _report(rules: RuleSet, scene: fairness.Scene) -> fairness.Report:
    return fairness.report(rules, scene)


def _fairness(season: Season) -> Chart:
    rules = latest()
    return figures.fairness(_report(rules, fairness.scene_of(rules, store.latest_sums(season.id))))
