"""A team that is led."""

import pytest

from tests.factories import Factory
from tests.followup.people import Led, led


@pytest.fixture
def team(make: Factory) -> Led:
    """Leader and deputy of a team with nobody in it yet."""
    return led(make)
