"""Roll-ups are exact whatever happens, and whenever it is cut short."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tracker.exercise.rules as exercise_rules
import tracker.exercise.store as exercise
import tracker.privacy.store as privacy
import tracker.weight.rules as weight_rules
import tracker.weight.store as weight
from tests.factories import Factory
from tests.insights.recount import recounted, rolled_up, stored
from tracker.accounts.models import Account
from tracker.campaign.rules import ClosedError, NotTakingPartError, TransferredAlreadyError
from tracker.campaign.store import add_participant
from tracker.database import db, writing
from tracker.exercise.rules import DayFullError, Effort, Entry, UnknownEntryError
from tracker.insights import store
from tracker.insights.store.rollups import refresh_teams
from tracker.teams import store as teams
from tracker.teams.rules import (
    OverlappingLeaveError,
    SameTeamError,
    TooEarlyError,
    UnknownLeaveError,
)
from tracker.weight.rules import NoReadingError, Reading, Source

NOW = datetime(2024, 8, 14, 4, tzinfo=UTC)
BEGIN = date(2024, 8, 9)
"""A Friday before the season's first Sunday, which belongs to the week after it."""
REFUSED = (
    ClosedError,
    DayFullError,
    NoReadingError,
    NotTakingPartError,
    OverlappingLeaveError,
    SameTeamError,
    TooEarlyError,
    TransferredAlreadyError,
    UnknownEntryError,
    UnknownLeaveError,
    exercise_rules.NothingToUndoError,
    weight_rules.NothingToUndoError,
)
"""What a verb may answer; then it has changed nothing."""

Step = tuple[str, int, int]


@dataclass
class Town:
    """Three teams in two districts, a few people, and the day it is."""

    make: Factory
    season_id: int
    teams: list[int]
    people: list[int] = field(default_factory=list)
    today: date = BEGIN

    def do(self, what: str, who: int, number: int) -> None:
        """One step; what the verbs refuse is refused."""
        with suppress(*REFUSED):
            getattr(self, what)(self.people[who % len(self.people)], number)

    def join(self, _: int, number: int) -> None:
        """Somebody new takes part."""
        account_id = self.make.account()
        with writing() as session:
            her = add_participant(session, account_id, self.season_id, self.today, {}, NOW)
            teams.add_membership(session, her, self.teams[number % 3], self.today)
        self.people.append(her)

    def tick(self, _: int, number: int) -> None:
        """Days pass."""
        self.today += timedelta(days=1 + number % 3)

    def weigh(self, her: int, number: int) -> None:
        """Note or correct a weight."""
        reading = Reading(self.day(number), 60_000 + number)
        weight.record(her, reading, None, Source.SELF, NOW)

    def unweigh(self, her: int, number: int) -> None:
        """Delete a weight."""
        weight.delete(her, self.day(number), NOW)

    def weigh_undo(self, her: int, _: int) -> None:
        """Take back the last step about weight."""
        weight.undo(her)

    def exercise(self, her: int, number: int) -> None:
        """Note exercise."""
        effort = list(Effort)[number % 3]
        kind = ("yoga", "tai_chi")[number % 2]
        entry = Entry(f"{number % 5:032x}", self.day(number), kind, effort, 20 + 9 * number)
        exercise.record(her, entry, NOW)

    def remove(self, her: int, number: int) -> None:
        """Delete exercise."""
        exercise.remove(her, f"{number % 5:032x}")

    def undo(self, her: int, number: int) -> None:
        """Take back the last step about exercise."""
        exercise.undo(her, f"{number % 5:032x}")

    def transfer(self, her: int, number: int) -> None:
        """Change teams, from a day before or after today."""
        day = self.today + timedelta(days=number % 5 - 2)
        teams.transfer(her, self.teams[number % 3], day, self.today)

    def pause(self, her: int, number: int) -> None:
        """Take leave."""
        teams.take_leave(her, self.today, self.today + timedelta(days=number))

    def back(self, her: int, number: int) -> None:
        """Be back from leave."""
        teams.end_leave(her, self.today - timedelta(days=number % 4), self.today)

    def leave(self, her: int, _: int) -> None:
        """Leave the season."""
        teams.leave_season(her, self.today)

    def erase(self, her: int, _: int) -> None:
        """Have everything forgotten."""
        phone = db.session.get_one(Account, self.make.account_of(her)).phone
        privacy.erase(phone, self.today, NOW)

    def look(self, _: int, number: int) -> None:
        """A team's page is opened."""
        refresh_teams(self.season_id, [self.teams[number % 3]])

    def refresh(self, _: int, number: int) -> None:
        """The job runner comes by, or a district's page is opened."""
        store.refresh(self.season_id, None if number % 2 else [self.teams[number % 3]])

    def day(self, number: int) -> date:
        """One of the last seven days."""
        return self.today - timedelta(days=number % 7)


def town_of(make: Factory, people: int = 3) -> Town:
    """A fresh town in an emptied database."""
    with db.engine.begin() as connection:
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
    season_id = make.season()
    places = (("一组", "110112"), ("二组", "110112"), ("三组", "110101"))
    town = Town(make, season_id, [make.team(season_id, *place) for place in places])
    for number in range(people):
        town.join(0, number)
    return town


@pytest.fixture
def town(database: Flask, make: Factory) -> Town:
    assert database.testing
    return town_of(make)


VERBS = (
    *("join", "tick", "tick", "weigh", "weigh", "unweigh", "weigh_undo"),
    *("exercise", "exercise", "exercise", "remove", "undo"),
    *("transfer", "transfer", "pause", "back", "leave", "erase", "look", "refresh"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 12)),
    min_size=5,
    max_size=30,
)


@pytest.mark.usefixtures("database")
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(steps=STEPS)
def test_roll_ups_equal_a_recount_after_anything(make: Factory, steps: list[Step]) -> None:
    town = town_of(make)
    store.refresh(town.season_id)

    for step in steps:
        town.do(*step)
    store.refresh(town.season_id)

    refreshed = stored()
    assert rolled_up() == recounted()
    store.rebuild(town.season_id)
    assert stored() == refreshed
