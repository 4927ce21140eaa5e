"""What is typed to let a phone in, at a gate, and to take a note back."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.accounts.rules import NAME_MAX
from tracker.gates.rules import NUMBER_DIGITS, WHY_MAX, is_number
from tracker.teams.rules import plain_name
from tracker.web.forms import Form

_NOT_IN_A_TICKET = re.compile(r"[^0-9A-Za-z]")


def _plain(text: str | None) -> str:
    return plain_name(text or "")


class DoorForm(Form):
    """Which gate, or who will hold the phone."""

    name = StringField(
        _l("哪个门，或谁拿这部手机"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请写哪个门，例如：东门 1。")),
            Length(max=NAME_MAX, message=_l("最多 %(max)d 个字。")),
        ],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )


class NumberForm(Form):
    """A ticket's number as it was read out, or what a scanner with a key pad types."""

    number = StringField(
        _l("票号（六位数字）"), render_kw={"autocomplete": "off", "inputmode": "numeric"}
    )

    @property
    def text(self) -> str:
        """Without gaps, in plain digits and letters."""
        plain = unicodedata.normalize("NFKC", self.number.data or "")
        return _NOT_IN_A_TICKET.sub("", plain).upper()

    def validate_number(self, _field: StringField) -> None:
        """A whole token, or a number whose last digit fits."""
        if len(self.text) <= NUMBER_DIGITS and not is_number(self.text):
            raise ValidationError(_l("这六位数字对不上，请再看一遍。"))


class UndoForm(Form):
    """Why a check-in is taken back."""

    why = StringField(
        _l("撤销的原因"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请写原因，例如：点错了人。本人会看到。")),
            Length(max=WHY_MAX, message=_l("最多 %(max)d 个字。")),
        ],
        render_kw={"maxlength": WHY_MAX, "autocomplete": "off"},
    )
