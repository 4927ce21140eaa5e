"""A simulated season in a file of its own, and who looks at it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any

import flask_migrate
from flask import Flask
from flask.testing import FlaskClient

import tracker.insights.store as insights
import tracker.simulation.store as simulation
import tracker.weight.store as weight
from tracker import clock, create_app
from tracker.campaign.store import current_season
from tracker.simulation.rules import Plan, World, make_world
from tracker.simulation.rules.staff import CITY, PARTICIPANT, accounts
from tracker.weight.rules import Reading, Source

TODAY = date(2024, 10, 16)
LISTED = 120


@dataclass(frozen=True)
class Season:
    """The product on a filled database."""

    app: Flask
    path: Path
    world: World
    seconds: float
    """What drawing and writing it took."""

    @property
    def participant_id(self) -> int:
        """The demo participant."""
        return int(self.world.people.id[self.world.people.demo])

    @property
    def rows(self) -> int:
        """How many rows the two logs hold."""
        return len(self.world.readings.person) + len(self.world.entries.person)

    def browser(self, phone: str) -> FlaskClient:
        """A browser that somebody has signed in with, without the cost of a password."""
        account = next(each for each in accounts(self.world) if each.phone == phone)
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{account.id}:0"
            session["_fresh"] = True
        return client


def filled(folder: Path, people: int) -> Season:
    """A season of so many people, its roll-ups counted and its figures frozen."""
    path = folder / "season.db"
    address = f"sqlite:///{path}"
    app = create_app({"TRACKER_ENV": "testing", "SECRET_KEY": "b" * 32, "DATABASE_URL": address})
    app.config.update(TRACKER_TODAY=TODAY, WTF_CSRF_ENABLED=False)
    with app.app_context():
        flask_migrate.upgrade()
        started = time.perf_counter()
        world = make_world(Plan(people, 1, TODAY))
        simulation.write(world, lambda _table, _rows: None)
        taken = time.perf_counter() - started
        season = current_season()
        assert season is not None
        insights.refresh(season.id)
        insights.freeze(season, TODAY, clock.now())
    return Season(app, path, world, taken)


def save_by_verb(season: Season) -> Callable[[], Any]:
    """The store's verb: another weight for the same day, marks and undo included."""
    grams = count(70_000, 100)

    def save() -> None:
        reading = Reading(TODAY, 60_000 + next(grams) % 20_000)
        weight.record(season.participant_id, reading, None, Source.SELF, clock.now())

    return save


def save_by_form(season: Season) -> Callable[[], Any]:
    """The same through the page, confirmed so that no slip is asked about."""
    client = season.browser(PARTICIPANT)
    tenths = count()

    def save() -> None:
        form = {
            "weight": f"{66 + next(tenths) % 40 / 10:.1f}",
            "unit": "kg",
            "day": TODAY.isoformat(),
            "confirmed": "1",
        }
        assert client.post("/weight", data=form).status_code == HTTPStatus.SEE_OTHER

    return save


def fill_list(season: Season) -> None:
    """Give the demo participant as many readings as are listed."""
    known = len(weight.readings(season.participant_id))
    for back in range(LISTED - known):
        day = season.world.plan.calendar.logging_starts - timedelta(days=back + 1)
        reading = Reading(day, 68_000)
        weight.record(season.participant_id, reading, None, Source.SELF, clock.now())


def opened(season: Season, phone: str, url: str) -> Callable[[], Any]:
    """A page or figure, opened by whoever has this phone."""
    client = season.browser(phone)

    def open_it() -> None:
        assert client.get(url).status_code == HTTPStatus.OK, url

    return open_it


def city(season: Season, url: str = "/city") -> Callable[[], Any]:
    """The city's page or one of its figures."""
    return opened(season, CITY, url)


def log_rows(season: Season) -> list[tuple[Any, ...]]:
    """The readings as plain rows."""
    log = season.world.readings
    columns = (season.world.people.id[log.person], log.day, log.source, log.grams, log.waist_mm)
    lists = [column.tolist() for column in columns]
    return [(*row, "2024-10-16 00:00:00.000000", 0) for row in zip(*lists, strict=True)]
