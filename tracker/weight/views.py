"""Noting weight and taking it back, goals, the safety card, and the educator's list of calls."""

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
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import Role, district_scope
from tracker.accounts.store import note_look
from tracker.campaign.guards import (
    closed_page,
    current_participant,
    participating,
    season_or_none,
)
from tracker.campaign.rules import ClosedError, Participant, entry_days
from tracker.teams.rules import district
from tracker.web.charts import figure_response
from tracker.web.filters import day as day_words
from tracker.web.filters import number
from tracker.web.links import safe_next
from tracker.weight import figures, rules, store
from tracker.weight.forms import GoalForm, Typed, WeightForm

UNIT_REMEMBERED = "weight_unit"
CALLS_LOOK = "contact_requests"

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
    form = WeightForm(desk.window)
    entries = store.entries(desk.participant.id)
    if not form.validate_on_submit():
        return _page(desk, form, entries, meant=_meant_beyond(desk, form, entries)), 422
    typed = form.typed()
    meant = None if typed.confirmed else _meant(desk, typed, entries)
    if meant is not None:
        return render_template("weight/doubt.html", form=form, typed=typed, meant=meant)
    session[UNIT_REMEMBERED] = typed.unit.value
    store.record(desk.participant.id, typed.reading, typed.waist_mm, rules.Source.SELF, clock.now())
    return redirect(url_for("weight.log", saved=typed.reading.day.isoformat()), 303)


@pages.post("/weight/undo")
@participating
def undo() -> BaseResponse:
    """Take back the last step; a second tap finds nothing left and says so."""
    desk = _desk()
    try:
        store.undo(desk.participant.id)
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
    now_grams = _now_grams(desk)
    form = GoalForm(formdata=None, data=_goal_prefill(desk, now_grams))
    return _goal_page(desk, form, now_grams)


@pages.post("/weight/goal")
@participating
def set_goal() -> str | tuple[str, int] | BaseResponse:
    """Keep a goal that is safe; one that is far away is asked about first."""
    desk = _desk()
    form, now_grams = GoalForm(), _now_grams(desk)
    if not form.validate_on_submit():
        return _goal_page(desk, form, now_grams), 422
    wanted = form.goal(desk.today)
    problem = rules.goal_problem(wanted, desk.body, now_grams, _weeks_left(desk))
    if problem is not None:
        _say(form, problem, desk, now_grams)
        return _goal_page(desk, form, now_grams), 422
    if rules.deserves_warning(wanted, now_grams) and form.confirmed.data != "1":
        return render_template("weight/goal_doubt.html", form=form, wanted=wanted)
    store.set_goal(desk.participant.id, wanted)
    flash(gettext("目标已经定下，随时可以改。"), "good")
    return redirect(url_for("weight.log"), 303)


@pages.post("/weight/contact-me")
@participating
def contact_me() -> BaseResponse:
    """Pass name and phone to the district's educator, and nothing else; or take that back."""
    participant = current_participant()
    if request.form.get("withdraw") == "1":
        store.withdraw_call(participant.id)
        flash(gettext("已收回，不会再有人为此联系您。"), "good")
    else:
        store.ask_for_call(participant.id, clock.now())
        flash(gettext("已转给您所在区的健康指导员，只有姓名和电话。"), "good")
    return redirect(safe_next(request.form.get("next")), 303)


@pages.get("/me/weight.json")
@participating
def over_time() -> Response:
    """Her own readings, trend and goal band, for the chart on her page."""
    participant, today = current_participant(), clock.today()
    readings = store.readings(participant.id)
    profile = store.profile(participant.id)
    found = rules.overview(readings, profile, participant.season.calendar, today)
    return figure_response(figures.weight_over_time(readings, found.goal_band, today))


@pages.get("/districts/<string:code>/contact-requests")
@granted(Role.EDUCATOR, scope="district:{code}", or_city=False)
@password_again
def contact_requests(code: str) -> str:
    """Who asked to be called, for the district's health educator; each look is logged."""
    season, today = season_or_none(), clock.today()
    found = store.calls(code, season.id, today) if season else []
    note_look(current_person().account_id, district_scope(code), CALLS_LOOK, today, clock.now())
    return render_template("weight/calls.html", district=district(code), calls=found)


@pages.post("/districts/<string:code>/contact-requests")
@granted(Role.EDUCATOR, scope="district:{code}", or_city=False)
@password_again
def called(code: str) -> BaseResponse:
    """Note that a participant of this district was called."""
    season, participant_id = season_or_none(), request.form.get("participant", type=int)
    if season is None or participant_id is None:
        abort(404)
    try:
        store.mark_called(code, season.id, participant_id, clock.today(), clock.now())
    except rules.UnknownRequestError:
        abort(404)
    return redirect(url_for("weight.contact_requests", code=code), 303)


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
    if held is not None:
        grams = held.grams
    unit = rules.Unit.JIN if session.get(UNIT_REMEMBERED) == rules.Unit.JIN else rules.Unit.KG
    return {
        "day": day.isoformat(),
        "unit": unit.value,
        "weight": rules.text_of(grams, unit) if grams else "",
        "waist": f"{held.waist_mm / 10:g}" if held and held.waist_mm else "",
    }


def _meant(desk: Desk, typed: Typed, entries: Sequence[rules.Entry]) -> int | None:
    trend_kg = rules.trend_before(rules.effective(entries), typed.reading.day)
    about = rules.expected(trend_kg, desk.body.height_mm)
    return rules.likely_meant(typed.reading.grams, typed.unit, about)


def _meant_beyond(desk: Desk, form: WeightForm, entries: Sequence[rules.Entry]) -> int | None:
    """What was probably meant by a number that no adult weighs."""
    if form.beyond is None or form.day.errors or form.unit.errors:
        return None
    day, unit = date.fromisoformat(form.day.data), rules.Unit(form.unit.data)
    beyond = Typed(rules.Reading(day, form.beyond), unit, waist_mm=None, confirmed=False)
    return _meant(desk, beyond, entries) if form.beyond else None


def _now_grams(desk: Desk) -> int | None:
    """What she weighs now as far as anybody knows: her trend, or what she remembered."""
    values = rules.trend(store.readings(desk.participant.id))
    return round(values[-1] * 1000) if values else desk.body.recalled_grams


def _goal_prefill(desk: Desk, now_grams: int | None) -> dict[str, str]:
    held = desk.profile.goal
    kind = held.kind if held else rules.suggested_kind(now_grams, desk.body)
    target = held.target_grams if held else None
    return {
        "kind": kind.value,
        "unit": rules.Unit.KG.value,
        "target": rules.text_of(target, rules.Unit.KG) if target else "",
    }


def _goal_page(desk: Desk, form: GoalForm, now_grams: int | None) -> str:
    return render_template(
        "weight/goal.html",
        form=form,
        body=desk.body,
        now_grams=now_grams,
        lowest=rules.lowest_target(desk.body.height_mm),
        ends=desk.participant.season.calendar.ends,
        most=_most(desk, now_grams),
    )


def _weeks_left(desk: Desk) -> float:
    return max(0, (desk.participant.season.calendar.ends - desk.today).days) / 7


def _most(desk: Desk, now_grams: int | None) -> int | None:
    """The most that may change until the season's end, in grams."""
    return None if now_grams is None else rules.furthest_change(now_grams, _weeks_left(desk))


def _say(form: GoalForm, problem: rules.GoalProblem, desk: Desk, now_grams: int | None) -> None:
    """Put a sentence that says what to do under the goal's target or kind."""
    field = "kind" if problem is rules.GoalProblem.ASK_DOCTOR else "target"
    words = {
        rules.GoalProblem.ASK_DOCTOR: gettext("减重的目标请先和医生商量；维持同样是很好的目标。"),
        rules.GoalProblem.TARGET_MISSING: gettext("请填目标体重，例如 65.0。"),
        rules.GoalProblem.TOO_LIGHT: gettext(
            "这个目标对您的身高来说太轻了，请填 %(lowest)s 公斤或以上。",
            lowest=number(-(-rules.lowest_target(desk.body.height_mm) // 100) / 10),
        ),
        rules.GoalProblem.WRONG_WAY: gettext("目标和方向不一致：减重要比现在轻，增重要比现在重。"),
        rules.GoalProblem.TOO_FAST: gettext(
            "到 %(day)s，稳妥的变化最多是 %(most)s 公斤（每周不超过 1 公斤和体重的 1 %%）。",
            day=day_words(desk.participant.season.calendar.ends),
            most=number((_most(desk, now_grams) or 0) // 100 / 10),
        ),
    }
    form.say(field, words[problem])


def _day(text: str | None) -> date | None:
    """A day as an address or form writes it, or None."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
