"""Announcing lectures for a unit, a district or the city, changing and cancelling them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.lectures import figures, store
from tracker.lectures.forms import EVERYBODY, LectureForm
from tracker.lectures.guards import current_lecture, running_lecture
from tracker.lectures.rules import CancelledError, Host, TooFewSeatsError
from tracker.lectures.views.room import district_name, open_season, pages
from tracker.teams.guards import district_or_404
from tracker.teams.rules import Unit, UnknownUnitError, districts
from tracker.teams.store import teams_in
from tracker.teams.store import unit as unit_with

Page = Response | tuple[str, int]


@pages.route("/units/<key:unit_id>/lectures", methods=["GET", "POST"])
@granted(Role.CONTACT, scope="unit:{unit_id}", or_city=False)
def of_unit(unit_id: int) -> Page:
    """A unit's own lectures: its contact's alone, since no organizer above sees its people."""
    found, season = _unit_or_404(unit_id), open_season()
    host = Host(season.id, found.district_code, unit_id)
    return _desk(host, found.name, url_for("teams.unit", unit_id=unit_id))


@pages.route("/districts/<string:code>/lectures", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}", or_city=False)
def of_district(code: str) -> Page:
    """A district's lectures."""
    name = district_name(district_or_404(code))
    back = url_for("insights.district_page", code=code)
    return _desk(Host(open_season().id, code), name, back)


@pages.route("/city/lectures", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
def of_city() -> Page:
    """The city's lectures."""
    return _desk(Host(open_season().id), _("全市"), url_for("insights.city_page"))


@pages.route("/lectures/<key:lecture_id>/edit", methods=["GET", "POST"])
@running_lecture
def edit(lecture_id: int) -> Page:
    """Change a lecture; whoever registered reads what became another."""
    found = current_lecture()
    season = open_season()
    form = LectureForm(season.calendar, clock.today(), _whom(found.host), found)
    if form.validate_on_submit() and _changed(lecture_id, form):
        flash(_("改好了。报了名的人会在自己的页面上看到。"), "good")
        return redirect(_desk_of(found.host), 303)
    link = url_for("lectures.lecture", lecture_id=lecture_id, _external=True)
    page = render_template(
        "lectures/edit.html",
        form=form,
        lecture=found,
        standing=found.standing(clock.now()),
        back=_desk_of(found.host),
        link=link,
        picture=figures.qr(link),
    )
    return page, 422 if form.is_submitted() else 200


@pages.post("/lectures/<key:lecture_id>/cancel")
@running_lecture
def cancel(lecture_id: int) -> Response:
    """It does not take place; whoever registered reads so."""
    back = _desk_of(current_lecture().host)
    try:
        store.cancel(lecture_id, clock.now())
    except CancelledError:
        flash(_("讲座已经结束，不能取消了。"), "warn")
    else:
        flash(_("取消了。报了名的人会在自己的页面上看到。"), "good")
    return redirect(back, 303)


def _unit_or_404(unit_id: int) -> Unit:
    try:
        found = unit_with(unit_id)
    except UnknownUnitError:
        abort(404)
    return found if found.season_id == open_season().id else abort(404)


def _desk(host: Host, name: str, back: str) -> Page:
    form = LectureForm(open_season().calendar, clock.today(), _whom(host))
    if form.validate_on_submit():
        store.hold_lecture(host, form.lecture(), current_person().account_id)
        flash(_("讲座发布了。可以来的人在“讲座”里看得到。"), "good")
        return redirect(request.path, 303)
    found, now = store.lectures_by(host), clock.now()
    counts = store.counts([each.id for each in found])
    lectures = [(each, counts[each.id], each.standing(now)) for each in found]
    page = render_template("lectures/desk.html", form=form, name=name, lectures=lectures, back=back)
    return page, 422 if form.is_submitted() else 200


def _changed(lecture_id: int, form: LectureForm) -> bool:
    try:
        store.change(lecture_id, form.lecture(), clock.now())
    except TooFewSeatsError as too_few:
        words = _("已经有 %(taken)s 人有座位，不能比这更少。", taken=too_few.taken)
        form.say("capacity", words)
        return False
    except CancelledError:
        form.say("title", _("讲座已经取消或结束，不能再改。"))
        return False
    return True


def _whom(host: Host) -> dict[str, str]:
    """Whom a lecture of this host may be for: nobody beside or above it, but everybody."""
    if host.unit_id is not None:
        return {f"unit:{host.unit_id}": _("本单位的参加者")}
    everybody = {EVERYBODY: _("所有参加者")}
    if host.district_code is None:
        return everybody | {f"district:{each.code}": district_name(each) for each in districts()}
    own = {f"district:{host.district_code}": _("本区的参加者")}
    teams = teams_in(host.season_id, host.district_code)
    return own | everybody | {f"unit:{each.unit_id}": each.unit_name for each in teams}


def _desk_of(host: Host) -> str:
    if host.unit_id is not None:
        return url_for("lectures.of_unit", unit_id=host.unit_id)
    if host.district_code is not None:
        return url_for("lectures.of_district", code=host.district_code)
    return url_for("lectures.of_city")
