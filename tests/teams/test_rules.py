import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.rules import Grant, Person, Role
from tracker.teams.rules import (
    JOIN_CODE_ALPHABET,
    JOIN_CODE_LENGTH,
    Team,
    Unit,
    UnitKind,
    district,
    districts,
    may_invite,
    may_lead,
    may_see_unit,
    plain_name,
)

TEAM = Team(7, "一组", unit_id=8, unit_name="机械厂", district_code="110112", season_id=9)
UNIT = Unit(8, "机械厂", UnitKind.ENTERPRISE, district_code="110112", season_id=9)


def holder(role: Role, scope: str) -> Person:
    return Person(1, "王芳", 0, (Grant(role, scope, 9),))


def test_there_are_sixteen_districts_with_places_of_their_own_on_the_map() -> None:
    found = districts()

    assert len(found) == 16
    assert len({(each.tile_row, each.tile_col) for each in found}) == 16
    assert district("110112").name == "通州区"


def test_an_unknown_district_raises() -> None:
    with pytest.raises(LookupError):
        district("110199")


def test_a_join_code_is_too_long_to_guess() -> None:
    assert len(set(JOIN_CODE_ALPHABET)) ** JOIN_CODE_LENGTH > 2**58
    assert not set(JOIN_CODE_ALPHABET) & set("ilo01")


@pytest.mark.parametrize(
    ("role", "scope", "invites", "sees_unit"),
    [
        (Role.LEADER, "team:7", True, False),
        (Role.DEPUTY, "team:7", True, False),
        (Role.LEADER, "team:77", False, False),
        (Role.CONTACT, "unit:8", True, True),
        (Role.CONTACT, "unit:88", False, False),
        (Role.DISTRICT, "district:110112", True, True),
        (Role.DISTRICT, "district:110101", False, False),
        (Role.EDUCATOR, "district:110112", False, False),
        (Role.CITY, "city", True, True),
    ],
)
def test_who_hands_out_join_codes(
    role: Role, scope: str, *, invites: bool, sees_unit: bool
) -> None:
    person = holder(role, scope)

    assert may_invite(person, TEAM) is invites
    assert may_see_unit(person, UNIT) is sees_unit


@pytest.mark.parametrize(
    ("role", "scope", "leads"),
    [
        (Role.LEADER, "team:7", True),
        (Role.DEPUTY, "team:7", True),
        (Role.DEPUTY, "team:77", False),
        (Role.CONTACT, "unit:8", False),
        (Role.CITY, "city", False),
    ],
)
def test_a_team_is_led_by_its_leader_and_its_deputy_alone(
    role: Role, scope: str, *, leads: bool
) -> None:
    assert may_lead(holder(role, scope), TEAM) is leads


def test_without_a_role_nobody_hands_out_anything() -> None:
    person = Person(1, "王芳", 0)

    assert not may_invite(person, TEAM)
    assert not may_see_unit(person, UNIT)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  一 组 ", "一 组"),
        ("一\u3000组\n二", "一 组 二"),
        ("\u202e一组\u200b\ufeff", "一组"),
        ("\x00", ""),
    ],
)
def test_a_name_loses_what_cannot_be_seen(typed: str, plain: str) -> None:
    assert plain_name(typed) == plain


@given(st.text())
def test_a_plain_name_stays_as_it_is(typed: str) -> None:
    assert plain_name(plain_name(typed)) == plain_name(typed)
