"""A unit's and a district's stations, opened by their contact or organizer."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import Role
from tracker.stations import store
from tracker.stations.forms import StationForm
from tracker.stations.guards import current_station, running
from tracker.stations.rules import Station
from tracker.stations.views.room import open_season, pages
from tracker.teams.guards import current_unit, district_or_404, unit_contact
from tracker.web.filters import language

Answer = Response | tuple[str, int]


@pages.route("/units/<key:unit_id>/stations", methods=["GET", "POST"])
@unit_contact
@password_again
def unit_stations(unit_id: int) -> Answer:
    """A unit's stations from today on, and opening one more."""
    unit = current_unit()
    listed = store.stations_of_unit(unit_id, clock.today())
    back = url_for("teams.unit", unit_id=unit_id)
    return _listed(unit.name, unit.district_code, unit_id, listed, back)


@pages.route("/districts/<string:code>/stations", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
@password_again
def district_stations(code: str) -> Answer:
    """A district's own stations from today on, and opening one more."""
    place = district_or_404(code)
    listed = store.stations_in(open_season().id, code, clock.today())
    back = url_for("insights.district_page", code=code)
    name = place.english if language() == "en" else place.name
    return _listed(name, code, None, listed, back)


@pages.post("/stations/<key:station_id>/close")
@running
@password_again
def close(station_id: int) -> Response:
    """Close it now; every phone that was let in is out."""
    station = current_station()
    store.close(station_id, clock.now())
    flash(_("体重站已经关了，所有手机都已退出。"), "good")
    return redirect(way_back(station), 303)


def way_back(station: Station) -> str:
    """The list a station stands in."""
    if station.unit_id is not None:
        return url_for("stations.unit_stations", unit_id=station.unit_id)
    return url_for("stations.district_stations", code=station.district_code)


def _listed(
    name: str, district_code: str, unit_id: int | None, listed: list[Station], back: str
) -> Answer:
    season, now = open_season(), clock.now()
    form = StationForm(season.calendar, clock.today())
    if form.validate_on_submit():
        wanted = form.station(season.id, district_code, unit_id)
        station_id = store.open_station(wanted, current_person().account_id)
        return redirect(url_for("stations.doors", station_id=station_id), 303)
    stations = [(each, each.standing(now)) for each in listed]
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "stations/opening.html", form=form, name=name, stations=stations, back=back
    )
    return page, status
