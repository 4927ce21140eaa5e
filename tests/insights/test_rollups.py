"""Roll-ups are exact whatever happens, and whenever it is cut short."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask, current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

import tracker.exercise.rules as exercise_rules
import tracker.exercise.store as exercise
import tracker.privacy.store as privacy
import tracker.weight.rules as weight_rules
import tracker.weight.store as weight
from tests.emptied import empty
from tests.factories import Factory
from tests.insights.recount import recounted, rolled_up, stored
from tests.queries import counted
from tracker.accounts.models import Account
from tracker.campaign.rules import (
    ClosedError,
    ConsentKind,
    LimitedError,
    NotTakingPartError,
    TransferredAlreadyError,
)
from tracker.campaign.store import add_participant
from tracker.database import db, writing
from tracker.exercise.rules import DayFullError, Effort, Entry, UnknownEntryError
from tracker.insights import store
from tracker.insights.rules import Group
from tracker.insights.store.rollups import refresh_teams
from tracker.teams import store as teams
from tracker.teams.models import StaleRoster, StaleTeamDay
from tracker.teams.rules import (
    OverlappingLeaveError,
    SameTeamError,
    TeamClosedError,
    TooEarlyError,
    UnknownLeaveError,
)
from tracker.weight.rules import BarredError, NoReadingError, Reading, Source

NOW = datetime(2024, 8, 14, 4, tzinfo=UTC)
BEGIN = date(2024, 8, 9)
"""A Friday before the season's first Sunday, which belongs to the week after it."""
TEXT = "0" * 64
REFUSED = (
    BarredError,
    ClosedError,
    DayFullError,
    LimitedError,
    NoReadingError,
    NotTakingPartError,
    OverlappingLeaveError,
    SameTeamError,
    TeamClosedError,
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
        db.session.commit()  # a request ends here; SQLite would read on in the state it first saw

    def join(self, _: int, number: int) -> None:
        """Somebody new takes part."""
        account_id = self.make.account()
        agreed = {ConsentKind.TERMS: (True, TEXT), ConsentKind.BODY_DATA: (True, TEXT)}
        with writing() as session:
            her = add_participant(session, account_id, self.season_id, self.today, agreed, NOW)
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

    def merge(self, _: int, number: int) -> None:
        """One of the district's two teams becomes part of the other."""
        one, other = self.teams[:2] if number % 2 else reversed(self.teams[:2])
        teams.merge_team(one, other, "人少", self.make.account(), self.today, NOW, far=True)

    def pause(self, her: int, number: int) -> None:
        """Take leave."""
        teams.take_leave(her, self.today, self.today + timedelta(days=number))

    def back(self, her: int, number: int) -> None:
        """Be back from leave."""
        teams.end_leave(her, self.today - timedelta(days=number % 4), self.today)

    def leave(self, her: int, _: int) -> None:
        """Leave the season."""
        teams.leave_season(her, self.today)

    def decide(self, her: int, number: int) -> None:
        """Take back what she agreed to about body data, which deletes it, or agree again."""
        body = ConsentKind.BODY_DATA
        privacy.decide(her, body, TEXT, 1, self.today, NOW, given=bool(number % 2))

    def limit(self, her: int, number: int) -> None:
        """Have nothing done with her data, or as before."""
        if number % 2:
            privacy.limit(her, self.today, NOW)
        else:
            privacy.lift(her, self.today)

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
    empty()
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
    *("transfer", "transfer", "merge", "pause", "back", "leave", "look", "refresh"),
    *("decide", "limit", "erase"),
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


# Cut short ----------------------------------------------------------------------------------


class CutError(Exception):
    """The power went off."""


@contextmanager
def cut_at(number: int) -> Iterator[list[str]]:
    """Statements are listed as they are sent; the one with this number never is."""
    sent: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if len(sent) == number:
            raise CutError(statement)
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", count)


def change_something(town: Town, turn: int) -> None:
    """Other figures than before, of two districts and their people: now more, now less."""
    verbs = (("exercise", "weigh", "pause"), ("remove", "unweigh", "back"))[turn % 2]
    for who, verb in enumerate((*verbs, verbs[0])):
        town.do(verb, who, 0)
    if turn % 10 == 0:
        town.do("join", 0, 2)


@pytest.mark.parametrize(("task", "step"), [(store.refresh, 1), (store.rebuild, 4)])
def test_a_crash_before_any_statement_loses_nothing(
    town: Town, task: Callable[[int], None], step: int
) -> None:
    cut, ended = 0, False
    while not ended:
        change_something(town, cut)
        with cut_at(cut):
            try:
                task(town.season_id)
                ended = True
            except CutError:
                db.session.rollback()
                cut += step
        store.refresh(town.season_id)
        assert rolled_up() == recounted(), f"cut before statement {cut}"

    assert cut > 40


# Fresh enough, and at what cost ---------------------------------------------------------------


def city(town: Town) -> Group:
    return Group(town.season_id)


def active_in(group: Group, day: date) -> int:
    """How many noted something, as a page would show it now."""
    db.session.commit()
    return store.counted(group, date(2024, 11, 10)).active.get(day, 0)


def test_an_entry_shows_in_its_team_at_the_next_look_and_in_its_district_half_a_minute_later(
    town: Town,
) -> None:
    team, district = Group(town.season_id, "110112", town.teams[0]), Group(town.season_id, "110112")
    with time_machine.travel(NOW, tick=False) as clock:
        for group in (team, district, city(town)):
            store.version_of(group)
        town.do("weigh", 0, 0)
        for group in (team, district, city(town)):
            store.version_of(group)
        at_once = [active_in(group, BEGIN) for group in (team, district, city(town))]
        clock.shift(31)
        for group in (team, district, city(town)):
            store.open_area(group) if group.is_area else store.version_of(group)
        later = [active_in(group, BEGIN) for group in (team, district, city(town))]

    assert at_once == [1, 0, 0]
    assert later == [1, 1, 1]


@pytest.mark.parametrize(
    "verb", ["weigh", "exercise", "transfer", "pause", "leave", "erase", "join"]
)
def test_a_version_differs_after_whatever_may_change_a_figure(town: Town, verb: str) -> None:
    groups = [
        Group(town.season_id, "110112", town.teams[1]),
        Group(town.season_id, "110112"),
        city(town),
    ]
    store.refresh(town.season_id)
    before = [store.version_of(group) for group in groups]
    same = [store.version_of(group) for group in groups]

    number = {"transfer": 2, "join": 1}.get(verb, 0)
    town.do(verb, 1, number)
    team = store.version_of(groups[0])
    store.refresh(town.season_id)
    after = [team, *(store.version_of(group) for group in groups[1:])]

    assert same == before
    assert not set(after) & set(before), verb


def test_a_version_costs_one_read_where_nothing_happened(town: Town) -> None:
    store.refresh(town.season_id)
    for group in (Group(town.season_id, "110112", town.teams[0]), city(town)):
        db.session.commit()
        with counted(current_app) as sent:
            store.version_of(group)

        assert len(sent) == 1


def test_a_unit_is_the_sum_of_its_teams(town: Town) -> None:
    unit_id = teams.team(town.teams[0]).unit_id
    unit = Group(town.season_id, "110112", unit_id=unit_id)
    before = store.version_of(unit)

    town.do("weigh", 0, 0)

    assert store.version_of(unit) != before
    assert active_in(unit, BEGIN) == 1
    assert store.parts_in_week(unit, date(2024, 8, 12)) == ({}, {})
    store.refresh(town.season_id)
    assert store.parts_in_week(unit, date(2024, 8, 12))[1] == {str(town.teams[0]): 1}


def test_a_save_leaves_one_mark_however_many_people_there_are(make: Factory, town: Town) -> None:
    def statements() -> list[str]:
        with cut_at(100) as sent:
            town.weigh(town.people[0], len(town.people))
        return sent

    few = statements()
    for _ in range(20):
        make.participant(town.season_id, town.teams[0])
    many = statements()

    assert len(many) == len(few)
    assert db.session.scalars(select(StaleTeamDay.day)).all().count(BEGIN) >= 1


def test_a_page_of_an_area_reads_neither_people_nor_teams_nor_logs(town: Town) -> None:
    store.refresh(town.season_id)
    db.session.commit()

    with cut_at(100) as sent:
        store.version_of(city(town))
        store.counted(city(town), BEGIN)
        store.exercise_by_week(city(town), BEGIN)
        store.parts_in_week(city(town), date(2024, 8, 12))

    tables = ("membership", "participant", "reading", "exercise_entry", "team", "unit")
    assert not [
        each for each in sent for table in tables if f" {table} " in each.replace("\n", " ")
    ]


def test_taken_marks_are_gone_and_a_rebuild_says_how_far_it_is(town: Town) -> None:
    done: list[int] = []

    store.rebuild(town.season_id, done.append)

    assert sum(done) == store.team_count(town.season_id) == 3
    assert not db.session.scalars(select(StaleRoster.team_id)).all()
    assert not db.session.scalars(select(StaleTeamDay.team_id)).all()
