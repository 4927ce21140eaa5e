"""A unit with its contact, and files that she uploads."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import Factory
from tracker import clock
from tracker.accounts.guards import PASSWORD_AT, SEEN_AT
from tracker.accounts.rules import Role, unit_scope
from tracker.database import db
from tracker.rosters.documents.writing import PEOPLE_HEADER, Kind, file_of
from tracker.teams.models import TeamRow


@dataclass
class Desk:
    """A contact at her desk."""

    app: Flask
    make: Factory
    season_id: int
    unit_id: int
    team_id: int
    account_id: int
    client: FlaskClient

    @property
    def address(self) -> str:
        """Where her unit's roster is."""
        return f"/units/{self.unit_id}/roster"

    def upload(self, content: bytes, name: str = "花名册.xlsx") -> TestResponse:
        """Upload a file."""
        return self.client.post(self.address, data={"file": (BytesIO(content), name)})

    def uploaded(self, content: bytes, name: str = "花名册.xlsx") -> str:
        """Where the preview of a file is."""
        answer = self.upload(content, name)
        assert answer.status_code == 303, answer.text
        return answer.location


def confirmed(app: Flask, client: FlaskClient) -> FlaskClient:
    """The same browser, its password given a moment ago."""
    with app.app_context():
        now = int(clock.now().timestamp())
    with client.session_transaction() as session:
        session[PASSWORD_AT] = session[SEEN_AT] = now
    return client


def desk_of(app: Flask, make: Factory) -> Desk:
    """A unit with one team and its contact."""
    season_id = make.season()
    team_id = make.team(season_id, "第一组")
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    account_id = make.account("办事员")
    make.grant(account_id, season_id, Role.CONTACT, unit_scope(unit_id))
    client = confirmed(app, make.signed_in(account_id))
    return Desk(app, make, season_id, unit_id, team_id, account_id, client)


@pytest.fixture
def desk(app: Flask, make: Factory) -> Desk:
    return desk_of(app, make)


def people_file(*people: tuple[str, ...], kind: Kind = Kind.XLSX) -> bytes:
    """A roster of people with name, phone and perhaps a team."""
    return file_of(kind, PEOPLE_HEADER, [(*each, "")[:3] for each in people])
