"""Pages of a district, of a team for its district, and of the city."""

from functools import partial
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext

from tracker.accounts.guards import granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.insights import figures, rules
from tracker.insights.rules import Group
from tracker.insights.rules.overview import VALUES, Order, PartOverview, in_order
from tracker.insights.store import Desk
from tracker.insights.views.desks import (
    LIVE,
    Draw,
    city_desk,
    district_desk,
    district_team,
    district_team_desk,
    drawn,
    file_of,
    known_name,
    moments,
    open_season,
    pages,
    team_group,
    ways,
)
from tracker.insights.views.pieces import figure_file, framed
from tracker.teams.guards import district_or_404
from tracker.teams.rules import Team
from tracker.teams.store import leaders
from tracker.web.charts import Chart
from tracker.web.exports import Kind


def _map(shows: Order, desk: Desk) -> Chart:
    return figures.district_map(desk.part_overviews, shows, desk.last_week)


AREA = LIVE | {
    "enrolment": lambda desk: figures.enrolment_by_day(desk.subject, desk.enrolment, desk.told_on),
    "change": lambda desk: figures.area_change(desk.subject, desk.mondays),
}
TABLES: dict[str, Draw] = {
    "teams": lambda desk: figures.active_by_part(
        gettext("各队的参与"), desk.subject, desk.parts, desk.last_week
    ),
    "districts": lambda desk: figures.districts_by_number(
        desk.parts, desk.part_overviews, desk.last_week
    ),
}
"""Drawn as a table on their page, and as a file on asking."""
MAPS = {Order.ACTIVE: "map", Order.REGULAR: "map-regular", Order.CHANGE: "map-change"}
DISTRICT = AREA | {"teams": TABLES["teams"]}
CHANGES: dict[str, Draw] = {
    "changes": lambda desk: figures.districts_change(desk.areas[-1] if desk.areas else None)
}
CITY: dict[str, Draw] = {
    **{name: partial(_map, shows) for shows, name in MAPS.items()},
    "districts": TABLES["districts"],
    **AREA,
    **CHANGES,
}


@pages.get("/districts/<string:code>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_page(code: str) -> str:
    """A district, its teams side by side, and its own health figures as of a Monday."""
    title = figures.district_name(district_or_404(code))
    return framed("insights/_district.html", _district(code), title, lambda: district_context(code))


def district_context(code: str) -> dict[str, Any]:
    """What a district's page is made from."""
    desk = district_desk(code)
    figure, address = "insights.district_figure", {"code": code}
    return {
        "code": code,
        "desk": desk,
        "units": desk.units,
        "team_count": len(desk.part_overviews),
        "charts": drawn(desk, AREA, figure, **address),
        "table_address": partial(file_of, desk, "teams", figure, **address),
        "ways": [
            *ways(desk, "district", code=code),
            (gettext("单位和队伍"), "#teams"),
            (gettext("单位的目标"), url_for("insights.district_targets", code=code)),
            (gettext("队伍之间的比较"), url_for("standings.district_switch", code=code)),
            (gettext("发通知"), url_for("announcements.district", code=code)),
            (gettext("本周要帮的事"), url_for("invitations.help_page", code=code)),
            (gettext("体重站"), url_for("stations.district_stations", code=code)),
            (gettext("讲座"), url_for("lectures.of_district", code=code)),
            (gettext("运动技能展示"), url_for("showcases.district", code=code)),
            (gettext("新建队伍"), url_for("teams.new_team", code=code)),
            (gettext("批量建队"), url_for("rosters.places", code=code)),
        ],
        "here": url_for("insights.district_page", code=code),
        **moments(desk),
    }


@pages.get("/districts/<string:code>/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_figure(code: str, name: str, kind: Kind) -> Response:
    """One of a district's figures."""
    known_name(DISTRICT, name)
    district_or_404(code)
    return figure_file(name, _district(code), kind, lambda: DISTRICT[name](district_desk(code)))


@pages.get("/districts/<string:code>/teams/<key:team_id>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_team_page(code: str, team_id: int) -> str:
    """How many of a team take part: no roster, and no health figure below the district's own."""
    found = district_team(code, team_id)
    group = team_group(open_season(), found, rules.COUNTED_FROM)
    return framed("insights/_district_team.html", group, found.name, lambda: _of_team(code, found))


def _of_team(code: str, of: Team) -> dict[str, Any]:
    desk = district_team_desk(of)
    figure = "insights.district_team_figure"
    return {
        "code": code,
        "team": of,
        "leaders": leaders(of.id),
        "desk": desk,
        "charts": drawn(desk, LIVE, figure, code=code, team_id=of.id),
    }


@pages.get("/districts/<string:code>/teams/<key:team_id>/<string:name>.<file:kind>")
@granted(Role.DISTRICT, scope="district:{code}")
def district_team_figure(code: str, team_id: int, name: str, kind: Kind) -> Response:
    """One of a team's participation figures for its district."""
    known_name(LIVE, name)
    found = district_team(code, team_id)
    group = team_group(open_season(), found, rules.COUNTED_FROM)
    return figure_file(name, group, kind, lambda: LIVE[name](district_team_desk(found)))


@pages.get("/city")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_page() -> str:
    """The city and its 16 districts, by name or by one of their numbers."""
    return framed("insights/_city.html", _city(), gettext("全市"), city_context)


def city_context() -> dict[str, Any]:
    """What the city's page is made from."""
    desk, order, shows = city_desk(), _asked("sort"), _asked("show")
    shows = shows if shows in MAPS else Order.ACTIVE
    figure = "insights.city_figure"
    return {
        "desk": desk,
        "districts": _districts(desk, order),
        "orders": figures.orders(),
        "order": order or "",
        "shows": shows,
        "maps": [(each, figures.order_text(each)) for each in MAPS],
        "address": partial(_city_address, desk, order, shows),
        "map": drawn(desk, {MAPS[shows]: CITY[MAPS[shows]]}, figure)[0],
        "charts": drawn(desk, AREA | CHANGES, figure),
        "table_address": partial(file_of, desk, "districts", figure),
        "ways": [
            *ways(desk, "city"),
            (gettext("地图"), "#map"),
            (gettext("各区的目标"), url_for("insights.city_targets")),
            (gettext("队伍之间的比较"), url_for("standings.city_switch")),
            (gettext("发通知"), url_for("announcements.city")),
            (gettext("讲座"), url_for("lectures.of_city")),
            (gettext("运动技能展示"), url_for("showcases.city")),
            (gettext("开放报名"), url_for("compliance.opening")),
        ],
        "here": url_for("insights.city_page"),
        **moments(desk),
    }


@pages.get("/city/<string:name>.<file:kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
def city_figure(name: str, kind: Kind) -> Response:
    """One of the city's figures."""
    known_name(CITY, name)
    return figure_file(name, _city(), kind, lambda: CITY[name](city_desk()))


def _city() -> Group:
    return Group(open_season().id)


def _district(code: str) -> Group:
    return Group(open_season().id, code)


def _asked(name: str) -> Order | None:
    """The order or number that a link asks for; none where it asks for something else."""
    try:
        return Order(request.args.get(name, ""))
    except ValueError:
        return None


def _districts(desk: Desk, order: Order | None) -> list[tuple[PartOverview, int, dict[str, Any]]]:
    """The districts in the order asked for, each with its place by name and all its values."""
    place = {part.key: number for number, part in enumerate(desk.part_overviews)}
    return [
        (part, place[part.key], {by.value: value(part.overview) for by, value in VALUES.items()})
        for part in in_order(desk.part_overviews, order)
    ]


def _city_address(desk: Desk, order: Order | None, shows: Order, **wanted: str) -> str:
    """This page with something else asked for, and the rest as it is."""
    as_of = desk.snapshot.as_of.isoformat() if desk.snapshot else None
    asked: dict[str, Any] = {"sort": order, "show": shows, "as_of": as_of} | wanted
    return url_for("insights.city_page", **{name: value or None for name, value in asked.items()})
