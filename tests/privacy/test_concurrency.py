"""A page that let somebody in before her erasure stores nothing of hers after it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.calls.store import ask_for_call
from tracker.campaign.rules import NotTakingPartError
from tracker.campaign.store import hold
from tracker.database import db, writing
from tracker.exercise import store as exercise
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort, Entry
from tracker.privacy import store
from tracker.privacy.rules import KEPT, Fate
from tracker.weight import store as weight
from tracker.weight.rules import Goal, GoalKind, Reading
from tracker.weight.rules.quantities import Source

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
HERS = "13899991234"
KEY = "a" * 32
ENTRY = Entry(KEY, TODAY, "yoga", Effort.LIGHT, 30)
VERBS: dict[str, Callable[[int], object]] = {
    "note exercise": lambda her: exercise.record(her, ENTRY, NOW),
    "delete exercise": lambda her: exercise.remove(her, KEY),
    "undo exercise": lambda her: exercise.undo(her, KEY),
    "note a weight": lambda her: weight.record(her, Reading(TODAY, 66_600), None, Source.SELF, NOW),
    "delete a weight": lambda her: weight.delete(her, TODAY, NOW),
    "undo a weight": weight.undo,
    "set a goal": lambda her: weight.set_goal(her, Goal(GoalKind.KEEP, None, TODAY)),
    "ask for a call": lambda her: ask_for_call(her, NOW),
}


@pytest.fixture
def her(make: Factory) -> int:
    season_id = make.season()
    account_id = make.account("王芳", HERS)
    return make.participant(season_id, make.team(season_id), account_id=account_id)


def rows_left() -> int:
    """Rows of every table that an erasure empties of her, who is alone in the database."""
    tables = [db.metadata.tables[kept.table] for kept in KEPT if kept.fate is Fate.DELETED]
    counts = (db.session.scalar(select(func.count()).select_from(table)) for table in tables)
    return sum(count or 0 for count in counts)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_can_be_written_for_whoever_was_erased(her: int, verb: str) -> None:
    store.erase(HERS, TODAY, NOW)

    with pytest.raises(NotTakingPartError):
        VERBS[verb](her)

    assert rows_left() == 0


def test_an_erasure_waits_for_what_she_is_just_noting(database: Flask, her: int) -> None:
    held = Event()

    def note() -> None:
        with database.app_context(), writing() as session:
            hold(session, her)
            held.set()
            time.sleep(0.3)  # long enough for the erasure to meet the lock
            values = {"kind": "yoga", "effort": Effort.LIGHT, "minutes": 30, "noted_at": NOW}
            session.add(EntryRow(participant_id=her, key=KEY, day=TODAY, **values))

    noting = Thread(target=note)
    noting.start()
    held.wait()
    store.erase(HERS, TODAY, NOW)
    noting.join()

    assert rows_left() == 0


def test_a_page_that_let_her_in_before_answers_with_403(
    app: Flask, make: Factory, her: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: FlaskClient = make.signed_in(make.account_of(her))

    record = exercise.record

    def erased_meanwhile(participant_id: int, entry: Entry, now: datetime) -> None:
        with app.app_context():
            store.erase(HERS, TODAY, NOW)
        record(participant_id, entry, now)

    monkeypatch.setattr(exercise, "record", erased_meanwhile)
    form = {"kind": "yoga", "minutes": "30", "key": KEY}

    answer = client.post("/exercise", data=form)

    assert answer.status_code == 403
    with app.app_context():
        assert rows_left() == 0
