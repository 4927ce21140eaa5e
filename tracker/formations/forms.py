"""What a finger, a key or a pen asks of a formation: each hands over a change of a plan."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, ValidationError

from tracker.formations.rules import (
    REMARK_MAX,
    REMARKS_MAX,
    At,
    Formation,
    Pick,
    Plan,
    Shape,
    Slot,
    UnreadableError,
    Waiting,
    by_height,
    came,
    exchange,
    filled,
    missed,
    read,
    remarked,
    shaped,
    stood_in,
)
from tracker.web.forms import Form
from tracker.web.links import key_of

SHAPES = {
    Shape.THREE_ROWS: _l("三排"),
    Shape.FOUR_ROWS: _l("四排"),
    Shape.TWO_ROWS: _l("两排"),
    Shape.WEDGE: _l("楔形"),
    Shape.FREE: _l("自由摆"),
}
PERSON, SPOT = "p", "s"
"""What the picks of people without a place and of empty spots begin with."""
PICKS = 2
DIGITS_MAX = 16

Change = Callable[[Plan], Formation]


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _words(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


class ArrangeForm(Form):
    """One step, and the version of the formation that it was taken on."""

    version = HiddenField()
    do = HiddenField()
    pick = SelectMultipleField(validate_choice=False)
    number = HiddenField()
    person = HiddenField()
    shape = HiddenField()
    formation = HiddenField()

    def validate_do(self, field: HiddenField) -> None:
        """Something that can be done."""
        if field.data not in {*STEPS, "undo"}:
            raise ValidationError(_l("这一步没有看懂，请再点一次。"))

    def validate_pick(self, field: SelectMultipleField) -> None:
        """Two different things, for an exchange."""
        chosen = field.data or []
        if self.do.data == "exchange" and (len(set(chosen)) != PICKS or None in self.picks):
            raise ValidationError(_l("请选两个名字，再按“交换选中的两位”。"))

    def validate_shape(self, field: HiddenField) -> None:
        """A shape there is."""
        if self.do.data == "shape" and field.data not in set(Shape):
            raise ValidationError(_l("请选一种队形。"))

    def validate_formation(self, field: HiddenField) -> None:
        """A whole formation, where one is sent."""
        try:
            self.do.data == "save" and read(field.data or "")
        except UnreadableError:
            raise ValidationError(_l("队形没有读出来，请打开队形页再改一次。")) from None

    @property
    def since(self) -> int:
        """The version of the page that it was sent from."""
        return number_of(self.version.data)

    @property
    def picks(self) -> list[Pick | None]:
        """What was picked."""
        return [_pick(each) for each in self.pick.data or []]

    def change(self) -> Change:
        """What a valid form asks for."""
        return STEPS[str(self.do.data)](self)


class RemarksForm(Form):
    """Remarks for the whole, and beside each place."""

    version = HiddenField()
    remarks = TextAreaField(
        _l("整队的备注"),
        filters=[_words],
        validators=[Length(max=REMARKS_MAX, message=_l("最多 %(max)d 个字。"))],
        render_kw={"maxlength": REMARKS_MAX, "rows": 3},
    )
    remark = FieldList(
        StringField(
            filters=[_line],
            validators=[Length(max=REMARK_MAX, message=_l("最多 %(max)d 个字。"))],
            render_kw={"maxlength": REMARK_MAX, "autocomplete": "off"},
        )
    )

    def __init__(self, formation: Formation, **more: Any) -> None:
        """As they are now; one line for each place."""
        data = {"remarks": formation.remarks, "remark": [each.remark for each in formation.places]}
        super().__init__(data=data, **more)
        for number, line in enumerate(self.remark, 1):
            line.label.text = _l("第 %(number)s 位", number=number)

    @property
    def since(self) -> int:
        """The version of the page that it was sent from."""
        return number_of(self.version.data)

    def change(self) -> Change:
        """Other words at the places there are."""
        lines = {number: str(line.data) for number, line in enumerate(self.remark, 1)}
        whole = str(self.remarks.data)

        def write(plan: Plan) -> Formation:
            kept = {at: words for at, words in lines.items() if at <= len(plan.formation.places)}
            return remarked(plan.formation, kept, whole)

        return write


def number_of(text: str | None) -> int:
    """A whole number as it was sent; 0 for anything else."""
    plain = text or ""
    return int(plain) if plain.isdecimal() and len(plain) <= DIGITS_MAX else 0


def _pick(text: str) -> Pick | None:
    if text.startswith(PERSON):
        return Waiting(key_of(text[1:]))
    if text.startswith(SPOT):
        row, _, column = text[1:].partition(".")
        return Slot(number_of(row), number_of(column))
    return At(number_of(text)) if number_of(text) else None


def _exchange(form: ArrangeForm) -> Change:
    one, other = [each for each in form.picks if each is not None]
    return lambda plan: exchange(plan.formation, one, other, plan.substitutes)


def _stand_in(form: ArrangeForm) -> Change:
    """Whoever is named stands in; without a name the place stays empty."""
    number, person = number_of(form.number.data), key_of(form.person.data or "")
    if not person:
        return lambda plan: missed(plan.formation, number)
    # Whoever is not in the squad any more is named as nobody: then there is nothing to change.
    return lambda plan: (
        stood_in(plan.formation, number, person) if person in plan.by_person else plan.formation
    )


def _came(form: ArrangeForm) -> Change:
    number = number_of(form.number.data)
    return lambda plan: came(plan.formation, number)


def _shape(form: ArrangeForm) -> Change:
    shape = Shape(str(form.shape.data))
    return lambda plan: shaped(plan.formation, shape)


def _save(form: ArrangeForm) -> Change:
    whole = read(form.formation.data or "")
    return lambda _plan: whole


STEPS: dict[str, Callable[[ArrangeForm], Change]] = {
    "exchange": _exchange,
    "stand-in": _stand_in,
    "came": _came,
    "shape": _shape,
    "save": _save,
    "height": lambda _form: lambda plan: by_height(plan.formation, plan.heights),
    "fill": lambda _form: lambda plan: filled(plan.formation, plan.regulars),
}
"""What a step's name in a form does."""
