"""What an organizer types as targets, and what a district lets its units see."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from tracker.insights.rules.brief import ACTIVITIES_MAX
from tracker.insights.rules.targets import (
    TARGET_MAX,
    DistrictWishes,
    NoTargetError,
    target_of,
)
from tracker.web.forms import Form, offered

PREFIX = "people-"
YES, NO = "yes", "no"
SEEING = {
    NO: _l("不让看：单位只看参与人数"),
    YES: _l("让看：资料完整满 30 人的单位，可以看到本单位的平均变化"),
}


def _is_target(_form: Any, field: Any) -> None:
    try:
        target_of(field.data or "")
    except NoTargetError:
        said = _l("请写 1 到 %(most)s 的整数；不定目标就留空。", most=f"{TARGET_MAX:,}")
        raise ValidationError(said) from None


class TargetsForm(Form):
    """One field for each area or unit, whichever there are; an empty one means no target."""

    @classmethod
    def of(cls, names: Mapping[str, str], targets: Mapping[str, int], **more: Any) -> "TargetsForm":
        """A form for the areas or units of these names, filled in with their targets."""
        fields = {
            PREFIX + scope: StringField(
                name, validators=[_is_target], render_kw={"inputmode": "numeric"}
            )
            for scope, name in names.items()
        }
        filled = {PREFIX + scope: f"{people}" for scope, people in targets.items()}
        return type(cls.__name__, (cls,), fields)(data=filled | more)  # type: ignore[no-any-return]

    @property
    def people(self) -> list[Any]:
        """The fields, in the order of the names."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def wanted(self) -> dict[str, int | None]:
        """The targets that were typed, by scope."""
        return {
            field.name.removeprefix(PREFIX): target_of(field.data or "") for field in self.people
        }


class DistrictForm(TargetsForm):
    """A district's form: the targets of its units, and what they may see of themselves."""

    units_see = RadioField(
        _l("本区的单位能不能看到自己单位的体重变化？"),
        choices=offered(SEEING),
        validators=[Optional()],
    )

    def wishes(self, *, may_consent: bool) -> DistrictWishes:
        """What was typed; only the district itself agrees to anything in its name."""
        chosen = self.units_see.data if may_consent else None
        return DistrictWishes(self.wanted(), None if chosen is None else chosen == YES)


class BriefForm(Form):
    """What an organizer says of activities held, a line each."""

    activities = TextAreaField(
        _l("本期开展的活动（一行一项）"),
        validators=[
            Length(
                max=ACTIVITIES_MAX,
                message=_l("最多 %(most)s 字，请写短一些。", most=ACTIVITIES_MAX),
            )
        ],
        render_kw={"rows": 6},
    )
