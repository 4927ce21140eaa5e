"""Pages of a team, a district and the city, and their figures as Plotly JSON."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext

from tracker.accounts.guards import current_person, granted, signed_in
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.guards import participant_or_none, season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now, today
from tracker.insights import figures, rules, store
from tracker.insights.rules import Group, RosterLine, Viewer
from tracker.insights.store import Desk
from tracker.teams.guards import district_or_404
from tracker.teams.rules import Team, UnknownTeamError, districts
from tracker.teams.store import leaders, members, team, team_of, teams_in
from tracker.web.charts import Chart, figure_response
from tracker.web.links import key_of

pages = Blueprint("insights", __name__)


@pages.context_processor
def _words() -> dict[str, Any]:
    return {"state_text": figures.state_text, "people_text": figures.people_text}


Draw = Callable[[Desk], Chart]
LIVE: dict[str, Draw] = {
    "participation": lambda desk: figures.participation_by_day(
        desk.subject, desk.days, desk.last_day
    ),
    "active": lambda desk: figures.active_by_week(desk.subject, desk.weeks, desk.last_day),
    "minutes": lambda desk: figures.minutes_by_kind(desk.subject, desk.minutes, desk.last_day),
}
TEAM = LIVE | {"change": lambda desk: figures.team_change(desk.subject, desk.rounds)}
AREA = LIVE | {
    "enrolment": lambda desk: figures.enrolment_by_day(desk.subject, desk.enrolment, desk.last_day),
    "change": lambda desk: figures.area_change(desk.subject, desk.mondays),
}
DISTRICT = AREA | {
    "teams": lambda desk: figures.active_by_part(
        gettext("各队的参与"), desk.subject, desk.parts, desk.last_week
    ),
}
CITY: dict[str, Draw] = {
    "map": lambda desk: figures.district_map(desk.parts, desk.last_week),
    "districts": lambda desk: figures.active_by_part(
        gettext("16 个区的参与"), desk.subject, desk.parts, desk.last_week
    ),
    **AREA,
    "changes": lambda desk: figures.districts_change(desk.areas[-1] if desk.areas else None),
}


@pages.get("/team")
@signed_in
def team_page() -> str:
    """A team's figures for its members; for leader and deputy also the roster."""
    season, mine, led = _teams()
    shown = _chosen({**mine, **led}, request.args.get("team"))
    leads = shown.id in led
    viewer = current_person().account_id if leads else None
    store.open_team(season, shown.id, today(), now(), roster_viewer=viewer)
    desk = _team_desk(season, shown)
    return render_template(
        "insights/team.html",
        team=shown,
        teams=list({**mine, **led}.values()),
        leaders=leaders(shown.id),
        desk=desk,
        roster=_roster(shown) if leads else None,
        charts=_drawn(desk, TEAM, "insights.team_figure", team=shown.id),
    )


@pages.get("/team/<string:name>.json")
@signed_in
def team_figure(name: str) -> Response:
    """One of a team's figures."""
    season, mine, led = _teams()
    shown = _chosen({**mine, **led}, request.args.get("team"))
    _known_name(TEAM, name)
    store.open_team(season, shown.id, today(), now())
    return figure_response(TEAM[name](_team_desk(season, shown)))


@pages.post("/team/phone")
@signed_in
def phone() -> str:
    """A member's phone in full for her leader or deputy; she reads in her log who looked.

    The answer is the page itself: a redirect would have to carry the phone in an address.
    """
    _, _, led = _teams()
    shown = _chosen(led, request.form.get("team", ""))
    participant_id = key_of(request.form.get("participant", ""))
    viewer = current_person().account_id
    try:
        contact = store.reveal_phone(viewer, shown.id, participant_id, today(), now())
    except rules.UnknownMemberError:
        abort(404)
    return render_template("insights/phone.html", team=shown, contact=contact)


@pages.get("/districts/<string:code>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_page(code: str) -> str:
    """A district, its teams side by side, and its own health figures as of last Monday."""
    desk = _district_desk(code)
    return render_template(
        "insights/district.html",
        code=code,
        desk=desk,
        charts=_drawn(desk, DISTRICT, "insights.district_figure", code=code),
    )


@pages.get("/districts/<string:code>/<string:name>.json")
@granted(Role.DISTRICT, scope="district:{code}")
def district_figure(code: str, name: str) -> Response:
    """One of a district's figures."""
    _known_name(DISTRICT, name)
    return figure_response(DISTRICT[name](_district_desk(code)))


@pages.get("/districts/<string:code>/teams/<key:team_id>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_team_page(code: str, team_id: int) -> str:
    """How many of a team take part: no roster, and no health figure below the district's own."""
    desk = _district_team_desk(code, team_id)
    return render_template(
        "insights/district_team.html",
        code=code,
        team=desk.teams[0],
        leaders=leaders(team_id),
        desk=desk,
        charts=_drawn(desk, LIVE, "insights.district_team_figure", code=code, team_id=team_id),
    )


@pages.get("/districts/<string:code>/teams/<key:team_id>/<string:name>.json")
@granted(Role.DISTRICT, scope="district:{code}")
def district_team_figure(code: str, team_id: int, name: str) -> Response:
    """One of a team's participation figures for its district."""
    _known_name(LIVE, name)
    return figure_response(LIVE[name](_district_team_desk(code, team_id)))


@pages.get("/city")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_page() -> str:
    """The city and its 16 districts."""
    desk = _city_desk()
    return render_template(
        "insights/city.html",
        desk=desk,
        districts=[(each.code, figures.district_name(each)) for each in districts()],
        charts=_drawn(desk, CITY, "insights.city_figure"),
    )


@pages.get("/city/<string:name>.json")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_figure(name: str) -> Response:
    """One of the city's figures."""
    _known_name(CITY, name)
    return figure_response(CITY[name](_city_desk()))


def _season() -> Season:
    return season_or_none() or abort(404)


def _known_name(charts: dict[str, Draw], name: str) -> None:
    if name not in charts:
        abort(404)


def _drawn(
    desk: Desk, charts: dict[str, Draw], endpoint: str, **address: Any
) -> list[tuple[Chart, str]]:
    return [(draw(desk), url_for(endpoint, name=name, **address)) for name, draw in charts.items()]


def _teams() -> tuple[Season, dict[int, Team], dict[int, Team]]:
    """The open season, the reader's own team by its id, and the teams she leads or deputizes."""
    season = season_or_none() or abort(403)
    own = _own_team()
    mine = {own.id: own} if own else {}
    led = {each: mine[each] if each in mine else team(each) for each in _led(season)}
    return season, mine, led


def _own_team() -> Team | None:
    reader = participant_or_none()
    takes_part = reader is not None and (reader.left_on is None or reader.left_on > today())
    return team_of(reader.id, today()) if reader and takes_part else None


def _led(season: Season) -> dict[int, None]:
    """The teams the reader leads or deputizes, in the order they were given to her."""
    return dict.fromkeys(
        int(grant.scope.removeprefix("team:"))
        for grant in current_person().grants
        if grant.role in {Role.LEADER, Role.DEPUTY} and grant.season_id == season.id
    )


def _viewer(season: Season) -> Viewer:
    """Whoever looks, with the teams whose values she may know."""
    reader, own = participant_or_none(), _own_team()
    teams = _led(season) | ({own.id: None} if own else {})
    return Viewer(reader.id if reader else None, tuple(teams))


def _chosen(teams: dict[int, Team], asked: str | None) -> Team:
    """The team asked for, or without a wish the first; 403 when it is none of these."""
    key = next(iter(teams), 0) if asked is None else key_of(asked)
    return teams[key] if key in teams else abort(403)


def _roster(of: Team) -> list[RosterLine]:
    """Members by last entry; of whoever did not agree, not even asked of the database."""
    found = members(of.id, today())
    last = store.last_entries([each.participant_id for each in found if each.shows_entries])
    return rules.by_last_entry([RosterLine(each, last.get(each.participant_id)) for each in found])


def _team_desk(season: Season, of: Team, counted_from: int = 1) -> Desk:
    reader = participant_or_none()
    group = Group(season.id, of.district_code, of.id, counted_from)
    return Desk(season, group, of.name, today(), Viewer(reader.id if reader else None), (of,))


def _district_desk(code: str) -> Desk:
    """A district's figures, brought up to date; 404 when there is no such district."""
    season, name = _season(), figures.district_name(district_or_404(code))
    teams = teams_in(season.id, code)
    store.open_area(season, [each.id for each in teams], today(), now())
    names = figures.team_names(teams)
    return Desk(season, Group(season.id, code), name, today(), _viewer(season), teams, names)


def _district_team_desk(code: str, team_id: int) -> Desk:
    """A team's figures for its district; 404 when the team is not one of this district."""
    season = _season()
    try:
        found = team(team_id)
    except UnknownTeamError:
        abort(404)
    if (found.district_code, found.season_id) != (code, season.id):
        abort(404)
    store.open_team(season, team_id, today(), now())
    return _team_desk(season, found, counted_from=rules.COUNTED_FROM)


def _city_desk() -> Desk:
    season = _season()
    store.open_area(season, None, today(), now())
    names = {each.code: figures.district_name(each) for each in districts()}
    group, viewer = Group(season.id), _viewer(season)
    return Desk(season, group, gettext("全市"), today(), viewer, part_names=names)
