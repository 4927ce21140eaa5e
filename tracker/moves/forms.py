"""What may be typed: days of a pause, an answer with its reason, and who asks to be let in."""

from datetime import date, timedelta
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from tracker.accounts.forms import NEW_PASSWORD, PhoneField, good_password
from tracker.accounts.rules import NAME_MAX
from tracker.campaign.rules import WHY_MAX, text_hash
from tracker.moves.rules import (
    PAUSE_DAYS,
    PAUSE_DAYS_MAX,
    Pause,
    PauseTooLateError,
    PauseTooLongError,
)
from tracker.teams.rules import BackwardsError, plain_name
from tracker.web.filters import day as day_words
from tracker.web.forms import Form

DAY = timedelta(days=1)


class PauseForm(Form):
    """From a day to a day, and nothing else: a reason has no field."""

    first = DateField(_l("从哪天起"), [InputRequired(_l("请选一天。"))])
    last = DateField(_l("到哪天为止"), [InputRequired(_l("请选一天。"))])

    def __init__(self, today: date, ends: date) -> None:
        super().__init__(first=today, last=min(today + (PAUSE_DAYS - 1) * DAY, ends))

    def pause(self) -> Pause:
        """The days that were typed, once they are valid."""
        return Pause(cast("date", self.first.data), cast("date", self.last.data))

    def explain(self, error: Exception) -> None:
        """Put under its field why these days cannot be a pause."""
        if isinstance(error, BackwardsError):
            self.say("last", _l("结束的日子要在开始的日子以后。"))
        elif isinstance(error, PauseTooLateError):
            words = _l("这一季到 %(day)s 结束，暂停也到这一天为止。")
            self.say("last", words % {"day": day_words(error.last)})
        elif isinstance(error, PauseTooLongError):
            words = _l("一季里最多暂停 %(most)s 天，还可以暂停 %(left)s 天。")
            self.say("last", words % {"most": PAUSE_DAYS_MAX, "left": error.left})
        else:
            self.say("first", _l("暂停从今天起最早；过去的日子不用补。"))


class AnswerForm(Form):
    """Yes or no to a request, in a sentence that she reads."""

    why = StringField(
        _l("给对方的一句话"),
        [Length(max=WHY_MAX, message=_l("最多 %(max)d 个字。"))],
        filters=[lambda text: plain_name(text or "")],
        render_kw={"maxlength": WHY_MAX, "autocomplete": "off"},
    )

    def explain_missing(self) -> None:
        """A no comes with a reason."""
        self.say("why", _l("请写一句为什么，对方读得到。"))


class AskForm(Form):
    """Whoever is signed in and asks a team to let her in: one tick."""

    terms = BooleanField(
        _l("我读过告知书，同意为这次申请使用我的姓名和手机号"),
        description=_l(
            "只有这支队伍的组长和副组长看得到您的姓名和打码的手机号。"
            "申请不等于参加：同意以后，您再填报名表，逐项决定六项同意。"
        ),
        validators=[InputRequired(_l("要申请，请先读告知书并勾选这一项。"))],
    )

    def words_hash(self, notice: str) -> str:
        """Of what was shown when she agreed."""
        return text_hash(f"{self.terms.label.text}\n{self.terms.description}\n{notice}")


class NewcomerAskForm(AskForm):
    """The same with a new account."""

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
    password = PasswordField(_l("密码"), [good_password], render_kw=NEW_PASSWORD)

    def __init__(self) -> None:
        super().__init__()
        self.taken = False
        """Whether the phone turned out to have an account, so that the page leads to signing in."""

    def say_taken(self) -> None:
        """Say that the phone has an account."""
        self.taken = True
        self.say("phone", _l("这个手机号已经有账号了。请先登录，再回到这里申请。"))
