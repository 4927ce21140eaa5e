"""Noting exercise, taking it back, and her minutes by week."""

from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.campaign.guards import closed_page, current_participant, participating
from tracker.campaign.rules import ClosedError, entry_days, week_days, week_monday
from tracker.exercise import figures, rules, store
from tracker.exercise.forms import EntryForm, KeyForm
from tracker.web.exports import Kind, chart_file

pages = Blueprint("exercise", __name__)
pages.add_app_template_filter(figures.kind_name)
pages.add_app_template_global(rules.activities)


@pages.app_template_global()
def new_key() -> str:
    """A key for one rendered form, so that sending it twice stores once."""
    return uuid4().hex


@pages.errorhandler(ClosedError)
def closed(error: ClosedError) -> Any:
    """Outside the days of logging, a page that says why and when."""
    return closed_page(error)


@pages.get("/exercise")
@participating
def log() -> str:
    """The form, chips for what was done before, and the week so far."""
    window = _window()
    return _page(EntryForm(window, formdata=None), window)


@pages.post("/exercise")
@participating
def save() -> tuple[str, int] | BaseResponse:
    """Note one stretch of exercise."""
    window = _window()
    form = EntryForm(window)
    if not form.validate_on_submit():
        return _page(form, window), 422
    try:
        store.record(current_participant().id, form.entry(), clock.now())
    except rules.DayFullError as error:
        form.say("minutes", _day_is_full(error.noted))
        return _page(form, window), 422
    return redirect(url_for("exercise.log", saved=form.entry().key), 303)


@pages.post("/exercise/undo")
@participating
def undo() -> BaseResponse:
    """Take back the last step."""
    _window()
    try:
        store.undo(current_participant().id, KeyForm().chosen)
    except rules.NothingToUndoError:
        abort(404)
    flash(gettext("已撤销。"), "good")
    return redirect(url_for("exercise.log"), 303)


@pages.post("/exercise/delete")
@participating
def delete() -> BaseResponse:
    """Delete one entry; the next page offers to bring it back."""
    _window()
    key = KeyForm().chosen
    try:
        store.remove(current_participant().id, key)
    except rules.UnknownEntryError:
        abort(404)
    return redirect(url_for("exercise.log", deleted=key), 303)


@pages.get("/me/exercise.<file:kind>")
@participating
def by_week(kind: Kind) -> Response:
    """Her minutes by week and kind, for the chart on her page."""
    participant, today = current_participant(), clock.today()
    first = min(participant.enrolled_on, today)
    entries = store.entries(participant.id, first, today)
    calendar = participant.season.calendar
    return chart_file(figures.minutes_by_week(calendar, entries, first, today), kind)


def _window() -> tuple[date, date]:
    participant = current_participant()
    return entry_days(participant.season.calendar, participant.enrolled_on, clock.today())


def _page(form: EntryForm, window: tuple[date, date]) -> str:
    participant, today = current_participant(), clock.today()
    first, last = window
    calendar = participant.season.calendar
    monday, _ = week_days(calendar, week_monday(calendar, last))
    entries = store.entries(participant.id, min(first, monday), last)
    days = [
        date.fromordinal(number) for number in range(last.toordinal(), first.toordinal() - 1, -1)
    ]
    return render_template(
        "exercise/log.html",
        form=form,
        days=days,
        today=today,
        name=participant.name,
        chips=store.last_three(participant.id),
        recent=[entry for entry in reversed(entries) if entry.day >= first],
        week=rules.week_of(calendar, entries, last),
        target=rules.WEEKLY_TARGET,
        tiles=rules.TILES,
        minutes_offered=rules.MINUTES_OFFERED,
        answer=_answer(participant.id),
    )


def _answer(participant_id: int) -> rules.Step | None:
    key = rules.key_of(request.args.get("saved") or request.args.get("deleted") or "")
    step = store.last_step(participant_id) if key else None
    return step if step and step.entry.key == key else None


def _day_is_full(noted: int) -> str:
    return str(
        gettext(
            "这一天已经记了 %(noted)s 分钟，一天最多 %(most)s 分钟。请改少一些，或换一天。",
            noted=noted,
            most=rules.DAY_MINUTES_MAX,
        )
    )
