"""A season with one team; a file that needs another makes its own."""

import pytest

from tests.factories import Factory


@pytest.fixture
def season_id(make: Factory) -> int:
    return make.season()


@pytest.fixture
def team_id(make: Factory, season_id: int) -> int:
    return make.team(season_id)
