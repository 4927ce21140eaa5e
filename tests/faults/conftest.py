"""Houses on each kind of database, and a PostgreSQL server of its own that may be restarted."""

from collections.abc import Iterator

import pytest

from tests.conftest import empty_database
from tests.faults.house import House


@pytest.fixture(params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A house on each kind of database in turn."""
    folder = tmp_path_factory.mktemp("house")
    found = House(empty_database(request, folder), folder / "server.log")
    yield found
    found.close()
