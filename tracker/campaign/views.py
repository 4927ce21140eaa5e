"""The season's calendar, open to everybody."""

from flask import Blueprint, render_template

from tracker import clock
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import open_on
from tracker.web.guards import public

pages = Blueprint("campaign", __name__)


@pages.get("/season")
@public
def season() -> str:
    """The calendar in words, and what is open today."""
    found, today = season_or_none(), clock.today()
    return render_template(
        "campaign/season.html",
        season=found,
        today=today,
        open_today=open_on(found.calendar, today) if found else None,
    )
