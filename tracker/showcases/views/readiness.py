"""All squads of an event at a look, for whoever organizes it."""

from flask import render_template

from tracker import clock
from tracker.showcases import store
from tracker.showcases.guards import current_showcase, running_showcase
from tracker.showcases.rules import by_district
from tracker.showcases.views.room import pages


@pages.get("/showcases/<key:showcase_id>/readiness")
@running_showcase
def readiness(showcase_id: int) -> str:
    """Per district and squad: people, substitutes, rehearsals, and what is still open."""
    invited = {each.district_code: each.teams for each in store.invited_districts(showcase_id)}
    found = by_district(invited, store.readiness_in(showcase_id))
    return render_template(
        "showcases/readiness.html",
        showcase=current_showcase(),
        districts=found,
        squads=[each for part in found for each in part.squads],
        items={each.id: each for each in store.items(showcase_id)},
        now=clock.now(),
    )
