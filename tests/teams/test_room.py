"""Places in a team: the last one is given once, and a closed team gives none."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.factories import Factory
from tracker.database import db, writing
from tracker.teams import store
from tracker.teams.models import Membership, TeamRow
from tracker.teams.rules import TeamClosedError, TeamFullError, UnknownTeamError

TODAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)


def change(team_id: int, **values: object) -> None:
    with writing() as session:
        session.execute(update(TeamRow).where(TeamRow.id == team_id).values(**values))


def inside(team_id: int) -> int | None:
    return db.session.scalar(select(func.count()).where(Membership.team_id == team_id))


@pytest.mark.usefixtures("database")
def test_the_last_place_is_taken_and_no_other(make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id), make.team(season_id, "二组")
    change(new, places=1)
    people = [make.participant(season_id, old) for _ in range(2)]

    store.transfer(people[0], new, TODAY, TODAY)

    with pytest.raises(TeamFullError):
        store.transfer(people[1], new, TODAY, TODAY)
    assert inside(new) == 1


@pytest.mark.usefixtures("database")
def test_whoever_moves_on_frees_a_place(make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id), make.team(season_id, "二组")
    mover = make.participant(season_id, old)
    newcomer = make.participant(season_id, new)
    change(old, places=1)

    store.transfer(mover, new, TODAY, TODAY)
    store.transfer(newcomer, old, TODAY, TODAY)

    team = store.team_of(newcomer, TODAY)
    assert team is not None
    assert team.id == old


@pytest.mark.usefixtures("database")
def test_a_closed_team_takes_nobody_in(make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id), make.team(season_id, "二组")
    change(new, closed_at=NOW)
    mover = make.participant(season_id, old)

    with pytest.raises(TeamClosedError):
        store.transfer(mover, new, TODAY, TODAY)


@pytest.mark.usefixtures("database")
def test_nobody_is_put_into_a_team_that_is_not_there(make: Factory) -> None:
    season_id = make.season()
    her = make.participant(season_id, make.team(season_id))

    with pytest.raises(UnknownTeamError), writing() as session:
        store.add_membership(session, her, 1, TODAY)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("values", "error"), [({"places": 1}, TeamFullError), ({"closed_at": NOW}, TeamClosedError)]
)
def test_a_code_of_a_team_without_a_place_says_so(
    make: Factory, values: dict[str, object], error: type[Exception]
) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    make.participant(season_id, team_id)
    code = make.join_code(team_id)
    change(team_id, **values)

    with pytest.raises(error):
        store.team_by_code(code)


def test_of_two_who_want_the_last_place_at_once_one_gets_it(app: Flask, make: Factory) -> None:
    season_id = make.season()
    old, new = make.team(season_id), make.team(season_id, "二组")
    people = [make.participant(season_id, old) for _ in range(4)]
    with app.app_context():
        change(new, places=1)
    together = Barrier(len(people))

    def ask(participant_id: int) -> str:
        with app.app_context():
            together.wait()
            try:
                store.transfer(participant_id, new, TODAY, TODAY)
            except TeamFullError:
                return "full"
            finally:
                db.session.remove()
            return "in"

    with ThreadPoolExecutor(len(people)) as threads:
        answers = sorted(threads.map(ask, people))

    assert answers == ["full"] * 3 + ["in"]
    with app.app_context():
        assert inside(new) == 1
