"""Pages of a team, a district and the city, and their figures as Plotly JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext

from tracker.accounts.guards import current_person, granted, signed_in
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, team_scope
from tracker.campaign.guards import participant_or_none, season_or_none
from tracker.campaign.rules import Season, monday_of, week_monday
from tracker.clock import now, today
from tracker.insights import figures, rules, store
from tracker.insights.rules import AreaFigures, DayCount, Group, Part, RosterLine, Shown, WeekCount
from tracker.teams.rules import Team, UnknownTeamError, district, districts
from tracker.teams.store import leaders, members, team, team_of, teams_in
from tracker.web.charts import Chart, figure_response

pages = Blueprint("insights", __name__)

KEY_DIGITS = 16
"""No key has more, and no database is asked for a number it cannot hold."""
TEAM_KEY = "int(max=9999999999999999)"


@pages.context_processor
def _words() -> dict[str, Any]:
    return {"state_text": figures.state_text, "people_text": figures.people_text}


@dataclass(frozen=True)
class _Desk:
    """Everything one page shows of one group, read when it is first asked for."""

    season: Season
    group: Group
    subject: str
    as_of: date
    teams: Sequence[Team] = ()

    @property
    def last_day(self) -> date:
        """The last day anything can be dated."""
        return min(self.as_of, self.season.calendar.ends)

    @property
    def last_week(self) -> date:
        """The Monday of the last week that is over."""
        last = monday_of(self.season.calendar.ends)
        return min(rules.last_finished_monday(self.as_of), last)

    @cached_property
    def stays(self) -> tuple[rules.Stay, ...]:
        """Who was in the group when."""
        return store.stays(self.group)

    @cached_property
    def days(self) -> tuple[DayCount, ...]:
        """Participation by day, live."""
        active = store.active_by_day(self.group, self.last_day)
        return rules.days_of(self.stays, active, self.last_day, self.group.counted_from)

    @cached_property
    def weeks(self) -> tuple[WeekCount, ...]:
        """Active people by week, live."""
        counts, away = store.counts_by_week(self.group, self.last_day), store.pauses(self.group)
        found = rules.weeks_of(self.stays, away, counts, self.as_of, self.group.counted_from)
        return tuple(week for week in found if week.monday <= self.last_day)

    @cached_property
    def minutes(self) -> dict[date, dict[str, int]]:
        """Minutes by week and kind, live, in weeks with enough members."""
        found = store.minutes_by_week(self.group, self.last_day)
        counted = {week_monday(self.season.calendar, each.day) for each in self.days}
        return {monday: minutes for monday, minutes in found.items() if monday in counted}

    @cached_property
    def enrolment(self) -> tuple[rules.Enrolment, ...]:
        """Enrolment by day, live."""
        return rules.enrolment_of(self.stays, self.last_day, self.group.counted_from)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The group's districts or teams in the last finished week."""
        in_city = self.group.district_code is None
        names = (
            {each.code: figures.district_name(each) for each in districts()}
            if in_city
            else figures.team_names(self.teams)
        )
        active = store.active_in_week(self.group, self.last_week)
        return rules.parts_of(names, active, rules.enrolled_in_parts(self.stays, self.last_week))

    @cached_property
    def rounds(self) -> tuple[tuple[date, Shown], ...]:
        """A team's change as of each finished round, as this viewer may see it."""
        team_id, reader = self.group.team_id or 0, participant_or_none()
        frozen = store.team_releases(self.season.id, team_id)
        own = store.contributed_as_of(reader.id, team_id) if reader else frozenset()
        return tuple(
            (
                moment,
                rules.for_team(
                    frozen.get(moment, rules.GroupFigures(rules.State.NOT_YET)),
                    viewer_contributes=moment in own,
                ),
            )
            for moment in rules.team_moments(self.season.calendar, self.as_of)
        )

    @cached_property
    def areas(self) -> tuple[AreaFigures, ...]:
        """City and districts as of each Monday they were frozen, as this viewer may see them."""
        known = _known_contributors()
        return tuple(
            rules.for_areas(
                as_of,
                found[CITY_SCOPE],
                {each.code: found[district_scope(each.code)] for each in districts()},
                known,
            )
            for as_of, found in store.area_releases(self.season.id).items()
            if as_of <= self.as_of
        )

    @cached_property
    def mondays(self) -> tuple[tuple[date, Shown], ...]:
        """This district's or the city's change as of each of those Mondays."""
        code = self.group.district_code
        return tuple(
            (each.as_of, each.districts[code] if code else each.city) for each in self.areas
        )


Draw = Callable[[_Desk], Chart]
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
    participant_id = _key(request.form.get("participant", ""))
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


@pages.get(f"/districts/<string:code>/teams/<{TEAM_KEY}:team_id>")
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


@pages.get(f"/districts/<string:code>/teams/<{TEAM_KEY}:team_id>/<string:name>.json")
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
    desk: _Desk, charts: dict[str, Draw], endpoint: str, **address: Any
) -> list[tuple[Chart, str]]:
    return [(draw(desk), url_for(endpoint, name=name, **address)) for name, draw in charts.items()]


def _teams() -> tuple[Season, dict[int, Team], dict[int, Team]]:
    """The open season, the reader's own team by its id, and the teams she leads or deputizes."""
    season, reader = season_or_none(), participant_or_none()
    if season is None:
        abort(403)
    takes_part = reader is not None and (reader.left_on is None or reader.left_on > today())
    own = team_of(reader.id, today()) if reader and takes_part else None
    mine = {own.id: own} if own else {}
    ids = dict.fromkeys(
        int(grant.scope.removeprefix("team:"))
        for grant in current_person().grants
        if grant.role in {Role.LEADER, Role.DEPUTY} and grant.season_id == season.id
    )
    return season, mine, {each: mine[each] if each in mine else team(each) for each in ids}


def _chosen(teams: dict[int, Team], asked: str | None) -> Team:
    """The team asked for, or without a wish the first; 403 when it is none of these."""
    key = next(iter(teams), 0) if asked is None else _key(asked)
    return teams[key] if key in teams else abort(403)


def _key(text: str) -> int:
    """A key as it was typed into an address or a form; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= KEY_DIGITS else 0


def _roster(of: Team) -> list[RosterLine]:
    """Members by last entry; of whoever did not agree, not even asked of the database."""
    found = members(of.id, today())
    last = store.last_entries([each.participant_id for each in found if each.shows_entries])
    return rules.by_last_entry([RosterLine(each, last.get(each.participant_id)) for each in found])


def _team_desk(season: Season, of: Team, counted_from: int = 1) -> _Desk:
    group = Group(season.id, of.district_code, of.id, counted_from)
    return _Desk(season, group, of.name, today(), (of,))


def _district_desk(code: str) -> _Desk:
    """A district's figures, brought up to date; 404 when there is no such district."""
    season = _season()
    try:
        name = figures.district_name(district(code))
    except LookupError:
        abort(404)
    store.open_area(season, code, today(), now())
    return _Desk(season, Group(season.id, code), name, today(), teams_in(season.id, code))


def _district_team_desk(code: str, team_id: int) -> _Desk:
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


def _city_desk() -> _Desk:
    season = _season()
    store.open_area(season, None, today(), now())
    return _Desk(season, Group(season.id), gettext("全市"), today())


def _known_contributors() -> int:
    """How many people's values an organizer may know who is in a team or leads one herself."""
    _, mine, led = _teams()
    if not participant_or_none() and not led:
        return 0
    scopes = [team_scope(each) for each in {**mine, **led}]
    return store.known_contributors(scopes) + 1
