"""Two organizers, or two clicks, at once: one decision, one file."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from tests.evaluation.conftest import Desk
from tracker import clock
from tracker.database import db
from tracker.evaluation import store
from tracker.evaluation.models import FileContent, FileDecision
from tracker.evaluation.rules import DecidedAlreadyError

TOGETHER = 4


def counted(desk: Desk, model: type[FileContent] | type[FileDecision]) -> int:
    with desk.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_of_decisions_made_at_once_one_counts_and_the_others_are_told(desk: Desk) -> None:
    request_id, start = desk.asked(), Barrier(TOGETHER)

    def decide(place: int) -> bool:
        start.wait()
        with desk.app.app_context():
            try:
                store.decide(
                    desk.season_id,
                    request_id,
                    desk.organizer,
                    clock.now(),
                    approved=place % 2 == 0,
                )
            except DecidedAlreadyError:
                return False
            return True

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = list(pool.map(decide, range(TOGETHER)))

    with desk.app.app_context():
        (record,) = store.requests(desk.season_id, clock.now())
    assert sum(found) == 1
    assert (record.standing == "approved") == (found.index(True) % 2 == 0)
    assert counted(desk, FileDecision) == 1


def test_a_file_fetched_twice_at_once_is_one_file_and_two_copies(desk: Desk) -> None:
    request_id, start = desk.approved(), Barrier(TOGETHER)

    def fetch(_place: int) -> str:
        start.wait()
        with desk.app.app_context():
            season = desk.season()
            made = store.download(season, desk.statistician, request_id, "s", clock.now())
            return made.sha256

    with ThreadPoolExecutor(TOGETHER) as pool:
        found = list(pool.map(fetch, range(TOGETHER)))

    with desk.app.app_context():
        (record,) = store.requests(desk.season_id, clock.now())
    assert len(set(found)) == 1
    assert len(record.downloads) == TOGETHER
    assert counted(desk, FileContent) == 1
