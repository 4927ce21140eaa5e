"""A district's and the city's page for one of the people it is made of."""

from flask import abort, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from tracker import clock
from tracker.campaign.guards import current_participant, participating
from tracker.insights import figures
from tracker.insights.rules.veiled import veiled
from tracker.insights.views.area import city_context, district_context
from tracker.insights.views.desks import pages
from tracker.teams.guards import district_or_404
from tracker.teams.store import team_of


@pages.get("/me/seen/district")
@participating
def as_district() -> str:
    """What her district's organizers get when they open their page, made by the same code."""
    own = team_of(current_participant().id, clock.today()) or abort(404)
    title = figures.district_name(district_or_404(own.district_code))
    _plain_address()
    words = render_template("insights/_district.html", **district_context(own.district_code))
    return _page(words, title, _("区级管理员"))


@pages.get("/me/seen/city")
@participating
def as_city() -> str:
    """The same of the city's organizers."""
    _plain_address()
    words = render_template("insights/_city.html", **city_context())
    return _page(words, _("全市"), _("市级管理员"))


def _page(words: str, title: str, viewer: str) -> str:
    body = Markup(veiled(words))  # noqa: S704 - our own template, escaped; the veil escapes again
    return render_template("insights/framed.html", title=title, body=body, seen_as=viewer)


def _plain_address() -> None:
    """Nothing may be asked of the page: an order by a number would tell the numbers."""
    if request.args:
        abort(404)
