"""Two hundred boards on the real server: nobody who works on the site notices them."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import pytest
from flask_migrate import upgrade

from tests.conftest import TODAY
from tests.server import SECRET_KEY, Browser, Server, serve
from tests.timetables.conftest import Fair, fair_in
from tracker import create_app
from tracker.timetables import store
from tracker.timetables.rules import Step

BOARDS, THREADS = 200, 10
RETRY_SECONDS, PATIENCE = 2, 30
PAGES, PAUSE_SECONDS, SOON_SECONDS = 20, 0.2, 1
"""How often somebody opens a page while the boards are open, and how long she may wait."""


@dataclass
class Screens:
    """Boards as browsers keep them: an answer, two seconds, and again with the last event's id."""

    port: int
    path: str
    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=lambda: [""] * BOARDS)
    over: threading.Event = field(default_factory=threading.Event)

    def keep_open(self, mine: range) -> None:
        """A share of all boards, each on a connection of its own that stays open."""
        lines = {
            at: http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE) for at in mine
        }
        while not self.over.is_set():
            began = time.monotonic()
            for at, line in lines.items():
                with suppress(OSError, http.client.HTTPException):
                    self._ask(at, line)
            self.over.wait(max(0.0, RETRY_SECONDS - (time.monotonic() - began)))
        for line in lines.values():
            line.close()

    def have_heard(self, version: int) -> bool:
        """Whether every one of them shows the timetable as of this version."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if all(each.startswith(f"{version}-") for each in self.last):
                return True
            time.sleep(0.1)
        return False

    def _ask(self, at: int, line: http.client.HTTPConnection) -> None:
        seen = self.last[at]
        line.request("GET", self.path, headers={"Last-Event-ID": seen} if seen else {})
        response = line.getresponse()
        told = response.read().decode()
        self.answers += 1
        if response.status != HTTPStatus.OK:
            self.wrong.append(f"{response.status} {told[:80]}")
        ids = [row.removeprefix("id: ") for row in told.splitlines() if row.startswith("id: ")]
        self.last[at] = ids[0] if ids else seen


@pytest.fixture(scope="module")
def stadium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Fair, Server]]:
    """An event of 32 squads, and two worker processes over it."""
    tmp_path: Path = tmp_path_factory.mktemp("stadium")
    url = f"sqlite:///{tmp_path / 'stadium.db'}"
    app = create_app({"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url})
    app.config["TRACKER_TODAY"] = TODAY
    with app.app_context():
        upgrade()
    fair = fair_in(app, 32)
    fair.plan()
    server = serve(url, TODAY.isoformat(), tmp_path / "server.log")
    yield fair, server
    server.kill()


def test_two_hundred_boards_leave_the_site_answering(stadium: tuple[Fair, Server]) -> None:
    fair, server = stadium
    screens = Screens(server.port, f"/showcases/{fair.showcase_id}/board/stream")
    shares = [range(at, BOARDS, THREADS) for at in range(THREADS)]
    boards = [threading.Thread(target=screens.keep_open, args=[mine]) for mine in shares]
    for each in boards:
        each.start()

    statuses, took = zip(*[opened(server) for _ in range(PAGES)], strict=True)
    with fair.app.app_context():
        first = store.timetable(fair.showcase_id)
        store.note(fair.showcase_id, first.rows[0].id, Step.CALLED, first.settings.starts)
        heard = screens.have_heard(first.version + 1)
    screens.over.set()
    for each in boards:
        each.join()

    assert set(statuses) == {HTTPStatus.OK}
    assert sorted(took)[PAGES // 2] < SOON_SECONDS
    assert heard
    assert screens.wrong == []


def opened(server: Server) -> tuple[int, float]:
    """The status of a page that somebody opens, and how long she waited for it."""
    time.sleep(PAUSE_SECONDS)
    before = time.monotonic()
    status, _page = Browser(server.port).get("/season")
    return status, time.monotonic() - before


def test_a_stream_ends_at_once(stadium: tuple[Fair, Server]) -> None:
    fair, server = stadium
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    with closing(line):
        line.request("GET", f"/showcases/{fair.showcase_id}/board/stream")
        response = line.getresponse()
        told = response.read().decode()

    assert response.getheader("Content-Type", "").startswith("text/event-stream")
    assert response.getheader("Cache-Control") == "no-store"
    assert told.startswith("retry: ")
    assert told.endswith("\n\n")
