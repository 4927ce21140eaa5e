"""The town, on SQLite alone: who may open what does not depend on the database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import emptied
from tests.security.town import Town, build


@pytest.fixture
def app(sqlite_app: Flask) -> Iterator[Flask]:
    """The application on SQLite."""
    yield from emptied(sqlite_app)


@pytest.fixture
def town(app: Flask) -> Town:
    """Somebody in every role."""
    return build(app)
