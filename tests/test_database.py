"""Long pieces of writing take turns with other writers."""

import time

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

import tracker.database
from tracker.database import SMALLEST_TURN, TURN_SECONDS, by_turns


@given(keys=st.lists(st.integers(), max_size=300))
def test_every_key_has_its_turn_once(keys: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tracker.database, "_give_way", lambda _held: None)

        turns = list(by_turns(keys))

    assert [key for turn in turns for key in turn] == keys
    assert all(turns)


def test_slow_turns_stay_small_and_quick_ones_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 1.0, 1.0 + TURN_SECONDS / 10, 2.0, 2.0])
    monkeypatch.setattr(tracker.database, "_give_way", lambda _held: None)
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))

    sizes = [len(turn) for turn in by_turns(range(SMALLEST_TURN * 4))]

    assert sizes == [SMALLEST_TURN, SMALLEST_TURN, SMALLEST_TURN * 2]


def test_the_lock_is_left_free_on_sqlite_alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)

    with app.app_context():
        on_sqlite = tracker.database.db.engine.dialect.name == "sqlite"
        list(by_turns(range(SMALLEST_TURN + 1)))

    assert len(waits) == on_sqlite
    assert all(0 <= wait <= TURN_SECONDS for wait in waits)
