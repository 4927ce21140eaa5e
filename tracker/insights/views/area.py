"""Pages of a district, of a team for its district, and of the city."""

from flask import Response, render_template
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.insights import figures
from tracker.insights.views.desks import (
    LIVE,
    Draw,
    city_desk,
    district_desk,
    district_team_desk,
    drawn,
    known_name,
    pages,
)
from tracker.teams.rules import districts
from tracker.teams.store import leaders
from tracker.web.exports import Kind, chart_file

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


@pages.get("/districts/<string:code>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_page(code: str) -> str:
    """A district, its teams side by side, and its own health figures as of last Monday."""
    desk = district_desk(code)
    return render_template(
        "insights/district.html",
        code=code,
        desk=desk,
        charts=drawn(desk, DISTRICT, "insights.district_figure", code=code),
    )


@pages.get("/districts/<string:code>/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_figure(code: str, name: str, kind: Kind) -> Response:
    """One of a district's figures."""
    known_name(DISTRICT, name)
    return chart_file(DISTRICT[name](district_desk(code)), kind)


@pages.get("/districts/<string:code>/teams/<key:team_id>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_team_page(code: str, team_id: int) -> str:
    """How many of a team take part: no roster, and no health figure below the district's own."""
    desk = district_team_desk(code, team_id)
    return render_template(
        "insights/district_team.html",
        code=code,
        team=desk.teams[0],
        leaders=leaders(team_id),
        desk=desk,
        charts=drawn(desk, LIVE, "insights.district_team_figure", code=code, team_id=team_id),
    )


@pages.get("/districts/<string:code>/teams/<key:team_id>/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_team_figure(code: str, team_id: int, name: str, kind: Kind) -> Response:
    """One of a team's participation figures for its district."""
    known_name(LIVE, name)
    return chart_file(LIVE[name](district_team_desk(code, team_id)), kind)


@pages.get("/city")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_page() -> str:
    """The city and its 16 districts."""
    desk = city_desk()
    return render_template(
        "insights/city.html",
        desk=desk,
        districts=[(each.code, figures.district_name(each)) for each in districts()],
        charts=drawn(desk, CITY, "insights.city_figure"),
    )


@pages.get("/city/<string:name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_figure(name: str, kind: Kind) -> Response:
    """One of the city's figures."""
    known_name(CITY, name)
    return chart_file(CITY[name](city_desk()), kind)
