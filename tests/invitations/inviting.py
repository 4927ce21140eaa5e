"""A unit whose contact has invited people."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import Factory
from tracker.accounts.rules import Role, unit_scope
from tracker.clock import now
from tracker.database import db, writing
from tracker.invitations import store
from tracker.invitations.models import Invitation
from tracker.invitations.rules import Invited, code_of
from tracker.teams.models import TeamRow

NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
PHONE, OTHER_PHONE = "13800000001", "13800000002"


@dataclass
class Inviting:
    """A unit with a team, its contact, and whom it invited."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    unit_id: int
    ids: dict[str, int] = field(default_factory=dict)
    """Invitations by phone."""

    @classmethod
    def begin(cls, app: Flask, make: Factory) -> "Inviting":
        """One team in a unit of its own."""
        season_id = make.season()
        team_id = make.team(season_id)
        with app.app_context():
            unit_id = db.session.get_one(TeamRow, team_id).unit_id
        return cls(app, make, season_id, team_id, unit_id)

    def invite(self, *people: Invited) -> None:
        """Store invitations as a roster does."""
        with self.app.app_context():
            with writing() as session:
                store.add_invitations(session, self.unit_id, people, NOW)
            rows = select(Invitation).where(Invitation.unit_id == self.unit_id)
            self.ids = {row.phone: row.id for row in db.session.scalars(rows)}

    def row(self, phone: str = PHONE) -> Invitation:
        """An invitation as it is stored."""
        with self.app.app_context():
            return db.session.get_one(Invitation, self.ids[phone])

    def code(self, phone: str = PHONE) -> str:
        """What is printed on somebody's slip."""
        return code_of(self.row(phone).handle, self.app.config["SECRET_KEY"])

    def contact(self) -> FlaskClient:
        """The contact's browser, her password given a moment ago."""
        account_id = self.make.account("办事员")
        self.make.grant(account_id, self.season_id, Role.CONTACT, unit_scope(self.unit_id))
        return self.organizing(account_id)

    def organizing(self, account_id: int) -> FlaskClient:
        """A browser of somebody at a desk, her password given a moment ago."""
        client = self.make.signed_in(account_id)
        with self.app.app_context():
            moment = int(now().timestamp())
        with client.session_transaction() as session:
            session["password_at"] = session["seen_at"] = moment
        return client
