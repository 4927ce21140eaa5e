"""What the documents say of the code is true: names exist, constants and commands are these."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

PROJECT = Path(__file__).resolve().parent.parent
METHOD = PROJECT / "docs" / "method.md"
WRITTEN = [
    *sorted((PROJECT / "docs").rglob("*.md")),
    *(PROJECT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
]
NAME = re.compile(r"`((?:campaign|evaluation|exercise|insights|weight)(?:\.\w+)+)`")
CONSTANT = re.compile(rf"^\| {NAME.pattern} \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
PLACE = re.compile(r"`((?:tests|tracker|docs|scripts|bench)/[\w/.*-]+)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)[^)]*\)")
COMMAND = re.compile(r"flask --app app ([a-z-]+)((?: --[a-z-]+)*)")


def named(path: str) -> Any:
    """What a dotted name below `tracker` stands for."""
    found: Any = None
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(["tracker", *parts[:count]]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[count:]:
            found = getattr(found, attribute)
        return found
    raise AssertionError(path)


def in_words(value: Any) -> str:
    """A constant as the table writes it."""
    if isinstance(value, tuple) and isinstance(value[0], tuple):
        return "; ".join(f"from {least}: {step}" for least, step in value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def test_every_name_in_the_method_exists() -> None:
    names = NAME.findall(METHOD.read_text(encoding="utf-8"))

    assert len(names) > 40
    assert [name for name in names if named(name) is None] == []


def test_constants_in_the_method_are_those_of_the_code() -> None:
    rows = CONSTANT.findall(METHOD.read_text(encoding="utf-8"))

    assert len(rows) > 20
    assert {name: in_words(named(name)) for name, _ in rows} == dict(rows)


def test_every_test_in_the_method_exists() -> None:
    found = TEST.findall(METHOD.read_text(encoding="utf-8"))

    missing = [
        (path, name)
        for path, name in found
        if not (PROJECT / path).is_file()
        or (name and f"def {name}(" not in (PROJECT / path).read_text(encoding="utf-8"))
    ]
    assert len(found) > 15
    assert missing == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PROJECT)))
def test_places_in_the_code_exist(path: Path) -> None:
    places = PLACE.findall(path.read_text(encoding="utf-8"))

    assert [place for place in places if not any(PROJECT.glob(place.rstrip("/.")))] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_to_files_that_exist(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PROJECT)))
def test_commands_exist_with_these_options(path: Path, sqlite_app: Flask) -> None:
    found = COMMAND.findall(path.read_text(encoding="utf-8"))

    for name, options in found:
        command = sqlite_app.cli.commands.get(name)
        assert command is not None, name
        known = {option for each in command.params for option in each.opts}
        assert set(options.split()) - {"--help"} <= known, (name, options)
