"""Several phones in the same moment: the last place is one place."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.showcases.conftest import NOW, TODAY, Stage
from tracker.showcases import store
from tracker.showcases.rules import (
    DistrictInUseError,
    NewSquad,
    SquadFullError,
    TooManyTeamsError,
)
from tracker.showcases.store import nominating
from tracker.teams.store import hold_team
from tracker.teams.store.room import HeldTeam

CROSSED = (DistrictInUseError, SquadFullError, TooManyTeamsError)
SLOWLY = 0.3
"""Seconds in which somebody else comes between, if anybody can."""


def at_once(app: Flask, doing: list[Callable[[], object]]) -> list[str]:
    """How each ends that begins in the same moment: done, or the name of what it raised."""
    start = Barrier(len(doing))

    def run(each: Callable[[], object]) -> str:
        with app.app_context():
            start.wait()
            try:
                each()
            except CROSSED as error:
                return type(error).__name__
            return "done"

    with ThreadPoolExecutor(len(doing)) as phones:
        return list(phones.map(run, doing))


def test_the_last_place_is_given_once(app: Flask, stage: Stage) -> None:
    first, *others = stage.people
    with app.app_context():
        stage.ask()
        stage.agree(first)

    answers = at_once(app, [lambda each=each: stage.agree(each) for each in others])  # type: ignore[misc]

    with app.app_context():
        assert len(store.members(stage.squad_id)) == 2
    assert sorted(answers) == ["SquadFullError", "SquadFullError", "done"]


def test_a_districts_last_team_is_nominated_once(app: Flask, stage: Stage) -> None:
    teams = [stage.make.team(stage.season_id, name) for name in ("二组", "三组", "四组")]

    def nominate(team_id: int) -> int:
        wanted = NewSquad(stage.item_id, team_id, "又一队", 12, 2)
        return store.nominate(stage.showcase_id, "110112", wanted, TODAY)

    answers = at_once(app, [lambda each=each: nominate(each) for each in teams])  # type: ignore[misc]

    with app.app_context():
        assert len(store.squads(stage.showcase_id)) == 2
    assert sorted(answers) == ["TooManyTeamsError", "TooManyTeamsError", "done"]


def test_a_district_is_not_uninvited_while_its_team_is_being_nominated(
    app: Flask, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def hold_slowly(session: Session, team_id: int) -> HeldTeam:
        begun.set()
        sleep(SLOWLY)
        return hold_team(session, team_id)

    def nominate() -> int:
        wanted = NewSquad(stage.item_id, stage.team_id, "又一队", 12, 2)
        return store.nominate(stage.showcase_id, "110112", wanted, TODAY)

    def uninvite() -> None:
        begun.wait()
        store.invite(stage.showcase_id, {"110101": 2})

    with app.app_context():
        store.drop(stage.squad_id)
    monkeypatch.setattr(nominating, "hold_team", hold_slowly)

    answers = at_once(app, [nominate, uninvite])

    assert answers == ["done", "DistrictInUseError"]


def test_two_who_ask_the_same_people_ask_them_once(app: Flask, stage: Stage) -> None:
    answers = at_once(app, [stage.ask, stage.ask, stage.ask])

    with app.app_context():
        team = store.asked(stage.squad_id)
    assert answers == ["done"] * 3
    assert all(each.member_id for each in team)


def test_answering_while_the_squad_is_confirmed_leaves_one_truth(app: Flask, stage: Stage) -> None:
    first, second, *_ = stage.people
    with app.app_context():
        stage.ask()
        stage.agree(first)
        stage.agree(second)

    at_once(
        app,
        [
            lambda: store.confirm(stage.squad_id, NOW, smaller=True),
            lambda: store.decline(second, stage.squad_id),
        ],
    )

    with app.app_context():
        assert store.squad(stage.squad_id).is_confirmed
        assert [each.participant_id for each in store.members(stage.squad_id)] == [first]
