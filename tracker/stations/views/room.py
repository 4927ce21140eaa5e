"""What the room's pages share: the blueprint, and what to say outside the hours."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template, request

from tracker.campaign.guards import closed_page, season_or_none
from tracker.campaign.rules import ClosedError, Season
from tracker.clock import BEIJING
from tracker.stations.rules import HasDutyError, NotOpenError, Station
from tracker.web.filters import day_with_weekday

pages = Blueprint("stations", __name__)


@pages.app_template_filter()
def station_hours(station: Station) -> str:
    """10月16日 周三 9:00–12:00."""
    opens, closes = (each.astimezone(BEIJING) for each in (station.opens, station.closes))
    hours = f"{opens:%H:%M}–{closes:%H:%M}"
    return f"{day_with_weekday(station.day)} {hours}"


@pages.app_template_filter()
def clock_time(moment: datetime) -> str:
    """09:40, in Beijing."""
    return f"{moment.astimezone(BEIJING):%H:%M}"


@pages.errorhandler(NotOpenError)
def not_open(error: NotOpenError) -> tuple[str, int]:
    """Outside its hours: a page that says when, and keeps nothing that was typed."""
    status = 409 if request.method == "POST" else 200
    page = render_template("stations/not_open.html", station=error.station, standing=error.standing)
    return page, status


@pages.errorhandler(HasDutyError)
def has_duty(_error: HasDutyError) -> tuple[Any, int]:
    """Who leads or organizes is told to leave the scales to somebody else."""
    return render_template("stations/duty.html"), 403


@pages.errorhandler(ClosedError)
def closed(error: ClosedError) -> Any:
    """Outside the days of logging, a page that says why and when."""
    return closed_page(error)


def open_season() -> Season:
    """The open season; 404 where there is none."""
    return season_or_none() or abort(404)
