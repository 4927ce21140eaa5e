"""Naming a passkey, what a browser answers for one, and a recovery code."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from tracker.accounts.rules import NAME_MAX
from tracker.web.forms import Form

ANSWER_MAX = 20_000
"""More than any browser writes, with a certificate of its maker."""
CODE_TYPED_MAX = 60


class PasskeyForm(Form):
    """A passkey that the browser made, and what its owner calls it."""

    name = StringField(
        _("给它起个名字"),
        [InputRequired(_("请起个名字，例如：办公室电脑。")), Length(max=NAME_MAX)],
        filters=[lambda text: text and text.strip()],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )
    answer = HiddenField(validators=[Length(max=ANSWER_MAX)])


class AnswerForm(Form):
    """What the browser signed, and the page to go on to."""

    answer = HiddenField(validators=[Length(max=ANSWER_MAX)])
    next = HiddenField()


class RecoveryForm(Form):
    """One of the recovery codes, and the page to go on to."""

    code = StringField(
        _("备用码"),
        [InputRequired(_("请输入一个备用码。")), Length(max=CODE_TYPED_MAX)],
        render_kw={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"},
    )
    next = HiddenField()
