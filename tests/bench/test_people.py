"""Who loads the servers, and whether what was acknowledged is stored."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from bench.addresses import CONNECTIONS, Users
from bench.generator import closed_loop
from bench.people import People, Saver, looks, organizer_cookie, session_token
from bench.seasons import SECRET_KEY, TODAY, Season
from bench.servers import PRODUCT, served
from tests.conftest import emptied
from tests.factories import Factory
from tracker import create_app
from tracker.accounts.rules import CookieId, cookie_id
from tracker.database import db


@pytest.fixture
def app(sqlite_app: Flask) -> Iterator[Flask]:
    """The application on SQLite alone, on the day of the measuring."""
    for found in emptied(sqlite_app):
        found.config["TRACKER_TODAY"] = TODAY
        yield found


@pytest.fixture
def people(app: Flask) -> Iterator[People]:
    """The people of the application's database."""
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    found = People(Season(url, 0, 0.0, 0.0))
    yield found
    found.close()


def test_what_was_acknowledged_and_is_not_stored_is_lost(make: Factory, people: People) -> None:
    season = make.season()
    team = make.team(season)
    ids = [make.participant(season, team) for _ in range(3)]
    for participant, grams in zip(ids[:2], (60_000, 61_000), strict=True):
        make.reading(participant, TODAY, grams)

    savers = [Saver(1, participant, "10.0.0.1", acknowledged=60_000) for participant in ids]
    silent = Saver(1, ids[2], "10.0.0.1")

    assert people.kept(savers[:1]) == (0, 0)
    assert people.kept(savers) == (2, 0)
    assert people.kept([silent]) == (0, 0)


def test_people_save_through_a_real_server_each_with_her_own_token(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'season.db'}"
    app = create_app({"TRACKER_ENV": "testing", "SECRET_KEY": SECRET_KEY, "DATABASE_URL": url})
    with app.app_context():
        upgrade()
    make = Factory(app)
    season = make.season()
    team = make.team(season)
    for _ in range(4):
        make.participant(season, team)
    people = People(Season(url, 4, 0.0, 0.0))

    with served(PRODUCT, url, tmp_path / "log") as server:
        savers = people.savers(server.port, 4)
        load = closed_loop(server.port, [(saver.ask() for saver in savers)], seconds=30)
        memory = server.worker_megabytes()
    kept = people.kept(savers)
    people.close()

    assert len(load.latencies) == 4
    assert len({saver.token for saver in savers}) == 4
    assert [saver.acknowledged for saver in savers] == [60_000] * 4
    assert kept == (0, 0)
    assert 20 < memory < 400
    assert server.process.poll() is not None


def test_no_two_connections_save_for_the_same_person(people: People) -> None:
    savers = [Saver(place, place, "10.0.0.1") for place in range(40)]
    sources = Users(people, savers, "").by_turns(Saver.bare_ask)

    asked = [
        set(re.findall(rb"participant=\d+", b"".join(ask.data for ask in islice(source, 5))))
        for source in sources
    ]

    assert len(asked) == CONNECTIONS
    assert sum(map(len, asked)) == len(set().union(*asked)) == len(savers)


def test_every_weight_of_a_person_differs_from_the_one_before() -> None:
    saver = Saver(1, 2, "10.0.0.1")

    bodies = [saver.ask().data.partition(b"\r\n\r\n")[2] for _ in range(300)]

    assert all(one != other for one, other in pairwise(bodies))
    assert {len(body) for body in bodies} == {len(bodies[0])}


def test_looks_come_from_many_addresses_in_turn() -> None:
    found = {ask.data for ask in islice(looks(["/"], ["c"], first=64), 128)}

    assert len(found) == 64


def test_an_organizers_cookie_is_one_that_the_server_reads() -> None:
    reader = Flask("reader")
    reader.secret_key = SECRET_KEY
    serializer = reader.session_interface.get_signing_serializer(reader)  # type: ignore[attr-defined]

    held = serializer.loads(organizer_cookie(7))

    assert cookie_id(held["_user_id"]) == CookieId(7, 0, session_token(7))
    assert held["seen_at"] == held["password_at"]
