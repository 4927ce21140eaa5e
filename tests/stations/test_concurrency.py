"""Two phones at once: one person weighed twice is one weight, one door lets one phone in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from flask import Flask

from tests.stations.conftest import NOW, TODAY, Hall
from tracker.campaign.store import deeds_to
from tracker.database import db
from tracker.stations import store
from tracker.stations.rules import Answer, UnknownDoorError, Weighed
from tracker.weight.models import ReadingRow
from tracker.weight.rules import Source

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


def test_the_same_person_on_several_phones_is_one_weight(app: Flask, hall: Hall) -> None:
    code = hall.code()

    def save(phone: int) -> Answer:
        typed = Weighed(61_200 + phone % 2, None, looked_again=False)
        return store.weigh(code, typed, hall.staff, hall.station, hall.season, NOW)

    answers = at_once(app, save)

    with app.app_context():
        row = db.session.get_one(ReadingRow, (hall.her, TODAY, Source.STATION))
        assert row.grams in {61_200, 61_201}
        assert len(deeds_to(hall.her)) == row.corrections + 1
    assert set(answers) == {Answer.NOTED}


def test_a_doubtful_weight_on_several_phones_is_asked_about_on_each(app: Flask, hall: Hall) -> None:
    for back in range(1, 15, 3):
        hall.make.reading(hall.her, TODAY - timedelta(days=back), 61_000)
    code = hall.code()
    typed = Weighed(122_000, None, looked_again=False)

    def save(_phone: int) -> Answer:
        return store.weigh(code, typed, hall.staff, hall.station, hall.season, NOW)

    assert set(at_once(app, save)) == {Answer.LOOK_AGAIN}


def test_one_door_lets_one_phone_in(app: Flask, hall: Hall) -> None:
    with app.app_context():
        code = store.add_door(hall.station_id, "小李")

    def come_in(_phone: int) -> bool:
        try:
            store.claim(code, None, NOW)
        except UnknownDoorError:
            return False
        return True

    assert sorted(at_once(app, come_in)) == [False] * (PHONES - 1) + [True]


def test_a_code_asked_for_by_many_at_once_is_everybodys_own(app: Flask, hall: Hall) -> None:
    people = [hall.make.participant(hall.season_id, hall.team_id) for _ in range(PHONES)]

    def show(phone: int) -> str:
        return store.shown(people[phone], NOW, wants_height=False).number

    assert len(set(at_once(app, show))) == PHONES
