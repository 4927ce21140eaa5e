"""What an organizer types to open a team."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.accounts.rules import NAME_MAX, phone_of
from tracker.teams.rules import (
    TEAM_NAME_MAX,
    UNIT_NAME_MAX,
    Appointed,
    NameNeededError,
    NewTeam,
    SameLeaderError,
    TeamNameTakenError,
    UnitKind,
    plain_name,
)
from tracker.web.forms import Form, offered

KINDS = {
    UnitKind.ENTERPRISE: _l("企业"),
    UnitKind.GOVERNMENT: _l("机关"),
    UnitKind.INSTITUTION: _l("事业单位"),
    UnitKind.SCHOOL: _l("学校"),
    UnitKind.HOSPITAL: _l("医院"),
    UnitKind.SOCIETY: _l("社会组织"),
}


def _plain(text: str | None) -> str:
    return plain_name(text or "")


def _digits(text: str | None) -> str:
    """A phone in its plain form; what is not one stays as it was typed."""
    return phone_of(text or "") or (text or "").strip()


def _is_phone(_form: Any, field: Any) -> None:
    if phone_of(field.data) is None:
        raise ValidationError(_l("请输入 11 位手机号。"))


class TeamForm(Form):
    """A team, where it belongs, and the two people who lead it."""

    unit_name = StringField(
        _l("单位名称"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请填写单位名称。")),
            Length(max=UNIT_NAME_MAX, message=_l("单位名称最多 %(max)d 个字。")),
        ],
    )
    unit_kind = SelectField(_l("单位类型"), choices=offered(KINDS))
    name = StringField(
        _l("队名"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请填写队名。")),
            Length(max=TEAM_NAME_MAX, message=_l("队名最多 %(max)d 个字。")),
        ],
    )
    leader_name = StringField(_l("组长姓名"), filters=[_plain], validators=[Length(max=NAME_MAX)])
    leader_phone = StringField(
        _l("组长手机号"),
        filters=[_digits],
        validators=[_is_phone],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    deputy_name = StringField(_l("副组长姓名"), filters=[_plain], validators=[Length(max=NAME_MAX)])
    deputy_phone = StringField(
        _l("副组长手机号"),
        filters=[_digits],
        validators=[_is_phone],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )

    def team(self, season_id: int, district_code: str) -> NewTeam:
        """The team that was typed."""
        return NewTeam(
            season_id=season_id,
            district_code=district_code,
            unit_name=str(self.unit_name.data),
            unit_kind=UnitKind(self.unit_kind.data),
            name=str(self.name.data),
        )

    def leader(self) -> Appointed:
        """Who is to lead."""
        return Appointed(str(self.leader_phone.data), str(self.leader_name.data))

    def deputy(self) -> Appointed:
        """Who is to stand in."""
        return Appointed(str(self.deputy_phone.data), str(self.deputy_name.data))

    def explain(self, error: Exception) -> None:
        """Put under its field why the team cannot be opened so."""
        if isinstance(error, SameLeaderError):
            self.say("deputy_phone", _l("组长和副组长必须是两个人。"))
        if isinstance(error, TeamNameTakenError):
            self.say("name", _l("这个单位已经有同名的队伍，请换一个队名。"))
        if isinstance(error, NameNeededError):
            which = "leader" if error.phone == self.leader_phone.data else "deputy"
            self.say(f"{which}_name", _l("这个手机号还没有账号，请填写姓名。"))
