"""An event of two districts on the test's day: everybody's item, and squads that jog."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.showcases.rules import ItemKind, State
from tracker.timetables import store
from tracker.timetables.rules import Settings, Timetable

NINE = datetime(2024, 10, 16, 1, tzinfo=UTC)
"""Nine in the morning of the test's day, in Beijing."""
SETTINGS = Settings(NINE, 2, 15)


def after(minutes: float) -> datetime:
    """A moment of the day, by minutes after nine."""
    return NINE + timedelta(minutes=minutes)


@dataclass
class Fair:
    """Keys of the event, and whoever works with it."""

    app: Flask
    make: Factory
    season_id: int
    showcase_id: int
    together_id: int
    item_id: int
    squads: list[int]
    teams: list[int]
    her: int
    """A participant who is in the first squad."""

    def plan(self, edition: int = 0, *, publish: bool = True) -> Timetable:
        """Plan it in one tap, and let everybody see it."""
        with self.app.app_context():
            store.plan_all(self.showcase_id, edition, SETTINGS)
            if publish:
                store.publish(self.showcase_id, edition + 1, NINE, shown=True)
        return self.read()

    def read(self) -> Timetable:
        """The timetable as it is now."""
        with self.app.app_context():
            return store.timetable(self.showcase_id, people=True)

    def order(self) -> list[str]:
        """What it shows, from the first to the last."""
        return [each.title for each in self.read().rows]


def fair_in(app: Flask, squads: int = 3) -> Fair:
    """The event, with as many confirmed squads as wished, each of a team with one person."""
    make = Factory(app)
    season_id = make.season()
    showcase_id = make.showcase(
        season_id, day=TODAY, state=State.CONFIRMED, invited={"110112": 9, "110105": 9}
    )
    together = make.item(
        showcase_id, ItemKind.BADUANJIN, title="八段锦", minutes=12, together=True, position=1
    )
    item = make.item(showcase_id, position=2)
    teams = [
        make.team(season_id, f"{number}组", ["110112", "110105"][number % 2])
        for number in range(squads)
    ]
    people = [make.participant(season_id, team) for team in teams]
    found = [
        make.squad(item, team, name=f"第{number}队", confirmed=True)
        for number, team in enumerate(teams, 1)
    ]
    for squad_id, person in zip(found, people, strict=True):
        make.squad_member(squad_id, person)
    return Fair(
        app, make, season_id, showcase_id, together, item, found, teams, people[0] if people else 0
    )


@pytest.fixture
def fair(app: Flask) -> Fair:
    """An event with three confirmed squads."""
    return fair_in(app)
