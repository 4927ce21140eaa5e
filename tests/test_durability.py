"""What was acknowledged is kept, by real servers that are killed; what is sent twice is one row."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from tests.conftest import TODAY
from tests.factories import Factory
from tests.server import SECRET_KEY, Browser, Server, serving
from tracker import create_app
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.weight.models import ReadingRow

PEOPLE = 4
POSTS_MAX = 60
ACKNOWLEDGED_BEFORE_THE_KILL = 60
ROUNDS = 8
HEAVIEST = 66_000


@pytest.fixture
def migrated(empty_url: str) -> Iterator[Flask]:
    """The application on a migrated database of its own; the server shares it and its key."""
    app = create_app(
        {"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": empty_url}
    )
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def people(migrated: Flask) -> list[int]:
    """Participants of one team."""
    make = Factory(migrated)
    season_id = make.season()
    team_id = make.team(season_id)
    return [make.participant(season_id, team_id) for _ in range(PEOPLE)]


@pytest.fixture
def server(migrated: Flask, people: list[int], empty_url: str, tmp_path: Path) -> Iterator[Server]:
    """A real server of several workers on that database."""
    assert people
    assert migrated
    with serving(empty_url, TODAY.isoformat(), tmp_path / "server.log") as started:
        yield started


def browser_of(app: Flask, participant_id: int, server: Server) -> Browser:
    """A signed-in browser of a participant."""
    make = Factory(app)
    client = make.signed_in(make.account_of(participant_id))
    cookie = client.get_cookie("session")
    assert cookie
    return Browser(server.port, {"session": cookie.value})


class Notes:
    """One person notes ever lower weights, and remembers the last that was acknowledged."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.token = browser.token("/weight")
        self.acknowledged: int | None = None
        self.count = 0

    def note_until_cut_off(self) -> None:
        """Post one weight after another until the server is gone."""
        with suppress(OSError, HTTPException):
            for step in range(POSTS_MAX):
                self.note(HEAVIEST - 10 * step)

    def note(self, grams: int) -> None:
        """Post one weight and remember it once the answer is there."""
        status, page = self.browser.post(
            "/weight",
            csrf_token=self.token,
            weight=f"{grams / 1000:.2f}",
            unit="kg",
            day=TODAY.isoformat(),
        )
        assert status == HTTPStatus.SEE_OTHER, page
        self.acknowledged = grams
        self.count += 1


def at_once(*steps: Callable[[], object]) -> None:
    """Do these in threads of their own, started together."""
    threads = [threading.Thread(target=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_an_acknowledged_weight_survives_a_kill_in_the_middle_of_writing(
    migrated: Flask, people: list[int], server: Server
) -> None:
    notes = [Notes(browser_of(migrated, person, server)) for person in people]

    def cut_off() -> None:
        while sum(each.count for each in notes) < ACKNOWLEDGED_BEFORE_THE_KILL:
            threading.Event().wait(0.005)
        server.kill()

    at_once(cut_off, *(each.note_until_cut_off for each in notes))

    with migrated.app_context():
        for person, each in zip(people, notes, strict=True):
            stored = db.session.scalars(
                select(ReadingRow.grams).where(ReadingRow.participant_id == person)
            ).one()
            assert each.acknowledged is not None
            assert stored <= each.acknowledged, "an acknowledged weight is gone"


def test_two_tabs_saving_at_once_leave_one_weight(
    migrated: Flask, people: list[int], server: Server
) -> None:
    tabs = [Notes(browser_of(migrated, people[0], server)) for _ in range(2)]

    for step in range(ROUNDS):
        at_once(*(lambda tab=tab, step=step: tab.note(HEAVIEST - 10 * step) for tab in tabs))

    with migrated.app_context():
        stored = db.session.scalar(select(func.count()).select_from(ReadingRow))
    assert [tab.count for tab in tabs] == [ROUNDS, ROUNDS]
    assert stored == 1


def test_a_double_tap_on_two_workers_stores_one_stretch_of_exercise(
    migrated: Flask, people: list[int], server: Server
) -> None:
    tabs = [browser_of(migrated, people[0], server) for _ in range(2)]
    tokens = [tab.token("/exercise") for tab in tabs]
    statuses: list[int] = []

    def tap(tab: Browser, token: str, key: str) -> None:
        status, _ = tab.post(
            "/exercise",
            csrf_token=token,
            kind="brisk_walking",
            minutes="30",
            day=TODAY.isoformat(),
            key=key,
        )
        statuses.append(status)

    for _ in range(ROUNDS):
        found = re.search(r'name="key"[^>]*value="([^"]+)"', tabs[0].get("/exercise")[1])
        assert found
        key = found.group(1)
        at_once(
            *(
                lambda tab=tab, token=token, key=key: tap(tab, token, key)
                for tab, token in zip(tabs, tokens, strict=True)
            )
        )

    with migrated.app_context():
        stored = db.session.scalar(select(func.count()).select_from(EntryRow))
    assert set(statuses) == {HTTPStatus.SEE_OTHER}
    assert stored == ROUNDS


def test_the_server_writes_no_phone_name_or_weight_into_its_log(
    migrated: Flask, people: list[int], server: Server
) -> None:
    Notes(browser_of(migrated, people[0], server)).note(65_430)

    log = server.log.read_text(encoding="utf-8")
    assert "/weight" in log
    assert not [each for each in ("65.4", "65430", "王芳", "1370000") if each in log]


def test_sqlite_writes_ahead_and_waits_for_the_disk(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        journal = db.session.scalar(text("PRAGMA journal_mode"))
        synchronous = db.session.scalar(text("PRAGMA synchronous"))
        deletes = db.session.scalar(text("PRAGMA secure_delete"))

    assert (journal, synchronous, deletes) == ("wal", 2, 1)


def test_postgresql_waits_for_the_disk(postgresql_app: Flask) -> None:
    with postgresql_app.app_context():
        settings = [
            db.session.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")
        ]

    assert settings == ["on", "on"]
