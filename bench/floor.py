"""What the product is measured against: an empty view, and the smallest honest save of a weight.

It runs on the same server with the same settings. The save asks the database what the product asks
it for a weight that needs no question (who she is, the season, her part in it, her body; then, in a
durable transaction, hold her, keep what was there, store, mark her team's day), by sqlite3 or
psycopg on a connection kept for each thread, and does nothing else: no session, no token, no form.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import psycopg
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

WAIT_SECONDS: Final = 30

READS: Final = (
    """SELECT account.name, role_grant.role, role_grant.scope, role_grant.season_id FROM account
    LEFT OUTER JOIN role_grant ON role_grant.account_id = account.id
        AND role_grant.ended_at IS NULL
    WHERE account.id = :account AND account.epoch = 0
    ORDER BY role_grant.granted_at, role_grant.id""",
    """SELECT season.id, season.name, phase.kind, phase.first, phase.last
    FROM season JOIN phase ON phase.season_id = season.id
    WHERE season.id = (SELECT season.id FROM season WHERE season.ended_at IS NULL
        ORDER BY season.opened_at DESC, season.id DESC LIMIT 1) ORDER BY phase.first, phase.kind""",
    """SELECT participant.id, participant.enrolled_on, participant.left_on, account.name,
        (SELECT consent.given FROM consent
        WHERE consent.participant_id = participant.id AND consent.kind = 'body_data'
        ORDER BY consent.decided_at DESC LIMIT 1) AS body_data
    FROM participant JOIN account ON account.id = participant.account_id
    WHERE participant.account_id = :account""",
    """SELECT body.height_mm, body.sex, body.birth_year, body.doctor_first, body.recalled_grams,
        goal.kind, goal.target_grams, goal.set_on, doctor_request.asked_at,
        doctor_request.called_at, weight_undo.day
    FROM participant LEFT OUTER JOIN body ON body.participant_id = participant.id
    LEFT OUTER JOIN goal ON goal.participant_id = participant.id
    LEFT OUTER JOIN doctor_request ON doctor_request.participant_id = participant.id
    LEFT OUTER JOIN weight_undo ON weight_undo.participant_id = participant.id
    WHERE participant.id = :participant""",
)
HOLD: Final = "SELECT participant.left_on FROM participant WHERE participant.id = :participant"
HELD: Final = """SELECT grams, waist_mm, noted_at FROM reading
    WHERE participant_id = :participant AND day = :day AND source = 'self'"""
KEEP: Final = """INSERT INTO weight_undo (participant_id, day, grams, waist_mm, noted_at)
    VALUES (:participant, :day, :before, :waist, :noted)
    ON CONFLICT (participant_id) DO UPDATE SET day = excluded.day, grams = excluded.grams,
        waist_mm = excluded.waist_mm, noted_at = excluded.noted_at"""
STORE: Final = """INSERT INTO reading (participant_id, day, source, grams, waist_mm, noted_at,
        corrections) VALUES (:participant, :day, 'self', :grams, :waist, :now, 0)
    ON CONFLICT (participant_id, day, source) DO UPDATE SET grams = excluded.grams,
        waist_mm = excluded.waist_mm, noted_at = excluded.noted_at,
        corrections = reading.corrections + 1"""
MARK: Final = """INSERT INTO stale_team_day (team_id, day) SELECT membership.team_id, :day
    FROM membership WHERE membership.participant_id = :participant AND membership.first <= :day
        AND (membership.last IS NULL OR membership.last >= :day)
    ON CONFLICT (team_id, day) DO UPDATE SET day = excluded.day"""

BEGINS: Final = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
HOLDS: Final = {"sqlite": HOLD, "postgresql": f"{HOLD} FOR NO KEY UPDATE"}
PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


class Floor:
    """A database of one of the two kinds, and the statements in its driver's words."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.kind = "sqlite" if url.startswith("sqlite:") else "postgresql"
        self.kept = threading.local()
        self.reads = [self.worded(read) for read in READS]
        self.hold = self.worded(HOLDS[self.kind])
        self.held = self.worded(HELD)
        self.writes = [self.worded(write) for write in (KEEP, STORE, MARK)]

    def worded(self, statement: str) -> str:
        """A statement with its parameters as the driver marks them."""
        if self.kind == "sqlite":
            return statement
        for name in ("account", "participant", "day", "before", "waist", "noted", "grams", "now"):
            statement = statement.replace(f":{name}", f"%({name})s")
        return statement

    def connection(self) -> Any:
        """This thread's connection, opened once; it commits by word alone."""
        if not hasattr(self.kept, "connection"):
            self.kept.connection = self._opened()
        return self.kept.connection

    def save(self, account: int, participant: int, day: int, grams: int) -> None:
        """Everything that the product's save asks of the database."""
        run = self.connection().execute
        values: dict[str, Any] = {
            "account": account,
            "participant": participant,
            "day": day,
            "grams": grams,
            "now": self._moment(),
        }
        for read in self.reads:
            run(read, values).fetchall()
        run(BEGINS[self.kind])
        try:
            run(self.hold, values).fetchall()
            before = run(self.held, values).fetchone() or (None, None, values["now"])
            values |= {"before": before[0], "waist": before[1], "noted": before[2]}
            for write in self.writes:
                run(write, values)
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise

    def close(self) -> None:
        """Let go of this thread's connection."""
        self.connection().close()

    def _moment(self) -> Any:
        if self.kind == "sqlite":
            return time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime())
        return datetime.fromtimestamp(time.time(), UTC)

    def _opened(self) -> Any:
        if self.kind == "postgresql":
            return psycopg.connect(self.url, autocommit=True)
        path = self.url.removeprefix("sqlite:///").partition("?")[0]
        connection = sqlite3.connect(path, WAIT_SECONDS, isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection


def create_floor(environ: Mapping[str, str] = os.environ) -> Flask:
    """The two views of the floor, on the database that the environment names."""
    found = Flask("floor")
    floor = found.extensions["floor"] = Floor(environ["DATABASE_URL"])

    @found.get("/hello")
    def hello() -> str:
        return ""

    @found.post("/weight")
    def save() -> Response:
        form = request.form
        grams = round(float(form["weight"]) * 1000)
        floor.save(int(form["account"]), int(form["participant"]), int(form["day"]), grams)
        return redirect("/hello", 303)

    return found
