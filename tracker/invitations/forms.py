"""What is filled in on a slip's page, and by whoever prints one."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from tracker.accounts.forms import NEW_PASSWORD, NewPasswordForm, PhoneField, good_password
from tracker.accounts.rules import NAME_MAX
from tracker.web.forms import Form


class BeginForm(Form):
    """Proof that it is she, and what only she will know."""

    phone = PhoneField(
        _l("您的手机号"),
        render_kw={"autocomplete": "username", "inputmode": "tel", "required": True},
    )
    password = PasswordField(_l("给自己定一个密码"), [good_password], render_kw=NEW_PASSWORD)


class RecoverySlipForm(Form):
    """Whom a slip is for, as she said it herself."""

    name = StringField(
        _l("姓名"),
        [
            InputRequired(_l("请输入姓名。")),
            Length(max=NAME_MAX, message=_l("姓名最多 %(max)d 个字。")),
        ],
        render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
    )
    phone = PhoneField(
        _l("本人的手机号"), render_kw={"autocomplete": "off", "inputmode": "tel", "required": True}
    )


class RecoverForm(NewPasswordForm):
    """The number that the slip is for, and a new password."""

    phone = PhoneField(
        _l("您的手机号"),
        render_kw={"autocomplete": "username", "inputmode": "tel", "required": True},
    )


class NumberBySlipForm(Form):
    """A new number, and the code on the slip that was printed for it."""

    phone = PhoneField(
        _l("新的手机号"), render_kw={"autocomplete": "tel", "inputmode": "tel", "required": True}
    )
    code = StringField(
        _l("纸条上的码"),
        [InputRequired(_l("请输入纸条上网址最后的那一串。"))],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "maxlength": 40},
    )
