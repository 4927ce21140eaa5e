"""What the room's pages share."""

from datetime import date
from typing import Any

from flask import Blueprint, abort, request

from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.notices import figures

pages = Blueprint("notices", __name__)


@pages.context_processor
def _words() -> dict[str, Any]:
    return {"kind_minutes": figures.kind_minutes, "span_text": figures.span_text}


def open_season() -> Season:
    """The open season; 404 where there is none."""
    return season_or_none() or abort(404)


def opened(season: Season, today: date) -> list[str]:
    """What one can do today, a line each."""
    return figures.open_lines(season.calendar, today)


def site() -> str:
    """Our own address as whoever asks reaches us: what a notice links to."""
    return request.url_root
