"""Databases with a small season in them, each a copy of one that nothing happens to."""

import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import MetaData, create_engine, make_url

from tests.conftest import TODAY, app_on
from tests.server import SECRET_KEY
from tracker import create_app
from tracker.database import db, random_key
from tracker.simulation import store
from tracker.simulation.rules import Plan, make_world

PEOPLE = 200
SEED = 5


class Original:
    """A database with a simulated season, of which copies are taken."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.database_url, self.folder = database_url, folder
        app = app_on(database_url)
        with app.app_context():
            store.write(make_world(Plan(PEOPLE, SEED, TODAY)), lambda _table, _rows: None)
            db.session.remove()
            db.engine.dispose()

    def copy(self) -> Flask:
        """An application on a database of its own with the same rows."""
        name = f"copy_{random_key()}"
        if self.database_url.startswith("sqlite"):
            target = self.folder / f"{name}.db"
            shutil.copy(self.database_url.removeprefix("sqlite:///"), target)
            url = f"sqlite:///{target}"
        else:
            address = make_url(self.database_url)
            engine = create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {address.database}")
            engine.dispose()
            url = address.set(database=name).render_as_string(hide_password=False)
        found = create_app(
            {"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url}
        )
        found.config["TRACKER_TODAY"] = TODAY
        return found


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with app.app_context(), db.engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        found = {
            table.name: sorted(map(tuple, connection.execute(table.select())), key=repr)
            for table in tables.sorted_tables
        }
    close(app)
    return found


def close(app: Flask) -> None:
    """End every connection to a copy."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
