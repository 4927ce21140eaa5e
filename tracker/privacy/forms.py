"""What the room asks: the body questions of joining, for whoever agrees to them later."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from tracker.campaign.rules import ConsentKind
from tracker.joining.forms import AnswersForm

ADULTS_ONLY = _l("体重、BMI 和目标只为 18 岁及以上的人准备。运动和健康知识都照常。")


class BodyForm(AnswersForm):
    """Joining's questions about the body, without its six consents, which she has decided."""

    terms: Any = None
    body_data: Any = None
    leader_sees: Any = None
    name_in_standings: Any = None
    evaluation: Any = None
    photographs: Any = None

    @property
    def gives_body(self) -> bool:
        """She agreed on another page; her year of birth is what is left to know."""
        return self.is_adult

    def validate_birth_year(self, field: Any) -> None:
        """Old enough to take part, and for weight an adult."""
        super().validate_birth_year(field)
        if not self.is_adult:
            raise ValidationError(ADULTS_ONLY)

    def decisions(self, _notice: str) -> dict[ConsentKind, tuple[bool, str]]:
        """None: they were decided before."""
        return {}
