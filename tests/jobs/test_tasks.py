"""Tasks run at once in tests, one runner of several begins them, and they make up for the past."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tracker import create_app
from tracker.config import ConfigurationError
from tracker.database import db
from tracker.insights.models import DistrictDay, RolledUpArea, Snapshot, TeamDay
from tracker.insights.tasks import freeze_figures, refresh_roll_ups
from tracker.jobs import store, tasks
from tracker.jobs.rules import REFRESH_DELAYS, Job
from tracker.queue import queue

DUE = datetime(2024, 10, 13, 19, tzinfo=UTC)
DAY = date(2024, 10, 15)


def rows(model: type[TeamDay | Snapshot | RolledUpArea | DistrictDay]) -> int:
    """How many rows a table has."""
    db.session.commit()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def season(app: Flask, make: Factory) -> int:
    """A season with one entry, on the queue of this application."""
    queue.install(app, "")
    season_id = make.season()
    make.exercise(make.participant(season_id, make.team(season_id)), DAY)
    return season_id


@pytest.mark.usefixtures("season")
def test_a_refresh_counts_what_is_marked(database: Flask) -> None:
    assert database.testing

    refresh_roll_ups()

    assert rows(TeamDay) == 1
    assert rows(DistrictDay) > 100


@pytest.mark.usefixtures("season")
def test_whatever_is_due_and_not_frozen_is_frozen_once(database: Flask) -> None:
    assert database.testing  # it is Wednesday: nobody worked on Monday

    freeze_figures()
    freeze_figures()

    assert rows(Snapshot) == 1


def test_without_a_season_there_is_nothing_to_do(database: Flask) -> None:
    queue.install(database, "")

    tasks.catch_up()

    assert rows(RolledUpArea) == 0


def test_a_moment_is_begun_by_one_of_several_runners(app: Flask) -> None:
    def begin(_: int) -> bool:
        with app.app_context():
            return store.begin(Job.FREEZE, DUE)

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(begin, range(8)))

    assert sum(begun) == 1


def test_each_job_and_each_moment_is_begun(database: Flask) -> None:
    assert database.testing

    begun = [
        store.begin(Job.FREEZE, DUE),
        store.begin(Job.REFRESH, DUE),
        store.begin(Job.FREEZE, DUE + timedelta(days=1)),
        store.begin(Job.FREEZE, DUE + timedelta(days=1)),
    ]

    assert begun == [True, True, True, False]


@pytest.mark.usefixtures("season")
def test_the_night_freezes_and_the_minute_plans_the_refreshes_to_come(database: Flask) -> None:
    with time_machine.travel(DUE, tick=False):
        for step in (tasks.freeze, tasks.freeze, tasks.refresh, tasks.refresh):
            step()

    assert database.testing
    assert (rows(Snapshot), rows(TeamDay)) == (1, 1)  # the first refresh is done at once
    assert queue.scheduled_count() == len(REFRESH_DELAYS) - 1


def test_in_tests_no_runner_waits(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["work"])

    assert result.exit_code == 1
    assert "QUEUE_URL" in result.output


def environ(**more: str) -> dict[str, str]:
    """A development environment."""
    return {"SECRET_KEY": "t" * 32, "DATABASE_URL": "sqlite:////tmp/x/town.db"} | more


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ({}, "sqlite:////tmp/x/town-jobs.db"),
        ({"QUEUE_URL": "redis://127.0.0.1:6379/1"}, "redis://127.0.0.1:6379/1"),
        ({"TRACKER_ENV": "testing"}, ""),
    ],
)
def test_jobs_wait_beside_the_database_or_where_it_is_said(more: dict[str, str], url: str) -> None:
    create_app(environ(**more))

    found = queue.url, queue.immediate
    create_app(environ(TRACKER_ENV="testing"))  # the queue is one object: others' jobs run at once
    assert found == (url, not url)


def test_a_queue_of_another_kind_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="QUEUE_URL"):
        create_app(environ(QUEUE_URL="amqp://127.0.0.1"))
