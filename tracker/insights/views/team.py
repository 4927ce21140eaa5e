"""Pages of a team for its members, its leader and its deputy."""

from functools import cache as cached

from flask import Response, abort, render_template, request

from tracker.accounts.guards import signed_in
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now, today
from tracker.insights import figures, store
from tracker.insights.store import Desk
from tracker.insights.views.desks import (
    LIVE,
    drawn,
    known_name,
    led_by,
    own_team,
    pages,
    team_desk,
    team_group,
)
from tracker.insights.views.pieces import figure_file, piece
from tracker.teams.rules import Team
from tracker.teams.store import leaders, team
from tracker.web.exports import Kind
from tracker.web.links import key_of

TEAM = LIVE | {"change": lambda desk: figures.team_change(desk.subject, desk.rounds)}


@pages.get("/team")
@signed_in
def team_page() -> str:
    """A team's figures for its members, and for leader and deputy the way to what they do."""
    season, mine, led = _teams()
    shown = _chosen({**mine, **led}, request.args.get("team"))
    desk = cached(lambda: _desk(season, shown))
    group = team_group(season, shown)
    return render_template(
        "insights/team.html",
        team=shown,
        teams=list({**mine, **led}.values()),
        leaders=leaders(shown.id),
        numbers=piece("insights/_team_numbers.html", group, lambda: {"desk": desk()}),
        leads=shown.id in led,
        charts=piece(
            "insights/_charts.html",
            group,
            lambda: {"charts": drawn(desk(), TEAM, "insights.team_figure", team=shown.id)},
        ),
    )


@pages.get("/team/<string:name>.<file:kind>")
@signed_in
def team_figure(name: str, kind: Kind) -> Response:
    """One of a team's figures."""
    season, mine, led = _teams()
    shown = _chosen({**mine, **led}, request.args.get("team"))
    known_name(TEAM, name)
    group = team_group(season, shown)
    return figure_file(name, group, kind, lambda: TEAM[name](_desk(season, shown)))


def _desk(season: Season, shown: Team) -> Desk:
    """A team's figures, frozen as due."""
    store.open_team(season, shown.id, today(), now())
    return team_desk(season, shown)


def _teams() -> tuple[Season, dict[int, Team], dict[int, Team]]:
    """The open season, the reader's own team by its id, and the teams she leads or deputizes."""
    season = season_or_none() or abort(403)
    own = own_team()
    mine = {own.id: own} if own else {}
    led = {each: mine[each] if each in mine else team(each) for each in led_by(season)}
    return season, mine, led


def _chosen(teams: dict[int, Team], asked: str | None) -> Team:
    """The team asked for, or without a wish the first; 403 when it is none of these."""
    key = next(iter(teams), 0) if asked is None else key_of(asked)
    return teams[key] if key in teams else abort(403)
