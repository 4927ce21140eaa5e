"""What somebody with a slip fills in: her phone first, then the form of joining, and a team."""

from collections.abc import Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.accounts.forms import PhoneField
from tracker.accounts.rules import HashedPassword
from tracker.campaign.rules import Calendar
from tracker.joining.forms.answers import NewcomerForm
from tracker.joining.rules import Newcomer
from tracker.teams.rules import Team
from tracker.web.forms import Form, offered


class SlipForm(Form):
    """The phone a slip is for, which is not printed on it."""

    phone = PhoneField(
        _l("您的手机号"), render_kw={"autocomplete": "tel", "inputmode": "tel", "required": True}
    )


class InvitedForm(NewcomerForm):
    """What an invited newcomer answers: her phone is known, her name may be put right."""

    def __init__(self, calendar: Calendar, today: date, name: str) -> None:
        super().__init__(calendar, today)
        del self.phone
        if not self.is_submitted():
            self.name.data = name

    def invited(self, phone: str, password: HashedPassword) -> Newcomer:
        """Who joins."""
        return Newcomer(phone, str(self.name.data), password)


class TeamForm(Form):
    """Which of the unit's teams, for whom none was chosen beforehand."""

    team = RadioField(
        _l("您想在哪支队伍？"), [InputRequired(_l("请选一支队伍。"))], validate_choice=True
    )

    def __init__(self, teams: Sequence[Team]) -> None:
        super().__init__()
        self.team.choices = offered({str(each.id): each.name for each in teams})

    @property
    def team_id(self) -> int:
        """The team she chose, once it is valid."""
        return int(self.team.data)
