"""What an organizer types to announce a lecture."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from tracker.campaign.rules import Calendar
from tracker.clock import BEIJING
from tracker.lectures.rules import CAPACITY_MAX, NAME_MAX, PLACE_MAX, TITLE_MAX, Lecture, NewLecture
from tracker.teams.rules import plain_name
from tracker.web.filters import day as day_words
from tracker.web.forms import Form, offered

EVERYBODY = ""
BEGINS, ENDS = time(14), time(15, 30)
SEATS = 60


def _plain(text: str | None) -> str:
    return plain_name(text or "")


def _line(label: Any, missing: Any, most: int) -> StringField:
    """One line of plain words."""
    return StringField(
        label,
        filters=[_plain],
        validators=[DataRequired(missing), Length(max=most, message=_l("最多 %(max)d 个字。"))],
        render_kw={"maxlength": most, "autocomplete": "off"},
    )


class LectureForm(Form):
    """What it is about, who speaks, where and when, for how many and for whom."""

    title = _line(_l("题目"), _l("请填写题目。"), TITLE_MAX)
    speaker = _line(_l("谁来讲"), _l("请写谁来讲，例如：社区医院王医生。"), NAME_MAX)
    place = _line(_l("地点"), _l("请填写地点，例如：三楼会议室。"), PLACE_MAX)
    day = DateField(_l("哪一天"), validators=[InputRequired(_l("请选一天。"))])
    starts = TimeField(_l("几点开始"), validators=[InputRequired(_l("请填开始的时间。"))])
    ends = TimeField(_l("几点结束"), validators=[InputRequired(_l("请填结束的时间。"))])
    capacity = IntegerField(
        _l("多少个座位"),
        validators=[
            InputRequired(_l("请填座位数，只填数字。")),
            NumberRange(1, CAPACITY_MAX, _l("座位数要在 %(min)s 到 %(max)s 之间。")),
        ],
        render_kw={"inputmode": "numeric", "min": 1, "max": CAPACITY_MAX},
    )
    who = SelectField(_l("谁可以来"))
    lets_more_in = BooleanField(_l("坐满以后，没有座位的人也可以进来站着听"))

    def __init__(
        self, calendar: Calendar, today: date, whom: dict[str, str], found: Lecture | None = None
    ) -> None:
        """For one that is changed, filled in as it is."""
        super().__init__(data=_filled(found) if found else _usual(today))
        self.who.choices = offered(whom)
        self._calendar, self._today, self._was = calendar, today, found

    def validate_day(self, field: DateField) -> None:
        """A day of the season, today or later."""
        last = max(phase.last for phase in self._calendar.phases)
        first = max(self._today, self._calendar.logging_starts)
        if field.data and not first <= field.data <= last:
            words = _l("请选 %(first)s 到 %(last)s 之间的一天。")
            raise ValidationError(words % {"first": day_words(first), "last": day_words(last)})

    def validate_ends(self, field: TimeField) -> None:
        """After it begins."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_l("结束要比开始晚。"))

    def lecture(self) -> NewLecture:
        """What was typed, once it is valid."""
        day, starts, ends, seats = (
            self.day.data,
            self.starts.data,
            self.ends.data,
            self.capacity.data,
        )
        if day is None or starts is None or ends is None or seats is None:
            raise ValueError("only a valid form hands over a lecture")
        kind, _, key = str(self.who.data).partition(":")
        return NewLecture(
            title=str(self.title.data),
            speaker=str(self.speaker.data),
            place=str(self.place.data),
            day=day,
            starts=datetime.combine(day, starts, BEIJING),
            ends=datetime.combine(day, ends, BEIJING),
            capacity=seats,
            lets_more_in=bool(self.lets_more_in.data),
            for_district=key if kind == "district" else None,
            for_unit=int(key) if kind == "unit" else None,
        )


def _usual(today: date) -> dict[str, Any]:
    return {"day": today, "starts": BEGINS, "ends": ENDS, "capacity": SEATS}


def _filled(found: Lecture) -> dict[str, Any]:
    same = ("title", "speaker", "place", "day", "capacity", "lets_more_in")
    return {
        **{name: getattr(found, name) for name in same},
        "starts": found.starts.astimezone(BEIJING).time(),
        "ends": found.ends.astimezone(BEIJING).time(),
        "who": who_of(found),
    }


def who_of(found: Lecture) -> str:
    """Whom a lecture is for, as the form sends it."""
    if found.for_unit is not None:
        return f"unit:{found.for_unit}"
    return f"district:{found.for_district}" if found.for_district else EVERYBODY
