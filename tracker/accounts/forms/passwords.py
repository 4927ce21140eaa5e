"""Signing in, giving the password again, and changing it."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import EqualTo, InputRequired

from tracker.accounts.forms.fields import NEW_PASSWORD, PhoneField, SecretField, good_password
from tracker.web.forms import Form


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
