"""The record of processing activities, printable."""

from flask import render_template

from tracker.accounts.guards import granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.compliance import store
from tracker.compliance.documents import register
from tracker.compliance.rules import FIRST_FACTS
from tracker.compliance.views.opening import open_season
from tracker.compliance.views.room import pages


@pages.get("/city/opening/register")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def processing() -> str:
    """For each purpose what, why, on what ground, for whom, until when, how protected."""
    season = open_season()
    return render_template(
        "compliance/register.html",
        season=season,
        facts=store.facts_of(season.id) or FIRST_FACTS,
        purposes=register(season.calendar),
    )
