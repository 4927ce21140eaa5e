"""What an organizer states of a breach."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.clock import BEIJING
from tracker.compliance.forms.fields import one_line, paragraphs
from tracker.compliance.rules import BREACH_TEXT_MAX, FACT_MAX, Happened, Part, Reach
from tracker.compliance.rules.retention import Group
from tracker.web.forms import Form, offered

LONG = Length(max=BREACH_TEXT_MAX, message=_l("最多 %(max)d 个字。"))
LINE = Length(max=FACT_MAX, message=_l("最多 %(max)d 个字。"))

REACHES = {
    Reach.SEASON: _l("这一季所有人"),
    Reach.DISTRICT: _l("一个区"),
    Reach.UNIT: _l("一个单位"),
    Reach.TEAM: _l("一支队伍"),
    Reach.LOOKS: _l("一个账号看过的人"),
    Reach.FILE: _l("一份评估数据文件"),
}
PLACED = frozenset({Reach.DISTRICT, Reach.UNIT, Reach.TEAM})


def _text(label: Any, hint: Any) -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired(_l("请写这一项。")), LONG],
        description=hint,
        filters=[paragraphs],
        render_kw={"rows": 4},
    )


def _moment(label: Any) -> DateTimeLocalField:
    wanted = InputRequired(_l("请填写日期和时间。"))
    return DateTimeLocalField(label, [wanted], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])


class BreachForm(Form):
    """What happened, whose data, when; and what the law has people told."""

    reach = RadioField(_l("影响到谁"), [InputRequired(_l("请选一项。"))], choices=offered(REACHES))
    district = SelectField(_l("区"), validate_choice=False)
    unit = StringField(_l("单位的全名"), [LINE], filters=[one_line])
    team = StringField(_l("队伍的名称"), [LINE], filters=[one_line])
    phone = StringField(
        _l("被冒用的账号的手机号"), [LINE], filters=[one_line], render_kw={"inputmode": "tel"}
    )
    kinds = SelectMultipleField(
        _l("哪些信息"),
        [InputRequired(_l("请至少选一项。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    since = _moment(_l("从什么时候"))
    until = _moment(_l("到什么时候"))
    found = _moment(_l("什么时候发现的"))
    what = _text(_l("发生了什么"), _l("泄露、篡改还是丢失；发生了，还是可能发生。"))
    cause = _text(_l("原因"), _l("知道多少写多少，查清以后再登记一次。"))
    harm = _text(_l("可能造成的危害"), _l("对受影响的人可能意味着什么。"))
    remedy = _text(_l("已经采取的补救措施"), _l("已经做的和正在做的。"))
    advice = _text(_l("个人可以怎样减轻危害"), _l("比如改密码、当心冒充的电话。"))

    def __init__(self, places: Mapping[str, str], kinds: Mapping[str, Any]) -> None:
        super().__init__()
        self.places = frozenset(places)
        self.district.choices = offered({"": "—", **places})
        self.kinds.choices = offered(kinds)

    def validate_until(self, field: Any) -> None:
        """Not before it began."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_l("结束要在开始以后。"))

    def validate_district(self, field: Any) -> None:
        """Which district, unless it is about everybody, an account or a file."""
        if self.kind in PLACED and field.data not in self.places:
            raise ValidationError(_l("请选一个区。"))

    @property
    def kind(self) -> Reach | None:
        """Whom it reaches, if one was chosen that there is."""
        known = {each.value for each in Reach}
        return Reach(self.reach.data) if self.reach.data in known else None

    def happened(self, key: str) -> Happened:
        """What was stated, once it is valid; `key` says which district, unit, team or account."""
        words = {each: str(self[each.value].data) for each in Part}
        kinds = tuple(Group(each) for each in self.kinds.data or ())
        since, until, found = (
            _in_beijing(field.data) for field in (self.since, self.until, self.found)
        )
        return Happened(Reach(self.reach.data), key, kinds, since, until, found, words)


def _in_beijing(typed: datetime | None) -> datetime:
    assert typed is not None  # noqa: S101 - the form has been found valid
    return typed.replace(tzinfo=BEIJING)
