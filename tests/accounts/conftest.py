"""A clock that stands still, and two people who can sign in."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.accounts.browsing import PHONE, RIGHT
from tests.factories import Factory
from tracker.accounts.rules import Role


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands at noon in Beijing until it is moved."""
    noon = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def wang(make: Factory) -> int:
    """A participant to be, who can sign in."""
    return make.account("王芳", PHONE, RIGHT)


@pytest.fixture
def zhao(make: Factory) -> int:
    """A city organizer who can sign in."""
    account_id = make.account("赵敏", PHONE, RIGHT)
    make.grant(account_id, make.season(), Role.CITY, "city")
    return account_id
