"""Who organizes an event, acts for a district in it, and plans a squad: reads grants and places."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none, to_sign_in
from tracker.accounts.rules import Person
from tracker.campaign.guards import season_or_none
from tracker.showcases import store
from tracker.showcases.rules import (
    Showcase,
    Squad,
    State,
    UnknownShowcaseError,
    UnknownSquadError,
    may_answer_for,
    may_plan_squad,
    may_run_showcase,
    may_show_district,
)
from tracker.web.guards import guarded

Answer = TypeVar("Answer")
View = Callable[..., Answer]


def running_showcase(view: View[Answer]) -> View[Answer | Response]:
    """Only who organizes the event `showcase_id`: the city, or the district whose own it is."""

    @wraps(view)
    def checked(showcase_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.showcase = _showcase_or_404(showcase_id)
        if not may_run_showcase(person, g.showcase):
            abort(403)
        return view(showcase_id=showcase_id, **kwargs)

    return guarded(checked, "running a showcase")


def showing_district(view: View[Answer]) -> View[Answer | Response]:
    """Only organizers of the district `code`, and the city, in an event that invites it.

    A draft is known to nobody but its organizers.
    """

    @wraps(view)
    def checked(showcase_id: int, code: str, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        if not may_show_district(person, code):
            abort(403)
        g.showcase = found = _showcase_or_404(showcase_id)
        if not may_run_showcase(person, found) and found.state is State.DRAFT:
            abort(404)
        if all(invited.district_code != code for invited in store.invited_districts(found.id)):
            abort(404)
        return view(showcase_id=showcase_id, code=code, **kwargs)

    return guarded(checked, "organizing a district in a showcase")


def planning_squad(view: View[Answer]) -> View[Answer | Response]:
    """Only who plans the squad `squad_id`: leader and deputy of its team, organizers above."""
    return _of_squad(view, may_plan_squad, "planning a squad")


def asking_members(view: View[Answer]) -> View[Answer | Response]:
    """Only leader and deputy of the team of the squad `squad_id`."""
    return _of_squad(view, may_answer_for, "asking a squad's members")


def confirming_squad(view: View[Answer]) -> View[Answer | Response]:
    """Only the organizers above the squad `squad_id`."""
    return _of_squad(
        view, lambda person, squad: may_show_district(person, squad.district_code), "confirming"
    )


def current_showcase() -> Showcase:
    """The event of this request; only behind one of the guards."""
    found: Showcase = g.showcase
    return found


def current_squad() -> Squad:
    """The squad of this request; only behind one of its guards."""
    found: Squad = g.squad
    return found


def _of_squad(
    view: View[Answer], may: Callable[[Person, Squad], bool], by: str
) -> View[Answer | Response]:
    @wraps(view)
    def checked(squad_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.squad, g.showcase = _squad_or_404(squad_id)
        if not may(person, g.squad):
            abort(403)
        return view(squad_id=squad_id, **kwargs)

    return guarded(checked, by)


def _squad_or_404(squad_id: int) -> tuple[Squad, Showcase]:
    try:
        squad = store.squad(squad_id)
    except UnknownSquadError:
        abort(404)
    return squad, _showcase_or_404(squad.showcase_id)


def _showcase_or_404(showcase_id: int) -> Showcase:
    """An event of the open season; those of earlier seasons are shut."""
    season = season_or_none()
    try:
        found = store.showcase(showcase_id)
    except UnknownShowcaseError:
        abort(404)
    return found if season and found.season_id == season.id else abort(404)
