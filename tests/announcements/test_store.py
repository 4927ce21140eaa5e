"""Announcements reach those below and nobody else; a reader counts once and is named nowhere."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import TODAY, emptied
from tests.factories import Factory
from tracker.accounts.rules import Role, team_scope, unit_scope
from tracker.announcements import store
from tracker.announcements.models import AnnouncementRow
from tracker.announcements.rules import (
    IN_FORCE_MAX,
    Audience,
    Place,
    Reader,
    TooManyInForceError,
    UnknownAnnouncementError,
)
from tracker.database import db
from tracker.teams.models import TeamRow

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
WEEK = timedelta(days=7)
HERE, ELSEWHERE = "110112", "110105"


class Town:
    """A team with its unit and district, another one elsewhere, and who reads."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.season_id = make.season()
        self.team, self.other = (
            make.team(self.season_id),
            make.team(self.season_id, "二组", ELSEWHERE),
        )
        self.unit = db.session.get_one(TeamRow, self.team).unit_id
        db.session.rollback()
        self.boss = make.organizer(self.season_id)
        member = make.participant(self.season_id, self.team)
        outsider = make.participant(self.season_id, self.other)
        leader, contact = make.leader(self.season_id, self.team), make.account("办事员")
        make.grant(contact, self.season_id, Role.CONTACT, unit_scope(self.unit))
        district = make.organizer(self.season_id, HERE)
        self.readers = {
            "member": self.reader(make.account_of(member), member),
            "outsider": self.reader(make.account_of(outsider), outsider),
            "leader": self.reader(leader, teams=(self.team,)),
            "contact": self.reader(contact, units=(self.unit,)),
            "organizer": self.reader(district, districts=(HERE,)),
        }

    def reader(
        self,
        account_id: int,
        participant_id: int | None = None,
        teams: tuple[int, ...] = (),
        units: tuple[int, ...] = (),
        districts: tuple[str, ...] = (),
    ) -> Reader:
        """Somebody with these duties."""
        return Reader(account_id, self.season_id, participant_id, teams, units, districts)

    def say(self, place: Place, audience: Audience, text: str = "周五见") -> int:
        """The boss announces something for a week."""
        return store.announce(self.boss, place, audience, text, TODAY + WEEK, TODAY, NOW)

    def reached(self) -> set[str]:
        """Who finds something new, and finds it in her list as well."""
        new = {name for name, who in self.readers.items() if store.unread(who, TODAY)}
        listed = {name for name, who in self.readers.items() if store.listed(who, TODAY)}
        assert new == listed
        return new

    def opened(self) -> list[int]:
        """How many read each."""
        return list(db.session.scalars(select(AnnouncementRow.opened)))


@pytest.fixture
def town(make: Factory, database: Flask) -> Town:
    assert database
    return Town(make)


@pytest.mark.parametrize(
    ("at", "audience", "reached"),
    [
        ("team", Audience.MEMBERS, {"member", "leader"}),
        ("unit", Audience.LEADERS, {"leader"}),
        ("district", Audience.LEADERS, {"leader"}),
        ("district", Audience.ORGANIZERS, {"contact"}),
        ("district", Audience.LEADERS_AND_ORGANIZERS, {"leader", "contact"}),
        ("city", Audience.LEADERS, {"leader"}),
        ("city", Audience.ORGANIZERS, {"contact", "organizer"}),
        ("city", Audience.LEADERS_AND_ORGANIZERS, {"leader", "contact", "organizer"}),
        ("elsewhere", Audience.LEADERS_AND_ORGANIZERS, set()),
    ],
)
def test_it_reaches_those_it_is_addressed_to_below_its_place(
    town: Town, at: str, audience: Audience, reached: set[str]
) -> None:
    places = {
        "team": Place(town.season_id, team_id=town.team),
        "unit": Place(town.season_id, unit_id=town.unit),
        "district": Place(town.season_id, district_code=HERE),
        "elsewhere": Place(town.season_id, district_code=ELSEWHERE),
        "city": Place(town.season_id),
    }

    town.say(places[at], audience)

    assert town.reached() == reached


def test_what_is_over_or_taken_back_reaches_nobody(town: Town) -> None:
    place = Place(town.season_id, team_id=town.team)
    said = town.say(place, Audience.MEMBERS)
    assert store.listed(town.readers["member"], TODAY + WEEK)
    assert not store.listed(town.readers["member"], TODAY + WEEK + timedelta(days=1))

    store.take_back(place, said, LATER)

    assert town.reached() == set()
    with pytest.raises(UnknownAnnouncementError):
        store.take_back(place, said, LATER)


def test_it_is_taken_back_from_its_own_place_alone(town: Town) -> None:
    said = town.say(Place(town.season_id, team_id=town.team), Audience.MEMBERS)

    for place in (Place(town.season_id), Place(town.season_id, team_id=town.other)):
        with pytest.raises(UnknownAnnouncementError):
            store.take_back(place, said, LATER)


def test_opening_the_list_counts_a_reader_once(town: Town) -> None:
    town.say(Place(town.season_id, team_id=town.team), Audience.MEMBERS)

    for _ in range(3):
        store.read(town.readers["member"], TODAY, LATER)
        db.session.expire_all()

    assert store.unread(town.readers["member"], TODAY) == []
    assert len(store.listed(town.readers["member"], TODAY)) == 1
    assert town.opened() == [1]


def test_what_is_said_later_is_new_again(town: Town) -> None:
    store.read(town.readers["member"], TODAY, NOW - timedelta(hours=1))

    town.say(Place(town.season_id, team_id=town.team), Audience.MEMBERS)

    assert len(store.unread(town.readers["member"], TODAY)) == 1


def test_nobody_reads_her_own(town: Town) -> None:
    town.boss = town.readers["leader"].account_id

    town.say(Place(town.season_id, team_id=town.team), Audience.MEMBERS)

    assert town.reached() == {"member"}


def test_a_place_has_five_in_force_at_a_time(town: Town) -> None:
    place = Place(town.season_id, team_id=town.team)
    said = [town.say(place, Audience.MEMBERS) for _ in range(IN_FORCE_MAX)]

    with pytest.raises(TooManyInForceError):
        town.say(place, Audience.MEMBERS)

    store.take_back(place, said[0], NOW)
    town.say(place, Audience.MEMBERS)


def test_an_author_is_told_nothing_of_few_recipients_and_a_round_number_of_many(town: Town) -> None:
    place = Place(town.season_id, team_id=town.team)
    town.say(place, Audience.MEMBERS)
    store.read(town.readers["member"], TODAY, LATER)
    assert [each.read_by for each in store.written(place, TODAY)] == [None]

    for _ in range(11):
        her = town.make.participant(town.season_id, town.team)
        store.read(town.reader(town.make.account_of(her), her), TODAY, LATER)

    db.session.expire_all()
    assert [each.read_by for each in store.written(place, TODAY)] == [10]


def test_leaders_and_organizers_below_are_counted_as_recipients(town: Town) -> None:
    for number in range(5):
        team_id = town.make.team_in(town.unit, f"{number}队")
        for role in (Role.LEADER, Role.DEPUTY):
            town.make.grant(town.make.account("组长"), town.season_id, role, team_scope(team_id))
    for place in (Place(town.season_id), Place(town.season_id, district_code=HERE)):
        town.say(place, Audience.LEADERS_AND_ORGANIZERS)

        assert [each.read_by for each in store.written(place, TODAY)] == [0]
    town.say(Place(town.season_id, district_code=HERE), Audience.ORGANIZERS)
    assert store.written(Place(town.season_id, district_code=HERE), TODAY)[0].read_by in {None, 0}


@pytest.fixture
def crowded(postgresql_app: Flask) -> Iterator[Flask]:
    """PostgreSQL, where two browsers may write at once."""
    yield from emptied(postgresql_app)


def test_two_browsers_of_hers_at_once_count_one(crowded: Flask) -> None:
    with crowded.app_context():
        town = Town(Factory(crowded))
        town.say(Place(town.season_id, team_id=town.team), Audience.MEMBERS)
    start = Barrier(2)

    def open_list(_: int) -> None:
        with crowded.app_context():
            start.wait()
            store.read(town.readers["member"], TODAY, LATER)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(open_list, range(2)))

    with crowded.app_context():
        assert town.opened() == [1]
