"""What may be typed: a robot's address."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, Length

from tracker.notices.rules import ADDRESS_MAX, SECRET_MAX, AddressProblem, RobotKind, Style
from tracker.web.forms import Form, offered

KINDS = {RobotKind.WECOM: _l("企业微信"), RobotKind.DINGTALK: _l("钉钉")}
STYLES = {Style.MARKDOWN: _l("带格式"), Style.TEXT: _l("纯文字")}
PROBLEMS = {
    AddressProblem.HOST: _l(
        "这不是所选机器人的地址。企业微信的在 qyapi.weixin.qq.com，钉钉的在 oapi.dingtalk.com。"
    ),
    AddressProblem.PATH: _l("地址不完整。请在群的机器人设置里点“复制”，整条粘贴过来。"),
}


class RobotForm(Form):
    """One robot of a group."""

    kind = RadioField(
        _l("哪一种机器人"),
        choices=offered(KINDS),
        default=RobotKind.WECOM.value,
        validators=[DataRequired(_l("请选一种。"))],
    )
    address = StringField(
        _l("Webhook 地址"),
        validators=[
            DataRequired(_l("请粘贴机器人的地址。")),
            Length(max=ADDRESS_MAX, message=_l("这个地址太长了。")),
        ],
        render_kw={"autocomplete": "off", "inputmode": "url", "spellcheck": "false"},
    )
    secret = StringField(
        _l("加签密钥（钉钉，选填）"),
        validators=[Length(max=SECRET_MAX, message=_l("这个密钥太长了。"))],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    style = RadioField(_l("消息的样子"), choices=offered(STYLES), default=Style.MARKDOWN.value)

    @property
    def robot_kind(self) -> RobotKind:
        """Which of the two was chosen."""
        return RobotKind(str(self.kind.data))

    @property
    def robot_style(self) -> Style:
        """How its messages are set."""
        return Style(str(self.style.data))

    @property
    def signing_secret(self) -> str | None:
        """钉钉's secret, if one was typed; 企业微信 has none."""
        typed = str(self.secret.data or "").strip()
        return typed or None if self.robot_kind is RobotKind.DINGTALK else None

    def explain(self, problem: AddressProblem) -> None:
        """Say under the address why it was not taken."""
        said: Any = PROBLEMS[problem]
        self.say("address", said)
