"""Two people confirm at once: one of them does, the other changes nothing."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tests.rosters.conftest import Desk, people_file
from tests.rosters.test_places import row
from tracker.accounts.rules import district_scope
from tracker.database import Base, db
from tracker.invitations.models import Invitation
from tracker.rosters import store
from tracker.rosters.documents.writing import PLACES_HEADER
from tracker.rosters.rules.columns import draft_of
from tracker.rosters.rules.files import Sheet
from tracker.rosters.rules.headers import PLACES
from tracker.teams.models import TeamRow

AT_ONCE = 3
NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)


def together(app: Flask, verbs: list[Callable[[], object]]) -> list[str]:
    """What came of verbs that began at one moment, by name of the error."""
    barrier, found = Barrier(len(verbs)), []

    def run(verb: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                verb()
                found.append("done")
            except (store.UnknownUploadError, store.NothingNewError) as error:
                found.append(type(error).__name__)

    threads = [Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def rows(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_file_confirmed_by_several_is_confirmed_once(app: Flask, desk: Desk) -> None:
    people = [(f"王{number}", f"138{number:08d}") for number in range(50)]
    key = int(desk.uploaded(people_file(*people)).rsplit("/", 1)[1])

    came = together(app, [partial(store.confirm, desk.unit_id, key, NOW)] * AT_ONCE)

    assert came == ["UnknownUploadError"] * (AT_ONCE - 1) + ["done"]
    assert rows(app, Invitation) == 50


def test_two_files_with_the_same_people_invite_each_once(app: Flask, desk: Desk) -> None:
    people = [(f"王{number}", f"138{number:08d}") for number in range(50)]
    files = [people_file(*people), people_file(*reversed(people))]
    keys = [int(desk.uploaded(content).rsplit("/", 1)[1]) for content in files]

    came = together(app, [partial(store.confirm, desk.unit_id, key, NOW) for key in keys])

    assert came == ["NothingNewError", "done"]
    assert rows(app, Invitation) == 50


@pytest.mark.parametrize("turned", [False, True])
def test_two_sheets_with_the_same_teams_open_each_once(
    app: Flask,
    make: Factory,
    turned: bool,  # noqa: FBT001 - a parameter
) -> None:
    season_id = make.season()
    account_id = make.organizer(season_id, "110112")
    teams = [
        row(team=f"{number}组", leader_phone=f"139{number:08d}", deputy_phone=f"137{number:08d}")
        for number in range(20)
    ]
    with app.app_context():
        keys = [
            store.keep(
                district_scope("110112"),
                account_id,
                "队伍.xlsx",
                draft_of([Sheet("表", [list(PLACES_HEADER), *order])], PLACES),
                NOW,
            )
            for order in (teams, teams[::-1] if turned else teams)
        ]

    came = together(
        app,
        [partial(store.confirm_places, season_id, "110112", key, NOW) for key in keys],
    )

    assert came == ["NothingNewError", "done"]
    assert rows(app, TeamRow) == 20
