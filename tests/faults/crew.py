"""Many people who save at once, again and again, and a count of what became of every entry.

Each behaves as a phone does that lost its connection: what was not answered is sent once more,
with the key that its form came with. So an entry that was answered must be there once, and one
that never was may be there once or not at all.
"""

import http.client
import os
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import MetaData, select

from tests.conftest import TODAY
from tests.faults.house import House, at_once
from tests.server import ANSWER_SECONDS
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import DAY_MINUTES_MAX, MINUTES_MIN
from tracker.insights import store as insights

ENTRIES = int(os.environ.get("FAULT_ENTRIES", "1500"))
"""How many entries a trial saves; `make faults` asks for 120,000 in all."""
DAYS = 7
ROLLED_UP = ("team_day", "team_week", "district_day", "district_week", "team_enrolled")
A_DAY = DAY_MINUTES_MAX // MINUTES_MIN
"""The shortest entries that fit into one person's day."""
REPORT = os.environ.get("FAULT_REPORT", "")
"""A file to which each trial adds its line."""
PATIENCE = 60
"""Seconds after which a person gives up on a server that does not come back."""


@dataclass(frozen=True)
class Entry:
    """One stretch of exercise as it was sent."""

    participant_id: int
    key: str
    day: date
    minutes: int


@dataclass
class Tally:
    """Every entry that was sent, and those that were answered."""

    sent: dict[str, Entry] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    sent_again: int = 0
    turned_away: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Outcome:
    """What a trial found in the database, beside what was answered."""

    answered: int
    sent_again: int
    lost: int
    doubled: int
    half_stored: int

    @property
    def is_clean(self) -> bool:
        """Whether nothing answered is lost, nothing is there twice, and nothing is half there."""
        return (self.lost, self.doubled, self.half_stored) == (0, 0, 0)


class Line:
    """One phone's connection, opened again after it broke."""

    def __init__(self, port: Callable[[], int]) -> None:
        self.port = port
        self.opened: http.client.HTTPConnection | None = None

    def connection(self) -> http.client.HTTPConnection:
        """The connection there is, or a new one."""
        if self.opened is None:
            port = self.port()
            self.opened = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        return self.opened

    def close(self) -> None:
        """Hang up."""
        if self.opened is not None:
            self.opened.close()
            self.opened = None


class Crew:
    """Threads of people who save until all their entries are answered."""

    def __init__(self, house: House, entries: int = ENTRIES, threads: int = 4) -> None:
        self.house = house
        self.tally = Tally()
        self.port: Callable[[], int] = house.port
        people = max(threads, -(-entries // (DAYS * A_DAY // 2)))
        hers = [house.participant() for _ in range(people)]
        browsers = {each: house.browser(each) for each in hers}
        self.cookies = {each: browsers[each].cookies["session"] for each in hers}
        self.tokens = {each: browsers[each].token("/exercise") for each in hers}
        self.cookies = {each: browsers[each].cookies["session"] for each in hers}
        self.plans = self._plans(hers, entries, threads)
        self.lock = threading.Lock()

    def _plans(self, hers: list[int], entries: int, threads: int) -> list[list[Entry]]:
        """What each thread sends; a person belongs to one thread."""
        plans: list[list[Entry]] = [[] for _ in range(threads)]
        for number in range(entries):
            person = number % len(hers)
            day = TODAY - timedelta(days=(number // len(hers)) % DAYS)
            minutes = MINUTES_MIN
            entry = Entry(hers[person], uuid.uuid4().hex, day, minutes)
            plans[person % threads].append(entry)
        return plans

    def save_all(self, *others: Callable[[], object]) -> None:
        """Everybody saves; `others` go on beside them, and end by themselves."""
        at_once(*(lambda plan=plan: self._save(plan) for plan in self.plans), *others)

    @property
    def total(self) -> int:
        """How many entries there are to save."""
        return sum(map(len, self.plans))

    def wait_for(self, answered: int) -> None:
        """Return once so many entries were answered; fails when nobody saves any more."""
        seen, since = 0, time.monotonic()
        while (found := len(self.tally.answered)) < min(answered, self.total):
            if found > seen:
                seen, since = found, time.monotonic()
            assert time.monotonic() - since < PATIENCE, "nothing is answered any more"
            time.sleep(0.002)

    def _save(self, plan: list[Entry]) -> None:
        with closing(Line(self.port)) as line:
            for entry in plan:
                self.tally.sent[entry.key] = entry
                gives_up = time.monotonic() + PATIENCE
                while not self._answered(line, entry):
                    assert time.monotonic() < gives_up, "the server never came back"
                    time.sleep(0.01)
                self.tally.answered.add(entry.key)

    def _answered(self, line: "Line", entry: Entry) -> bool:
        """Send it once; whether an answer came that says it is noted."""
        try:
            if self._send(line.connection(), entry):
                return True
        except (OSError, http.client.HTTPException):
            line.close()
        with self.lock:
            self.tally.sent_again += 1
        return False

    def _send(self, line: http.client.HTTPConnection, entry: Entry) -> bool:
        """Whether the answer says that it is noted."""
        body = urlencode(
            {
                "csrf_token": self.tokens[entry.participant_id],
                "kind": "brisk_walking",
                "minutes": str(entry.minutes),
                "day": entry.day.isoformat(),
                "key": entry.key,
            }
        )
        headers = {
            "Cookie": f"session={self.cookies[entry.participant_id]}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line.request("POST", "/exercise", body, headers)
        response = line.getresponse()
        page = response.read().decode()
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            with self.lock:
                self.tally.turned_away[response.status] += 1
            return False
        assert response.status == HTTPStatus.SEE_OTHER, page
        return True

    def outcome(self) -> Outcome:
        """Look into the database: every entry, and the figures that are counted from marks."""
        with self.house.app.app_context():
            query = select(
                EntryRow.participant_id,
                EntryRow.key,
                EntryRow.day,
                EntryRow.minutes,
            ).where(EntryRow.participant_id.in_(self.tokens))
            stored = [Entry(*row) for row in db.session.execute(query)]
            half = _marks_missing(self.house.season_id)
        times = Counter(each.key for each in stored)
        found = Outcome(
            answered=len(self.tally.answered),
            sent_again=self.tally.sent_again,
            lost=len(self.tally.answered - times.keys()),
            doubled=sum(times.values()) - len(times) + len(times.keys() - self.tally.sent.keys()),
            half_stored=sum(self.tally.sent.get(each.key) != each for each in stored) + half,
        )
        self._report(found)
        return found

    def _report(self, found: Outcome) -> None:
        if REPORT:
            trial = os.environ["PYTEST_CURRENT_TEST"].partition("::")[2].partition(" ")[0]
            counts = " ".join(f"{name}={count}" for name, count in asdict(found).items())
            with Path(REPORT).open("a", encoding="utf-8") as file:
                file.write(f"{trial}: {counts}\n")


def _marks_missing(season_id: int) -> int:
    """Figures counted from the marks that saves leave, against all counted from nothing."""
    insights.refresh(season_id)
    by_marks = rolled_up()
    insights.rebuild(season_id)
    return len(by_marks ^ rolled_up())


def rolled_up() -> set[tuple[str, ...]]:
    """Every figure that pages of groups are made of, as it is kept."""
    tables = MetaData()
    tables.reflect(db.engine, only=ROLLED_UP)
    with db.engine.connect() as connection:
        return {
            (table.name, *map(str, row))
            for table in tables.sorted_tables
            for row in connection.execute(table.select())
        }
