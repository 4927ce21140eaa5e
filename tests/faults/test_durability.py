"""What was acknowledged is kept, by real servers that are killed; what is sent twice is one row."""

import threading
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.client import HTTPException

from flask import Flask
from sqlalchemy import select, text

from tests.conftest import TODAY
from tests.faults.house import House, at_once, form_key
from tests.server import Browser
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.weight.models import ReadingRow

PEOPLE = 4
POSTS_MAX = 60
ACKNOWLEDGED_BEFORE_THE_KILL = 60
ROUNDS = 8
HEAVIEST = 66_000


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


class Stretch:
    """One tab that notes half an hour of walking."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.token = browser.token("/exercise")
        self.statuses: list[int] = []

    def new_key(self) -> str:
        """The key of a freshly rendered form."""
        return form_key(self.browser.get("/exercise")[1])

    def tap(self, key: str) -> None:
        """Send the form."""
        status, _ = self.browser.post(
            "/exercise",
            csrf_token=self.token,
            kind="brisk_walking",
            minutes="30",
            day=TODAY.isoformat(),
            key=key,
        )
        self.statuses.append(status)


def test_an_acknowledged_weight_survives_a_kill_in_the_middle_of_writing(house: House) -> None:
    people = [house.participant() for _ in range(PEOPLE)]
    notes = [Notes(house.browser(person)) for person in people]

    def cut_off() -> None:
        while sum(each.count for each in notes) < ACKNOWLEDGED_BEFORE_THE_KILL:
            threading.Event().wait(0.005)
        house.started().kill()

    at_once(cut_off, *(each.note_until_cut_off for each in notes))

    with house.app.app_context():
        for person, each in zip(people, notes, strict=True):
            stored = db.session.scalars(
                select(ReadingRow.grams).where(ReadingRow.participant_id == person)
            ).one()
            assert each.acknowledged is not None
            assert stored <= each.acknowledged, "an acknowledged weight is gone"


def test_two_tabs_saving_at_once_leave_one_weight(house: House) -> None:
    person = house.participant()
    tabs = [Notes(house.browser(person)) for _ in range(2)]

    for step in range(ROUNDS):
        at_once(*(partial(tab.note, HEAVIEST - 10 * step) for tab in tabs))

    assert [tab.count for tab in tabs] == [ROUNDS, ROUNDS]
    assert house.count(ReadingRow, ReadingRow.participant_id == person) == 1


def test_a_double_tap_on_two_workers_stores_one_stretch_of_exercise(house: House) -> None:
    person = house.participant()
    tabs = [Stretch(house.browser(person)) for _ in range(2)]

    for _ in range(ROUNDS):
        key = tabs[0].new_key()
        at_once(*(partial(tab.tap, key) for tab in tabs))

    assert {status for tab in tabs for status in tab.statuses} == {HTTPStatus.SEE_OTHER}
    assert house.count(EntryRow, EntryRow.participant_id == person) == ROUNDS


def test_the_server_writes_no_phone_name_or_weight_into_its_log(house: House) -> None:
    Notes(house.browser(house.participant())).note(65_430)

    log = house.log.read_text(encoding="utf-8")
    assert "/weight" in log
    assert not [each for each in ("weight=65", "65430", "王芳", "1370000") if each in log]


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
