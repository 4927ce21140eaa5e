"""The notice and the terms, open to everybody, and the versions there were."""

from flask import abort, current_app, render_template
from markupsafe import Markup

from tracker.campaign.guards import season_or_none
from tracker.compliance import store
from tracker.compliance.guards import shown_notice
from tracker.compliance.rules import Language
from tracker.compliance.views.room import pages
from tracker.config import Environment
from tracker.web.filters import language
from tracker.web.guards import public


@pages.get("/notice")
@public
def notice() -> str:
    """Who handles personal data, what for, how long, and what anybody can ask for."""
    season = season_or_none()
    return render_template(
        "compliance/notice.html",
        shown=shown_notice(),
        versions=store.notices(season.id) if season else [],
        demo=current_app.config["TRACKER_ENV"] is not Environment.PRODUCTION,
    )


@pages.get("/notice/<int(max=99999):version>")
@public
def notice_version(version: int) -> str:
    """One version as it was published, whatever came after it."""
    season = season_or_none() or abort(404)
    found = store.notice_version(season.id, version) or abort(404)
    words = found.words[Language(language())]
    return render_template(
        "compliance/notice_version.html",
        found=found,
        notice=Markup(words.notice),  # noqa: S704 - made by our own template, which escapes
        terms=Markup(words.terms),  # noqa: S704
    )
