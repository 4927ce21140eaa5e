"""Signing in, giving the password again, and changing it."""

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, PasswordField, TelField, ValidationError
from wtforms.validators import EqualTo, InputRequired

from tracker.accounts.rules import (
    PASSWORD_MAX,
    PASSWORD_MIN,
    PasswordProblem,
    password_problem,
    phone_of,
)
from tracker.web.forms import Form

PROBLEMS = {
    PasswordProblem.SHORT: _("密码至少要 %(least)s 个字符，请再长一些。", least=PASSWORD_MIN),
    PasswordProblem.LONG: _("密码最多 %(most)s 个字符，请短一些。", most=PASSWORD_MAX),
    PasswordProblem.PHONE: _("手机号别人容易猜到，请换一个密码。"),
    PasswordProblem.OBVIOUS: _(
        "这个密码太常见，别人容易猜到。请换一个，例如几个不相干的词连在一起。"
    ),
}

NEW_PASSWORD = {
    "autocomplete": "new-password",
    "required": True,
    "minlength": PASSWORD_MIN,
    "maxlength": PASSWORD_MAX,
}
"""How a browser is told, wherever a password is chosen."""


class PhoneField(TelField):
    """A mobile number, kept as it was typed; `phone` is its 11 digits."""

    @property
    def phone(self) -> str:
        """The 11 digits; empty when it is not a mobile number, which validation refuses."""
        return phone_of(self.data or "") or ""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - the signature is WTForms'
        """Refuse what is not a mobile number."""
        if not self.phone:
            raise ValidationError(_("请输入 11 位手机号。"))


class SecretField(PasswordField):
    """A password; the page never shows it again."""

    @property
    def text(self) -> str:
        """What was typed, as it was typed."""
        return self.data or ""


def good_password(_form: object, field: Field) -> None:
    """Validator of a new password, wherever one is chosen."""
    problem = password_problem(field.data or "")
    if problem:
        raise ValidationError(PROBLEMS[problem])


class SignInForm(Form):
    """Phone and password, and the page to go on to."""

    phone = PhoneField(
        _("手机号"), render_kw={"autocomplete": "username", "inputmode": "tel", "required": True}
    )
    password = SecretField(
        _("密码"),
        [InputRequired(_("请输入密码。"))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class ConfirmForm(Form):
    """The password of somebody signed in, and the page to go on to."""

    password = SecretField(
        _("密码"),
        [InputRequired(_("请输入密码。"))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class PasswordForm(Form):
    """The password there is, and the new one twice."""

    current = SecretField(
        _("现在的密码"),
        [InputRequired(_("请输入现在的密码。"))],
        render_kw={"autocomplete": "current-password"},
    )
    new = SecretField(
        _("新密码"),
        [good_password],
        render_kw=NEW_PASSWORD,
    )
    again = SecretField(
        _("再输一次新密码"),
        [EqualTo("new", _("两次输入的新密码不一样，请再输一次。"))],
        render_kw={"autocomplete": "new-password", "required": True},
    )
