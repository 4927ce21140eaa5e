"""What the room's pages share: the blueprint, who looks at which group, and drawing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask_babel import gettext

from tracker.accounts.guards import current_person
from tracker.accounts.rules import Role
from tracker.campaign.guards import participant_or_none, season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now, today
from tracker.insights import figures, rules, store
from tracker.insights.rules import Group, SnapshotOf, UnknownSnapshotError, Viewer
from tracker.insights.store import Desk
from tracker.teams.guards import district_or_404
from tracker.teams.rules import Team, UnknownTeamError, districts
from tracker.teams.store import team, team_of, teams_in
from tracker.web.charts import Chart

pages = Blueprint("insights", __name__)


@pages.context_processor
def _words() -> dict[str, Any]:
    return {
        "change_people_text": figures.change_people_text,
        "people_text": figures.people_text,
        "spark": figures.weekly_spark,
        "state_text": figures.state_text,
        "week_state_text": figures.week_state_text,
    }


Draw = Callable[[Desk], Chart]
LIVE: dict[str, Draw] = {
    "participation": lambda desk: figures.participation_by_day(
        desk.subject, desk.days, desk.told_on
    ),
    "active": lambda desk: figures.active_by_week(desk.subject, desk.weeks, desk.told_on),
    "minutes": lambda desk: figures.minutes_by_kind(desk.subject, desk.minutes, desk.told_on),
}


def open_season() -> Season:
    """The open season; 404 where there is none."""
    return season_or_none() or abort(404)


def asked_snapshot(season: Season) -> SnapshotOf | None:
    """The snapshot that `?as_of=` names; None without it, 404 for a day that was not frozen."""
    asked = request.args.get("as_of")
    if asked is None:
        return None
    try:
        as_of = date.fromisoformat(asked)
        return store.snapshot(season.id, as_of) if as_of.isoformat() == asked else abort(404)
    except (ValueError, UnknownSnapshotError):
        abort(404)


def moments(desk: Desk) -> dict[str, Any]:
    """What a page says of when its numbers are from: live or as of which snapshot, and of others.

    Of several versions of one moment only the one in force can be opened.
    """
    calendar, frozen = desk.season.calendar, list(desk.snapshots.values())
    return {
        "snapshot": desk.snapshot,
        "snapshots": [(each, each.is_final(calendar)) for each in reversed(frozen)],
        "first_snapshot": rules.first_snapshot_monday(calendar),
        "counted_at": now(),
    }


def known_name(charts: dict[str, Draw], name: str) -> None:
    """404 for a figure that is not one of these."""
    if name not in charts:
        abort(404)


def drawn(
    desk: Desk, charts: dict[str, Draw], endpoint: str, **address: Any
) -> list[tuple[Chart, str]]:
    """Each chart with the address of its JSON."""
    as_of = desk.snapshot.as_of.isoformat() if desk.snapshot else None
    return [
        (draw(desk), url_for(endpoint, name=name, kind="json", as_of=as_of, **address))
        for name, draw in charts.items()
    ]


def file_of(desk: Desk, name: str, endpoint: str, kind: str, **address: Any) -> str:
    """The address of one of its figures as a file."""
    as_of = desk.snapshot.as_of.isoformat() if desk.snapshot else None
    return url_for(endpoint, name=name, kind=kind, as_of=as_of, **address)


def ways(desk: Desk, area: str, **address: Any) -> list[tuple[str, str]]:
    """From an overview to what became of weights, how people keep up, and the brief: same day."""
    as_of = desk.snapshot.as_of.isoformat() if desk.snapshot else None
    return [
        (words, url_for(f"insights.{area}_{name}", as_of=as_of, **address))
        for name, words in (
            ("outcome", gettext("体重变化")),
            ("keeping_up", gettext("坚持得怎么样")),
            ("learning", gettext("学习情况")),
            ("brief", gettext("生成简报")),
        )
    ]


def own_team() -> Team | None:
    """The team the reader is in today, if she takes part."""
    reader = participant_or_none()
    takes_part = reader is not None and (reader.left_on is None or reader.left_on > today())
    return team_of(reader.id, today()) if reader and takes_part else None


def led_by(season: Season) -> dict[int, None]:
    """The teams the reader leads or deputizes, in the order they were given to her."""
    return dict.fromkeys(
        int(grant.scope.removeprefix("team:"))
        for grant in current_person().grants
        if grant.role in {Role.LEADER, Role.DEPUTY} and grant.season_id == season.id
    )


def viewer_of(season: Season) -> Viewer:
    """Whoever looks, with the teams whose values she may know."""
    reader, own = participant_or_none(), own_team()
    teams = led_by(season) | ({own.id: None} if own else {})
    return Viewer(reader.id if reader else None, tuple(teams))


def team_group(season: Season, of: Team, counted_from: int = 1) -> Group:
    """A team as a group; its own people see its counts from the first person on."""
    return Group(season.id, of.district_code, of.id, counted_from)


def team_desk(
    season: Season, of: Team, counted_from: int = 1, *, shows_change: bool = True
) -> Desk:
    """A team's figures for whoever looks."""
    reader, group = participant_or_none(), team_group(season, of, counted_from)
    viewer = Viewer(reader.id if reader else None)
    return Desk(season, group, of.name, today(), viewer, (of,), shows_change=shows_change)


def district_desk(code: str) -> Desk:
    """A district's figures, brought up to date; 404 when there is no such district."""
    season, name = open_season(), figures.district_name(district_or_404(code))
    teams = teams_in(season.id, code)
    names = figures.team_names(teams)
    return _area_desk(season, Group(season.id, code), name, teams, names)


def district_team(code: str, team_id: int) -> Team:
    """A team for its district; 404 when it is not one of this district."""
    try:
        found = team(team_id)
    except UnknownTeamError:
        abort(404)
    return (
        found if (found.district_code, found.season_id) == (code, open_season().id) else abort(404)
    )


def district_team_desk(of: Team) -> Desk:
    """A team's figures for its district: counts of taking part alone."""
    season = open_season()
    store.open_team(season, of.id, today(), now())
    return team_desk(season, of, counted_from=rules.COUNTED_FROM, shows_change=False)


def city_desk() -> Desk:
    """The city's figures, brought up to date."""
    season = open_season()
    names = {each.code: figures.district_name(each) for each in districts()}
    return _area_desk(season, Group(season.id), gettext("全市"), (), names)


def _area_desk(
    season: Season, group: Group, name: str, teams: Sequence[Team], names: Mapping[str, str]
) -> Desk:
    """Live and brought up to date, or as of the snapshot that was asked for."""
    snapshot = asked_snapshot(season)
    if snapshot is None:
        store.open_area(group)
    as_of = snapshot.as_of if snapshot else today()
    return Desk(season, group, name, as_of, viewer_of(season), teams, names, snapshot)
