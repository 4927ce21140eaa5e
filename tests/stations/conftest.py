"""A station in its hours, somebody at its scales, and somebody who is to be weighed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.stations import store
from tracker.stations.rules import NewStation, Station
from tracker.teams.models import TeamRow

TODAY = date(2024, 10, 16)
OPENS, CLOSES = datetime(2024, 10, 16, 1, tzinfo=UTC), datetime(2024, 10, 16, 4, tzinfo=UTC)
NOW = datetime(2024, 10, 16, 2, tzinfo=UTC)
"""Ten in the morning in Beijing, an hour after it opened."""
HERE = "110112"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Ten in the morning, until it is moved."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@dataclass
class Hall:
    """A station in a unit's canteen, with keys of who is around."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    unit_id: int
    contact: int
    her: int
    staff: int = 0
    station_id: int = 0

    @property
    def season(self) -> Season:
        """The open season."""
        found = current_season()
        assert found
        return found

    @property
    def station(self) -> Station:
        """The station."""
        return store.station(self.station_id)

    def opened(self, opens: datetime = OPENS, closes: datetime = CLOSES) -> int:
        """A station of the unit with these hours."""
        wanted = NewStation(self.season_id, HERE, self.unit_id, "食堂一楼", TODAY, opens, closes)
        return store.open_station(wanted, self.contact)

    def at_the_scales(self) -> FlaskClient:
        """The browser of the staff."""
        return self.make.signed_in(self.staff)

    def code(self, participant_id: int | None = None, at: datetime = NOW) -> str:
        """The code somebody shows."""
        with self.app.app_context():
            return store.shown(participant_id or self.her, at, wants_height=False).code


@pytest.fixture
def hall(app: Flask, make: Factory) -> Hall:
    """The station is open and its door was used by a nurse without an account."""
    season_id = make.season()
    team_id = make.team(season_id)
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    her = make.participant(season_id, team_id, name="王小芳")
    found = Hall(app, make, season_id, team_id, unit_id, make.account("周婷"), her)
    with app.app_context():
        found.station_id = found.opened()
        code = store.add_door(found.station_id, "医务室小张")
        _, found.staff = store.claim(code, None, NOW)
    return found
