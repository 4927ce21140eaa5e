"""A season with a snapshot, a team whose people weigh themselves, a statistician, an organizer."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import Factory
from tracker import clock
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.models import ConsentRow
from tracker.campaign.rules import BEIJING_2024, ConsentKind, Season
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.evaluation import store
from tracker.insights.store import freeze_as_of
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

MONDAY = date(2024, 10, 14)
PURPOSE = "比较坚持称重的人和中途停下的人，结果写进市级报告。"
PEOPLE = 12


@dataclass
class Desk:
    """Both sides of a request."""

    app: Flask
    make: Factory
    season_id: int
    statistician: int
    organizer: int
    people: list[int]

    def browser(self, account_id: int) -> FlaskClient:
        """A browser whose password was given a moment ago."""
        client = self.make.signed_in(account_id)
        with self.app.app_context():
            at = int(clock.now().timestamp())
        with client.session_transaction() as session:
            session["password_at"] = session["seen_at"] = at
        return client

    def season(self) -> Season:
        """The open season."""
        found = current_season()
        assert found
        return found

    def asked(self, purpose: str = PURPOSE) -> int:
        """A request as of the snapshot."""
        with self.app.app_context():
            return store.ask(self.season(), self.statistician, MONDAY, purpose, clock.now())

    def approved(self) -> int:
        """A request that the organizer approved."""
        request_id = self.asked()
        with self.app.app_context():
            store.decide(self.season_id, request_id, self.organizer, clock.now(), approved=True)
        return request_id

    def withdraw(self, participant_id: int, *, given: bool = False) -> None:
        """She decides anew about the evaluation."""
        with self.app.app_context():
            db.session.add(
                ConsentRow(
                    participant_id=participant_id,
                    kind=ConsentKind.EVALUATION,
                    decided_at=clock.now(),
                    given=given,
                    version=1,
                    text_hash="0" * 64,
                )
            )
            db.session.commit()


def weighed(participant_id: int, first: int, step: int) -> list[ReadingRow]:
    """A weight every third day of the season, each a little less than the one before."""
    days = (TODAY - BEIJING_2024.starts) // timedelta(days=3)
    return [
        ReadingRow(
            participant_id=participant_id,
            day=BEIJING_2024.starts + timedelta(days=3 * number),
            source=Source.SELF,
            grams=first - number * step,
            noted_at=clock.now(),
            corrections=0,
        )
        for number in range(days)
    ]


@pytest.fixture
def desk(app: Flask, make: Factory) -> Desk:
    season_id = make.season()
    team_id = make.team(season_id)
    statistician = make.account("钱敏")
    make.grant(statistician, season_id, Role.STATISTICIAN, CITY_SCOPE)
    people = [make.participant(season_id, team_id) for _ in range(PEOPLE)]
    found = Desk(app, make, season_id, statistician, make.organizer(season_id), people)
    with app.app_context():
        for place, participant_id in enumerate(people):
            db.session.add_all(weighed(participant_id, 61_330 + 1_170 * place, 47 + place))
        db.session.commit()
        freeze_as_of(found.season(), MONDAY, clock.now())
    return found
