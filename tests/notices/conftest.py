"""A team that has lived for ten weeks, its leader's browser, and a machine with robots on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.notices.robot_server import RobotServer, robots_answer
from tracker.database import db
from tracker.notices.tasks import posting
from tracker.teams.models import TeamRow

MONDAY = date(2024, 10, 14)
LAST_MONDAY = date(2024, 10, 7)


@dataclass
class Group:
    """A team with its people's keys, and who leads it."""

    make: Factory
    season_id: int
    team_id: int
    unit_id: int
    people: list[int]
    leader: FlaskClient


def group_of(make: Factory, people: int) -> Group:
    """A team of so many: each walked on last Tuesday and this Tuesday."""
    season_id = make.season()
    team_id = make.team(season_id, "晨光三组")
    make.join_code(team_id)
    found = [make.participant(season_id, team_id, name=f"王{n}") for n in range(people)]
    for each in found:
        make.exercise(each, LAST_MONDAY + timedelta(days=1), minutes=31)
        make.exercise(each, MONDAY + timedelta(days=1), minutes=20, kind="baduanjin")
    with make.app.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    leader = make.signed_in(make.leader(season_id, team_id))
    return Group(make, season_id, team_id, unit_id, found, leader)


@pytest.fixture
def group(make: Factory) -> Group:
    """A team of twelve."""
    return group_of(make, 12)


@pytest.fixture
def machine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[RobotServer]:
    """A machine with robots, which the application may speak to; it is waited for a second."""
    monkeypatch.setattr(posting, "TIMEOUT", httpx.Timeout(1))
    before = app.config["ROBOT_ORIGINS"]
    with robots_answer() as server:
        app.config["ROBOT_ORIGINS"] = frozenset({server.origin})
        yield server
    app.config["ROBOT_ORIGINS"] = before
