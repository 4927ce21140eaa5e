"""Erasing, importing, freezing and migrating, each cut short between any two of its statements."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from tests.conftest import TODAY, empty_database
from tests.factories import Factory
from tests.faults.copies import Original, close, everything
from tests.faults.cuts import cut_short, spread, steps_of
from tests.rosters.conftest import desk_of, people_file
from tests.server import SECRET_KEY
from tracker import create_app
from tracker.campaign.store import current_season
from tracker.database import db, is_ready
from tracker.insights import store as insights
from tracker.invitations.models import Invitation
from tracker.privacy import store as privacy
from tracker.privacy.rules import UnknownPersonError
from tracker.rosters import store as rosters
from tracker.simulation.rules.staff import PARTICIPANT

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
CUTS = int(os.environ.get("FAULT_CUTS", "5"))
"""How often each piece of work is cut short; `make faults` asks for more."""
INVITED = 40
COUNTED_WHEN = {"rolled_up_area", "rolled_up_team"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Original:
    """A small season on each kind of database in turn."""
    folder = tmp_path_factory.mktemp("original")
    return Original(empty_database(request, folder), folder)


def freeze() -> None:
    """What the night's job does."""
    season = current_season()
    assert season
    insights.refresh(season.id)
    insights.freeze(season, TODAY, NOW)


def rows_but_keys(app: Flask) -> dict[str, int]:
    """How many rows each table has, whatever their keys and moments are."""
    return {name: len(rows) for name, rows in everything(app).items()}


def figures(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Everything but when it was counted, and by which turn."""
    return {name: rows for name, rows in everything(app).items() if name not in COUNTED_WHEN}


def test_figures_frozen_after_a_cut_are_those_frozen_without_one(original: Original) -> None:
    whole = original.copy()
    steps = steps_of(whole, freeze)
    expected = figures(whole)

    for step in spread(steps, CUTS):
        app = original.copy()
        assert cut_short(app, step, freeze), f"there is no step {step} of {steps}"
        steps_of(app, freeze)
        assert figures(app) == expected, f"after step {step} of {steps}"


def erase() -> None:
    """What is done for somebody who asks to be erased; nothing if she is gone."""
    try:
        privacy.erase(PARTICIPANT, TODAY, NOW)
    except UnknownPersonError:
        return


def test_an_erasure_that_was_cut_short_is_whole_or_has_not_begun(original: Original) -> None:
    whole = original.copy()
    before = everything(whole)
    steps = steps_of(whole, erase)
    after = rows_but_keys(whole)

    for step in spread(steps, CUTS):
        app = original.copy()
        assert cut_short(app, step, erase), f"there is no step {step} of {steps}"
        came_to = everything(app)
        untouched = came_to == before
        assert untouched or rows_but_keys(app) == after, f"half done at step {step} of {steps}"
        steps_of(app, erase)
        assert rows_but_keys(app) == after, f"after step {step} of {steps}"


def test_a_roster_that_was_cut_short_invites_everybody_or_nobody(app: Flask, make: Factory) -> None:
    desk = desk_of(app, make)
    files = iter(range(10_000))

    def upload() -> int:
        first = next(files) * INVITED
        people = [(f"王{first + each}", f"138{first + each:08d}") for each in range(INVITED)]
        return int(desk.uploaded(people_file(*people)).rsplit("/", 1)[1])

    def invited() -> int:
        with app.app_context():
            found = db.session.scalar(select(func.count()).select_from(Invitation)) or 0
        close(app)
        return found

    key = upload()
    steps = steps_of(app, partial(rosters.confirm, desk.unit_id, key, NOW))

    for step in spread(steps, CUTS):
        key, before = upload(), invited()
        assert cut_short(app, step, partial(rosters.confirm, desk.unit_id, key, NOW))
        assert invited() == before, f"half done at step {step} of {steps}"
        steps_of(app, partial(rosters.confirm, desk.unit_id, key, NOW))
        assert invited() == before + INVITED


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_migration_that_was_cut_short_is_finished_by_the_next(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    def empty(name: str) -> Flask:
        request.param = kind
        (tmp_path / name).mkdir()
        url = empty_database(request, tmp_path / name)
        return create_app({"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url})

    whole = empty("whole")
    steps = steps_of(whole, upgrade)
    expected = set(everything(whole))

    for step in spread(steps, CUTS):
        app = empty(f"cut{step}")
        assert cut_short(app, step, upgrade), f"there is no step {step} of {steps}"
        steps_of(app, upgrade)
        assert set(everything(app)) == expected
        with app.app_context():
            assert is_ready()
        close(app)
