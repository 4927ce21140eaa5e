"""A person's own wish to be thanked in the group."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.campaign.guards import current_participant, participating
from tracker.notices import store
from tracker.notices.views.desk import pages


@pages.get("/me/thanks")
@participating
def thanks() -> str:
    """What it means, and one switch; off unless she turned it on."""
    return render_template(
        "notices/thanks.html", wishes=store.wishes_thanks(current_participant().id)
    )


@pages.post("/me/thanks")
@participating
def set_thanks() -> Response:
    """Turn it on or off."""
    participant_id = current_participant().id
    if request.form.get("wish") == "yes":
        store.wish_thanks(participant_id, clock.now())
    else:
        store.take_back_wish(participant_id)
    return redirect(url_for("notices.thanks"), 303)
