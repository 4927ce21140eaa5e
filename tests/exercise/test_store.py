"""Noting, deleting and taking back, on both databases and from two processes."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from tests.factories import Factory
from tracker.database import db
from tracker.exercise import store
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import (
    DayFullError,
    Effort,
    Entry,
    NothingToUndoError,
    Step,
    UnknownEntryError,
    again,
)
from tracker.teams.models import StaleTeamDay

TODAY = date(2024, 10, 16)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2024, 10, 16, 1, 0, tzinfo=UTC)
KEY = "a" * 32
OTHER_KEY = "b" * 32
PROJECT = Path(__file__).parents[2]

pytestmark = pytest.mark.usefixtures("database")


def entry(key: str = KEY, *, day: date = TODAY, minutes: int = 30, kind: str = "cycling") -> Entry:
    return Entry(key, day, kind, Effort.VIGOROUS, minutes)


@pytest.fixture
def participant_id(make: Factory) -> int:
    season_id = make.season()
    return make.participant(season_id, make.team(season_id))


def everything(participant_id: int) -> tuple[Entry, ...]:
    return store.entries(participant_id, date.min, date.max)


def stale_days() -> list[date]:
    return list(db.session.scalars(select(StaleTeamDay.day).order_by(StaleTeamDay.day)))


def forget_marks() -> None:
    db.session.execute(delete(StaleTeamDay))
    db.session.commit()


def test_what_was_noted_is_read_back(participant_id: int) -> None:
    store.record(participant_id, entry(), NOW)

    assert everything(participant_id) == (entry(),)


def test_a_day_holds_several_entries_in_their_order(participant_id: int) -> None:
    store.record(participant_id, entry(OTHER_KEY), NOW)
    store.record(participant_id, entry(KEY), NOW + timedelta(minutes=1))

    assert [each.key for each in everything(participant_id)] == [OTHER_KEY, KEY]


def test_a_replay_stores_once_and_keeps_the_first(participant_id: int) -> None:
    store.record(participant_id, entry(minutes=30), NOW)

    store.record(participant_id, entry(minutes=45), NOW)

    assert everything(participant_id) == (entry(minutes=30),)


def test_two_people_may_have_the_same_key(make: Factory, participant_id: int) -> None:
    season_id = make.season()
    neighbour = make.participant(season_id, make.team(season_id))
    store.record(participant_id, entry(), NOW)

    store.record(neighbour, entry(minutes=10), NOW)

    assert everything(neighbour) == (entry(minutes=10),)


def test_a_day_of_1440_minutes_is_full(participant_id: int) -> None:
    for place, minutes in enumerate((600, 600, 240)):
        store.record(participant_id, entry(f"{place:032x}", minutes=minutes), NOW)

    with pytest.raises(DayFullError) as refused:
        store.record(participant_id, entry(minutes=1), NOW)

    assert refused.value.noted == 1440
    assert len(everything(participant_id)) == 3


def test_reading_respects_both_ends(participant_id: int) -> None:
    for back in range(4):
        store.record(participant_id, entry(f"{back:032x}", day=TODAY - timedelta(days=back)), NOW)

    found = store.entries(participant_id, TODAY - timedelta(days=2), YESTERDAY)

    assert [each.day for each in found] == [TODAY - timedelta(days=2), YESTERDAY]


def test_undo_takes_back_what_was_noted(participant_id: int) -> None:
    store.record(participant_id, entry(), NOW)

    store.undo(participant_id, KEY)

    assert everything(participant_id) == ()
    assert store.last_step(participant_id) is None


def test_undo_takes_back_once(participant_id: int) -> None:
    store.record(participant_id, entry(), NOW)
    store.undo(participant_id, KEY)

    with pytest.raises(NothingToUndoError):
        store.undo(participant_id, KEY)


def test_undo_is_about_the_last_step_only(participant_id: int) -> None:
    store.record(participant_id, entry(KEY), NOW)
    store.record(participant_id, entry(OTHER_KEY), NOW)

    with pytest.raises(NothingToUndoError):
        store.undo(participant_id, KEY)

    assert len(everything(participant_id)) == 2


def test_a_deleted_entry_comes_back_as_it_was(participant_id: int) -> None:
    store.record(participant_id, entry(), NOW)
    before = db.session.scalar(select(EntryRow.noted_at))
    store.remove(participant_id, KEY)
    step = store.last_step(participant_id)

    store.undo(participant_id, KEY)

    assert step == Step(entry(), deleted=True)
    assert everything(participant_id) == (entry(),)
    assert db.session.scalar(select(EntryRow.noted_at)) == before


def test_deleting_twice_is_as_good_as_once(participant_id: int) -> None:
    store.record(participant_id, entry(), NOW)
    store.remove(participant_id, KEY)

    store.remove(participant_id, KEY)

    assert everything(participant_id) == ()
    assert store.last_step(participant_id) == Step(entry(), deleted=True)


def test_nobody_deletes_or_undoes_what_is_anothers(make: Factory, participant_id: int) -> None:
    season_id = make.season()
    neighbour = make.participant(season_id, make.team(season_id))
    store.record(participant_id, entry(), NOW)

    with pytest.raises(UnknownEntryError):
        store.remove(neighbour, KEY)
    with pytest.raises(NothingToUndoError):
        store.undo(neighbour, KEY)

    assert everything(participant_id) == (entry(),)


def test_each_step_marks_the_day_of_the_entry_as_stale(participant_id: int) -> None:
    steps: list[Callable[[], None]] = [
        lambda: store.record(participant_id, entry(day=YESTERDAY), NOW),
        lambda: store.remove(participant_id, KEY),
        lambda: store.undo(participant_id, KEY),
    ]
    marked = []
    for step in steps:
        forget_marks()
        step()
        marked.append(stale_days())

    assert marked == [[YESTERDAY]] * 3


def test_a_refused_entry_marks_nothing(participant_id: int) -> None:
    store.record(participant_id, entry("0" * 32, minutes=600), NOW)
    store.record(participant_id, entry("1" * 32, minutes=600), NOW)
    forget_marks()

    with pytest.raises(DayFullError):
        store.record(participant_id, entry(minutes=600), NOW)

    assert stale_days() == []


def test_the_last_three_are_what_the_rule_says(participant_id: int) -> None:
    history = [
        ("cycling", 30),
        ("yoga", 20),
        ("cycling", 30),
        ("cycling", 45),
        ("baduanjin", 12),
        ("cycling", 45),
    ]
    for place, (kind, minutes) in enumerate(history):
        day = TODAY - timedelta(days=6 - place // 2)
        noted_at = NOW + timedelta(minutes=place)
        store.record(
            participant_id, entry(f"{place:032x}", day=day, kind=kind, minutes=minutes), noted_at
        )

    found = store.last_three(participant_id)

    assert found == again(everything(participant_id))
    assert [(each.kind, each.minutes) for each in found] == [
        ("cycling", 45),
        ("baduanjin", 12),
        ("cycling", 30),
    ]


RECORDS = """
import sys
from datetime import UTC, date, datetime
from tracker import create_app
from tracker.exercise import store
from tracker.exercise.rules import DayFullError, Effort, Entry

app = create_app({"TRACKER_ENV": "testing", "SECRET_KEY": "t" * 32, "DATABASE_URL": sys.argv[1]})
day, now = date(2024, 10, 16), datetime(2024, 10, 16, tzinfo=UTC)
with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    for key in sys.argv[3:]:
        try:
            store.record(int(sys.argv[2]), Entry(key, day, "yoga", Effort.LIGHT, 600), now)
        except DayFullError:
            print("full", flush=True)
"""


def two_processes(app: Flask, participant_id: int, keys: tuple[list[str], list[str]]) -> list[str]:
    """Both record at the same moment; what each printed after it was let go."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    both = [
        subprocess.Popen(  # noqa: S603 - our own interpreter, and a program from this file
            [sys.executable, "-c", RECORDS, url, str(participant_id), *own],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for own in keys
    ]
    for process in both:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    return answers


def test_two_processes_with_one_key_store_one_row(database: Flask, participant_id: int) -> None:
    keys = [f"{place:032x}" for place in range(2)]

    answers = two_processes(database, participant_id, (keys, keys))

    assert answers == ["", ""]
    assert db.session.scalar(select(func.count()).select_from(EntryRow)) == 2


def test_two_processes_cannot_overfill_a_day(database: Flask, participant_id: int) -> None:
    keys = ["1" * 32, "2" * 32], ["3" * 32, "4" * 32]

    answers = two_processes(database, participant_id, keys)

    assert "".join(answers) == "full\nfull\n"
    assert db.session.scalar(select(func.sum(EntryRow.minutes))) == 1200
