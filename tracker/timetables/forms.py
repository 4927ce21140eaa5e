"""What is typed to plan, for one entry, and for a break or a speech."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from tracker.clock import BEIJING
from tracker.teams.rules import plain_name
from tracker.timetables.rules import (
    CHANGEOVER_MAX,
    CHANGEOVER_PRESET,
    GAP_MAX,
    GAP_PRESET,
    MINUTES_MAX,
    TITLE_MAX,
    EntryKind,
    Row,
    Settings,
)
from tracker.web.forms import Form, offered

OWN_KINDS = {EntryKind.BREAK.value: _l("休息"), EntryKind.SPEECH.value: _l("致辞")}
BREAK_MINUTES = 10


def _plain(text: str | None) -> str:
    return plain_name(text or "")


def _minutes(label: Any, least: int, most: int) -> IntegerField:
    words = _l("请填 %(least)d 到 %(most)d 之间的整数。", least=least, most=most)
    return IntegerField(
        label,
        validators=[InputRequired(words), NumberRange(least, most, message=words)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class PlanForm(Form):
    """When it begins, how long the floor needs, how long people rest."""

    starts = TimeField(_l("几点开始"), validators=[InputRequired(_l("请填开始的时间。"))])
    changeover = _minutes(_l("换场（分钟）"), 0, CHANGEOVER_MAX)
    gap = _minutes(_l("同一个人两次上场至少隔（分钟）"), 0, GAP_MAX)

    def __init__(self, begins: datetime, settings: Settings | None, **more: Any) -> None:
        """As it was planned last, or as the event begins."""
        found = settings or Settings(begins, CHANGEOVER_PRESET, GAP_PRESET)
        given = {
            "starts": found.starts.astimezone(BEIJING).time(),
            "changeover": found.changeover,
            "gap": found.gap,
        }
        super().__init__(data=given, **more)

    def settings(self, day: date) -> Settings:
        """What was typed, once the form is valid."""
        at, changeover, gap = self.starts.data, self.changeover.data, self.gap.data
        if at is None or changeover is None or gap is None:
            raise ValueError("only a valid form hands over settings")
        return Settings(datetime.combine(day, at, BEIJING), changeover, gap)


class EntryForm(Form):
    """How long one entry is, and the time it does not begin before."""

    at = TimeField(_l("固定在几点（可不填）"), validators=[Optional()])
    minutes = _minutes(_l("时长（分钟）"), 1, MINUTES_MAX)
    changeover = _minutes(_l("之后换场（分钟）"), 0, CHANGEOVER_MAX)

    def __init__(self, row: Row, **more: Any) -> None:
        """As it is now."""
        entry = row.timed.entry
        at = entry.pinned.astimezone(BEIJING).time() if entry.pinned else None
        given = {"at": at, "minutes": entry.minutes, "changeover": entry.changeover}
        super().__init__(data=given, **more)

    def pinned(self, day: date) -> datetime | None:
        """The moment on the event's day, if a time was typed."""
        return datetime.combine(day, self.at.data, BEIJING) if self.at.data else None


class OwnForm(Form):
    """A break or a speech."""

    kind = RadioField(_l("加什么"), choices=offered(OWN_KINDS), default=EntryKind.BREAK.value)
    title = StringField(
        _l("叫什么"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请写名称，例如：开幕致辞。")),
            Length(max=TITLE_MAX, message=_l("最多 %(max)d 个字。")),
        ],
        render_kw={"maxlength": TITLE_MAX, "autocomplete": "off"},
    )
    length = _minutes(_l("时长（分钟）"), 1, MINUTES_MAX)
    at = TimeField(_l("固定在几点（可不填）"), validators=[Optional()])

    def __init__(self, **more: Any) -> None:
        """Ten minutes, unless it is something else."""
        super().__init__(data={"length": BREAK_MINUTES, "kind": EntryKind.BREAK.value}, **more)

    def pinned(self, day: date) -> datetime | None:
        """The moment on the event's day, if a time was typed."""
        return datetime.combine(day, self.at.data, BEIJING) if self.at.data else None
