"""Four phones find the network in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask

from tests.gates.conftest import NOW, Gate, later
from tracker.gates import store
from tracker.gates.rules import UnknownDoorError

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


def test_batches_of_four_phones_lose_and_double_nobody(app: Flask, gate: Gate) -> None:
    with app.app_context():
        people = [gate.make.participant(gate.season_id, gate.team_id) for _ in range(36)]
        for each in people:
            gate.make.squad_member(gate.squad_id, each)
        gate.people.extend(people)
        gate.number(0)
        batches = [
            [gate.entry(person, later(phone)) for person in range(phone, 40, 2)]
            for phone in range(PHONES)
        ]

    def send(phone: int) -> set[str]:
        refused: set[str] = set()
        for _again in range(3):
            refused |= gate.take(phone % 2, *batches[phone], now=later(9))
        return refused

    refused = at_once(app, send)

    with app.app_context():
        inside = store.inside(gate.showcase_id)
        doubles = store.overview(gate.showcase_id).twice
        notes = len(inside) + sum(len(each.later) for each in doubles)
    assert refused == [set()] * PHONES
    assert set(inside) == set(gate.people)
    assert notes == sum(len(each) for each in batches)
    assert {first.at for first in inside.values()} == {later(0), later(1)}


def test_the_same_batch_sent_by_four_tabs_is_kept_once(app: Flask, gate: Gate) -> None:
    with app.app_context():
        batch = [gate.entry(person) for person in range(4)]

    at_once(app, lambda phone: gate.take(0, *(batch if phone % 2 else batch[::-1]), now=NOW))

    with app.app_context():
        assert store.overview(gate.showcase_id).twice == []
        assert len(store.inside(gate.showcase_id)) == len(batch)


def test_tickets_wanted_by_four_at_once_are_one_each(app: Flask, gate: Gate) -> None:
    found = at_once(app, lambda _phone: store.tickets(gate.showcase_id, gate.people))

    assert all(each == found[0] for each in found)
    assert len(set(found[0].values())) == len(gate.people)


def test_a_name_ticked_by_four_at_once_counts_once(app: Flask, gate: Gate) -> None:
    with app.app_context():
        gate.number(0)

    at_once(app, lambda _: store.check_in_by_hand(gate.event, gate.people[0], gate.city, NOW))

    with app.app_context():
        assert len(store.inside(gate.showcase_id)) == 1


def test_one_door_lets_one_phone_in(app: Flask, gate: Gate) -> None:
    with app.app_context():
        code = store.add_door(gate.showcase_id, "南门")

    def come_in(_phone: int) -> bool:
        try:
            store.claim(code, None, NOW)
        except UnknownDoorError:
            return False
        return True

    assert sorted(at_once(app, come_in)) == [False] * (PHONES - 1) + [True]
