"""Writing to those below, from a team, a unit, a district or the city; listing and taking back."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, granted
from tracker.accounts.rules import Role
from tracker.announcements import store
from tracker.announcements.forms import AUDIENCES, AnnouncementForm
from tracker.announcements.rules import (
    IN_FORCE_MAX,
    Audience,
    Place,
    TooManyInForceError,
    UnknownAnnouncementError,
)
from tracker.announcements.views.readers import pages
from tracker.campaign.guards import season_or_none
from tracker.teams.guards import current_team, current_unit, district_or_404, leading, unit_contact
from tracker.web.filters import language
from tracker.web.links import key_of

Page = Response | tuple[str, int]


@pages.route("/team/<key:team_id>/announcements", methods=["GET", "POST"])
@leading
def team(team_id: int) -> Page:
    """A team's leaders to its members."""
    place = Place(current_team().season_id, team_id=team_id)
    return _desk(place, current_team().name, url_for("followup.lead", team=team_id))


@pages.route("/units/<key:unit_id>/announcements", methods=["GET", "POST"])
@unit_contact
def unit(unit_id: int) -> Page:
    """A unit's contact to the leaders of its teams."""
    found = current_unit()
    back = url_for("teams.unit", unit_id=unit_id)
    return _desk(Place(found.season_id, unit_id=unit_id), found.name, back)


@pages.route("/districts/<string:code>/announcements", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
def district(code: str) -> Page:
    """A district to its leaders and to the contacts of its units."""
    found, season = district_or_404(code), season_or_none() or abort(404)
    name = found.english if language() == "en" else found.name
    back = url_for("insights.district_page", code=code)
    return _desk(Place(season.id, district_code=code), name, back)


@pages.route("/city/announcements", methods=["GET", "POST"])
@granted(Role.CITY, scope="city")
def city() -> Page:
    """The city to all leaders, districts and contacts."""
    season = season_or_none() or abort(404)
    return _desk(Place(season.id), _("全市"), url_for("insights.city_page"))


def _desk(place: Place, name: str, back: str) -> Page:
    """One page for all four: what was written, the form, and what its two buttons do."""
    if request.method == "POST" and "take_back" in request.form:
        return _take_back(place)
    form, today = AnnouncementForm(place.audiences, clock.today()), clock.today()
    if form.validate_on_submit() and _announced(place, form):
        flash(_("通知已经发出。对方打开首页就看得到。"), "good")
        return redirect(request.path, 303)
    page = render_template(
        "announcements/desk.html",
        form=form,
        name=name,
        back=back,
        written=store.written(place, today),
        today=today,
        audiences=AUDIENCES,
    )
    return page, 422 if form.is_submitted() else 200


def _announced(place: Place, form: AnnouncementForm) -> bool:
    author, audience = current_person().account_id, Audience(form.audience.data)
    today, now = clock.today(), clock.now()
    try:
        store.announce(author, place, audience, str(form.text.data), form.until, today, now)
    except TooManyInForceError:
        form.say("text", _("已经有 %(most)s 条在显示，请先收回一条旧的。", most=IN_FORCE_MAX))
        return False
    return True


def _take_back(place: Place) -> Response:
    try:
        store.take_back(place, key_of(request.form["take_back"]), clock.now())
    except UnknownAnnouncementError:
        abort(404)
    flash(_("已经收回，没有人再看到它。"), "good")
    return redirect(request.path, 303)
