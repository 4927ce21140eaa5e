"""The smallest honest view writes what the product writes, on both databases."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from bench.floor import create_floor
from bench.people import Saver
from bench.seasons import TODAY
from tests.factories import Factory
from tracker.database import db
from tracker.teams.models import StaleTeamDay
from tracker.weight.models import ReadingRow, WeightUndo

WRITTEN = (ReadingRow, WeightUndo, StaleTeamDay)


def rows(app: Flask, participant_id: int) -> list[tuple[Any, ...]]:
    """What the three tables hold, without when it was noted."""
    queries = (
        select(ReadingRow.day, ReadingRow.source, ReadingRow.grams, ReadingRow.corrections).where(
            ReadingRow.participant_id == participant_id
        ),
        select(WeightUndo.day, WeightUndo.grams).where(WeightUndo.participant_id == participant_id),
        select(StaleTeamDay.team_id, StaleTeamDay.day),
    )
    with app.app_context():
        return [tuple(row) for query in queries for row in db.session.execute(query)]


def forget(app: Flask) -> None:
    """Take out what was written."""
    with app.app_context(), db.engine.begin() as connection:
        for model in WRITTEN:
            connection.execute(delete(model))


def save(client: FlaskClient, data: bytes) -> int:
    """Send a form as the generator would; the answer's status."""
    body = data.partition(b"\r\n\r\n")[2]
    kind = "application/x-www-form-urlencoded"
    return client.post("/weight", data=body, content_type=kind).status_code


def test_the_floor_writes_what_the_product_writes(app: Flask, make: Factory) -> None:
    app.config["TRACKER_TODAY"] = TODAY
    season = make.season()
    person = make.participant(season, make.team(season))
    account = make.account_of(person)
    product = make.signed_in(account)
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    floor = create_floor({"DATABASE_URL": url.replace("+psycopg", "")})

    ours, theirs = Saver(account, person, "10.0.0.1"), Saver(account, person, "10.0.0.1")
    forget(app)
    assert [save(product, ours.ask().data) for _ in range(3)] == [303] * 3
    by_product = rows(app, person)
    forget(app)
    assert [save(floor.test_client(), theirs.bare_ask().data) for _ in range(3)] == [303] * 3

    floor.extensions["floor"].close()
    assert rows(app, person) == by_product
    assert (TODAY, 60_100) in by_product
    assert len(by_product) == 3
