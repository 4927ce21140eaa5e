"""A squad with people in it, some of whom agreed to photographs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import Factory
from tests.photographs.pictures import jpeg
from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import ConsentKind
from tracker.database import writing
from tracker.photographs import store
from tracker.photographs.documents import prepared
from tracker.photographs.rules import NewPhotograph

HERE = "110112"
NOW = datetime(2024, 10, 19, 4, tzinfo=UTC)


@dataclass
class Show:
    """An event with one squad of a district; keys, and a browser for whoever asks."""

    app: Flask
    make: Factory
    season_id: int
    team_id: int
    showcase_id: int
    squad_id: int
    agreed: int
    refused: int
    leader: int
    organizer: int

    def browser(self, account_id: int) -> FlaskClient:
        """Somebody signed in."""
        return self.make.signed_in(account_id)

    def consent(self, participant_id: int, moment: datetime, *, given: bool) -> None:
        """Her word on photographs from a moment on."""
        with self.app.app_context(), writing() as session:
            session.add(
                ConsentRow(
                    participant_id=participant_id,
                    kind=ConsentKind.PHOTOGRAPHS,
                    decided_at=moment,
                    given=given,
                    version=1,
                    text_hash="0" * 64,
                )
            )

    def upload(self, *people: int, colour: str = "teal") -> int:
        """A photograph of these, straight into the store: its key."""
        with self.app.app_context():
            new = NewPhotograph(prepared(jpeg(colour=colour)), "合影", frozenset(people))
            before = {each.id for each in store.of_squad(self.squad_id)}
            store.upload(self.squad_id, self.leader, new, NOW)
            (found,) = {each.id for each in store.of_squad(self.squad_id)} - before
            return found

    def approve(self, photograph_id: int) -> TestResponse:
        """The organizer lets others see it."""
        address = f"/showcases/{self.showcase_id}/districts/{HERE}/photographs"
        return self.browser(self.organizer).post(f"{address}/{photograph_id}/approved")

    def send(self, content: bytes, **more: object) -> TestResponse:
        """The leader uploads a file by the page's form."""
        data = {"file": (BytesIO(content), "IMG_0001.jpg"), "complete": "y", "caption": "合影"}
        return self.browser(self.leader).post(
            f"/squads/{self.squad_id}/photographs", data=data | more
        )


@pytest.fixture
def show(app: Flask, make: Factory) -> Show:
    """A squad with two people: one agreed to photographs, one did not."""
    season_id = make.season()
    team_id = make.team(season_id)
    showcase_id = make.showcase(season_id)
    squad_id = make.squad(make.item(showcase_id), team_id, confirmed=True)
    agreed, refused = (make.participant(season_id, team_id, name=name) for name in ("王芳", "李娜"))
    for each in (agreed, refused):
        make.squad_member(squad_id, each)
    found = Show(
        app,
        make,
        season_id,
        team_id,
        showcase_id,
        squad_id,
        agreed,
        refused,
        make.leader(season_id, team_id),
        make.organizer(season_id, HERE),
    )
    found.consent(agreed, NOW, given=True)
    found.consent(refused, NOW, given=False)
    return found
