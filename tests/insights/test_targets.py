"""How many people are meant to enrol, and what districts let their units see."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import Factory
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope, unit_scope
from tracker.insights import store
from tracker.insights.rules.targets import TARGET_MAX, NoTargetError, city_target, target_of
from tracker.teams.rules import districts
from tracker.teams.store import team

HOME, AWAY = "110112", "110101"
HEADERS = {"Accept-Language": "zh"}
ADDRESS = f"/districts/{HOME}/targets"


# What is typed -------------------------------------------------------------------------------


@given(people=st.integers(1, TARGET_MAX))
def test_a_number_is_read_plain_grouped_in_full_width_and_with_its_unit(people: int) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) for each in str(people))

    read = [target_of(text) for text in (str(people), f" {people:,} ", wide, f"{people} 人")]

    assert read == [people] * 4


@pytest.mark.parametrize("text", ["", "  ", "人"])
def test_nothing_typed_is_no_target(text: str) -> None:
    assert target_of(text) is None


@pytest.mark.parametrize(
    "text", ["0", "-5", "+5", "1.5", "1e3", "一百", "١٢", f"{TARGET_MAX + 1}", "9" * 5000]
)
def test_what_is_no_number_of_people_is_refused(text: str) -> None:
    with pytest.raises(NoTargetError):
        target_of(text)


def test_the_citys_target_is_the_sum_once_every_district_has_one() -> None:
    scopes = [district_scope(each.code) for each in districts()]
    all_of_them = {scope: 100 + place for place, scope in enumerate(scopes)}

    missing = {scope: people for scope, people in all_of_them.items() if scope != scopes[3]}

    assert city_target(all_of_them) == sum(all_of_them.values())
    assert city_target(missing) is None


# What is kept --------------------------------------------------------------------------------


def test_a_target_is_set_changed_and_taken_away(database: Flask, make: Factory) -> None:
    season_id = make.season()

    store.set_targets(season_id, {"district:110101": 40, "district:110112": 70})
    store.set_targets(season_id, {"district:110101": None, "district:110112": 80})

    assert store.targets(season_id) == {"district:110112": 80}
    assert database


def test_seasons_have_targets_of_their_own(database: Flask, make: Factory) -> None:
    before, now = make.season(name="2023"), make.season()

    store.set_targets(before, {"district:110101": 40})

    assert store.targets(now) == {}
    assert database


# The pages -----------------------------------------------------------------------------------


def unit_of(app: Flask, team_id: int) -> str:
    with app.app_context():
        return unit_scope(team(team_id).unit_id)


def kept(app: Flask, season_id: int) -> dict[str, int]:
    with app.app_context():
        return store.targets(season_id)


def seen(app: Flask, season_id: int, code: str = HOME) -> bool:
    with app.app_context():
        return store.units_see(season_id, code)


def organizer(make: Factory, season_id: int, district: str | None = HOME) -> FlaskClient:
    return make.signed_in(make.organizer(season_id, district))


def test_the_city_sets_its_districts_targets(app: Flask, make: Factory) -> None:
    season_id = make.season()
    client = organizer(make, season_id, None)

    answer = client.post("/city/targets", data={f"people-district:{HOME}": "1,300"})
    page = client.get("/city/targets", headers=HEADERS)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/city")
    assert kept(app, season_id) == {district_scope(HOME): 1300}
    assert 'value="1300"' in page.text


def test_what_is_wrong_is_said_and_stays_as_it_was_typed(app: Flask, make: Factory) -> None:
    season_id = make.season()
    client = organizer(make, season_id, None)
    data = {f"people-district:{HOME}": "很多", f"people-district:{AWAY}": "5"}

    answer = client.post("/city/targets", data=data, headers=HEADERS)

    assert answer.status_code == 422
    assert 'value="很多"' in answer.text
    assert "请写 1 到 1,000,000 的整数" in answer.text
    assert kept(app, season_id) == {}


def test_a_district_sets_its_units_targets_and_no_others(app: Flask, make: Factory) -> None:
    season_id = make.season()
    own = unit_of(app, make.team(season_id))
    other = unit_of(app, make.team(season_id, district=AWAY))
    data = {f"people-{own}": "60", f"people-{other}": "7", f"people-district:{HOME}": "8"}

    answer = organizer(make, season_id).post(ADDRESS, data=data)

    assert answer.status_code == 303
    assert kept(app, season_id) == {own: 60}


def test_the_citys_own_target_and_a_teams_cannot_be_typed(app: Flask, make: Factory) -> None:
    season_id = make.season()

    organizer(make, season_id, None).post("/city/targets", data={f"people-{CITY_SCOPE}": "9"})

    assert kept(app, season_id) == {}


def test_units_see_no_change_until_their_district_says_so(app: Flask, make: Factory) -> None:
    season_id = make.season()
    client = organizer(make, season_id)

    answers = []
    for choice in (None, "yes", "no"):
        client.post(ADDRESS, data={"units_see": choice} if choice else {})
        answers.append(seen(app, season_id))

    assert answers == [False, True, False]
    assert not seen(app, season_id, AWAY)


def test_the_city_does_not_agree_in_a_districts_name(app: Flask, make: Factory) -> None:
    season_id = make.season()
    client = organizer(make, season_id, None)

    answer = client.post(ADDRESS, data={"units_see": "yes"})

    assert answer.status_code == 303
    assert not seen(app, season_id)
    assert "不让看" in client.get(ADDRESS, headers=HEADERS).text


def test_a_choice_that_is_none_is_refused(app: Flask, make: Factory) -> None:
    season_id = make.season()

    answer = organizer(make, season_id).post(ADDRESS, data={"units_see": "maybe"})

    assert answer.status_code == 422
    assert not seen(app, season_id)


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.DISTRICT, district_scope(AWAY)),
        (Role.EDUCATOR, district_scope(HOME)),
        (Role.CONTACT, "unit:1"),
    ],
)
def test_nobody_else_sets_a_districts_targets(make: Factory, role: Role, scope: str) -> None:
    season_id = make.season()
    account_id = make.account()
    make.grant(account_id, season_id, role, scope)
    client = make.signed_in(account_id)

    answers = [
        (client.get(address).status_code, client.post(address).status_code)
        for address in (ADDRESS, "/city/targets")
    ]

    assert answers == [(403, 403)] * 2
