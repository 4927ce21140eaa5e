"""What is typed to come back: a number, a code, a new password."""

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import EqualTo, InputRequired

from tracker.accounts.forms.fields import NEW_PASSWORD, PhoneField, SecretField, good_password
from tracker.accounts.rules import CODE_LENGTH, digits_of
from tracker.web.forms import Form

ONE_TIME = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "maxlength": 12,
    "required": True,
}
"""How a phone is told that it may fill in the code of a message by itself."""
TEL = {"autocomplete": "tel", "inputmode": "tel", "required": True}


def _six_digits(_form: object, field: Field) -> None:
    if len(digits_of(field.data or "")) != CODE_LENGTH:
        raise ValidationError(_("请输入短信里的 6 位数字。"))


class CodeField(StringField):
    """A code from a message; `code` is its digits."""

    @property
    def code(self) -> str:
        """The digits however typed."""
        return digits_of(self.data or "")


class AskForm(Form):
    """The number a code shall be sent to, and the page to go on to."""

    phone = PhoneField(
        _("手机号"), render_kw={"autocomplete": "username", "inputmode": "tel", "required": True}
    )
    next = HiddenField()


class TextCodeForm(Form):
    """The code that came."""

    code = CodeField(_("短信里的 6 位验证码"), [_six_digits], render_kw=ONE_TIME)


class NewPasswordForm(Form):
    """A new password, twice."""

    new = SecretField(_("新密码"), [good_password], render_kw=NEW_PASSWORD)
    again = SecretField(
        _("再输一次新密码"),
        [EqualTo("new", _("两次输入的新密码不一样，请再输一次。"))],
        render_kw={"autocomplete": "new-password", "required": True},
    )


class ResetForm(NewPasswordForm):
    """The code that came, and a new password."""

    code = CodeField(_("短信里的 6 位验证码"), [_six_digits], render_kw=ONE_TIME)


class NewNumberForm(Form):
    """Another number."""

    phone = PhoneField(_("新的手机号"), render_kw=TEL)


class TwoCodesForm(Form):
    """A code that came to each of two numbers."""

    new = CodeField(_("新号码收到的 6 位验证码"), [_six_digits], render_kw=ONE_TIME)
    old = CodeField(
        _("原来的号码收到的 6 位验证码"),
        [_six_digits],
        render_kw={**ONE_TIME, "autocomplete": "off"},
    )


class OwnCodeForm(Form):
    """The code that she keeps at home."""

    code = StringField(
        _("您自己保管的恢复码"),
        [InputRequired(_("请输入恢复码。"))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "maxlength": 40},
    )
