"""A season with teams that can be compared."""

import pytest
from flask import Flask

from tests.standings.season import Teams, make_teams


@pytest.fixture
def teams(database: Flask) -> Teams:
    """Ten teams of eight, on each database in turn."""
    return make_teams(database, weeks=5)
