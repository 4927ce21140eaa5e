"""Leader and deputy at the same person at the same moment: one is first, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier

from flask import Flask

from tests.conftest import TODAY
from tests.followup.people import Led
from tracker.campaign.rules import BEIJING_2024, Deed
from tracker.campaign.store import deeds_to
from tracker.followup import store
from tracker.followup.rules import (
    AlreadyAskedError,
    Mark,
    NothingToUndoError,
    Outcome,
)

NOON = datetime(2024, 10, 16, 4, tzinfo=UTC)
AT_ONCE = 4


def together(app: Flask, acts: list[Callable[[], object]]) -> list[str]:
    """Each in a thread of its own, all at once; how each of them ended."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        with app.app_context():
            start.wait()
            try:
                return str(act())
            except (AlreadyAskedError, NothingToUndoError) as refused:
                return type(refused).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_several_marks_one_is_written_and_the_others_are_told(app: Flask, team: Led) -> None:
    her = team.member("王芳", 8)
    actors = [team.leader, team.deputy, *(team.make.account() for _ in range(AT_ONCE - 2))]
    wanted = Mark(her, Outcome.CONTACTED)

    ends = together(
        app,
        [
            partial(store.mark, actor, team.team_id, wanted, BEIJING_2024, TODAY, NOON)
            for actor in actors
        ],
    )

    assert sorted(ends) == [*["AlreadyAskedError"] * (AT_ONCE - 1), "None"]
    with app.app_context():
        assert [each.deed for each in deeds_to(her)] == [Deed.CONTACTED]


def test_a_mark_is_taken_back_once(app: Flask, team: Led) -> None:
    her = team.member("王芳", 8)
    with app.app_context():
        wanted = Mark(her, Outcome.NUMBER_WRONG)
        store.mark(team.leader, team.team_id, wanted, BEIJING_2024, TODAY, NOON)

    ends = together(
        app, [lambda: store.undo(team.deputy, team.team_id, her, TODAY, NOON)] * AT_ONCE
    )

    assert sorted(ends) == ["None", *["NothingToUndoError"] * (AT_ONCE - 1)]


def test_of_two_pages_opened_at_once_one_nudge_is_counted(app: Flask, team: Led) -> None:
    her = team.member("王芳")

    ends = together(app, [lambda: store.comeback_shown(her, NOON)] * AT_ONCE)

    assert "True" in ends
    with app.app_context():
        assert not store.comeback_shown(her, NOON.replace(day=17))
