"""The conventions of the house, each walked over the whole of it; a message says what to do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import plotly.graph_objects as go
import pytest
from babel.messages.catalog import Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import meta
from plotly.basedatatypes import BaseTraceType

from tests.test_laws import lint_imports
from tracker.config import PROJECT
from tracker.database import db
from tracker.privacy.rules import KEPT

OPEN = {
    "accounts.ask_code",
    "accounts.enter_code",
    "accounts.enter_reset",
    "accounts.forgot",
    "accounts.reset_password",
    "accounts.send_reset_code",
    "accounts.send_sign_in_code",
    "accounts.sign_in",
    "accounts.sign_in_by_code",
    "accounts.sign_out",
    "accounts.try_to_sign_in",
    "boards.board",
    "boards.stream",
    "campaign.season",
    "compliance.notice",
    "compliance.notice_version",
    "compliance.security_txt",
    "followup.reminder_file",
    "gates.door",
    "gates.worker",
    "home.today",
    "invitations.begin",
    "invitations.recover",
    "joining.claim",
    "joining.claim_form",
    "joining.decline_slip",
    "joining.declined",
    "joining.join",
    "lectures.lecture",
    "lectures.scanned",
    "moves.ask_team",
    "moves.ask_to_join",
    "privacy.certificate",
    "privacy.certificate_file",
    "privacy.certificates",
    "skills.guide",
    "skills.lesson",
    "skills.skills",
    "stations.door",
    "web.display",
    "web.healthz",
    "web.language",
    "web.readyz",
}
"""Whoever adds a public page says here that nobody needs to be somebody to open it."""

PERSON_COLUMNS = {"phone", "number_hash", "account_id", "participant_id", "viewer_id"}
TRACES = {"Scatter", "Bar", "Pie"}
FILE_LINES_MAX = 300
TEST_LINES_MAX = 650
"""A room's tests are in as few files as the room: twice its lines."""
FUNCTION_LINES_MAX = 45
UNDONE = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)))
GETTEXT_NAMES = {"_", "_l", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def python_files() -> list[Path]:
    """Every Python file people wrote; migrations are made by a tool."""
    folders = ("tracker", "tests", "scripts", "bench")
    found = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")]
    return [PROJECT / "app.py", *sorted(found)]


def template_sources() -> dict[str, str]:
    """Every template's name and text."""
    root = PROJECT / "templates"
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.html"))
    }


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function of a module, however deep."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_view_carries_a_guard(sqlite_app: Flask) -> None:
    bare = [
        endpoint
        for endpoint, view in sqlite_app.view_functions.items()
        if endpoint != "static" and not getattr(view, "guard", None)
    ]

    assert bare == [], "put a guard under the route: public, signed_in, granted or participating"


def test_only_the_listed_views_are_open_to_anybody(sqlite_app: Flask) -> None:
    public = {
        endpoint
        for endpoint, view in sqlite_app.view_functions.items()
        if getattr(view, "guard", None) == "public"
    }

    assert public == OPEN, "guard it, or list it in OPEN"


def test_addresses_are_lower_case_hyphenated_and_typed(sqlite_app: Flask) -> None:
    words = r"[a-z0-9]+(?:-[a-z0-9]+)*"
    typed = r"<[a-z]+(?:\([^)]*\))?:[a-z_]+>"
    address = re.compile(
        rf"/|(?:/(?:{words}|{typed})(?:\.(?:svg|png|jpg|ics|js|json|csv|<file:kind>|<any\([a-z,]+\):kind>))?)+"
    )

    odd = [
        rule.rule
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint not in {"static", "compliance.security_txt"}  # named by its standard
        and not address.fullmatch(rule.rule)
    ]

    assert odd == [], "lower case, hyphens, and a converter in every <...>"


def test_every_table_that_points_at_a_person_is_on_the_list_of_privacy() -> None:
    pointing = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name in PERSON_COLUMNS
        or any(key.column.table.name in {"account", "participant"} for key in column.foreign_keys)
    }

    listed = {(kept.table, kept.column) for kept in KEPT}

    assert pointing - {("account", "phone")} == listed - {("account", "id")}, "list it in KEPT"


def test_every_template_parses_and_is_used(sqlite_app: Flask) -> None:
    sources = template_sources()
    code = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tracker").rglob("*.py"))
    used = {name for name in sources if f'"{name}"' in code}
    for source in sources.values():
        tree = sqlite_app.jinja_env.parse(source)
        used |= {name for name in meta.find_referenced_templates(tree) if name}

    assert set(sources) - used == set(), "render it, include it, or delete it"
    assert used - set(sources) == set(), "a template is named that does not exist"


@pytest.mark.parametrize("name", template_sources())
def test_every_form_that_posts_carries_the_token(name: str) -> None:
    forms = re.findall(r"<form\b.*?</form>", template_sources()[name], re.DOTALL | re.IGNORECASE)
    posting = [form for form in forms if re.search(r'method\s*=\s*"?post', form, re.IGNORECASE)]

    bare = [form for form in posting if not re.search(r"csrf_token|token\(\)|hidden_tag", form)]

    assert bare == [], "add {{ token() }} of macros/form.html"


@pytest.mark.parametrize("name", template_sources())
def test_no_template_has_script_or_style_of_its_own(name: str) -> None:
    inline = re.compile(
        r"<script(?![^>]*(?:\bsrc=|application/json))|<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:",
        re.IGNORECASE,
    )

    markup = re.sub(r"{[%#].*?[%#]}", "", template_sources()[name], flags=re.DOTALL)

    assert inline.findall(markup) == [], "the policy forbids it: use static/"


def test_the_laws_hold() -> None:
    result = lint_imports(PROJECT)

    assert result.returncode == 0, result.stdout


def lines_max(path: Path) -> int:
    """How long a file may be."""
    return TEST_LINES_MAX if path.is_relative_to(PROJECT / "tests") else FILE_LINES_MAX


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lengths = {
        each.name: (each.end_lineno or 0) - each.lineno + 1 for each in functions(ast.parse(source))
    }

    long = {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES_MAX}

    assert source.count("\n") <= lines_max(path), "it is two files, or a package"
    assert long == {}, "it does two things"


def test_nothing_is_left_to_be_done() -> None:
    kinds = {".py", ".html", ".css", ".js"}
    folders = ("tracker", "tests", "templates", "static/css", "static/js", "scripts", "bench")
    paths = [path for folder in folders for path in (PROJECT / folder).rglob("*")]

    undone = [
        f"{path.relative_to(PROJECT)}:{number}"
        for path in paths
        if path.suffix in kinds
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNDONE.search(line)
    ]

    assert undone == [], "do it, or file an issue"


def test_figures_draw_only_what_the_basic_bundle_knows() -> None:
    drawn = set()
    for path in (PROJECT / "tracker").rglob("figures*/**/*.py"):
        drawn |= traces_named(path)
    for path in (PROJECT / "tracker").rglob("figures.py"):
        drawn |= traces_named(path)

    assert drawn <= TRACES, "the bundle draws anything else as scatter, silently"


def traces_named(path: Path) -> set[str]:
    """The trace classes of plotly that a module names."""
    names = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    return {name for name in names if is_trace(getattr(go, name, None))}


def is_trace(found: object) -> bool:
    """Whether this is one of plotly's trace classes."""
    return isinstance(found, type) and issubclass(found, BaseTraceType)


def extracted() -> dict[str, list[str]]:
    """Every text for readers in code and templates, and where it stands."""
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found: dict[str, list[str]] = {}
    for name, line, message, *_ in extract_from_dir(
        PROJECT, methods, options, keywords=KEYWORDS, directory_filter=is_ours
    ):
        for text in (message,) if isinstance(message, str) else message:
            found.setdefault(text, []).append(f"{name}:{line}")
    return found


def is_ours(folder: str | Path) -> bool:
    """Whether extraction should enter a folder; the two that hold texts and nothing else."""
    path = Path(folder).resolve()
    roots = (PROJECT / "tracker", PROJECT / "templates")
    return path == PROJECT or any(path.is_relative_to(root) for root in roots)


def english() -> dict[str, Message]:
    """The English catalogue by its source text."""
    path = PROJECT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, "en")
    return {_first(message.id): message for message in catalog if message.id}


def _first(words: str | tuple[str, ...] | list[str]) -> str:
    """Of a sentence that counts something, the one for a single thing."""
    return words if isinstance(words, str) else words[0]


def all_said(message: Message) -> bool:
    """Whether a message is translated, in the singular and in the plural."""
    said = message.string or ""
    return all([said] if isinstance(said, str) else said)


def test_the_english_catalogue_is_complete() -> None:
    catalogue = english()

    missing = {
        text: places[0]
        for text, places in extracted().items()
        if text not in catalogue or not all_said(catalogue[text]) or catalogue[text].fuzzy
    }

    assert missing == {}, "translate it in translations/en/LC_MESSAGES/messages.po"


def test_translations_keep_their_placeholders() -> None:
    changed = [
        text
        for text, message in english().items()
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(str(message.string)))
    ]

    assert changed == []


def test_texts_are_marked_by_names_that_extraction_knows() -> None:
    unknown = [
        f"{path.relative_to(PROJECT)}: {alias.asname}"
        for path in (PROJECT / "tracker").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel"
        for alias in node.names
        if "gettext" in alias.name and (alias.asname or alias.name) not in GETTEXT_NAMES
    ]

    assert unknown == []


def test_the_source_of_every_text_is_chinese() -> None:
    latin = [
        f"{places[0]}: {text}" for text, places in extracted().items() if not CHINESE.search(text)
    ]

    assert latin == [], "Chinese is the source; what is alike in both languages needs no gettext"
