"""A person's own code, on her own phone."""

from flask import render_template, request, url_for

from tracker import clock
from tracker.campaign.guards import current_participant, participating
from tracker.campaign.rules import entry_days
from tracker.stations import figures, store
from tracker.stations.views.room import pages
from tracker.teams.store import team_of
from tracker.weight.rules import bar
from tracker.weight.store import body


@pages.get("/me/weighing-code")
@participating
def my_code() -> str:
    """What names her to a station for ten minutes, and where the stations are."""
    participant, today, now = current_participant(), clock.today(), clock.now()
    barred = bar(consents=participant.body_data, body=body(participant.id), today=today)
    if barred is not None:
        return render_template("weight/barred.html", bar=barred)
    entry_days(participant.season.calendar, participant.enrolled_on, today)
    wants_height = request.args.get("height") == "yes"
    shown = store.shown(participant.id, now, wants_height=wants_height)
    team = team_of(participant.id, today)
    season_id = participant.season.id
    near = store.near(season_id, team.district_code, team.unit_id, now) if team else []
    link = url_for("stations.weigh", code=shown.code, _external=True)
    return render_template(
        "stations/my_code.html", shown=shown, picture=figures.qr(link), stations=near
    )
