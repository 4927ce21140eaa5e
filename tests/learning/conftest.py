"""Somebody who learns, and a small bank of lessons in place of the real ones."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import tracker.learning.rules.files
from tests.factories import Factory
from tests.learning.writing import lesson
from tracker.learning.rules import shipped
from tracker.learning.store.texts import _edited


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two chapters with three cards and two questions each."""
    files = {"1-knowing": ("signal", "habit"), "3-weighing": ("trend",)}
    for chapter, names in files.items():
        (tmp_path / chapter).mkdir()
        for number, name in enumerate(names, 1):
            (tmp_path / chapter / f"{number:02d}-{name}.md").write_text(lesson(name), "utf-8")
    return tmp_path


@pytest.fixture
def small_bank(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The application reads the small bank and forgets it afterwards."""
    monkeypatch.setattr(tracker.learning.rules.files, "FOLDER", folder)
    forget: list[Callable[[], None]] = [shipped.cache_clear, _edited.cache_clear]
    for each in forget:
        each()
    yield folder
    for each in forget:
        each()


@pytest.fixture
def season_id(make: Factory) -> int:
    return make.season()


@pytest.fixture
def her(make: Factory, season_id: int) -> int:
    """Her part in the season."""
    return make.participant(season_id, make.team(season_id))


@pytest.fixture
def browser(make: Factory, her: int) -> FlaskClient:
    return make.signed_in(make.account_of(her))


@pytest.fixture
def city(make: Factory, season_id: int) -> FlaskClient:
    """A browser of the city's organizer."""
    return make.signed_in(make.organizer(season_id))
