"""What the room asks: the body questions of joining, for whoever agrees to them later."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.accounts.rules import NAME_MAX
from tracker.campaign.rules import AgeGroup, ConsentKind, age_group
from tracker.joining.forms import AnswersForm
from tracker.joining.rules import OLDEST_AGE
from tracker.privacy.rules import Said
from tracker.teams.rules import plain_name
from tracker.web.forms import Form, offered
from tracker.weight.forms import ONLY_DIGITS
from tracker.weight.rules import NotANumberError, OutOfRangeError, Sex, decimal_of, height_mm_of

ADULTS_ONLY = _l("体重、BMI 和目标只为 18 岁及以上的人准备。运动和健康知识都照常。")


class BodyForm(AnswersForm):
    """Joining's questions about the body, without its six consents, which she has decided."""

    terms: Any = None
    body_data: Any = None
    leader_sees: Any = None
    name_in_standings: Any = None
    evaluation: Any = None
    photographs: Any = None

    @property
    def gives_body(self) -> bool:
        """She agreed on another page; her year of birth is what is left to know."""
        return self.is_adult

    def validate_birth_year(self, field: Any) -> None:
        """Old enough to take part, and for weight an adult."""
        super().validate_birth_year(field)
        if not self.is_adult:
            raise ValidationError(ADULTS_ONLY)

    def decisions(self, _notice: str) -> dict[ConsentKind, tuple[bool, str]]:
        """None: they were decided before."""
        return {}


METRES_BELOW = 3
MM = 10
BODY = ("birth_year", "height", "sex", "doctor_first")
CHOOSE = _l("请选择一项。")


class CorrectForm(Form):
    """What she said of herself, to be put right; the body only where she has told it."""

    name = StringField(
        _l("姓名"),
        [
            DataRequired(_l("请填写姓名。")),
            Length(max=NAME_MAX, message=_l("姓名最多 %(max)d 个字。")),
        ],
        filters=[lambda text: plain_name(text or "")],
        render_kw={"autocomplete": "name"},
    )
    birth_year = StringField(
        _l("出生年份"),
        [InputRequired(_l("请填写出生年份，比如 1984。"))],
        render_kw={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 6},
    )
    height = StringField(
        _l("身高（厘米）"),
        [InputRequired(ONLY_DIGITS)],
        render_kw={"inputmode": "decimal", "autocomplete": "off", "maxlength": 8},
    )
    sex = RadioField(
        _l("性别"),
        [InputRequired(CHOOSE)],
        choices=offered({Sex.FEMALE: _l("女"), Sex.MALE: _l("男")}),
        validate_choice=False,
    )
    doctor_first = RadioField(
        _l("控制体重前，您是不是要先问问医生？"),
        [InputRequired(CHOOSE)],
        choices=offered({"yes": _l("是"), "no": _l("否")}),
        validate_choice=False,
    )

    def __init__(self, before: Said, today: date) -> None:
        super().__init__(
            name=before.name,
            birth_year=str(before.birth_year or ""),
            height=f"{(before.height_mm or 0) / MM:g}",
            sex=before.sex.value if before.sex else None,
            doctor_first="yes" if before.doctor_first else "no",
        )
        self.today = today
        self.has_body = before.height_mm is not None
        if not self.has_body:
            for field in BODY:
                del self[field]

    @property
    def said(self) -> Said:
        """What is right, once it was validated."""
        name = str(self.name.data)
        if not self.has_body:
            return Said(name)
        return Said(
            name,
            _height_mm(str(self.height.data)),
            Sex(self.sex.data),
            int(str(self.birth_year.data).strip()),
            self.doctor_first.data == "yes",
        )

    def validate_birth_year(self, field: Any) -> None:
        """A year in which an adult was born: weight is for adults alone."""
        plain = str(field.data or "").strip()
        oldest = self.today.year - OLDEST_AGE
        if not (plain.isdecimal() and oldest <= int(plain) <= self.today.year):
            raise ValidationError(_l("请填写四位数的出生年份，比如 1984。"))
        if age_group(int(plain), self.today) is not AgeGroup.ADULT:
            raise ValidationError(ADULTS_ONLY)

    def validate_height(self, field: Any) -> None:
        """Centimetres, or metres where the number can be nothing else."""
        try:
            _height_mm(str(field.data or ""))
        except NotANumberError:
            raise ValidationError(ONLY_DIGITS) from None
        except OutOfRangeError:
            raise ValidationError(_l("身高要在 100 到 230 厘米之间，请再看一下。")) from None

    def validate_sex(self, field: Any) -> None:
        """One of the two that there are."""
        if field.data not in set(Sex):
            raise ValidationError(CHOOSE)

    def validate_doctor_first(self, field: Any) -> None:
        """Yes or no."""
        if field.data not in {"yes", "no"}:
            raise ValidationError(CHOOSE)


def _height_mm(text: str) -> int:
    height = decimal_of(text)
    return height_mm_of(f"{height * 100:f}" if height < METRES_BELOW else text)
