"""A person's own reminders, and the switch that keeps the system quiet."""

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.campaign.guards import current_participant, participating, season_or_none
from tracker.clock import now, today
from tracker.followup import rules, store
from tracker.followup.documents import reminder_calendar
from tracker.followup.forms import ReminderForm
from tracker.followup.views.lead import pages
from tracker.web.guards import public


@pages.get("/me/reminders")
@participating
def reminders() -> str:
    """Her own reminders with their file, and whether the system may speak of itself."""
    reminder = store.reminder_of(current_participant().id)
    return _page(ReminderForm.of(reminder), reminder)


@pages.post("/me/reminders")
@participating
def set_reminder() -> BaseResponse:
    """These days and this time from now on."""
    form, her = ReminderForm(), current_participant().id
    if not form.validate():
        return make_response(_page(form, store.reminder_of(her)), 422)
    store.set_reminder(her, form.reminder)
    flash(_("定好了。把它加进手机日历，到时间手机会提醒您。"), "good")
    return redirect(url_for("followup.reminders"), 303)


@pages.post("/me/reminders/mute")
@participating
def mute() -> BaseResponse:
    """The system says nothing for a month, or with `forever` never again."""
    forever = "forever" in request.form
    store.mute(current_participant().id, now(), forever=forever)
    said = _("好的，以后都不打扰您。") if forever else _("好的，一个月内不打扰您。")
    flash(said, "good")
    return redirect(url_for("followup.reminders"), 303)


@pages.post("/me/reminders/unmute")
@participating
def unmute() -> BaseResponse:
    """The system may speak again."""
    store.unmute(current_participant().id)
    flash(_("好的，很久没记录的时候会问您一声。"), "good")
    return redirect(url_for("followup.reminders"), 303)


@pages.get("/reminders/<string:when>.<any(ics):kind>")
@public
def reminder_file(when: str, kind: str) -> Response:
    """A calendar file of these days and this time; nothing in it or its address is anybody's.

    So it opens outside WeChat's browser, which cannot open such files, without signing in again.
    """
    season, reminder = season_or_none(), rules.reminder_from(when)
    if season is None or reminder is None:
        abort(404)
    link = url_for("home.today", _external=True)
    made = reminder_calendar(reminder, _("记一下今天"), link, today(), season.calendar.ends)
    answer = Response(made, mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"reminder.{kind}")
    return answer


def _page(form: ReminderForm, reminder: rules.Reminder | None) -> str:
    muted_until = store.muted_until(current_participant().id, today())
    return render_template(
        "followup/reminders.html",
        form=form,
        reminder=reminder,
        when=rules.reminder_text(reminder) if reminder else "",
        muted_until=muted_until,
        forever=muted_until == rules.FOREVER,
    )
