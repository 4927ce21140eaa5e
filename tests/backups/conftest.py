"""A migrated database of its own, a folder for its backups, and ways to lose it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import stamp
from sqlalchemy import MetaData, func, select

from tests.conftest import TODAY, empty_database
from tests.factories import Factory
from tests.server import SECRET_KEY
from tracker import create_app
from tracker.backups.rules import moment_of
from tracker.database import db

KEY = "5a" * 32
HERS, HIS = "13899991234", "13899995678"
NAME = "欧阳翡翠"
PASSWORD = "healthy-weight"


def by_name(row: dict[str, Any]) -> str:
    """What puts rows in order whatever the order of their columns."""
    return repr(sorted(row.items()))


class House:
    """A season on a database that may be lost."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.environ = {
            "TRACKER_ENV": "testing",
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": url,
            "BACKUP_KEY": KEY,
            "BACKUP_FOLDER": str(folder),
        }
        self.app: Flask = create_app(self.environ)
        self.app.config["TRACKER_TODAY"] = TODAY
        with self.app.app_context():
            db.create_all()
            stamp()
        self.make = Factory(self.app)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        """The file of a SQLite database."""
        return Path(self.url.removeprefix("sqlite:///"))

    def people(self) -> tuple[int, int]:
        """Her and him, in the same team of a season, each with a weight and some exercise."""
        season_id = self.make.season()
        team_id = self.make.team(season_id)
        found = []
        for phone, name in ((HERS, NAME), (HIS, "李强")):
            account_id = self.make.account(name, phone, PASSWORD)
            found.append(self.make.participant(season_id, team_id, account_id=account_id))
            self.make.reading(found[-1], TODAY, 66_617)
            self.make.exercise(found[-1], TODAY)
        return found[0], found[1]

    def run(self, *words: str, answer: str = "") -> Result:
        """A command, as whoever runs the server types it."""
        return self.app.test_cli_runner().invoke(args=list(words), input=answer)

    def back_up(self) -> Path:
        """A backup by its command."""
        result = self.run("back-up")
        assert result.exit_code == 0, result.output
        return self.backups()[-1]

    def backups(self) -> list[Path]:
        """Backups in the folder, oldest first."""
        return sorted(each for each in self.folder.iterdir() if moment_of(each.name))

    def count(self, model: Any, *conditions: Any) -> int:
        """How many rows there are."""
        with self.app.app_context():
            return (
                db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
            )

    def everything(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table, by its columns' names: their order is the history's."""
        with self.app.app_context(), db.engine.connect() as connection:
            tables = MetaData()
            tables.reflect(connection)
            return {
                table.name: sorted(
                    (dict(row) for row in connection.execute(table.select()).mappings()),
                    key=by_name,
                )
                for table in tables.sorted_tables
            }

    def text(self) -> bytes:
        """All that the database holds: the bytes of its file, or every row in words."""
        if self.is_sqlite:
            return self.file.read_bytes()
        return repr(self.everything()).encode()

    def lose(self) -> None:
        """The disk is gone, and an empty one is in its place."""
        with self.app.app_context():
            db.session.remove()
            if not self.is_sqlite:
                with db.engine.begin() as connection:
                    connection.exec_driver_sql("DROP SCHEMA public CASCADE")
                    connection.exec_driver_sql("CREATE SCHEMA public")
            db.engine.dispose()
        if self.is_sqlite:
            self.file.unlink()

    def close(self) -> None:
        """End every connection."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house on each database in turn."""
    found = House(empty_database(request, tmp_path), tmp_path / "backups")
    yield found
    found.close()


@pytest.fixture
def sqlite_house(tmp_path: Path) -> Iterator[House]:
    """A house where the database does not matter."""
    found = House(f"sqlite:///{tmp_path / 'season.db'}", tmp_path / "backups")
    yield found
    found.close()
