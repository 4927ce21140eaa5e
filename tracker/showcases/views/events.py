"""The lists of events at a city's and a district's desk, and making one."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import granted
from tracker.accounts.rules import Role
from tracker.showcases import store
from tracker.showcases.forms import ShowcaseForm
from tracker.showcases.rules import TEAMS_PRESET, ItemKind, Showcase, preset
from tracker.showcases.views.room import Answer, open_season, pages
from tracker.teams.guards import district_or_404
from tracker.teams.rules import districts


@pages.route("/city/showcases", methods=["GET", "POST"])
@granted(Role.CITY, scope="city")
def city() -> Answer:
    """All events of the season, and one more for the city."""
    return _listed(store.showcases(open_season().id), None)


@pages.route("/districts/<string:code>/showcases", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
def district(code: str) -> Answer:
    """The events a district is invited to and its own, and one more of its own."""
    district_or_404(code)
    return _listed(store.showcases_inviting(open_season().id, code), code)


def _listed(found: list[Showcase], code: str | None) -> Answer:
    form = ShowcaseForm()
    if form.validate_on_submit():
        return _created(form, code)
    back = url_for("insights.district_page", code=code) if code else url_for("insights.city_page")
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "showcases/events.html",
        form=form,
        listed=found,
        code=code,
        back=back,
        teams=TEAMS_PRESET,
        today=clock.today(),
    )
    return page, status


def _created(form: ShowcaseForm, code: str | None) -> Response:
    """The usual programme and invitations, unless they were not wanted; all can be changed."""
    titles = {
        ItemKind.WARM_UP: _("热身表演"),
        ItemKind.BADUANJIN: _("八段锦"),
        ItemKind.SLOW_JOG: _("超慢跑方阵"),
        ItemKind.FREE: _("自选节目"),
    }
    invited = {code: TEAMS_PRESET} if code else {each.code: TEAMS_PRESET for each in districts()}
    plain = request.form.get("plain") == "1"
    showcase_id = store.create(
        open_season().id, code, form.showcase(), () if plain else preset(titles), invited
    )
    return redirect(url_for("showcases.settings", showcase_id=showcase_id), 303)
