"""Two runners that settle at once: one does, and nothing is there twice."""

from threading import Barrier, Thread

from flask import Flask
from sqlalchemy import func, select

from tests.standings.season import NOW, SEPTEMBER, TEAMS, make_teams
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.standings import store
from tracker.standings.models import SettledWeek, TeamStanding

RUNNERS, WEEKS = 4, 4


def test_of_several_runners_each_week_is_settled_by_one(app: Flask) -> None:
    make_teams(app)
    together, found = Barrier(RUNNERS), list[int]()

    def run() -> None:
        with app.app_context():
            season = current_season()
            assert season
            together.wait()
            found.append(store.settle(season, SEPTEMBER, NOW))
            db.session.remove()

    runners = [Thread(target=run) for _ in range(RUNNERS)]
    for each in runners:
        each.start()
    for each in runners:
        each.join()

    with app.app_context():
        weeks = db.session.scalar(select(func.count()).select_from(SettledWeek))
        rows = db.session.scalar(select(func.count()).select_from(TeamStanding))
    assert len(found) == RUNNERS
    assert sum(found) == WEEKS
    assert (weeks, rows) == (WEEKS, WEEKS * TEAMS)
