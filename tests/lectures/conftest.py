"""A lecture of two seats, people who may come, and who holds it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker import clock
from tracker.accounts.rules import Role, unit_scope
from tracker.database import db
from tracker.lectures import store
from tracker.lectures.rules import Lecture
from tracker.teams.models import TeamRow

TODAY = date(2024, 10, 16)
STARTS, ENDS = datetime(2024, 10, 16, 6, tzinfo=UTC), datetime(2024, 10, 16, 7, tzinfo=UTC)
"""Two to three in the afternoon in Beijing."""
MORNING = STARTS - timedelta(hours=4)
AT_THE_DOOR = STARTS - timedelta(minutes=10)
HERE, ELSEWHERE = "110112", "110105"


@pytest.fixture(name="clock")
def moved() -> Iterator[time_machine.Traveller]:
    """Ten minutes before it begins, until it is moved."""
    with time_machine.travel(AT_THE_DOOR, tick=False) as coordinates:
        yield coordinates


@dataclass
class Hall:
    """A district's lecture, its organizer, and people of a team."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    unit_id: int
    organizer: int
    lecture_id: int
    people: list[int] = field(default_factory=list)

    @property
    def lecture(self) -> Lecture:
        """The lecture as it is now."""
        return store.lecture(self.lecture_id)

    def person(self, name: str = "王芳") -> int:
        """One more of the team."""
        return self.make.participant(self.season_id, self.team_id, name=name)

    def browser(self, participant_id: int) -> FlaskClient:
        """Her phone."""
        return self.make.signed_in(self.make.account_of(participant_id))

    def desk(self) -> FlaskClient:
        """The organizer's phone, her password given a moment ago."""
        return self.at_desk(self.organizer)

    def at_desk(self, account_id: int) -> FlaskClient:
        """Somebody's phone who gave her password a moment ago."""
        client = self.make.signed_in(account_id)
        with self.app.app_context():
            moment = int(clock.now().timestamp())
        with client.session_transaction() as session:
            session["password_at"] = session["seen_at"] = moment
        return client

    def contact(self) -> int:
        """The contact of the people's unit."""
        account_id = self.make.account("周婷")
        self.make.grant(account_id, self.season_id, Role.CONTACT, unit_scope(self.unit_id))
        return account_id

    def code(self, at: datetime = AT_THE_DOOR, lecture_id: int = 0) -> str:
        """What a door shows."""
        with self.app.app_context():
            return store.code_now(lecture_id or self.lecture_id, at)


@pytest.fixture
def hall(app: Flask, make: Factory) -> Hall:
    """Two seats, and three people who may want them."""
    season_id = make.season()
    team_id = make.team(season_id)
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    found = Hall(
        app,
        make,
        season_id,
        team_id,
        unit_id,
        make.organizer(season_id, HERE),
        make.lecture(season_id, district=HERE, for_district=HERE, capacity=2),
    )
    found.people = [found.person(name) for name in ("王芳", "李静", "张丽")]
    return found
