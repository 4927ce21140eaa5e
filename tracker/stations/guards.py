"""Who may run a station, and who stands at its scales: reads grants and the station's hours."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, g
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none, to_sign_in
from tracker.accounts.rules import Person, Role, station_scope
from tracker.campaign.guards import season_or_none
from tracker.clock import now
from tracker.stations import store
from tracker.stations.rules import Station, UnknownStationError, check_duty, may_run
from tracker.web.guards import guarded

Answer = TypeVar("Answer")
View = Callable[..., Answer]


def running(view: View[Answer]) -> View[Answer | Response]:
    """Only who opens and closes the station `station_id`: its contact and the organizers above."""

    @wraps(view)
    def checked(station_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.station = _station_or_404(station_id)
        if not may_run(person, g.station):
            abort(403)
        return view(station_id=station_id, **kwargs)

    return guarded(checked, "running a station")


def at_station(view: View[Answer]) -> View[Answer | Response]:
    """Only who was let in at the station `station_id`; raises NotOpenError outside its hours."""

    @wraps(view)
    def checked(station_id: int, **kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        if not person.holds([Role.STATION], station_scope(station_id)):
            abort(403)
        g.station = _station_or_404(station_id)
        check_duty(person)
        g.station.check_open(now())
        return view(station_id=station_id, **kwargs)

    return guarded(checked, "at a station")


def at_the_scales(view: View[Answer]) -> View[Answer | Response]:
    """Only who was let in at a station that is open at this moment."""

    @wraps(view)
    def checked(**kwargs: Any) -> Answer | Response:
        person = person_or_none()
        if person is None:
            return to_sign_in()
        g.station = _open_station(person) or abort(403)
        check_duty(person)
        return view(**kwargs)

    return guarded(checked, "at the scales")


def current_station() -> Station:
    """The station of this request; only behind one of the guards."""
    found: Station = g.station
    return found


def _open_station(person: Person) -> Station | None:
    ids = [int(scope.removeprefix("station:")) for scope in person.scopes(Role.STATION)]
    found = store.open_now(ids, now()) if ids else None
    season = season_or_none()
    return found if found and season and found.season_id == season.id else None


def _station_or_404(station_id: int) -> Station:
    season = season_or_none()
    try:
        found = store.station(station_id)
    except UnknownStationError:
        abort(404)
    return found if season and found.season_id == season.id else abort(404)
