"""What an author types: words, for whom, until when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.announcements.rules import TEXT_MAX, VALID_DAYS, Audience, last_day, plain_text
from tracker.web.filters import day as day_words
from tracker.web.forms import Form, offered

AUDIENCES = {
    Audience.MEMBERS: _l("本队组员"),
    Audience.LEADERS: _l("组长和副组长"),
    Audience.ORGANIZERS: _l("下面的管理员和单位联系人"),
    Audience.LEADERS_AND_ORGANIZERS: _l("组长、副组长、管理员和单位联系人"),
}


class AnnouncementForm(Form):
    """Plain words; links in them are recognised, nothing else is."""

    text = TextAreaField(
        _l("说什么"),
        filters=[lambda text: plain_text(text or "")],
        validators=[
            DataRequired(_l("请写几句话。")),
            Length(max=TEXT_MAX, message=_l("最多 %(max)d 个字。")),
        ],
        render_kw={"maxlength": TEXT_MAX, "rows": 5},
    )
    audience = RadioField(_l("给谁"))
    valid_until = DateField(_l("显示到哪天"), [InputRequired(_l("请选一天。"))])

    def __init__(self, audiences: Sequence[Audience], today: date) -> None:
        self.today = today
        super().__init__(audience=audiences[0], valid_until=today + timedelta(days=VALID_DAYS))
        self.audience.choices = offered({each: AUDIENCES[each] for each in audiences})

    def validate_valid_until(self, field: DateField) -> None:
        """From today, and not for ever."""
        last = last_day(self.today)
        if field.data and not self.today <= field.data <= last:
            words = _l("请选今天到 %(last)s 之间的一天。")
            raise ValidationError(words % {"last": day_words(last)})

    @property
    def until(self) -> date:
        """The last day it is shown, once it is valid."""
        return cast("date", self.valid_until.data)
