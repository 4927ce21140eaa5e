"""What is typed for an event, an item, a squad, a rehearsal, and by whoever answers."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from tracker.clock import BEIJING
from tracker.showcases.rules import (
    CUE_MAX,
    HEIGHT_CM,
    ITEM_TITLE_MAX,
    MINUTES_MAX,
    NAME_MAX,
    SQUAD_NAME_MAX,
    SQUAD_SIZE_MAX,
    SUBSTITUTES,
    TEAMS_MAX,
    VENUE_MAX,
    Cues,
    Item,
    ItemKind,
    NewItem,
    NewShowcase,
    NewSquad,
    Showcase,
    Squad,
)
from tracker.teams.rules import plain_name
from tracker.web.forms import Form, offered

GATE, BEGIN, END = time(8), time(9), time(12)
KINDS = {
    ItemKind.BADUANJIN: _l("八段锦"),
    ItemKind.SLOW_JOG: _l("超慢跑"),
    ItemKind.WARM_UP: _l("热身表演"),
    ItemKind.FREE: _l("自选节目"),
}
"""What each kind of item is called."""
DOCTOR = {"no": _l("没有"), "yes": _l("有，或者说不准")}


def _plain(text: str | None) -> str:
    return plain_name(text or "")


def _line(label: Any, limit: int, wanted: Any = None) -> StringField:
    """A line of words; without a sentence for its absence it may stay empty."""
    most = Length(max=limit, message=_l("最多 %(max)d 个字。"))
    needed = [DataRequired(wanted)] if wanted else []
    return StringField(
        label,
        filters=[_plain],
        validators=[*needed, most],
        render_kw={"maxlength": limit, "autocomplete": "off"},
    )


def _whole(label: Any, least: int, most: int, **more: Any) -> IntegerField:
    """A whole number within limits that its sentence names."""
    sentence = _l("请填 %(min)s 到 %(max)s 之间的数。", min=least, max=most)
    return IntegerField(
        label,
        validators=[InputRequired(sentence), _between(least, most)],
        render_kw={"inputmode": "numeric", "min": least, "max": most},
        **more,
    )


def _between(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, _l("请填 %(min)s 到 %(max)s 之间的数。"))


class ShowcaseForm(Form):
    """An event's name, place, day and hours."""

    name = _line(_l("名称"), NAME_MAX, _l("请写名称，例如：健康体重运动技能展示。"))
    venue = _line(_l("地点"), VENUE_MAX, _l("请写地点，例如：通州区体育馆。"))
    day = DateField(_l("哪一天"), validators=[InputRequired(_l("请选一天。"))])
    opens = TimeField(_l("几点开始入场"), validators=[InputRequired(_l("请填入场的时间。"))])
    starts = TimeField(_l("几点开演"), validators=[InputRequired(_l("请填开演的时间。"))])
    closes = TimeField(_l("几点结束"), validators=[InputRequired(_l("请填结束的时间。"))])

    def __init__(self, current: Showcase | None = None, **more: Any) -> None:
        """As the event is now; a new one is a morning."""
        super().__init__(data=_typed(current), **more)

    def validate_starts(self, field: TimeField) -> None:
        """Not before the gate opens."""
        if field.data and self.opens.data and field.data < self.opens.data:
            raise ValidationError(_l("开演要在入场以后。"))

    def validate_closes(self, field: TimeField) -> None:
        """After it starts."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_l("结束要比开演晚。"))

    def showcase(self) -> NewShowcase:
        """The event that was typed."""
        day: date = self.day.data  # type: ignore[assignment]  # a valid form has a day
        opens, starts, closes = (
            datetime.combine(day, field.data or GATE, BEIJING)
            for field in (self.opens, self.starts, self.closes)
        )
        return NewShowcase(str(self.name.data), str(self.venue.data), day, opens, starts, closes)


def _typed(current: Showcase | None) -> dict[str, Any]:
    if current is None:
        return {"opens": GATE, "starts": BEGIN, "closes": END}
    moments = {"opens": current.opens, "starts": current.starts, "closes": current.closes}
    times = {name: at.astimezone(BEIJING).time() for name, at in moments.items()}
    return {"name": current.name, "venue": current.venue, "day": current.day, **times}


class ItemForm(Form):
    """One item of a programme."""

    kind = SelectField(_l("形式"), choices=offered(KINDS))
    title = _line(_l("节目名"), ITEM_TITLE_MAX, _l("请写节目名。"))
    minutes = _whole(_l("几分钟"), 1, MINUTES_MAX, default=4)
    together = BooleanField(_l("所有队一起做"))
    squad_size = _whole(_l("每队几个人"), 1, SQUAD_SIZE_MAX, default=12)

    def __init__(self, current: Item | None = None, **more: Any) -> None:
        """As the item is now."""
        super().__init__(data=vars(current) if current else None, **more)

    def item(self) -> NewItem:
        """The item that was typed."""
        return NewItem(
            ItemKind(self.kind.data),
            str(self.title.data),
            int(self.minutes.data or 0),
            together=bool(self.together.data),
            squad_size=int(self.squad_size.data or 0),
        )


class NominationForm(Form):
    """A team, an item, and the squad that it becomes."""

    team = RadioField(_l("哪支队伍"), coerce=int, validators=[InputRequired(_l("请选一支队伍。"))])
    item = RadioField(_l("哪个节目"), coerce=int, validators=[InputRequired(_l("请选一个节目。"))])
    name = _line(_l("展示队的名字"), SQUAD_NAME_MAX, _l("请给展示队起个名字，例如：朝阳一队。"))
    size = _whole(_l("几个人"), 1, SQUAD_SIZE_MAX, default=12)
    substitutes = _whole(_l("几个替补"), 0, SQUAD_SIZE_MAX, default=SUBSTITUTES)

    def __init__(self, teams: Mapping[int, str], items: Mapping[int, str], **more: Any) -> None:
        """With the teams that were found and the items that squads perform."""
        super().__init__(**more)
        self.team.choices, self.item.choices = offered(teams), offered(items)
        if len(items) == 1 and self.item.data is None:
            self.item.data = next(iter(items))

    def squad(self) -> NewSquad:
        """The squad that was typed."""
        return NewSquad(
            self.item.data,
            self.team.data,
            str(self.name.data),
            int(self.size.data or 0),
            int(self.substitutes.data or 0),
        )


class SquadForm(Form):
    """A squad's name and its numbers."""

    name = _line(_l("展示队的名字"), SQUAD_NAME_MAX, _l("请给展示队起个名字，例如：朝阳一队。"))
    size = _whole(_l("几个人"), 1, SQUAD_SIZE_MAX)
    substitutes = _whole(_l("几个替补"), 0, SQUAD_SIZE_MAX)

    def __init__(self, current: Squad, **more: Any) -> None:
        """As the squad is now."""
        super().__init__(data=vars(current), **more)


class CuesForm(Form):
    """What a squad wears, its music, and who rehearses it."""

    clothes = _line(_l("服装"), CUE_MAX)
    music = _line(_l("音乐"), CUE_MAX)
    coach = _line(_l("教练或带操人"), SQUAD_NAME_MAX)

    def __init__(self, current: Squad, **more: Any) -> None:
        """As they are now."""
        super().__init__(data=vars(current), **more)

    def cues(self) -> Cues:
        """What was typed."""
        return Cues(str(self.clothes.data), str(self.music.data), str(self.coach.data))


class RehearsalForm(Form):
    """When and where a squad rehearses."""

    day = DateField(_l("哪一天"), validators=[InputRequired(_l("请选一天。"))])
    at = TimeField(_l("几点"), validators=[InputRequired(_l("请填时间。"))], default=time(18, 30))
    place = _line(_l("地点"), VENUE_MAX, _l("请写地点，例如：单位操场。"))

    @property
    def starts(self) -> datetime:
        """The moment that was typed."""
        day: date = self.day.data  # type: ignore[assignment]  # a valid form has a day
        return datetime.combine(day, self.at.data or BEGIN, BEIJING)


class AnswerForm(Form):
    """Her answer; what she says to the doctor question goes nowhere but back to her."""

    doctor = RadioField(
        _l("您有下面这些情况吗？"),
        choices=offered(DOCTOR),
        validators=[InputRequired(_l("请先看一看这个问题，选一项。"))],
    )
    height_cm = IntegerField(
        _l("身高（厘米，可不填）"),
        validators=[Optional(), _between(*HEIGHT_CM)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class WrongNumberError(ValueError):
    """What stands in a district's field is no number of teams."""


def typed_teams(typed: Mapping[str, str], codes: tuple[str, ...]) -> dict[str, int]:
    """How many teams each district may bring; raises WrongNumberError with its code."""
    found: dict[str, int] = {}
    for code in codes:
        text = typed.get(f"teams-{code}", "").strip() or "0"
        if not text.isdecimal() or int(text) > TEAMS_MAX:
            raise WrongNumberError(code)
        found[code] = int(text)
    return found
