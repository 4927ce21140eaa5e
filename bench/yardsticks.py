"""What the product is measured against, and how long one call of anything takes."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask

ROUNDS = 5
TABLE = """CREATE TABLE reading (participant_id BIGINT, day INTEGER, source VARCHAR(24),
    grams INTEGER, waist_mm INTEGER, noted_at DATETIME, corrections INTEGER,
    PRIMARY KEY (participant_id, day, source))"""
UPSERT = """INSERT INTO reading VALUES (?, ?, 'self', ?, NULL, '2024-10-16 00:00:00', 0)
    ON CONFLICT DO UPDATE SET grams = excluded.grams"""
LIST = """SELECT day, grams FROM reading WHERE participant_id = ? ORDER BY day, source"""
RECOUNTS = (
    """SELECT day, count(DISTINCT participant_id) FROM (
        SELECT participant_id, day FROM reading UNION SELECT participant_id, day
        FROM exercise_entry) GROUP BY day""",
    """SELECT day - (day + 3) % 7 AS monday, count(DISTINCT participant_id) FROM (
        SELECT participant_id, day FROM reading UNION SELECT participant_id, day
        FROM exercise_entry) GROUP BY monday""",
    """SELECT day - (day + 3) % 7 AS monday, kind, sum(minutes) FROM exercise_entry
        GROUP BY monday, kind""",
    "SELECT enrolled_on, count(*) FROM participant GROUP BY enrolled_on",
)
"""What the city's page shows live, counted from the raw rows."""


def seconds(call: Callable[[], Any], spend: float = 1.5) -> float:
    """Seconds of one call: the quickest of five rounds, which a busy machine disturbs least."""
    call()
    started = time.perf_counter()
    call()
    calls = max(1, int(spend / ROUNDS / max(time.perf_counter() - started, 1e-7)))
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(calls):
            call()
        taken.append((time.perf_counter() - started) / calls)
    return min(taken)


def connected(path: Path) -> sqlite3.Connection:
    """A bare connection, as durable as the product's own."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


empty = Flask("empty")
"""An application that does nothing, also for a server."""
for address in ("/", "/readyz"):
    empty.add_url_rule(address, endpoint=address, view_func=lambda: "")


def empty_view() -> Callable[[], Any]:
    """A request to that application."""
    client = empty.test_client()
    return lambda: client.get("/")


def bare_upsert(folder: Path) -> Callable[[], Any]:
    """One committed upsert of a reading, with no product around it."""
    connection = connected(folder / "bare.db")
    connection.execute(TABLE)
    grams = count(60_000)
    return lambda: connection.execute(UPSERT, (1 << 52, 19_000, next(grams)))


def bare_rows_per_second(folder: Path, rows: Sequence[tuple[Any, ...]]) -> float:
    """Rows of a log into a bare table by one executemany and one commit."""
    connection = connected(folder / "rows.db")
    connection.execute(TABLE)
    marks = ", ".join("?" for _ in rows[0])
    started = time.perf_counter()
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO reading VALUES ({marks})", rows)  # noqa: S608 - our marks
    connection.execute("COMMIT")
    return len(rows) / (time.perf_counter() - started)


def recount(path: Path) -> Callable[[], Any]:
    """The city's live numbers from the raw rows."""
    connection = connected(path)
    return lambda: [connection.execute(query).fetchall() for query in RECOUNTS]


def prepared_list(path: Path, participant_id: int) -> Callable[[], Any]:
    """A person's readings by a prepared statement."""
    connection = connected(path)
    return lambda: connection.execute(LIST, (participant_id,)).fetchall()
