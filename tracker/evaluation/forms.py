"""Forms of the room: asking for a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length

from tracker.evaluation.rules import PURPOSE_MAX, PURPOSE_MIN
from tracker.insights.rules import SnapshotOf
from tracker.web.filters import day
from tracker.web.forms import Form, offered


@dataclass(frozen=True)
class Wish:
    """As of which snapshot, and what for."""

    as_of: date
    purpose: str


class AskForm(Form):
    """As of which moment a file is wanted, and what for."""

    as_of = SelectField(_l("截至"))
    purpose = TextAreaField(
        _l("用来做什么"),
        filters=[lambda text: " ".join((text or "").split())],
        validators=[
            Length(
                PURPOSE_MIN,
                PURPOSE_MAX,
                message=_l("请用一两句话写清用途，15 到 500 个字。"),
            )
        ],
        render_kw={"rows": 4, "maxlength": PURPOSE_MAX, "required": True},
    )

    def offer(self, snapshots: Iterable[SnapshotOf]) -> None:
        """Let her choose among these."""
        self.as_of.choices = offered(
            {
                each.as_of.isoformat(): _(
                    "%(day)s 之前的数据（第 %(version)s 版）",
                    day=day(each.as_of),
                    version=each.version,
                )
                for each in snapshots
            }
        )

    @property
    def wish(self) -> Wish:
        """What was asked for; only of a valid form."""
        return Wish(date.fromisoformat(self.as_of.data), self.purpose.data or "")
