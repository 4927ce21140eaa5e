"""What is typed to open a station, to let a phone in, and at the scales."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, StringField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.accounts.rules import NAME_MAX
from tracker.campaign.rules import Calendar
from tracker.clock import BEIJING
from tracker.stations.rules import NUMBER_DIGITS, PLACE_MAX, NewStation, Weighed
from tracker.teams.rules import plain_name
from tracker.web.filters import day as day_words
from tracker.web.forms import Form
from tracker.weight.rules import NotANumberError, OutOfRangeError, Unit, grams_of, height_mm_of

MORNING, NOON = time(9), time(12)
AT_THE_SCALES = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}
_NO_DIGIT = re.compile(r"[^0-9]")


def _plain(text: str | None) -> str:
    return plain_name(text or "")


def digits_of(text: str | None) -> str:
    """A number as it was read out, without the gaps and in plain digits."""
    return _NO_DIGIT.sub("", unicodedata.normalize("NFKC", text or ""))


class StationForm(Form):
    """Where, on which day, and from when to when."""

    place = StringField(
        _l("地点"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请填写地点，例如：食堂一楼。")),
            Length(max=PLACE_MAX, message=_l("地点最多 %(max)d 个字。")),
        ],
        render_kw={"maxlength": PLACE_MAX, "autocomplete": "off"},
    )
    day = DateField(_l("哪一天"), validators=[InputRequired(_l("请选一天。"))])
    opens = TimeField(_l("几点开始"), validators=[InputRequired(_l("请填开始的时间。"))])
    closes = TimeField(_l("几点结束"), validators=[InputRequired(_l("请填结束的时间。"))])

    def __init__(self, calendar: Calendar, today: date, **more: Any) -> None:
        """Opened on this day, as most stations are a morning."""
        super().__init__(data={"day": today, "opens": MORNING, "closes": NOON}, **more)
        self._calendar, self._today = calendar, today

    def validate_day(self, field: DateField) -> None:
        """A day on which weight is noted, today or later."""
        first = max(self._today, self._calendar.logging_starts)
        if field.data and not first <= field.data <= self._calendar.ends:
            raise ValidationError(
                _l(
                    "请选 %(first)s 到 %(last)s 之间的一天。",
                    first=day_words(first),
                    last=day_words(self._calendar.ends),
                )
            )

    def validate_closes(self, field: TimeField) -> None:
        """After it opens."""
        if field.data and self.opens.data and field.data <= self.opens.data:
            raise ValidationError(_l("结束要比开始晚。"))

    def station(self, season_id: int, district_code: str, unit_id: int | None) -> NewStation:
        """The station that was typed."""
        day, opens, closes = self.day.data, self.opens.data, self.closes.data
        if day is None or opens is None or closes is None:
            raise ValueError("only a valid form hands over a station")
        return NewStation(
            season_id=season_id,
            district_code=district_code,
            unit_id=unit_id,
            place=str(self.place.data),
            day=day,
            opens=datetime.combine(day, opens, BEIJING),
            closes=datetime.combine(day, closes, BEIJING),
        )


class DoorForm(Form):
    """Who will hold the phone."""

    name = StringField(
        _l("谁给大家称"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请写谁给大家称，例如：医务室小张。")),
            Length(max=NAME_MAX, message=_l("最多 %(max)d 个字。")),
        ],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )


class NumberForm(Form):
    """The number as it was read out."""

    number = StringField(
        _l("八位数字"), render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20}
    )

    @property
    def digits(self) -> str:
        """Its digits alone."""
        return digits_of(self.number.data)

    def validate_number(self, _field: StringField) -> None:
        """As many digits as such a number has."""
        if len(self.digits) != NUMBER_DIGITS:
            raise ValidationError(_l("请输入称重码下面的 %(count)s 位数字。", count=NUMBER_DIGITS))


class ScalesForm(Form):
    """Kilograms as the scales show them, and a height if she wished it."""

    weight = StringField(_l("体重（公斤）"), render_kw=AT_THE_SCALES)
    height = StringField(_l("身高（厘米，可不填）"), render_kw=AT_THE_SCALES)
    looked_again = HiddenField()

    def weighed(self) -> Weighed:
        """What was typed, once the form is valid."""
        height = (self.height.data or "").strip()
        return Weighed(
            grams=grams_of(self.weight.data or "", Unit.KG),
            height_mm=height_mm_of(height) if height else None,
            looked_again=self.looked_again.data == "1",
        )

    def validate_weight(self, field: StringField) -> None:
        """A plain number within what adults weigh."""
        try:
            grams_of(field.data or "", Unit.KG)
        except NotANumberError:
            raise ValidationError(_l("请只填数字，例如 67.5。")) from None
        except OutOfRangeError:
            raise ValidationError(_l("请填公斤，25 到 300 之间。")) from None

    def validate_height(self, field: StringField) -> None:
        """Empty, or a plain number of centimetres."""
        if not (field.data or "").strip():
            return
        try:
            height_mm_of(field.data or "")
        except NotANumberError:
            raise ValidationError(_l("请只填数字，例如 165。")) from None
        except OutOfRangeError:
            raise ValidationError(_l("身高要在 100 到 230 厘米之间。")) from None
