"""From a lesson's file to its card, and every mistake in it with its line."""

import re

import yaml

from tracker.learning.rules.cards import (
    BODY_MAX,
    OPTIONS,
    QUESTIONS_MAX,
    TITLE_MAX,
    URL_MAX,
    Card,
    Moment,
    Option,
    Question,
    Source,
    Words,
)
from tracker.learning.rules.mistakes import FIRST_LINE, Flaw, Parsed, Reading

FENCE = "---"
ENGLISH = "<!-- en -->"
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
MARKUP = re.compile(r"<(?!!-- en -->)[a-zA-Z!/]")


def is_allowed_link(target: str) -> bool:
    """Only https, or a page of our own."""
    if target.startswith("https://"):
        return len(target) > len("https://")
    return target.startswith("/") and not target.startswith(("//", "/\\"))


def parse(text: str, file: str) -> Parsed:
    """A lesson's card, or every mistake in it."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    reading = Reading(file)
    ends = next((at for at, line in enumerate(lines) if at and line.rstrip() == FENCE), None)
    if lines[0].rstrip() != FENCE or ends is None:
        reading.note(1, Flaw.NO_FRONT, FENCE)
        return reading.parsed(None)
    root = _composed(reading, "\n".join(lines[1:ends]))
    body = _body(reading, lines, ends + 1)
    return reading.parsed(_card(reading, root, body) if root is not None else None)


def _composed(reading: Reading, front: str) -> yaml.MappingNode | None:
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reading.note((mark.line if mark else 0) + FIRST_LINE, Flaw.NOT_YAML, error.problem or "")
        return None
    except (yaml.YAMLError, RecursionError) as error:
        reading.note(FIRST_LINE, Flaw.NOT_YAML, str(error).splitlines()[0])
        return None
    if not isinstance(root, yaml.MappingNode):
        reading.note(FIRST_LINE, Flaw.WRONG_KIND, FENCE)
        return None
    return root


def _body(reading: Reading, lines: list[str], begins: int) -> Words:
    rest = lines[begins:]
    at = next((at for at, line in enumerate(rest) if line.strip() == ENGLISH), None)
    if at is None:
        reading.note(len(lines), Flaw.NO_ENGLISH, ENGLISH)
    halves = (rest, []) if at is None else (rest[:at], rest[at + 1 :])
    starts = (begins, begins + (at or 0) + 1)
    texts = []
    for name, half, start in zip(("zh", "en"), halves, starts, strict=True):
        _check_body(reading, half, start)
        text = "\n".join(half).strip()
        texts.append(text)
        if not text and (name == "zh" or at is not None):
            reading.note(start + 1, Flaw.EMPTY, name)
        if len(text) > BODY_MAX:
            reading.note(start + 1, Flaw.TOO_LONG, name)
    zh, en = texts
    return Words(zh, en)


def _check_body(reading: Reading, part: list[str], start: int) -> None:
    for number, line in enumerate(part, start + 1):
        for target in LINK.findall(line):
            if not is_allowed_link(target):
                reading.note(number, Flaw.BAD_LINK, target)
        if MARKUP.search(line):
            reading.note(number, Flaw.MARKUP, line.strip()[:40])


def _card(reading: Reading, root: yaml.MappingNode, body: Words) -> Card:
    parts = reading.parts(root, ("id", "title", "moments", "source", "questions"))
    questions = reading.each(
        parts.get("questions"), "questions", lambda node: _question(reading, node)
    )
    if "questions" in parts and not 0 < len(questions) <= QUESTIONS_MAX:
        reading.at(parts["questions"], Flaw.QUESTION_COUNT, str(len(questions)))
    moments = reading.each(parts.get("moments"), "moments", lambda node: _moment(reading, node))
    if "moments" in parts and not moments:
        reading.at(parts["moments"], Flaw.EMPTY, "moments")
    return Card(
        id=reading.id(parts.get("id")),
        title=reading.words(parts.get("title"), "title", TITLE_MAX),
        moments=frozenset(moment for moment in moments if moment),
        source=_source(reading, parts.get("source")),
        questions=questions,
        body=body,
    )


def _moment(reading: Reading, node: yaml.Node) -> Moment | None:
    name = reading.text(node, "moments")
    try:
        return Moment(name)
    except ValueError:
        reading.at(node, Flaw.BAD_MOMENT, name)
        return None


def _source(reading: Reading, node: yaml.Node | None) -> Source:
    parts = reading.parts(node, ("name", "where"), ("url",)) if node is not None else {}
    url = reading.text(parts["url"], "url", URL_MAX) if "url" in parts else ""
    if url and not url.startswith("https://"):
        reading.at(parts["url"], Flaw.BAD_LINK, url)
    return Source(
        reading.either(parts.get("name"), "name"), reading.either(parts.get("where"), "where"), url
    )


def _question(reading: Reading, node: yaml.Node) -> Question:
    parts = reading.parts(node, ("id", "ask", "options"))
    options = reading.each(parts.get("options"), "options", lambda each: _option(reading, each))
    if "options" in parts:
        _check_options(reading, parts["options"], options)
    return Question(reading.id(parts.get("id")), reading.words(parts.get("ask"), "ask"), options)


def _check_options(reading: Reading, node: yaml.Node, options: tuple[Option, ...]) -> None:
    if len(options) not in OPTIONS:
        reading.at(node, Flaw.OPTION_COUNT, str(len(options)))
    right = sum(option.is_right for option in options)
    if right != 1:
        reading.at(node, Flaw.ONE_RIGHT, str(right))
    for texts in ([each.text.zh for each in options], [each.text.en for each in options]):
        if len(set(texts)) < len(texts):
            reading.at(node, Flaw.SAME_OPTIONS, "options")


def _option(reading: Reading, node: yaml.Node) -> Option:
    parts = reading.parts(node, ("zh", "en", "because"), ("right",))
    right = reading.text(parts["right"], "right") if "right" in parts else "false"
    if right not in {"true", "false"}:
        reading.at(parts["right"], Flaw.WRONG_KIND, "right")
    return Option(
        Words(reading.text(parts.get("zh"), "zh"), reading.text(parts.get("en"), "en")),
        reading.words(parts.get("because"), "because"),
        is_right=right == "true",
    )
