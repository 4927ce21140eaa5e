"""Templates have their words and addresses put in, once for each language."""

import pytest
from flask import Flask, render_template

from tracker.web.templates import ByLanguage


def put_in(app: Flask, source: str, code: str = "en", **values: object) -> str:
    """What a template of this source says in a language."""
    with app.test_request_context(headers={"Accept-Language": code}):
        environment = app.jinja_env
        assert isinstance(environment, ByLanguage)
        tree = environment._parse(source, f"{code}:planted.html", None)  # noqa: SLF001 - no file
        return environment.from_string(tree).render(values)


@pytest.mark.parametrize(("code", "said"), [("zh", "体重"), ("en", "Weight")])
def test_a_sentence_is_said_in_the_language_of_the_answer(
    sqlite_app: Flask, code: str, said: str
) -> None:
    assert put_in(sqlite_app, '{{ _("体重") }} {{ language() }}', code) == f"{said} {code}"


def test_values_are_put_into_a_sentence_later_and_escaped(sqlite_app: Flask) -> None:
    source = "{% autoescape true %}{{ _('为%(name)s记录', name=name) }}{% endautoescape %}"

    assert put_in(sqlite_app, source, "zh", name="<b>") == "为&lt;b&gt;记录"


def test_an_address_with_a_value_is_asked_for_when_the_page_is_made(sqlite_app: Flask) -> None:
    source = "{{ url_for('weight.log', day=day) }} {{ url_for('weight.log') }}"

    assert put_in(sqlite_app, source, day="2024-10-16") == "/weight?day=2024-10-16 /weight"


def test_one_process_answers_in_both_languages(sqlite_app: Flask) -> None:
    pages = []
    for code in ("zh", "en", "zh"):
        with sqlite_app.test_request_context(headers={"Accept-Language": code}):
            pages.append(render_template("errors/error.html", code=404))

    assert ['<html lang="zh-CN"' in page for page in pages] == [True, False, True]
    assert ['<html lang="en"' in page for page in pages] == [False, True, False]


def test_what_indents_a_template_is_not_sent(sqlite_app: Flask) -> None:
    source = (
        "<ul>\n  {% for each in (1, 2) %}\n    <li>{{ each }}\n    </li>\n  {% endfor %}\n</ul>"
    )

    assert put_in(sqlite_app, source, "zh").split() == [
        "<ul>",
        "<li>1",
        "</li>",
        "<li>2",
        "</li>",
        "</ul>",
    ]
    assert "  " not in put_in(sqlite_app, source, "zh")


def test_spaces_within_a_value_stay(sqlite_app: Flask) -> None:
    assert put_in(sqlite_app, "{{ 'a  b\n\nc' }}", "zh") == "a  b\n\nc"
