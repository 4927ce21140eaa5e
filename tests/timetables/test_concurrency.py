"""Two phones at once: one tap counts, one plan holds, and whoever was second is told."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from tests.timetables.conftest import NINE, SETTINGS, Fair, after
from tracker.timetables import store
from tracker.timetables.rules import ChangedMeanwhileError, Move, Step

PHONES = 4


def at_once(app: Flask, doing: Callable[[int], Any]) -> list[Any]:
    """What each of some phones gets that do something in the same moment."""
    start = Barrier(PHONES)

    def run(phone: int) -> Any:
        with app.app_context():
            start.wait()
            return doing(phone)

    with ThreadPoolExecutor(PHONES) as phones:
        return list(phones.map(run, range(PHONES)))


def test_started_on_several_phones_counts_once(app: Flask, fair: Fair) -> None:
    before = fair.plan()
    first = before.rows[0].id

    def tap(phone: int) -> bool:
        return store.note(fair.showcase_id, first, Step.STARTED, after(phone))

    counted = at_once(app, tap)

    assert Counter(counted) == {True: 1, False: PHONES - 1}
    assert fair.read().version == before.version + 1


def test_an_undo_on_several_phones_takes_one_step_back(app: Flask, fair: Fair) -> None:
    first = fair.plan().rows[0].id
    with app.app_context():
        store.note(fair.showcase_id, first, Step.CALLED, NINE)
        store.note(fair.showcase_id, first, Step.STARTED, after(1))

    undone = at_once(app, lambda _phone: store.undo(fair.showcase_id, first, Step.STARTED))

    assert Counter(undone) == {True: 1, False: PHONES - 1}
    assert fair.read().marks[0].called == NINE


def told(doing: Callable[[], None]) -> bool:
    """Whether somebody was told that the plan had changed meanwhile."""
    try:
        doing()
    except ChangedMeanwhileError:
        return True
    return False


def test_of_several_who_move_at_once_one_does_and_the_others_are_told(
    app: Flask, fair: Fair
) -> None:
    rows = fair.plan().rows

    def shift(phone: int) -> bool:
        wanted = Move(rows[phone % 3].id, 3)
        return told(lambda: store.move(fair.showcase_id, 2, wanted))

    assert Counter(at_once(app, shift)) == {True: PHONES - 1, False: 1}
    assert sorted(each.id for each in fair.read().rows) == sorted(each.id for each in rows)


def test_of_several_who_plan_first_one_plan_stays(app: Flask, fair: Fair) -> None:
    def plan(_phone: int) -> bool:
        return told(lambda: store.plan_all(fair.showcase_id, 0, SETTINGS))

    assert Counter(at_once(app, plan)) == {True: PHONES - 1, False: 1}
    assert len(fair.read().rows) == 4
