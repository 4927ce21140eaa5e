"""Noting weight and taking it back, the chart of it, and goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.campaign.guards import closed_page, current_participant, participating
from tracker.campaign.rules import ClosedError, Participant, entry_days
from tracker.web.exports import Kind, chart_file, drawing
from tracker.weight import figures, rules, store
from tracker.weight.forms import (
    GoalForm,
    Typed,
    WeightForm,
    opened_on,
    plainly_typed,
    wished,
)

UNIT_REMEMBERED = "weight_unit"
SAVED = "/weight?saved="
"""`log` after a save; every address of ours is at the root of its host (see web/templates)."""

pages = Blueprint("weight", __name__)
pages.add_app_template_filter(
    lambda grams, unit: rules.text_of(grams, rules.Unit(unit)), "typed_weight"
)
pages.add_app_template_filter(rules.waist_band)
pages.add_app_template_filter(rules.waist_over_half)


@dataclass(frozen=True)
class Desk:
    """A participant who may note weight now, and the days she may note."""

    participant: Participant
    profile: rules.Profile
    body: rules.Body
    window: tuple[date, date]
    today: date

    def overview(self, entries: Sequence[rules.Entry]) -> rules.Overview:
        """What her entries say today."""
        readings = rules.effective(entries)
        calendar = self.participant.season.calendar
        return rules.overview(readings, self.profile, calendar, self.today)


@pages.errorhandler(ClosedError)
def closed(error: ClosedError) -> Any:
    """Outside the days of logging, a page that says why and when."""
    return closed_page(error)


@pages.errorhandler(rules.BarredError)
def barred(error: rules.BarredError) -> tuple[str, int]:
    """Without weight a person takes part all the same: why, and the way to exercise."""
    status = 409 if request.method == "POST" else 200
    return render_template("weight/barred.html", bar=error.bar), status


@pages.get("/weight")
@participating
def log() -> str:
    """One big number, the days that may be noted, and what was just noted."""
    desk = _desk()
    entries = store.entries(desk.participant.id)
    form = WeightForm(desk.window, formdata=None, data=_prefill(desk, entries))
    return _page(desk, form, entries)


@pages.post("/weight")
@participating
def save() -> str | tuple[str, int] | BaseResponse:
    """Note a weight; a likely slip is asked about first, with both values as buttons."""
    desk = _desk()
    typed = plainly_typed(request.form, desk.window)
    if typed is None:
        form = WeightForm(desk.window)
        if not form.validate_on_submit():
            entries, beyond = store.entries(desk.participant.id), form.beyond()
            return _page(desk, form, entries, _meant(desk, beyond) if beyond else None), 422
        typed = form.typed()
    meant = None if typed.confirmed else _meant(desk, typed)
    if meant is not None:
        form = WeightForm(desk.window)
        return render_template("weight/doubt.html", form=form, typed=typed, meant=meant)
    if session.get(UNIT_REMEMBERED, rules.Unit.KG) != typed.unit:
        session[UNIT_REMEMBERED] = typed.unit.value
    store.record(desk.participant.id, typed.reading, typed.waist_mm, rules.Source.SELF, clock.now())
    return redirect(f"{SAVED}{typed.reading.day.isoformat()}", 303)


@pages.post("/weight/undo")
@participating
def undo() -> BaseResponse:
    """Take back the last step; a second tap, or another tab's, finds nothing left and says so."""
    desk = _desk()
    try:
        store.undo(desk.participant.id, _day(request.form.get("day")))
        flash(gettext("已撤销。"), "good")
    except rules.NothingToUndoError:
        flash(gettext("没有可以撤销的了。"), "good")
    return redirect(url_for("weight.log"), 303)


@pages.post("/weight/delete")
@participating
def delete() -> BaseResponse:
    """Delete what she noted for a day; the next page offers to bring it back."""
    desk = _desk()
    day = _day(request.form.get("day"))
    if day is None:
        abort(404)
    try:
        store.delete(desk.participant.id, day, clock.now())
    except rules.NoReadingError:
        abort(404)
    return redirect(url_for("weight.log", deleted=day.isoformat()), 303)


@pages.get("/weight/goal")
@participating
def goal() -> str:
    """Three goals, equal in worth."""
    desk = _desk()
    plan, held = _plan(desk), desk.profile.goal
    form = GoalForm(formdata=None, data=wished(held.kind if held else plan.suggested, held))
    return _goal_page(desk, form, plan)


@pages.post("/weight/goal")
@participating
def set_goal() -> str | tuple[str, int] | BaseResponse:
    """Keep a goal that is safe; one that is far away is asked about first."""
    desk = _desk()
    form, plan = GoalForm(), _plan(desk)
    if not form.validate_on_submit():
        return _goal_page(desk, form, plan), 422
    wanted = form.goal(desk.today)
    problem = plan.problem(wanted)
    if problem is not None:
        form.refuse(problem, plan)
        return _goal_page(desk, form, plan), 422
    if rules.deserves_warning(wanted, plan.now_grams) and form.confirmed.data != "1":
        return render_template("weight/goal_doubt.html", form=form, wanted=wanted)
    store.set_goal(desk.participant.id, wanted)
    flash(gettext("目标已经定下，随时可以改。"), "good")
    return redirect(url_for("weight.log"), 303)


@pages.get("/me/weight.<file:kind>")
@participating
def over_time(kind: Kind) -> Response:
    """Her own readings, trend and goal band, for the chart on her page."""
    participant, today = current_participant(), clock.today()
    readings = store.readings(participant.id, today) if participant.body_data else ()
    first = rules.baseline(readings, participant.season.calendar.starts)
    goal_band = rules.goal_band(store.profile(participant.id).goal, first)
    if kind is Kind.JSON:
        return drawing(figures.weight_figure(readings, goal_band))
    return chart_file(figures.weight_over_time(readings, goal_band, today), kind)


def _desk() -> Desk:
    """Raises BarredError or ClosedError for whoever may not note weight now."""
    participant, today = current_participant(), clock.today()
    profile = store.profile(participant.id)
    why = rules.bar(consents=participant.body_data, body=profile.body, today=today)
    if profile.body is None or why is not None:
        raise rules.BarredError(why or rules.Bar.NOT_ADULT)
    window = entry_days(participant.season.calendar, participant.enrolled_on, today)
    return Desk(participant, profile, profile.body, window, today)


def _page(
    desk: Desk, form: WeightForm, entries: Sequence[rules.Entry], meant: int | None = None
) -> str:
    readings = rules.effective(entries)
    by_day = {entry.day: entry for entry in entries if entry.source is rules.Source.SELF}
    saved, deleted = _day(request.args.get("saved")), _day(request.args.get("deleted"))
    return render_template(
        "weight/log.html",
        form=form,
        meant=meant,
        name=desk.participant.name,
        today=desk.today,
        body=desk.body,
        goal=desk.profile.goal,
        overview=desk.overview(entries),
        recent=[entry for entry in reversed(entries) if entry.day >= desk.window[0]],
        at_station={entry.day for entry in entries if entry.source is rules.Source.STATION},
        saved=by_day.get(saved) if saved else None,
        deleted=deleted if deleted and deleted not in by_day else None,
        undoable=desk.profile.undoable,
        spark=figures.spark(readings) if saved in by_day else None,
    )


def _prefill(desk: Desk, entries: Sequence[rules.Entry]) -> dict[str, str]:
    """Her last weight, or on a chosen day what that day holds; in the unit she used last."""
    first, last = desk.window
    chosen = _day(request.args.get("day"))
    day = chosen if chosen and first <= chosen <= last else last
    held = next((e for e in entries if e.day == day and e.source is rules.Source.SELF), None)
    readings = rules.effective(entries)
    grams = readings[-1].grams if readings else desk.body.recalled_grams
    jin = session.get(UNIT_REMEMBERED) == rules.Unit.JIN
    return opened_on(
        day,
        held.grams if held else grams,
        held.waist_mm if held else None,
        rules.Unit.JIN if jin else rules.Unit.KG,
    )


def _meant(desk: Desk, typed: Typed) -> int | None:
    """What was probably meant; most are within reach of every weight so far, and need no trend."""
    extent = store.extent_before(desk.participant.id, typed.reading.day)
    if extent and rules.is_near_all(typed.reading.grams, extent):
        return None
    readings = store.readings(desk.participant.id)
    return rules.doubted(typed.reading, typed.unit, readings, desk.body.height_mm)


def _plan(desk: Desk) -> rules.Plan:
    values = rules.trend(store.readings(desk.participant.id))
    now_grams = round(values[-1] * 1000) if values else None
    return rules.Plan(desk.body, now_grams, desk.participant.season.calendar, desk.today)


def _goal_page(desk: Desk, form: GoalForm, plan: rules.Plan) -> str:
    return render_template("weight/goal.html", form=form, body=desk.body, plan=plan)


def _day(text: str | None) -> date | None:
    """A day as an address or form writes it, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
