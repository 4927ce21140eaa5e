"""Hours, stars, and who keeps away from the scales."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Grant, Person, Role
from tracker.stations.rules import (
    DUTIES,
    HasDutyError,
    NotOpenError,
    Shown,
    Standing,
    Station,
    check_duty,
    hidden_name,
    may_run,
)

OPENS, CLOSES = datetime(2024, 10, 16, 1, tzinfo=UTC), datetime(2024, 10, 16, 4, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def station(unit_id: int | None = 7) -> Station:
    return Station(1, 2, "110112", unit_id, "食堂", date(2024, 10, 16), OPENS, CLOSES)


def person(*grants: tuple[Role, str]) -> Person:
    return Person(1, "赵敏", 0, tuple(Grant(role, scope, 2) for role, scope in grants))


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        (OPENS - INSTANT, Standing.NOT_YET),
        (OPENS, Standing.OPEN),
        (CLOSES - INSTANT, Standing.OPEN),
        (CLOSES, Standing.OVER),
        (CLOSES + timedelta(days=1), Standing.OVER),
    ],
)
def test_a_station_is_open_in_its_hours_and_not_a_moment_longer(
    moment: datetime, standing: Standing
) -> None:
    assert station().standing(moment) is standing


def test_one_that_was_closed_before_it_opened_is_over() -> None:
    closed = Station(1, 2, "110112", 7, "食堂", date(2024, 10, 16), OPENS, OPENS - INSTANT)

    assert closed.standing(OPENS) is Standing.OVER
    assert closed.standing(OPENS - INSTANT) is Standing.OVER


def test_outside_its_hours_it_says_which_station_and_why() -> None:
    with pytest.raises(NotOpenError) as error:
        station().check_open(CLOSES)

    assert (error.value.station.id, error.value.standing) == (1, Standing.OVER)


@pytest.mark.parametrize(
    ("name", "seen"),
    [("王芳", "王*"), ("王小芳", "王**"), ("欧阳翡翠", "欧**"), ("王", "王*"), ("Ann Lee", "A**")],
)
def test_a_name_is_a_family_name_and_stars(name: str, seen: str) -> None:
    assert hidden_name(name) == seen


@given(st.text(min_size=2, max_size=30))
def test_whatever_the_name_nothing_is_read_of_it_but_its_first_sign(name: str) -> None:
    assert hidden_name(name)[1:].strip("*") == ""
    assert len(hidden_name(name)) <= 3


def test_a_number_is_read_out_in_two_halves() -> None:
    assert Shown("c", "04821739", wants_height=False, expires_at=OPENS).spoken == "0482 1739"


@pytest.mark.parametrize("role", Role)
def test_whoever_leads_or_organizes_people_weighs_nobody(role: Role) -> None:
    weighs = role not in DUTIES

    try:
        check_duty(person((Role.STATION, "station:1"), (role, "any:1")))
    except HasDutyError:
        assert not weighs
    else:
        assert weighs


def test_duties_are_those_that_never_see_a_weight_of_one_person() -> None:
    assert {
        Role.LEADER,
        Role.DEPUTY,
        Role.CONTACT,
        Role.DISTRICT,
        Role.CITY,
        Role.STATISTICIAN,
    } == DUTIES


@pytest.mark.parametrize(
    ("role", "scope", "unit_id", "runs"),
    [
        (Role.CONTACT, "unit:7", 7, True),
        (Role.CONTACT, "unit:8", 7, False),
        (Role.CONTACT, "unit:7", None, False),
        (Role.DISTRICT, "district:110112", 7, True),
        (Role.DISTRICT, "district:110112", None, True),
        (Role.DISTRICT, "district:110105", None, False),
        (Role.CITY, "city", None, True),
        (Role.LEADER, "team:7", 7, False),
        (Role.EDUCATOR, "district:110112", 7, False),
        (Role.STATION, "station:1", 7, False),
    ],
)
def test_a_station_is_run_by_its_contact_and_the_organizers_above(
    role: Role, scope: str, unit_id: int | None, *, runs: bool
) -> None:
    assert may_run(person((role, scope)), station(unit_id)) is runs
