"""Where whoever found a hole can tell us (RFC 9116)."""

from datetime import timedelta

from flask import Response, abort

from tracker.campaign.guards import season_or_none
from tracker.clock import now
from tracker.compliance import store
from tracker.compliance.documents import security_text
from tracker.compliance.views.room import pages
from tracker.web.guards import public

STAYS_GOOD = timedelta(days=180)
"""The standard asks for less than a year; it is made anew whenever it is asked for."""


@pages.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """Whom to write to, until when that is so, in which languages; 404 before that is on record."""
    season = season_or_none()
    facts = store.facts_of(season.id) if season else None
    if facts is None or not facts.contact.email:
        abort(404)
    return Response(security_text(facts, now() + STAYS_GOOD), mimetype="text/plain")
