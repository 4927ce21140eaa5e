"""When a leader is away, and who may do what: tables and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Grant, Person, Role
from tracker.campaign.rules import BEIJING_2024
from tracker.teams.rules import (
    Holder,
    Lead,
    Team,
    countable,
    is_away,
    may_hand_over,
    may_invite,
    may_lead,
    may_oversee,
    may_run,
    may_take_over,
    needs_help,
)

TODAY = date(2024, 10, 16)
LONG_AGO = date(2024, 7, 11)
TEAM = Team(1, "一组", 2, "机械厂", "110112", 3)

RIGHTS = {
    (Role.LEADER, "team:1"): {may_lead, may_hand_over, may_invite},
    (Role.DEPUTY, "team:1"): {may_lead, may_take_over, may_invite},
    (Role.CONTACT, "unit:2"): {may_run, may_invite},
    (Role.DISTRICT, "district:110112"): {may_run, may_oversee, may_invite},
    (Role.CITY, "city"): {may_run, may_oversee, may_invite},
    (Role.LEADER, "team:9"): set(),
    (Role.CONTACT, "unit:9"): set(),
    (Role.DISTRICT, "district:110105"): set(),
    (Role.EDUCATOR, "district:110112"): set(),
    (Role.STATISTICIAN, "city"): set(),
    (Role.LEADER_OFFERED, "team:1"): set(),
    (Role.DEPUTY_OFFERED, "team:1"): set(),
    (Role.FORMER_LEADER, "team:1"): set(),
}
EVERY = (may_lead, may_hand_over, may_take_over, may_invite, may_run, may_oversee)


@pytest.mark.parametrize(("role", "scope"), RIGHTS)
def test_who_may_do_what_with_a_team(role: Role, scope: str) -> None:
    person = Person(1, "李伟", 0, (Grant(role, scope, 3),))

    assert {may for may in EVERY if may(person, TEAM)} == RIGHTS[role, scope]


@pytest.mark.parametrize(
    ("since", "last_look", "away"),
    [
        (LONG_AGO, TODAY, False),
        (LONG_AGO, TODAY - timedelta(days=9), False),
        (LONG_AGO, TODAY - timedelta(days=10), True),
        (LONG_AGO, None, True),
        (TODAY - timedelta(days=9), None, False),
        (TODAY - timedelta(days=9), LONG_AGO, False),
        (TODAY - timedelta(days=10), LONG_AGO, True),
    ],
)
def test_a_leader_is_away_from_the_tenth_day_without_a_look(
    since: date, last_look: date | None, *, away: bool
) -> None:
    assert is_away(BEIJING_2024, Holder(1, "李伟", since, last_look), TODAY) is away


@pytest.mark.parametrize(
    ("today", "away"),
    [
        (date(2024, 7, 20), False),
        (date(2024, 7, 21), True),
        (BEIJING_2024.logging_ends, True),
        (BEIJING_2024.logging_ends + timedelta(days=1), False),
    ],
)
def test_nobody_is_away_before_people_could_join_or_after_the_season(
    today: date, *, away: bool
) -> None:
    assert is_away(BEIJING_2024, Holder(1, "李伟", date(2024, 6, 1)), today) is away


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_later_look_never_makes_a_leader_away(first: int, later: int) -> None:
    before = TODAY - timedelta(days=max(first, later))
    after = TODAY - timedelta(days=min(first, later))

    looked = [
        is_away(BEIJING_2024, Holder(1, "李伟", LONG_AGO, day), TODAY) for day in (before, after)
    ]

    assert looked != [False, True]


def test_a_team_without_a_leader_needs_help() -> None:
    assert needs_help(BEIJING_2024, Lead(), TODAY)


@given(st.integers(0, 1000))
def test_people_are_counted_from_ten_on(people: int) -> None:
    assert countable(people) == (people if people >= 10 else None)
