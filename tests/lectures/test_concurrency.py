"""Fifty at once on PostgreSQL: one last seat, seats given back, and one door."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from tests.conftest import emptied
from tests.lectures.conftest import AT_THE_DOOR, MORNING, Hall
from tracker.lectures import store
from tracker.lectures.rules import Arrival, Lecture, Place

CROWD = 50
MINUTE = timedelta(minutes=1)


@pytest.fixture
def app(postgresql_app: Flask) -> Iterator[Flask]:
    """The application on PostgreSQL alone: SQLite has one writer anyway."""
    yield from emptied(postgresql_app)


@pytest.fixture
def crowd(hall: Hall) -> list[int]:
    """Fifty people who may come."""
    return [hall.person(f"第{number}位") for number in range(CROWD)]


def at_once(app: Flask, doing: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each gets when all is done in the same moment."""
    start = Barrier(len(doing))

    def run(act: Callable[[], Any]) -> Any:
        with app.app_context():
            start.wait()
            return act()

    with ThreadPoolExecutor(len(doing)) as phones:
        return list(phones.map(run, doing))


def seats_of(hall: Hall) -> list[tuple[int, Place]]:
    """The list as it stands."""
    with hall.app.app_context():
        found: Lecture = store.lecture(hall.lecture_id)
        guests = store.guests(hall.lecture_id, found.capacity)
    return [(each.participant_id, each.place) for each in guests]


def test_one_last_seat_goes_to_one_of_fifty(app: Flask, hall: Hall, crowd: list[int]) -> None:
    with app.app_context():
        store.register(hall.lecture_id, hall.people[0], MORNING)

    def wants(her: int) -> Callable[[], Place]:
        return lambda: store.register(hall.lecture_id, her, MORNING)

    answers = at_once(app, [wants(her) for her in crowd])

    assert [each.is_seated for each in answers].count(True) == 1
    assert sorted(each.before for each in answers if not each.is_seated) == list(range(CROWD - 1))
    assert dict(seats_of(hall))[crowd[answers.index(Place(is_seated=True))]].is_seated


def test_seats_given_back_and_wanted_at_once_are_never_given_twice(
    app: Flask, hall: Hall, crowd: list[int]
) -> None:
    half = CROWD // 2
    with app.app_context():
        for her in crowd[:half]:
            store.register(hall.lecture_id, her, MORNING)

    def gives_back(her: int) -> Callable[[], None]:
        return lambda: store.give_back(hall.lecture_id, her, MORNING + MINUTE)

    def wants(her: int) -> Callable[[], Place]:
        return lambda: store.register(hall.lecture_id, her, MORNING + MINUTE)

    at_once(app, [*map(gives_back, crowd[:half]), *map(wants, crowd[half:])])

    listed = seats_of(hall)
    assert sorted(her for her, _ in listed) == sorted(crowd[half:])
    assert [place.is_seated for _, place in listed] == [True] * 2 + [False] * (half - 2)


def test_fifty_scans_of_one_person_count_once(app: Flask, hall: Hall) -> None:
    code, her = hall.code(), hall.people[0]

    def scans() -> Arrival:
        return store.check_in(hall.lecture_id, her, code, AT_THE_DOOR)

    answers = at_once(app, [scans] * CROWD)

    assert answers.count(Arrival.IN) == 1
    with app.app_context():
        assert store.inside(hall.lecture_id) == 1


def test_fifty_without_a_seat_fill_the_free_ones_and_no_more(
    app: Flask, hall: Hall, crowd: list[int]
) -> None:
    with app.app_context():
        store.register(hall.lecture_id, hall.people[0], MORNING)
    code = hall.code()

    def scans(her: int) -> Callable[[], Arrival]:
        return lambda: store.check_in(hall.lecture_id, her, code, AT_THE_DOOR)

    answers = at_once(app, [scans(her) for her in crowd])

    assert (answers.count(Arrival.IN), answers.count(Arrival.FULL)) == (1, CROWD - 1)
    with app.app_context():
        assert store.inside(hall.lecture_id) == 1
        assert store.mine(hall.people[0], [hall.lecture_id])[hall.lecture_id].place == Place(
            is_seated=True
        )


def test_a_scan_and_the_same_by_name_count_once(app: Flask, hall: Hall) -> None:
    her, code = hall.people[0], hall.code()
    with app.app_context():
        store.register(hall.lecture_id, her, MORNING)

    def by_name() -> Arrival:
        return store.admit(hall.lecture_id, her, hall.organizer, AT_THE_DOOR)

    def by_code() -> Arrival:
        return store.check_in(hall.lecture_id, her, code, AT_THE_DOOR)

    answers = at_once(app, [by_name, by_code] * (CROWD // 2))

    assert answers.count(Arrival.IN) == 1
