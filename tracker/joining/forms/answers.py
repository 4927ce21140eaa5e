"""The one form of joining: who, six decisions, and for adults who agree the body and a goal."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from tracker.accounts.forms import NEW_PASSWORD, PhoneField, good_password
from tracker.accounts.rules import NAME_MAX, HashedPassword
from tracker.campaign.forms import ConsentsForm
from tracker.campaign.rules import AgeGroup, Calendar, age_group
from tracker.joining.rules import OLDEST_AGE, Answers, Newcomer
from tracker.teams.rules import plain_name
from tracker.web.forms import offered
from tracker.weight.forms import ONLY_DIGITS, WEIGHT_LIMITS
from tracker.weight.rules import (
    Body,
    Goal,
    GoalKind,
    GoalProblem,
    NotANumberError,
    OutOfRangeError,
    Plan,
    Reading,
    Sex,
    Unit,
    decimal_of,
    deserves_warning,
    expected,
    grams_of,
    height_mm_of,
    likely_meant,
    text_of,
)

YES, NO = "yes", "no"
METRES_BELOW = 3
"""A height smaller than this was typed in metres."""

YEAR_DIGITS = 4

DECIMAL = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 8}

HEIGHT_LIMITS = _l("身高要在 100 到 230 厘米之间，请再看一下。")

GOAL_SENTENCES = {
    GoalProblem.ASK_DOCTOR: _l("您说要先问医生：减重目标请先和医生商量，现在可以先选“维持”。"),
    GoalProblem.TOO_LIGHT: _l("这个目标偏轻，对健康不利。请定得高一些，或者选“维持”。"),
    GoalProblem.WRONG_WAY: _l("目标和您选的方向不一致，请看一下数字或换一个选项。"),
    GoalProblem.TOO_FAST: _l("这样变化太快了：每周最多 1 公斤或体重的 1 %。请把目标定得近一些。"),
}


class AnswersForm(ConsentsForm):
    """What everybody answers, whether or not she has an account."""

    birth_year = StringField(
        _l("出生年份"),
        [InputRequired(_l("请填写出生年份，比如 1984。"))],
        render_kw={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 6},
    )
    height = StringField(_l("身高（厘米）"), render_kw=DECIMAL)
    weight = StringField(_l("体重"), render_kw=DECIMAL)
    weight_unit = RadioField(
        _l("体重的单位"),
        [Optional()],
        choices=offered({Unit.KG: _l("公斤"), Unit.JIN: _l("斤")}),
        default=Unit.KG.value,
    )
    weighed_today = BooleanField(_l("今天称的"))
    weight_confirmed = BooleanField(_l("数字没错，就是这个体重"))
    sex = RadioField(
        _l("性别"),
        [Optional()],
        choices=offered({Sex.FEMALE: _l("女"), Sex.MALE: _l("男")}),
    )
    doctor_first = RadioField(
        _l("控制体重前，您是不是要先问问医生？"),
        [Optional()],
        choices=offered({YES: _l("是"), NO: _l("否")}),
    )
    goal = RadioField(
        _l("这一季的目标"),
        [Optional()],
        choices=offered(
            {GoalKind.LOSE: _l("减重"), GoalKind.KEEP: _l("维持"), GoalKind.GAIN: _l("增重")}
        ),
    )
    target = StringField(_l("目标体重（可以不填）"), render_kw=DECIMAL)

    def __init__(self, calendar: Calendar, today: date) -> None:
        super().__init__()
        self.calendar = calendar
        self.today = today
        self.doubtful = False
        """Whether the weight looks like a slip of the finger, so that the page has to ask."""
        self._body: Body | None = None
        self._goal: Goal | None = None
        self._grams: int | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field alone, then what belongs together."""
        alone = bool(super().validate(extra_validators))
        if self.gives_body:
            self._read_body()
        return alone and not self.errors

    def validate_birth_year(self, field: Any) -> None:
        """A year in which somebody old enough was born."""
        year = _year_of(field.data)
        if year is None or not self.today.year - OLDEST_AGE <= year <= self.today.year:
            raise ValidationError(_l("请填写四位数的出生年份，比如 1984。"))
        if age_group(year, self.today) is AgeGroup.CHILD:
            raise ValidationError(_l("年满 16 岁才能参加，等您到了年龄再来。"))

    @property
    def gives_body(self) -> bool:
        """Whether weight is for her: an adult who gave consent (2)."""
        return bool(self.body_data.data) and self.is_adult

    @property
    def is_adult(self) -> bool:
        """Whether the year she typed makes her an adult."""
        year = _year_of(self.birth_year.data)
        return year is not None and age_group(year, self.today) is AgeGroup.ADULT

    @property
    def hopes_far(self) -> bool:
        """Whether the goal is more than 5 % away, which deserves a word of caution."""
        return self._goal is not None and deserves_warning(self._goal, self._grams)

    def answers(self, notice: str, version: int) -> Answers:
        """What was answered, once it is valid, to this version of the notice, of these words."""
        reading = None
        if self._grams is not None and self.weighed_today.data:
            reading = Reading(self.today, self._grams)
        return Answers(self.decisions(notice), self._body, self._goal, reading, version)

    def _read_body(self) -> None:
        """The body and the goal, or under each field what is missing or wrong."""
        height_mm = self._measured("height", _height_mm)
        grams = self._measured("weight", lambda text: grams_of(text, self._unit))
        sex, doctor_first, kind = (self._chosen(name) for name in ("sex", "doctor_first", "goal"))
        if height_mm and grams:
            self._ask_about(grams, height_mm)
        if not (height_mm and grams and sex and doctor_first and kind):
            return
        self._grams = grams
        self._body = Body(
            height_mm=height_mm,
            sex=Sex(sex),
            birth_year=_year_of(self.birth_year.data) or 0,
            doctor_first=doctor_first == YES,
            recalled_grams=None if self.weighed_today.data else grams,
        )
        if not self.weight.errors:  # a goal is judged against a weight that is meant
            self._read_goal(GoalKind(kind), self._body, grams)

    def _read_goal(self, kind: GoalKind, body: Body, grams: int) -> None:
        target = None
        if kind is not GoalKind.KEEP and (self.target.data or "").strip():
            target = self._measured("target", lambda text: grams_of(text, self._unit))
        goal = Goal(kind, target, self.today)
        problem = Plan(body, grams, self.calendar, self.today).problem(goal)
        if problem in GOAL_SENTENCES:
            where = "goal" if problem is GoalProblem.ASK_DOCTOR else "target"
            self.say(where, GOAL_SENTENCES[problem])
        self._goal = goal

    def _ask_about(self, grams: int, height_mm: int) -> None:
        meant = likely_meant(grams, self._unit, expected(None, height_mm))
        self.doubtful = meant is not None
        if meant is not None and not self.weight_confirmed.data:
            values = {"typed": text_of(grams, Unit.KG), "meant": text_of(meant, Unit.KG)}
            question = _("您的体重是 %(typed)s 公斤，还是 %(meant)s 公斤？")
            self.say("weight", question % values)
            self.say("weight_confirmed", _("请改正上面的数字，或者勾选这一项。"))

    def _measured(self, name: str, read: Callable[[str], int]) -> int | None:
        """A typed measure, or None with what to do said under its field."""
        try:
            return read(self[name].data or "")
        except NotANumberError:
            self.say(name, ONLY_DIGITS)
        except OutOfRangeError:
            self.say(name, HEIGHT_LIMITS if name == "height" else WEIGHT_LIMITS)
        return None

    def _chosen(self, name: str) -> str | None:
        field = self[name]
        if field.data in {choice.value for choice in field.choices}:
            return str(field.data)
        if not field.errors:
            self.say(name, _l("请选择一项。"))
        return None

    @property
    def _unit(self) -> Unit:
        return Unit.JIN if self.weight_unit.data == Unit.JIN else Unit.KG


class NewcomerForm(AnswersForm):
    """What somebody without an account answers."""

    phone = PhoneField(
        _l("手机号"), render_kw={"autocomplete": "username", "inputmode": "tel", "required": True}
    )
    name = StringField(
        _l("姓名"),
        [
            DataRequired(_l("请填写姓名。")),
            Length(max=NAME_MAX, message=_l("姓名最多 %(max)d 个字。")),
        ],
        filters=[lambda text: plain_name(text or "")],
        render_kw={"autocomplete": "name"},
    )
    password = PasswordField(
        _l("密码"),
        [good_password],
        render_kw=NEW_PASSWORD,
    )

    def __init__(self, calendar: Calendar, today: date) -> None:
        super().__init__(calendar, today)
        self.taken = False
        """Whether the phone turned out to have an account, so that the page leads to signing in."""

    def newcomer(self, password: HashedPassword) -> Newcomer:
        """Who joins."""
        return Newcomer(self.phone.phone, str(self.name.data), password)

    def say_taken(self) -> None:
        """Say that the phone has an account."""
        self.taken = True
        self.say("phone", _("这个手机号已经有账号了。请先登录，再回到这里加入。"))


def _year_of(text: str | None) -> int | None:
    """A year of four digits, full-width or not."""
    plain = (text or "").strip()
    return int(plain) if len(plain) == YEAR_DIGITS and plain.isdecimal() else None


def _height_mm(text: str) -> int:
    """Millimetres from centimetres, or from metres where the number can be nothing else."""
    height = decimal_of(text)
    return height_mm_of(f"{height * 100:f}" if height < METRES_BELOW else text)
