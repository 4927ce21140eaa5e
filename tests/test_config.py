"""What the environment may say, and how a wrong value is refused."""

from datetime import date

import pytest

from tracker.config import ConfigurationError, Environment, settings

PRODUCTION = {"TRACKER_ENV": "production", "SECRET_KEY": "k" * 32, "DATA_KEY": "d1" * 32}


def test_development_needs_nothing_set() -> None:
    found = settings({})

    assert found.environment is Environment.DEVELOPMENT
    assert found.database_url.startswith("sqlite:///")
    assert found.port == 5000


@pytest.mark.parametrize("prefix", ["postgres://", "postgresql://"])
def test_any_postgresql_address_uses_psycopg(prefix: str) -> None:
    found = settings({"DATABASE_URL": f"{prefix}localhost/tracker"})

    assert found.database_url == "postgresql+psycopg://localhost/tracker"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:////data/a.db", "sqlite:////data/a.db?timeout=30"),
        ("sqlite:////data/a.db?mode=rw", "sqlite:////data/a.db?mode=rw&timeout=30"),
        ("sqlite:////data/a.db?timeout=0.1", "sqlite:////data/a.db?timeout=0.1"),
    ],
)
def test_a_writer_on_sqlite_waits_for_another_unless_told_how_long(given: str, used: str) -> None:
    assert settings({"DATABASE_URL": given}).database_url == used


@pytest.mark.parametrize(("given", "most"), [({}, 12_000), ({"TRACKER_FLOOD_PER_MINUTE": "0"}, 0)])
def test_a_company_behind_one_address_is_no_flood(given: dict[str, str], most: int) -> None:
    assert settings(given).flood_per_minute == most


def test_a_fixed_day_is_read_as_a_date() -> None:
    assert settings({"TRACKER_TODAY": "2024-10-16"}).today == date(2024, 10, 16)


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"TRACKER_ENV": "staging"}, "TRACKER_ENV"),
        ({"PORT": "web"}, "PORT"),
        ({"TRACKER_TODAY": "yesterday"}, "TRACKER_TODAY"),
        ({"TRACKER_PROXIES": "two"}, "TRACKER_PROXIES"),
        ({"TRACKER_ENV": "production"}, "SECRET_KEY"),
        (PRODUCTION | {"SECRET_KEY": "short"}, "SECRET_KEY"),
        (PRODUCTION | {"TRACKER_TODAY": "2024-10-16"}, "TRACKER_TODAY"),
        (PRODUCTION | {"DATA_KEY": ""}, "DATA_KEY"),
        (PRODUCTION | {"DATA_KEY": "d1" * 31}, "DATA_KEY"),
        (PRODUCTION | {"DATA_KEY_FILE": "/nowhere/key"}, "DATA_KEY_FILE"),
        (PRODUCTION | {"DATA_KEY_FALLBACKS": "former"}, "DATA_KEY_FALLBACKS"),
    ],
)
def test_an_unusable_value_is_refused_by_name(environ: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigurationError, match=named):
        settings(environ)


def test_production_keeps_its_own_key() -> None:
    assert settings(PRODUCTION).secret_key == "k" * 32
