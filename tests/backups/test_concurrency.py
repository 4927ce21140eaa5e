"""A backup while people save: nobody is refused, nothing is lost, and nothing in it is half."""

import time
from datetime import UTC, datetime
from threading import Event, Thread

from sqlalchemy import func, select

from tests.backups.conftest import House
from tests.conftest import TODAY
from tracker.database import db, writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
WRITERS = 3
BACKUPS = 3
LONGEST_SECONDS = 10
"""Far less than the 30 seconds after which SQLite gives up; the machine may be busy."""


class Saver:
    """Somebody who saves pairs of entries, numbered from 0, each pair in one transaction."""

    def __init__(self, house: House, participant_id: int, enough: Event) -> None:
        self.house, self.participant_id, self.enough = house, participant_id, enough
        self.pairs = 0
        self.slowest = 0.0
        self.thread = Thread(target=self.save)

    def save(self) -> None:
        """Save until it is enough."""
        with self.house.app.app_context():
            while not self.enough.is_set():
                began = time.monotonic()
                self.save_pair()
                self.slowest = max(self.slowest, time.monotonic() - began)
                self.pairs += 1
            db.session.remove()

    def save_pair(self) -> None:
        """Two entries at once."""
        same = {"day": TODAY, "kind": "yoga", "effort": Effort.LIGHT, "noted_at": NOW}
        with writing() as session:
            for half in "ab":
                key = f"{half}{self.pairs:031x}"
                session.add(
                    EntryRow(participant_id=self.participant_id, key=key, minutes=30, **same)
                )

    def kept(self) -> tuple[int, str | None, str | None]:
        """How many entries are there, and the newest of each half."""
        mine = EntryRow.participant_id == self.participant_id
        halves = (EntryRow.key < "b", EntryRow.key >= "b")
        newest = [select(func.max(EntryRow.key)).where(mine, half) for half in halves]
        with self.house.app.app_context():
            one, other = (db.session.scalar(query) for query in newest)
            count = db.session.scalar(select(func.count()).where(mine)) or 0
            db.session.remove()
        return count, one, other

    def is_whole(self) -> bool:
        """Whether every pair up to the newest is there with both halves."""
        count, one, other = self.kept()
        if not count:
            return True
        return bool(one and other and one[1:] == other[1:] and count == 2 * (int(one[1:], 16) + 1))


def test_a_backup_while_people_save(house: House) -> None:
    season_id = house.make.season()
    team_id = house.make.team(season_id)
    enough = Event()
    savers = [
        Saver(house, house.make.participant(season_id, team_id), enough) for _ in range(WRITERS)
    ]
    for saver in savers:
        saver.thread.start()

    backups = [house.run("back-up") for _ in range(BACKUPS)]
    enough.set()
    for saver in savers:
        saver.thread.join()

    assert [result.exit_code for result in backups] == [0] * BACKUPS, backups[0].output
    assert [saver.kept()[0] for saver in savers] == [2 * saver.pairs for saver in savers]
    assert min(saver.pairs for saver in savers) > 0
    assert max(saver.slowest for saver in savers) < LONGEST_SECONDS
    house.lose()
    restored = house.run("restore", str(house.backups()[-1]))
    assert restored.exit_code == 0, restored.output
    assert [saver.is_whole() for saver in savers] == [True] * WRITERS
    assert all(saver.kept()[0] <= 2 * saver.pairs for saver in savers)
