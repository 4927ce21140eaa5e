"""A showcase today, a confirmed squad, and two phones at its gate."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.factories import Factory
from tracker import clock as house_clock
from tracker.database import db
from tracker.gates import store
from tracker.gates.rules import Entry, KeyPair, new_keys
from tracker.showcases import store as showcases
from tracker.showcases.models import ShowcaseRow
from tracker.showcases.rules import ItemKind, Showcase, State
from tracker.web.sealing import seal

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 1, tzinfo=UTC)
"""Nine in the morning in Beijing."""
PAIR = new_keys()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Nine in the morning, until it is moved."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@dataclass
class Gate:
    """A showcase's gate, with keys of who is around."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    showcase_id: int
    squad_id: int
    people: list[int]
    city: int
    staff: list[int] = field(default_factory=list)
    doors: list[int] = field(default_factory=list)

    @property
    def event(self) -> Showcase:
        """The showcase."""
        return showcases.showcase(self.showcase_id)

    @property
    def pair(self) -> KeyPair:
        """What its tickets are signed with."""
        return PAIR

    def number(self, person: int) -> str:
        """Somebody's number; the person is counted from 0."""
        return store.tickets(self.showcase_id, self.people)[self.people[person]]

    def entry(self, person: int, at: datetime = NOW, key: str = "") -> Entry:
        """What a phone notes of somebody."""
        return Entry(key or str(uuid4()), at, "", self.number(person))

    def take(self, phone: int, *entries: Entry, now: datetime = NOW) -> set[str]:
        """One of the phones hands in what it noted."""
        return store.take(self.event, self.doors[phone], list(entries), PAIR.public, now)

    def phone(self, at: int = 0) -> FlaskClient:
        """The browser of a phone at the gate."""
        return self.make.signed_in(self.staff[at])

    def organizer(self) -> FlaskClient:
        """The city's browser, its password given a moment ago."""
        client = self.make.signed_in(self.city)
        with self.app.app_context():
            now = int(house_clock.now().timestamp())
        with client.session_transaction() as session:
            session["password_at"] = session["seen_at"] = now
        return client

    def her(self, person: int = 0) -> FlaskClient:
        """The browser of one of the people."""
        return self.make.signed_in(self.make.account_of(self.people[person]))

    def set(self, state: State) -> None:
        """The showcase becomes this."""
        with self.app.app_context():
            mine = ShowcaseRow.id == self.showcase_id
            db.session.execute(update(ShowcaseRow).where(mine).values(state=state))
            db.session.commit()


@pytest.fixture
def gate(app: Flask, make: Factory) -> Gate:
    """Four people of a confirmed squad, and the phones 东门 and 西门."""
    season_id = make.season()
    team_id = make.team(season_id)
    showcase_id = make.showcase(season_id, day=TODAY, state=State.CONFIRMED)
    make.item(showcase_id, ItemKind.BADUANJIN, title="八段锦", together=True, position=0)
    squad_id = make.squad(make.item(showcase_id), team_id, confirmed=True)
    people = [make.participant(season_id, team_id, name=f"王小芳{at}") for at in range(4)]
    for each in people:
        make.squad_member(squad_id, each)
    city = make.organizer(season_id)
    found = Gate(app, make, season_id, team_id, showcase_id, squad_id, people, city)
    with app.app_context():
        store.keep_keys(showcase_id, PAIR.public, _sealed())
        for name in ("东门", "西门"):
            _, account_id = store.claim(store.add_door(showcase_id, name), None, NOW)
            found.staff.append(account_id)
            door_id = store.door_of(showcase_id, account_id)
            assert door_id
            found.doors.append(door_id)
    return found


def _sealed() -> str:
    return seal(PAIR.private, "gate")


def later(minutes: float) -> datetime:
    """So many minutes after nine."""
    return NOW + timedelta(minutes=minutes)
