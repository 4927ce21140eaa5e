"""What may be typed about exercise."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, ValidationError

from tracker.exercise.rules import (
    MINUTES_MAX,
    MINUTES_MIN,
    Effort,
    Entry,
    NotMinutesError,
    activities,
    effort_of,
    key_of,
    minutes_of,
)
from tracker.web.filters import day as day_text
from tracker.web.forms import Form


class MinutesField(Field):
    """Minutes from a button or typed beside the buttons; what was typed counts."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep the last value that is not blank."""
        filled = [value for value in valuelist if value.strip()]
        self.data = filled[-1] if filled else ""


class EntryForm(Form):
    """One stretch of exercise on a day of the entry window."""

    kind = StringField(_l("项目"))
    minutes = MinutesField(_l("分钟"))
    day = StringField(_l("日期"))
    effort = StringField(_l("强度"))
    key = StringField()

    def __init__(self, window: tuple[date, date], **values: Any) -> None:
        super().__init__(**values)
        self.window = window

    def validate_kind(self, field: StringField) -> None:
        """One of the table's kinds."""
        if field.data not in activities():
            raise ValidationError(gettext("请选一个项目。"))

    def validate_minutes(self, field: MinutesField) -> None:
        """A whole number within the limits of one stretch."""
        try:
            minutes_of(field.data or "")
        except NotMinutesError as error:
            raise ValidationError(
                gettext(
                    "请选分钟数，或输入 %(least)s 到 %(most)s 的整数。",
                    least=MINUTES_MIN,
                    most=MINUTES_MAX,
                )
            ) from error

    def validate_day(self, _field: StringField) -> None:
        """A day that may be noted today."""
        first, last = self.window
        chosen = self.chosen_day()
        if chosen is None or not first <= chosen <= last:
            raise ValidationError(
                gettext(
                    "现在能记 %(first)s 到 %(last)s 的运动，请选其中一天。",
                    first=day_text(first),
                    last=day_text(last),
                )
            )

    def validate_effort(self, field: StringField) -> None:
        """The talk test's answer, or nothing: then the kind of exercise decides."""
        if field.data and field.data not in list(Effort):
            raise ValidationError(gettext("请从三种强度里选一种，或者不选。"))

    def validate_key(self, field: StringField) -> None:
        """A UUID, so that sending the form twice stores once."""
        if key_of(field.data or "") is None:
            raise ValidationError(gettext("这一页打开太久了，请再点一次“记录”。"))

    def chosen_day(self) -> date | None:
        """The day typed, the window's last when none was, None when it is no day."""
        if not self.day.data:
            return self.window[1]
        try:
            return date.fromisoformat(self.day.data)
        except ValueError:
            return None

    def entry(self) -> Entry:
        """The entry as a value; only after the form was found valid."""
        kind = str(self.kind.data)
        effort = self.effort.data or effort_of(activities()[kind].met)
        return Entry(
            key=key_of(self.key.data or "") or "",
            day=self.chosen_day() or self.window[1],
            kind=kind,
            effort=Effort(effort),
            minutes=minutes_of(self.minutes.data),
        )


class KeyForm(Form):
    """Which entry a button is about."""

    key = StringField()

    @property
    def chosen(self) -> str:
        """The key, or an empty text that no entry has."""
        return key_of(self.key.data or "") or ""
