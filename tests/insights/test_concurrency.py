"""Two refreshes at once, while entries come in: nothing is lost and nothing is counted twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from flask import Flask

from tests.factories import LONG_AGO, Factory
from tracker.campaign.store import current_season
from tracker.database import writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights import store
from tracker.insights.rules import Group
from tracker.teams.store import mark_stale

MONDAY = date(2024, 9, 2)
ENTRIES = 20


def note(participant_id: int, place: int) -> None:
    day = MONDAY + timedelta(days=place % 14)
    with writing() as session:
        session.add(
            EntryRow(
                participant_id=participant_id,
                key=f"{place:032x}",
                day=day,
                kind="yoga",
                effort=Effort.LIGHT,
                minutes=1,
                noted_at=LONG_AGO,
            )
        )
        mark_stale(session, participant_id, [day])


def test_refreshes_at_once_count_every_entry_once(app: Flask, make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    people = [make.participant(season_id, team_id) for _ in range(2)]

    def log(participant_id: int) -> None:
        with app.app_context():
            for place in range(ENTRIES):
                note(participant_id, place)

    def refresh(team_ids: list[int] | None) -> None:
        for _ in range(ENTRIES // 2):
            with app.app_context():
                store.refresh(season_id, team_ids)

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(log, each) for each in people]
        running += [pool.submit(refresh, teams) for teams in (None, [team_id])]
        for each in running:
            each.result()

    refresh([team_id])
    with app.app_context():
        minutes = store.exercise_by_week(Group(season_id), date(2024, 10, 16))
        active = store.counted(Group(season_id), date(2024, 10, 16)).active
    assert sum(by_kind["yoga"].minutes for by_kind in minutes.values()) == 2 * ENTRIES
    assert {people for people in active.values() if people} == {2}


def test_two_first_looks_freeze_once(app: Flask, make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    make.participant(season_id, team_id)

    def freeze(_: int) -> int:
        with app.app_context():
            season = current_season()
            assert season is not None
            return store.freeze(season, date(2024, 10, 16), LONG_AGO)

    with ThreadPoolExecutor(3) as pool:
        frozen = list(pool.map(freeze, range(3)))

    assert sum(frozen) == 18
