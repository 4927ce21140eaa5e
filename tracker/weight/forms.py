"""What may be typed about weight and goals; each form hands over a frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than types-wtforms
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)

from tracker.web.filters import day as day_words
from tracker.web.filters import day_with_weekday, number
from tracker.web.forms import Form
from tracker.weight.rules import (
    Goal,
    GoalKind,
    GoalProblem,
    NotANumberError,
    OutOfRangeError,
    Plan,
    Reading,
    Unit,
    grams_of,
    text_of,
    waist_mm_of,
)

ONLY_DIGITS = lazy_gettext("请只填数字，例如 67.5。")
WEIGHT_LIMITS = lazy_gettext("体重要在 25 到 300 公斤（50 到 600 斤）之间，请看看数字和单位。")
WAIST_LIMITS = lazy_gettext("腰围要在 40 到 200 厘米之间，请再看一下。")
UNITS = [
    SelectChoice(Unit.KG.value, lazy_gettext("公斤")),
    SelectChoice(Unit.JIN.value, lazy_gettext("斤")),
]
KINDS = [
    SelectChoice(GoalKind.LOSE.value, lazy_gettext("减重")),
    SelectChoice(GoalKind.KEEP.value, lazy_gettext("维持")),
    SelectChoice(GoalKind.GAIN.value, lazy_gettext("增重")),
]
DECIMAL = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 12}


@dataclass(frozen=True)
class Typed:
    """A weight as typed: the reading, the unit it was typed in, and whether she stands by it."""

    reading: Reading
    unit: Unit
    waist_mm: int | None
    confirmed: bool


class WeightForm(Form):
    """A weight on one of the open days, and a waist if she likes."""

    unit = RadioField(lazy_gettext("单位"), choices=UNITS, default=Unit.KG.value)
    weight = StringField(lazy_gettext("体重"), render_kw=DECIMAL)
    day = SelectField(lazy_gettext("哪一天"), validate_choice=False)
    waist = StringField(lazy_gettext("腰围（厘米，可不填）"), render_kw=DECIMAL)
    confirmed = HiddenField()

    def __init__(self, window: tuple[date, date], **more: Any) -> None:
        """Offer the open days, the latest first; a day that was typed stays, wrong or not."""
        first, last = window
        more.setdefault("data", {"day": last.isoformat()})
        super().__init__(**more)
        self.open = [
            date.fromordinal(n) for n in range(last.toordinal(), first.toordinal() - 1, -1)
        ]
        days = {each.isoformat(): day_with_weekday(each) for each in self.open}
        typed = str(self.day.data)
        offered = {typed: typed} | days if typed not in days else days
        self.day.choices = [SelectChoice(*each) for each in offered.items()]
        self._beyond: int | None = None

    def typed(self) -> Typed:
        """The value, once the form is valid."""
        unit = Unit(self.unit.data)
        waist = (self.waist.data or "").strip()
        return Typed(
            reading=Reading(
                date.fromisoformat(self.day.data), grams_of(self.weight.data or "", unit)
            ),
            unit=unit,
            waist_mm=waist_mm_of(waist) if waist else None,
            confirmed=self.confirmed.data == "1",
        )

    def beyond(self) -> Typed | None:
        """A weight that was read but no adult has: its slip may still be recognised."""
        if not self._beyond or self.day.errors or self.unit.errors:
            return None
        reading = Reading(date.fromisoformat(self.day.data), self._beyond)
        return Typed(reading, Unit(self.unit.data), waist_mm=None, confirmed=False)

    def validate_weight(self, field: StringField) -> None:
        """A plain number within what adults weigh."""
        try:
            _check_weight(field.data, self.unit.data)
        except OutOfRangeError as error:
            self._beyond = error.value
            raise ValidationError(WEIGHT_LIMITS) from None

    def validate_day(self, field: SelectField) -> None:
        """One of the open days."""
        if field.data not in {each.isoformat() for each in self.open}:
            raise ValidationError(
                lazy_gettext(
                    "可以记 %(first)s 到 %(last)s，请选其中一天。",
                    first=day_with_weekday(self.open[-1]),
                    last=day_with_weekday(self.open[0]),
                )
            )

    def validate_waist(self, field: StringField) -> None:
        """Empty, or a plain number of centimetres."""
        typed = (field.data or "").strip()
        if not typed:
            return
        try:
            waist_mm_of(typed)
        except NotANumberError:
            raise ValidationError(ONLY_DIGITS) from None
        except OutOfRangeError:
            raise ValidationError(WAIST_LIMITS) from None


def plainly_typed(form: Mapping[str, str], window: tuple[date, date]) -> Typed | None:
    """What the form would hand over, where nothing is wrong with it; None leaves it to the form.

    Nearly every weight is typed without a slip, and a form that has nothing to say costs as much
    as everything else that a save does.
    """
    try:
        unit, day = Unit(form.get("unit", "")), date.fromisoformat(form.get("day", ""))
        waist = form.get("waist", "").strip()
        typed = Typed(
            reading=Reading(day, grams_of(form.get("weight", ""), unit)),
            unit=unit,
            waist_mm=waist_mm_of(waist) if waist else None,
            confirmed=form.get("confirmed") == "1",
        )
    except ValueError:
        return None
    is_open = window[0] <= day <= window[1] and form["day"] == day.isoformat()
    return typed if is_open else None


class GoalForm(Form):
    """One of three goals, equal in worth; only keeping has no target."""

    kind = RadioField(lazy_gettext("我想"), choices=KINDS)
    unit = RadioField(lazy_gettext("单位"), choices=UNITS, default=Unit.KG.value)
    target = StringField(lazy_gettext("目标体重（维持不用填）"), render_kw=DECIMAL)
    confirmed = HiddenField()

    def goal(self, today: date) -> Goal:
        """The value, once the form is valid."""
        kind = GoalKind(self.kind.data)
        typed = (self.target.data or "").strip()
        needed = kind is not GoalKind.KEEP and typed
        return Goal(kind, grams_of(typed, Unit(self.unit.data)) if needed else None, today)

    def validate_target(self, field: StringField) -> None:
        """A plain weight, unless she keeps hers; a missing one is the rule's to say."""
        if self.kind.data == GoalKind.KEEP.value or not (field.data or "").strip():
            return
        try:
            _check_weight(field.data, self.unit.data)
        except OutOfRangeError:
            raise ValidationError(WEIGHT_LIMITS) from None

    def refuse(self, problem: GoalProblem, plan: Plan) -> None:
        """Put a sentence that says what to do under the target or the kind."""
        field = "kind" if problem is GoalProblem.ASK_DOCTOR else "target"
        words = {
            GoalProblem.ASK_DOCTOR: gettext("减重的目标请先和医生商量；维持同样是很好的目标。"),
            GoalProblem.TARGET_MISSING: gettext("请填目标体重，例如 65.0。"),
            GoalProblem.TOO_LIGHT: gettext(
                "这个目标对您的身高来说太轻了，请填 %(lowest)s 公斤或以上。",
                lowest=number(-(-plan.lowest // 100) / 10, 1),
            ),
            GoalProblem.WRONG_WAY: gettext("目标和方向不一致：减重要比现在轻，增重要比现在重。"),
            GoalProblem.TOO_FAST: gettext(
                "到 %(day)s，稳妥的变化最多是 %(most)s 公斤（每周不超过 1 公斤和体重的 1 %%）。",
                day=day_words(plan.calendar.ends),
                most=number((plan.furthest or 0) // 100 / 10, 1),
            ),
        }
        self.say(field, words[problem])


def opened_on(day: date, grams: int | None, waist_mm: int | None, unit: Unit) -> dict[str, str]:
    """What the weight's form opens on."""
    return {
        "day": day.isoformat(),
        "unit": unit.value,
        "weight": text_of(grams, unit) if grams else "",
        "waist": f"{waist_mm / 10:g}" if waist_mm else "",
    }


def wished(kind: GoalKind, held: Goal | None) -> dict[str, str]:
    """What the goal's form opens on."""
    target = held.target_grams if held else None
    return {
        "kind": kind.value,
        "unit": Unit.KG.value,
        "target": text_of(target, Unit.KG) if target else "",
    }


def _check_weight(text: str | None, unit: str | None) -> None:
    """Raises ValidationError for no number, OutOfRangeError for one that nobody has."""
    try:
        # With an unknown unit the unit's own error is shown beside whatever this finds.
        grams_of(text or "", Unit.JIN if unit == Unit.JIN.value else Unit.KG)
    except NotANumberError:
        raise ValidationError(ONLY_DIGITS) from None
