"""Forms of the room: what came of asking somebody, and reminders."""

from datetime import date, time

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField, StringField, TimeField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.campaign.rules import Calendar
from tracker.followup.rules import Mark, Outcome, Reminder, pause_until
from tracker.web.filters import day
from tracker.web.forms import Form, offered
from tracker.web.links import key_of

WEEKDAYS = {
    0: _l("周一"),
    1: _l("周二"),
    2: _l("周三"),
    3: _l("周四"),
    4: _l("周五"),
    5: _l("周六"),
    6: _l("周日"),
}
MORNING = time(7, 30)


class MarkForm(Form):
    """Whom it is about and what came of it, told by the button that was pressed."""

    participant = StringField()
    outcome = StringField()
    until = DateField(
        _l("暂停到"), validators=[Optional()], render_kw={"type": "date", "required": True}
    )

    def mark(self, calendar: Calendar, today: date) -> Mark | None:
        """What to write down; None with a sentence under the day, or for what no button sends."""
        her = key_of(self.participant.data or "")
        found = next((each for each in Outcome if each == self.outcome.data), None)
        if not self.validate() or found is None:
            return None
        if found is not Outcome.PAUSE:
            return Mark(her, found)
        first, last, _proposed = pause_until(calendar, today)
        if self.until.data is None or not first <= self.until.data <= last:
            said = _("请选 %(first)s 到 %(last)s 之间的一天。", first=day(first), last=day(last))
            self.say("until", said)
            return None
        return Mark(her, found, self.until.data)


class ReminderForm(Form):
    """On which days of the week, and when."""

    weekdays = SelectMultipleField(
        _l("哪几天"),
        coerce=int,
        choices=offered(WEEKDAYS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    at = TimeField(_l("几点"), validators=[InputRequired(_l("请写几点，例如 07:30。"))])

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        """One day at least; a validator of WTForms' own would make the browser ask for all."""
        if not field.data:
            raise ValidationError(_("请至少选一天。"))

    @classmethod
    def of(cls, reminder: Reminder | None) -> "ReminderForm":
        """Filled with what she set, or with a proposal."""
        known = reminder or Reminder(frozenset({0, 2, 4}), MORNING)
        return cls(weekdays=sorted(known.weekdays), at=known.at)

    @property
    def reminder(self) -> Reminder:
        """What was chosen; only of a valid form."""
        return Reminder(frozenset(self.weekdays.data or []), self.at.data or MORNING)
