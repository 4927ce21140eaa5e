"""Fields of phones and passwords, wherever one is typed."""

from flask_babel import lazy_gettext as _
from wtforms import Field, PasswordField, TelField, ValidationError

from tracker.accounts.rules import (
    PASSWORD_MAX,
    PASSWORD_MIN,
    PasswordProblem,
    password_problem,
    phone_of,
)

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
