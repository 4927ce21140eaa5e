"""What is chosen as an answer, and what an organizer types over a card."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.learning.rules import (
    BODY_MAX,
    LINE_MAX,
    OPTIONS,
    TITLE_MAX,
    URL_MAX,
    Card,
    Flaw,
    Moment,
    Option,
    Question,
    Source,
    Words,
    parse,
    written,
)
from tracker.web.forms import Form, offered

MOST = max(OPTIONS)
CHOOSE = _l("请选一个答案。")
EMPTY = _l("请填上。")
TOO_LONG = _l("最多 %(max)d 个字。")


def _radio(options: int) -> Any:
    """A choice among a question's options, by their places in the file."""
    places = offered({str(place): str(place) for place in range(options)})
    return RadioField(choices=places, validators=[InputRequired(CHOOSE)])


class QuizForm(Form):
    """An option for each question; `quiz_form` adds the fields."""

    version = IntegerField()
    names: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[int, ...]:
        """The options in the questions' order, once they are valid."""
        return tuple(int(self[name].data) for name in self.names)

    @property
    def seen(self) -> int:
        """The version that was shown with one question; none that there is, without a number."""
        return -1 if self.version.data is None else int(self.version.data)


def quiz_form(options: Sequence[int]) -> QuizForm:
    """A form for questions that have so many options each."""
    names = tuple(f"option-{place}" for place in range(len(options)))
    fields = {name: _radio(count) for name, count in zip(names, options, strict=True)}
    made: QuizForm = type("AskedForm", (QuizForm,), {**fields, "names": names})()
    return made


def _stripped(text: str | None) -> str:
    return " ".join((text or "").split())


def _lines(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _line(label: Any, most: int = LINE_MAX, *, needed: bool = True) -> StringField:
    needs = [DataRequired(EMPTY)] if needed else []
    return StringField(
        label, filters=[_stripped], validators=[*needs, Length(max=most, message=TOO_LONG)]
    )


def _body(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[_lines],
        validators=[DataRequired(EMPTY), Length(max=BODY_MAX, message=TOO_LONG)],
        render_kw={"rows": 8},
    )


def _why(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        filters=[_stripped],
        validators=[Length(max=LINE_MAX, message=TOO_LONG)],
        render_kw={"rows": 2},
    )


def _words(zh: StringField, en: StringField) -> Words:
    return Words(zh.data or "", en.data or "")


class OptionPart(Part):
    """One option and why; all four empty is no option."""

    zh = _line(_l("选项（中文）"), needed=False)
    en = _line(_l("选项（英文）"), needed=False)
    because_zh = _why(_l("为什么（中文）"))
    because_en = _why(_l("为什么（英文）"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.data.values())

    def option(self, *, is_right: bool) -> Option:
        """What was typed."""
        return Option(
            _words(self.zh, self.en),
            _words(self.because_zh, self.because_en),
            is_right,
        )


class QuestionPart(Part):
    """One question with up to four options."""

    zh = _line(_l("问题（中文）"))
    en = _line(_l("问题（英文）"))
    options = FieldList(FormField(OptionPart), min_entries=MOST, max_entries=MOST)
    right = RadioField(
        _l("哪一个对"),
        choices=offered({str(place): _l("第 %(n)s 个", n=place + 1) for place in range(MOST)}),
        validators=[InputRequired(CHOOSE)],
    )

    def question(self, question_id: str) -> Question:
        """What was typed; the id stays."""
        typed = [(place, each.form) for place, each in enumerate(self.options)]
        return Question(
            question_id,
            _words(self.zh, self.en),
            tuple(
                each.option(is_right=str(place) == self.right.data)
                for place, each in typed
                if not each.is_empty
            ),
        )


class CardForm(Form):
    """A card's words, source and questions; ids and their number stay as they are."""

    title_zh = _line(_l("标题（中文）"), TITLE_MAX)
    title_en = _line(_l("标题（英文）"), TITLE_MAX)
    body_zh = _body(_l("正文（中文）"))
    body_en = _body(_l("正文（英文）"))
    moments = SelectMultipleField(
        _l("什么时候合适"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[DataRequired(_l("请至少选一个。"))],
    )
    source_zh = _line(_l("出处（中文）"))
    source_en = _line(_l("出处（英文）"))
    where_zh = _line(_l("哪一部分或哪一年（中文）"))
    where_en = _line(_l("哪一部分或哪一年（英文）"))
    url = _line(_l("出处的网址（可不填）"), URL_MAX, needed=False)
    questions = FieldList(FormField(QuestionPart))
    based_on = IntegerField()

    def __init__(self, of: Card, version: int, labels: dict[str, str]) -> None:
        self.of = of
        super().__init__(data=_typed(of) | {"based_on": version})
        self.moments.choices = offered(labels)
        self.flaws: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, and then the card as its file is checked."""
        if not super().validate(extra_validators):
            return False
        if len(self.questions) != len(self.of.questions) or self.based_on.data is None:
            return False
        self.flaws = [flaw_text(each.flaw) for each in parse(written(self.card), "").mistakes]
        self.flaws = list(dict.fromkeys(self.flaws))
        return not self.flaws

    @property
    def card(self) -> Card:
        """What was typed, as a card."""
        typed = zip(self.questions, self.of.questions, strict=True)
        return replace(
            self.of,
            title=_words(self.title_zh, self.title_en),
            body=_words(self.body_zh, self.body_en),
            moments=frozenset(map(Moment, self.moments.data or [])),
            source=Source(
                _words(self.source_zh, self.source_en),
                _words(self.where_zh, self.where_en),
                self.url.data or "",
            ),
            questions=tuple(each.form.question(before.id) for each, before in typed),
        )


def flaw_text(flaw: Flaw) -> str:
    """What is wrong with a card as a whole, for whoever edits it."""
    words = {
        Flaw.EMPTY: gettext("有一处还空着：每个选项的中文、英文和为什么都要填。"),
        Flaw.BAD_LINK: gettext("链接只能是 https:// 开头的网址，或本站以 / 开头的地址。"),
        Flaw.MARKUP: gettext("正文里不要用尖括号的标记，请用 Markdown。"),
        Flaw.OPTION_COUNT: gettext("每道题要有 3 个或 4 个选项。"),
        Flaw.ONE_RIGHT: gettext("每道题要选一个填了的选项作为对的。"),
        Flaw.SAME_OPTIONS: gettext("同一道题里有两个选项一样。"),
    }
    return str(words.get(flaw) or gettext("这张卡片的写法读不出来，请检查正文里单独成行的记号。"))


def _typed(card: Card) -> dict[str, Any]:
    """A card as its form shows it."""
    return {
        "title_zh": card.title.zh,
        "title_en": card.title.en,
        "body_zh": card.body.zh,
        "body_en": card.body.en,
        "moments": sorted(card.moments),
        "source_zh": card.source.name.zh,
        "source_en": card.source.name.en,
        "where_zh": card.source.where.zh,
        "where_en": card.source.where.en,
        "url": card.source.url,
        "questions": [_typed_question(each) for each in card.questions],
    }


def _typed_question(question: Question) -> dict[str, Any]:
    return {
        "zh": question.ask.zh,
        "en": question.ask.en,
        "right": str(question.right),
        "options": [
            {
                "zh": each.text.zh,
                "en": each.text.en,
                "because_zh": each.because.zh,
                "because_en": each.because.en,
            }
            for each in question.options
        ],
    }
