"""What an organizer or a contact types to open a team and to run it."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than its stubs
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.accounts.rules import NAME_MAX, Role, phone_of
from tracker.campaign.rules import WHY_MAX
from tracker.teams.rules import (
    PLACES_MAX,
    PLACES_MIN,
    TEAM_NAME_MAX,
    UNIT_NAME_MAX,
    Appointed,
    DeputyThereError,
    NameNeededError,
    NewTeam,
    SameLeaderError,
    Team,
    TeamNameTakenError,
    Unit,
    UnitClosedError,
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
        if isinstance(error, UnitClosedError):
            self.say("unit_name", _l("这个单位已经停用，不能再建队。"))
        if isinstance(error, NameNeededError):
            which = "leader" if error.phone == self.leader_phone.data else "deputy"
            self.say(f"{which}_name", _l("这个手机号还没有账号，请填写姓名。"))


class TeamNameForm(Form):
    """A team's name."""

    name = StringField(
        _l("队名"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请填写队名。")),
            Length(max=TEAM_NAME_MAX, message=_l("队名最多 %(max)d 个字。")),
        ],
    )

    def say_taken(self) -> None:
        """The unit has a team of this name."""
        self.say("name", _l("这个单位已经有同名的队伍，请换一个队名。"))


class UnitNameForm(Form):
    """A unit's name."""

    name = StringField(
        _l("单位名称"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请填写单位名称。")),
            Length(max=UNIT_NAME_MAX, message=_l("单位名称最多 %(max)d 个字。")),
        ],
    )


class PlacesForm(Form):
    """How many people a team takes in."""

    places = StringField(
        _l("名额"),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4},
    )

    def validate_places(self, _field: Any) -> None:
        """A whole number between the limits, full-width digits too."""
        if not PLACES_MIN <= self.wanted <= PLACES_MAX:
            raise ValidationError(
                _l("请填 %(low)s 到 %(high)s 之间的整数。", low=PLACES_MIN, high=PLACES_MAX)
            )

    @property
    def wanted(self) -> int:
        """The number that was typed; 0 for what is none."""
        digits = unicodedata.normalize("NFKC", self.places.data or "").strip()
        return int(digits) if digits.isascii() and digits.isdigit() else 0


class _BecomePartForm(Form):
    """Why something becomes part of something else; every member reads it."""

    into: SelectField
    why = StringField(
        _l("原因（每位队员都会看到）"),
        filters=[_plain],
        validators=[
            DataRequired(_l("请写一句原因，队员会看到。")),
            Length(max=WHY_MAX, message=_l("原因最多 %(max)d 个字。")),
        ],
    )

    @property
    def target(self) -> int:
        """The key of what was chosen."""
        return int(str(self.into.data))


class MergeForm(_BecomePartForm):
    """The team to become part of."""

    into = SelectField(_l("并入哪一支队伍"), validators=[DataRequired(_l("请选一支队伍。"))])

    def __init__(self, targets: Sequence[Team]) -> None:
        super().__init__()
        self.into.choices = [
            SelectChoice(str(each.id), f"{each.unit_name} · {each.name}") for each in targets
        ]


class MergeUnitForm(_BecomePartForm):
    """The unit to become part of."""

    into = SelectField(_l("并入哪个单位"), validators=[DataRequired(_l("请选一个单位。"))])

    def __init__(self, targets: Sequence[Unit]) -> None:
        super().__init__()
        self.into.choices = [SelectChoice(str(each.id), each.name) for each in targets]


class AppointForm(Form):
    """Who is to lead or to stand in, by phone."""

    role = RadioField(
        _l("职务"),
        choices=offered({Role.LEADER: _l("组长"), Role.DEPUTY: _l("副组长")}),
        default=Role.DEPUTY.value,
    )
    phone = StringField(
        _l("手机号"),
        filters=[_digits],
        validators=[_is_phone],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    person = StringField(_l("姓名"), filters=[_plain], validators=[Length(max=NAME_MAX)])

    @property
    def wanted(self) -> Role:
        """The role that was chosen."""
        return Role(str(self.role.data))

    def appointed(self) -> Appointed:
        """Who was typed."""
        return Appointed(str(self.phone.data), str(self.person.data))

    def explain(self, error: Exception) -> None:
        """Put under its field why it cannot be so."""
        if isinstance(error, SameLeaderError):
            self.say("phone", _l("组长和副组长必须是两个人。"))
        if isinstance(error, NameNeededError):
            self.say("person", _l("这个手机号还没有账号，请填写姓名。"))
        if isinstance(error, DeputyThereError):
            self.say("role", _l("队里已经有副组长了。"))
