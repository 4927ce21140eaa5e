"""A lesson's file: what is read of it, and every mistake with its line."""

from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.learning.writing import card, lesson
from tracker.learning.figures import card_html
from tracker.learning.rules import (
    Card,
    Flaw,
    Moment,
    Option,
    Question,
    Source,
    Words,
    assembled,
    is_allowed_link,
    parse,
    written,
)

LETTERS = st.characters(categories=["L", "N", "P", "S"], exclude_characters="<[]\ufeff")
texts = st.text(LETTERS, min_size=1, max_size=40)
words = st.builds(Words, texts, texts)
ids = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    count, right = draw(st.integers(3, 4)), draw(st.integers(0, 2))
    zh = draw(st.lists(texts, min_size=count, max_size=count, unique=True))
    en = draw(st.lists(texts, min_size=count, max_size=count, unique=True))
    pairs = zip(zh, en, strict=True)
    options = [Option(Words(*each), draw(words), n == right) for n, each in enumerate(pairs)]
    return Question(draw(ids), draw(words), tuple(options))


cards = st.builds(
    Card,
    ids,
    words,
    st.frozensets(st.sampled_from(Moment), min_size=1),
    st.builds(Source, words, words, st.sampled_from(["", "https://example.org/a"])),
    st.lists(questions(), min_size=1, max_size=3).map(tuple),
    words.filter(lambda each: not {"---", "-->"} & {each.zh.strip(), each.en.strip()}),
)


@given(cards)
def test_what_is_written_reads_back_as_the_same_card(of: Card) -> None:
    parsed = parse(written(of), "x.md")

    assert parsed.mistakes == ()
    assert parsed.card == of


@given(st.text(max_size=300))
def test_no_text_breaks_the_parser(text: str) -> None:
    assert parse(text, "x.md").card is None
    parse(f"---\n{text}\n---\n{text}", "x.md")


GOOD = lesson("trend")


def mistakes(text: str) -> list[tuple[int, Flaw]]:
    return [(each.line, each.flaw) for each in parse(text, "x.md").mistakes]


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


@pytest.mark.parametrize(
    ("good", "bad", "flaw"),
    [
        ("id: trend\n", "id: Trend!\n", Flaw.BAD_ID),
        ("- any", "- monday", Flaw.BAD_MOMENT),
        ("  en: trend title in English", "  en: ''", Flaw.EMPTY),
        ("  en: trend title in English", "  en: " + "x" * 91, Flaw.TOO_LONG),
        ("  en: trend title in English", "  fr: trend", Flaw.UNKNOWN),
        (
            "  - zh: trend-1 option 1·中",
            "  - zh: trend-1 option 1·中\n    right: 1",
            Flaw.WRONG_KIND,
        ),
        ("trend body·中", "trend <b>body</b>", Flaw.MARKUP),
        ("trend body·中", "[tap](javascript:alert(1))", Flaw.BAD_LINK),
        ("trend body·中", "[tap](http://example.org)", Flaw.BAD_LINK),
        ("trend body in English", "[tap](//example.org)", Flaw.BAD_LINK),
    ],
)
def test_a_mistake_is_found_on_its_line(good: str, bad: str, flaw: Flaw) -> None:
    text = GOOD.replace(good, bad)

    assert (line_of(text, bad.strip().rpartition("\n")[2]), flaw) in mistakes(text)


@pytest.mark.parametrize(
    ("good", "bad", "flaw"),
    [
        ("---\nid", "id", Flaw.NO_FRONT),
        ("id: trend\n", "id: [trend\n", Flaw.NOT_YAML),
        ("id: trend\n", "", Flaw.MISSING),
        ("<!-- en -->", "", Flaw.NO_ENGLISH),
        ("    right: true\n", "", Flaw.ONE_RIGHT),
        ("trend-1 option 1·中", "trend-1 option 2·中", Flaw.SAME_OPTIONS),
        ("moments:\n- any", "moments: any", Flaw.WRONG_KIND),
        ("moments:\n- any", "moments: []", Flaw.EMPTY),
    ],
)
def test_what_is_missing_is_found(good: str, bad: str, flaw: Flaw) -> None:
    assert flaw in {found for _, found in mistakes(GOOD.replace(good, bad, 1))}


def test_two_files_may_not_give_the_same_id() -> None:
    files = [("1-knowing/01-a.md", GOOD), ("1-knowing/02-b.md", GOOD)]

    found = assembled(files).mistakes

    assert {(each.file, each.flaw, each.about) for each in found} == {
        ("1-knowing/02-b.md", Flaw.REPEATED, name) for name in ("trend", "trend-1", "trend-2")
    }


@pytest.mark.parametrize("path", ["a.md", "9-x/01-a.md", "1-quiz/01-a.md", "1-x/a.md"])
def test_a_file_in_the_wrong_place_is_a_mistake(path: str) -> None:
    assert [each.flaw for each in assembled([(path, GOOD)]).mistakes] == [Flaw.BAD_PLACE]


def test_the_files_of_the_product_have_no_mistake(sqlite_app: Flask) -> None:
    result = sqlite_app.test_cli_runner().invoke(args=["check-lessons"])

    assert result.exit_code == 0
    last = result.output.strip().splitlines()[-1]
    assert last.endswith(" questions, 0 mistakes")


def test_check_lessons_tells_each_mistake_with_file_and_line(
    sqlite_app: Flask, folder: Path
) -> None:
    path = folder / "3-weighing" / "01-trend.md"
    path.write_text(GOOD.replace("- any", "- monday"), "utf-8")

    result = sqlite_app.test_cli_runner().invoke(args=["check-lessons", str(folder)])

    *told, last = result.output.strip().splitlines()
    assert result.exit_code == 1
    assert told == ["3-weighing/01-trend.md:7: there is no moment 'monday'"]
    assert last == "2 cards, 4 questions, 1 mistakes"


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("https://example.org", True),
        ("/weight", True),
        ("//example.org", False),
        ("/\\example.org", False),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
    ],
)
def test_links_lead_to_https_or_our_own_pages(target: str, *, allowed: bool) -> None:
    assert is_allowed_link(target) is allowed
    if "\\" not in target:  # the renderer writes it as %5C, which leads to a page of our own
        assert ("<a " in card_html(f"[tap]({target})")) is allowed


@pytest.mark.parametrize(
    "attack",
    ["<script>x</script>", "<img src=x onerror=x>", "![x](https://e.org/x.png)", "# loud", "a<b>c"],
)
def test_markup_in_a_card_is_only_text(attack: str) -> None:
    html = card_html(attack)

    assert not any(part in html for part in ("<script", "<img", "<h1", "<b>"))


def test_a_card_may_have_lists_and_emphasis() -> None:
    assert "<li>" in card_html("- one\n- two")
    assert "<strong>" in card_html("**one**")
    assert card("x").questions[1].right == 0
