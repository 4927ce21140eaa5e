"""Who may open a team's join codes or a unit's page: reads grants and the place, nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none, to_sign_in
from tracker.accounts.rules import Person
from tracker.campaign.guards import season_or_none
from tracker.teams import store
from tracker.teams.rules import (
    District,
    Team,
    Unit,
    UnknownTeamError,
    UnknownUnitError,
    district,
    may_hand_over,
    may_invite,
    may_lead,
    may_oversee,
    may_run,
    may_see_unit,
    may_take_over,
)
from tracker.web.guards import guarded

Answer = TypeVar("Answer")
View = Callable[..., Answer]


def _of_team(
    view: View[Answer], may: Callable[[Person, Team], bool], by: str
) -> View[Answer | Response]:
    """Whoever may do this with the team `team_id`; others 403, of another season 404."""

    @wraps(view)
    def checked(team_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.team = _team_or_404(team_id)
        if not may(person, g.team):
            abort(403)
        return view(team_id=team_id, **kwargs)

    return guarded(checked, by)


def _of_unit(
    view: View[Answer], may: Callable[[Person, Unit], bool], by: str
) -> View[Answer | Response]:
    """Whoever may do this with the unit `unit_id`."""

    @wraps(view)
    def checked(unit_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.unit = _unit_or_404(unit_id)
        if not may(person, g.unit):
            abort(403)
        return view(unit_id=unit_id, **kwargs)

    return guarded(checked, by)


def inviting(view: View[Answer]) -> View[Answer | Response]:
    """Only who hands out the join codes of the team `team_id`."""
    return _of_team(view, may_invite, "inviting to a team")


def leading(view: View[Answer]) -> View[Answer | Response]:
    """Only leader and deputy of the team `team_id`."""
    return _of_team(view, may_lead, "leading a team")


def handing_over(view: View[Answer]) -> View[Answer | Response]:
    """Only the leader of the team `team_id`."""
    return _of_team(view, may_hand_over, "leading a team alone")


def deputizing(view: View[Answer]) -> View[Answer | Response]:
    """Only the deputy of the team `team_id`."""
    return _of_team(view, may_take_over, "deputizing in a team")


def running(view: View[Answer]) -> View[Answer | Response]:
    """Only who runs the team `team_id`: its unit's contact and the organizers above."""
    return _of_team(view, may_run, "running a team")


def overseeing(view: View[Answer]) -> View[Answer | Response]:
    """Only the organizers above the team `team_id`."""
    return _of_team(view, may_oversee, "overseeing a team")


def unit_contact(view: View[Answer]) -> View[Answer | Response]:
    """Only the contact of the unit `unit_id` and the organizers above."""
    return _of_unit(view, may_see_unit, "contact of a unit")


def overseeing_unit(view: View[Answer]) -> View[Answer | Response]:
    """Only the organizers above the unit `unit_id`."""
    return _of_unit(view, may_oversee, "overseeing a unit")


def current_team() -> Team:
    """The team of this request; only behind the guard."""
    found: Team = g.team
    return found


def current_unit() -> Unit:
    """The unit of this request; only behind the guard."""
    found: Unit = g.unit
    return found


def district_or_404(code: str) -> District:
    """The district in an address; a grant does not prove that there is one."""
    try:
        return district(code)
    except LookupError:
        abort(404)


def _team_or_404(team_id: int) -> Team:
    try:
        found = store.team(team_id)
    except UnknownTeamError:
        abort(404)
    return _of_open_season(found)


def _unit_or_404(unit_id: int) -> Unit:
    try:
        found = store.unit(unit_id)
    except UnknownUnitError:
        abort(404)
    return _of_open_season(found)


Place = TypeVar("Place", Team, Unit)


def _of_open_season(place: Place) -> Place:
    """Grants over a district or the city are this season's, so earlier seasons' places are shut."""
    season = season_or_none()
    if season is None or place.season_id != season.id:
        abort(404)
    return place
