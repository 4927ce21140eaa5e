"""A migrated database of its own, a real server on it that may be killed, and its own commands."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import Factory
from tests.server import SECRET_KEY, Browser, Server, serve
from tracker import create_app
from tracker.config import PROJECT
from tracker.database import db

COMMAND_SECONDS = 120


class House:
    """A migrated database of its own, and a real server on it that is started when needed."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.database_url = database_url
        self.log = log
        self.server: Server | None = None
        self.app: Flask = create_app(
            {"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": database_url}
        )
        self.app.config["TRACKER_TODAY"] = TODAY
        with self.app.app_context():
            upgrade()
        self.make = Factory(self.app)
        self.season_id = self.make.season()
        self.team_id = self.make.team(self.season_id)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.database_url.startswith("sqlite")

    def started(self) -> Server:
        """The server, started anew if it was killed."""
        if self.server is None or self.server.process.poll() is not None:
            self.server = serve(self.database_url, TODAY.isoformat(), self.log)
        return self.server

    def port(self) -> int:
        """Where the server listens, or listened until it was killed."""
        return self.server.port if self.server else self.started().port

    def participant(self) -> int:
        """Somebody new in the team."""
        return self.make.participant(self.season_id, self.team_id)

    def browser(self, participant_id: int) -> Browser:
        """A signed-in browser of a participant."""
        return self.browser_of(self.make.account_of(participant_id))

    def browser_of(self, account_id: int) -> Browser:
        """A signed-in browser of an account."""
        cookie = self.make.signed_in(account_id).get_cookie("session")
        assert cookie
        return Browser(self.started().port, {"session": cookie.value})

    def count(self, model: type, *conditions: object) -> int:
        """How many rows there are."""
        query = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
        with self.app.app_context():
            return db.session.scalar(query) or 0

    def command(self, *words: str) -> "subprocess.Popen[bytes]":
        """A command of the project in a process of its own, as whoever runs the server types it."""
        environ = {
            **os.environ,
            "TRACKER_ENV": "development",
            "TRACKER_TODAY": TODAY.isoformat(),
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": self.database_url,
        }
        flask = str(Path(sys.executable).with_name("flask"))
        with self.log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603 (our own commands)
                [flask, "--app", "app", *words],
                cwd=PROJECT,
                env=environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def finish(self, *words: str) -> None:
        """A command run to its end; fails with the log if it does."""
        process = self.command(*words)
        assert process.wait(COMMAND_SECONDS) == 0, self.log.read_text(encoding="utf-8")[-4000:]

    def close(self) -> None:
        """End the server and every connection."""
        if self.server:
            self.server.kill()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def kill(process: "subprocess.Popen[bytes]") -> bool:
    """End a command at once, as a power cut would; whether it was still at work."""
    working = process.poll() is None
    if working:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(COMMAND_SECONDS)
    return working


def form_key(page: str) -> str:
    """The key of a freshly rendered form."""
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert found
    return found.group(1)


def at_once(*steps: Callable[[], object]) -> None:
    """Do these in threads of their own, started together; an error in one is an error here."""
    errors: list[BaseException] = []

    def run(step: Callable[[], object]) -> None:
        try:
            step()
        except BaseException as error:  # noqa: BLE001 (told below, in the test's own thread)
            errors.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
