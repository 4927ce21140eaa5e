"""The job queue's one object: a room's `tasks.py` holds its tasks, `jobs` only the timetable.

Tasks wait in a SQLite file or in Valkey, and run one after another in `flask --app app work`; in
tests they run where they are called.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, has_app_context
from huey import Huey
from huey.storage import MemoryStorage, RedisStorage, SqliteStorage

SQLITE = "sqlite:///"
WAIT_SECONDS = 30
"""How long one runner waits for another that writes into the same file."""
POLL_SECONDS = 2
"""How long a runner with nothing to do may take to see that there is something."""
STOP_SECONDS = 20
"""How long a task may take to finish once the runner was told to stop."""
LOOK_SECONDS = 10


class Queue(Huey):  # type: ignore[misc] # Huey has no types
    """Huey with its storage opened when first used, and each task inside the application."""

    _opened: Any = None

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.url = ""
        super().__init__("tracker", results=False, utc=True, storage_class=MemoryStorage)

    def install(self, app: Flask, url: str) -> None:
        """Run tasks inside this application; without a url at once, where they are called."""
        self.app, self.url = app, url
        self.immediate = not url
        self.storage = None

    def create_storage(self) -> None:
        """Nothing yet: only a runner and whoever leaves a task need a file or a connection."""

    @property
    def storage(self) -> Any:
        """Where tasks wait."""
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    @storage.setter
    def storage(self, value: Any) -> None:
        self._opened = value

    def execute(self, task: Any, timestamp: Any = None) -> Any:
        """Run a task inside the application."""
        with self._context():
            return super().execute(task, timestamp)

    def work(self) -> None:
        """Run what is due until SIGTERM or SIGINT; the task at hand is finished first."""
        told = threading.Event()
        runner = self.create_consumer(max_delay=POLL_SECONDS, shutdown_timeout=STOP_SECONDS)
        runner.start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told.set())
        while not told.wait(LOOK_SECONDS):
            runner.check_worker_health()
        runner.stop(graceful=True)

    def _open(self) -> Any:
        if not self.url:
            return MemoryStorage(self.name)
        if self.url.startswith(SQLITE):
            file = self.url.removeprefix(SQLITE)
            return SqliteStorage(self.name, filename=file, timeout=WAIT_SECONDS)
        return RedisStorage(self.name, url=self.url)

    @contextmanager
    def _context(self) -> Iterator[None]:
        if self.app is None or has_app_context():
            yield
            return
        with self.app.app_context():
            yield


queue = Queue()
