"""Pages of a team for its members, its leader and its deputy."""

from functools import cache as cached

from flask import Response, abort, render_template, request

from tracker.accounts.guards import current_person, signed_in
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now, today
from tracker.insights import figures, rules, store
from tracker.insights.rules import RosterLine
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
from tracker.insights.views.pieces import figure_file, piece, roster_piece
from tracker.teams.rules import Team
from tracker.teams.store import leaders, members, team
from tracker.web.exports import Kind
from tracker.web.links import key_of

TEAM = LIVE | {"change": lambda desk: figures.team_change(desk.subject, desk.rounds)}


@pages.get("/team")
@signed_in
def team_page() -> str:
    """A team's figures for its members; for leader and deputy also the roster."""
    season, mine, led = _teams()
    shown = _chosen({**mine, **led}, request.args.get("team"))
    leads = shown.id in led
    if leads:
        store.note_roster_look(current_person().account_id, shown.id, today(), now())
    desk = cached(lambda: _desk(season, shown))
    group, roster = team_group(season, shown), _roster(shown) if leads else None
    return render_template(
        "insights/team.html",
        team=shown,
        teams=list({**mine, **led}.values()),
        leaders=leaders(shown.id),
        numbers=piece("insights/_team_numbers.html", group, lambda: {"desk": desk()}),
        roster=roster,
        lines=roster_piece(shown.id, roster) if roster else "",
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


def _roster(of: Team) -> list[RosterLine]:
    """Members by last entry; of whoever did not agree, not even asked of the database."""
    found = members(of.id, today())
    last = store.last_entries(of.id, today())
    return rules.by_last_entry([RosterLine(each, last.get(each.participant_id)) for each in found])
