"""Two processes save the same day at once: exactly one row, and nothing is lost."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.factories import Factory
from tracker.database import db
from tracker.weight import store
from tracker.weight.models import ReadingRow
from tracker.weight.rules import Entry, Source

DAY = date(2024, 10, 16)
SAVES = 12

SCRIPT = """
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from tracker import create_app
from tracker.weight import store
from tracker.weight.rules import Reading, Source

participant_id, first, saves, ready, go = sys.argv[1:]
app = create_app()
with app.app_context():
    store.readings(int(participant_id))
    Path(ready).touch()
    while not Path(go).exists():
        time.sleep(0.002)
    for number in range(int(saves)):
        reading = Reading(date(2024, 10, 16), int(first) + number)
        store.record(int(participant_id), reading, None, Source.SELF, datetime.now(UTC))
"""


@pytest.fixture
def her(make: Factory) -> int:
    season = make.season()
    return make.participant(season, make.team(season))


def test_two_processes_leave_one_row_with_every_save_counted(
    app: Flask, her: int, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    readies = [tmp_path / "ready-0", tmp_path / "ready-1"]
    environ = os.environ | {
        "TRACKER_ENV": "testing",
        "SECRET_KEY": "t" * 32,
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }
    savers = [
        subprocess.Popen(  # noqa: S603 - our own script
            [sys.executable, "-c", SCRIPT, str(her), first, str(SAVES), str(ready), str(go)],
            env=environ,
        )
        for ready, first in zip(readies, ("60000", "70000"), strict=True)
    ]
    while not all(ready.exists() for ready in readies):
        assert all(saver.poll() is None for saver in savers)
        time.sleep(0.01)
    go.touch()

    assert [saver.wait(120) for saver in savers] == [0, 0]

    with app.app_context():
        (entry,) = store.entries(her)
        row = db.session.get_one(ReadingRow, (her, DAY, Source.SELF))
    assert entry in {Entry(DAY, each + SAVES - 1, Source.SELF) for each in (60_000, 70_000)}
    assert row.corrections == 2 * SAVES - 1
