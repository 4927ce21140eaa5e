"""At the same moment on PostgreSQL: two who answer, two who want the last place, two browsers."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.conftest import TODAY, emptied
from tests.factories import Factory
from tests.moves.test_requests import NOW, Two, made
from tracker.campaign.models import DeedRow
from tracker.campaign.store import participant_of
from tracker.database import db, writing
from tracker.moves import store
from tracker.moves.models import MoveRequest
from tracker.teams.models import Membership, TeamRow

ROUNDS = 4


@pytest.fixture
def app(postgresql_app: Flask) -> Iterator[Flask]:
    """The application on PostgreSQL, where two may write at once."""
    yield from emptied(postgresql_app)


@pytest.fixture
def two(make: Factory, database: Flask) -> Two:
    assert database
    return made(make)


def at_once(app: Flask, *steps: Callable[[], object]) -> list[str]:
    """What each of several steps came to, all begun at the same moment."""
    start = Barrier(len(steps))

    def run(step: Callable[[], object]) -> str:
        with app.app_context():
            start.wait()
            try:
                step()
            except Exception as error:  # noqa: BLE001 - its name is what the test compares
                return type(error).__name__
            return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def test_of_two_leaders_who_answer_at_once_one_wins(app: Flask, two: Two) -> None:
    two.ask()
    request_id = two.request_id()

    came = at_once(
        app,
        lambda: store.approve(two.new_leader, two.new, request_id, "", TODAY, NOW),
        lambda: store.decline(two.old_leader, two.old, request_id, "不", TODAY, NOW),
    )

    assert came == ["AnsweredAlreadyError", "done"]
    assert db.session.scalar(select(func.count()).select_from(DeedRow)) == 1


def test_two_leaders_who_say_yes_at_once_move_her_once(app: Flask, two: Two) -> None:
    two.ask()
    request_id = two.request_id()

    came = at_once(
        app,
        lambda: store.approve(two.new_leader, two.new, request_id, "", TODAY, NOW),
        lambda: store.approve(two.old_leader, two.old, request_id, "", TODAY, NOW),
    )

    stays = select(func.count()).where(Membership.participant_id == two.her.id)
    assert came == ["AnsweredAlreadyError", "done"]
    assert db.session.scalar(stays) == 2


def test_the_last_place_is_given_once(app: Flask, two: Two, make: Factory) -> None:
    with writing() as session:
        session.execute(update(TeamRow).where(TeamRow.id == two.new).values(places=1))
    account_id = make.account_of(make.participant(two.season.id, two.old, name="同事"))
    colleague = participant_of(account_id, two.season)
    assert colleague
    two.ask()
    store.ask_transfer(colleague, two.new, TODAY, NOW)
    first, second = (each.id for each in two.waiting(two.new, two.new_leader))

    came = at_once(
        app,
        lambda: store.approve(two.new_leader, two.new, first, "", TODAY, NOW),
        lambda: store.approve(two.old_leader, two.old, second, "", TODAY, NOW),
    )

    inside = select(func.count()).where(Membership.team_id == two.new)
    assert came == ["TeamFullError", "done"]
    assert db.session.scalar(inside) == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_taking_back_and_approving_at_once_is_one_of_both(
    app: Flask, two: Two, _round: int
) -> None:
    two.ask()
    request_id = two.request_id()

    came = at_once(
        app,
        lambda: store.withdraw(two.her.account_id, NOW),
        lambda: store.approve(two.new_leader, two.new, request_id, "", TODAY, NOW),
    )

    assert came in (["AnsweredAlreadyError", "done"], ["UnknownRequestError", "done"])


def test_two_browsers_of_hers_make_one_request(app: Flask, two: Two) -> None:
    came = at_once(app, two.ask, two.ask)

    assert came == ["OpenRequestError", "done"]
    assert db.session.scalar(select(func.count()).select_from(MoveRequest)) == 1
