"""Switches of standings, and what a person wants to see of her own."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.web.forms import Form, offered

ON, OFF = "on", "off"
STANDINGS = {ON: _l("打开"), OFF: _l("关闭")}
SHOWN, HIDDEN = "shown", "hidden"
POINTS = {
    SHOWN: _l("看积分、连续记录和徽章"),
    HIDDEN: _l("都不看，也不在名单里"),
}


class SwitchForm(Form):
    """One switch, on or off."""

    state = RadioField(
        _l("队伍之间的比较"),
        choices=offered(STANDINGS),
        validators=[InputRequired(_l("请选打开或者关闭。"))],
    )

    def wanted(self, scope: str) -> dict[str, bool]:
        """What was chosen, for this scope."""
        return {scope: self.state.data == ON}


class PointsForm(Form):
    """Whether somebody wants points at all."""

    points = RadioField(
        _l("积分、连续记录和徽章"),
        choices=offered(POINTS),
        validators=[InputRequired(_l("请选一项。"))],
    )

    @property
    def hidden(self) -> bool:
        """Whether she does not."""
        return bool(self.points.data == HIDDEN)
