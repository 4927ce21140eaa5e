"""What an appointed leader fills in the first time: her phone and a password of her own."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from tracker.accounts.forms import NEW_PASSWORD, PhoneField, good_password
from tracker.web.forms import Form


class BeginForm(Form):
    """Proof that it is she, and what only she will know."""

    phone = PhoneField(
        _l("您的手机号"),
        render_kw={"autocomplete": "username", "inputmode": "tel", "required": True},
    )
    password = PasswordField(_l("给自己定一个密码"), [good_password], render_kw=NEW_PASSWORD)
