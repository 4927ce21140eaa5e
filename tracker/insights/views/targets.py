"""Targets: the city sets its districts', a district its units' and what these may see."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.accounts.guards import current_person, granted
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope
from tracker.insights import figures, store
from tracker.insights.forms import NO, YES, DistrictForm, TargetsForm
from tracker.insights.rules.targets import units_of
from tracker.insights.views.desks import open_season, pages
from tracker.teams.guards import district_or_404
from tracker.teams.rules import districts
from tracker.teams.store import teams_in

Answer = Response | tuple[str, int]


@pages.route("/city/targets", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
def city_targets() -> Answer:
    """How many people each district means to enrol."""
    season = open_season()
    names = {district_scope(each.code): figures.district_name(each) for each in districts()}
    form = TargetsForm.of(names, store.targets(season.id))
    if form.validate_on_submit():
        store.set_targets(season.id, form.wanted())
        flash(_("目标已保存。"), "good")
        return redirect(url_for("insights.city_page"), 303)
    status = 422 if form.is_submitted() else 200
    back = url_for("insights.city_page")
    page = render_template("insights/targets.html", form=form, place=_("各区的目标"), back=back)
    return page, status


@pages.route("/districts/<string:code>/targets", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
def district_targets(code: str) -> Answer:
    """How many people each unit means to enrol; the district alone agrees to what they see."""
    season, place = open_season(), figures.district_name(district_or_404(code))
    may_consent = current_person().holds([Role.DISTRICT], district_scope(code))
    seen = YES if store.units_see(season.id, code) else NO
    names = units_of(teams_in(season.id, code))
    form = DistrictForm.of(names, store.targets(season.id), units_see=seen)
    if form.validate_on_submit():
        store.set_district(season.id, code, form.wishes(may_consent=may_consent))
        flash(_("目标已保存。"), "good")
        return redirect(url_for("insights.district_page", code=code), 303)
    status = 422 if form.is_submitted() else 200
    page = render_template(
        "insights/targets.html",
        form=form,
        place=_("%(district)s各单位的目标", district=place),
        back=url_for("insights.district_page", code=code),
        may_consent=may_consent,
        seen=seen,
    )
    return page, status
