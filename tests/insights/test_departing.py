"""Erasures, withdrawals and limits around weekly snapshots: figures lose ten people or nobody."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tests.insights.test_freezing import with_results
from tracker.accounts.models import Account
from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.campaign.rules import (
    BEIJING_2024,
    ConsentKind,
    LimitedError,
    NotTakingPartError,
    Season,
)
from tracker.campaign.store import current_season
from tracker.database import db, writing
from tracker.insights import store
from tracker.insights.models import DepartedRow
from tracker.insights.rules.snapshots import final_monday
from tracker.insights.store.outcome import OUTCOME
from tracker.privacy import store as privacy
from tracker.privacy.rules import NotLeavingError
from tracker.weight.rules import Body, Sex

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
TODAY = date(2024, 10, 16)
MONDAY = date(2024, 10, 14)
WEEK = timedelta(days=7)
CLOSING = [MONDAY - timedelta(days=days) for days in (1, 2, 4, 5)]
LATER = [MONDAY + timedelta(days=days) for days in (7, 9, 14, 16, 20)]
HERE = "110112"
Depart = Callable[[int], None]


@dataclass(frozen=True)
class Town:
    """A season with one team of people who all have a result on every Monday of the tests."""

    season: Season
    people: Sequence[int]
    accounts: Sequence[int]


@pytest.fixture
def town(database: Flask, make: Factory) -> Town:
    database.config["TRACKER_TODAY"] = TODAY
    season_id = make.season()
    season = current_season()
    assert season
    team_id = make.team(season_id, district=HERE)
    people = [make.participant(season_id, team_id) for _ in range(24)]
    for place, participant_id in enumerate(people):
        with_results(participant_id, -place / 4 - 1, [*CLOSING, *LATER])
    accounts = [make.account_of(each) for each in people]
    return Town(season, people, accounts)


def freeze(town: Town, monday: date) -> None:
    store.freeze_as_of(town.season, monday, moment(monday))


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def frozen(town: Town, monday: date, scope: str = CITY_SCOPE) -> dict[str, int]:
    which = store.snapshot(town.season.id, monday)
    found = store.section(town.season.id, which, OUTCOME, [scope])[scope]
    names = ("enrolled", "with_body", "with_baseline", "completers", "lost")
    return {name: found[name] for name in names}


def erase(town: Town, place: int) -> None:
    phone = db.session.scalar(select(Account.phone).where(Account.id == town.accounts[place]))
    assert phone
    privacy.erase(phone, TODAY, NOW)


def withdraw(town: Town, place: int) -> None:
    kind = ConsentKind.BODY_DATA
    privacy.decide(town.people[place], kind, "0" * 64, 1, TODAY, NOW, given=False)


def limit(town: Town, place: int) -> None:
    privacy.limit(town.people[place], TODAY, NOW)


def leave(town: Town, place: int) -> None:
    privacy.leave(town.accounts[place], TODAY, NOW)


WAYS = (erase, withdraw, limit, leave)


def waiting() -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(DepartedRow)) or 0


@pytest.mark.parametrize("way", WAYS)
def test_a_single_departure_changes_no_count_of_the_next_snapshot(
    town: Town, way: Callable[[Town, int], None]
) -> None:
    freeze(town, MONDAY)
    way(town, 3)

    freeze(town, MONDAY + WEEK)

    for scope in (CITY_SCOPE, district_scope(HERE)):
        assert frozen(town, MONDAY + WEEK, scope) == frozen(town, MONDAY, scope)
    assert waiting() == 1


def test_nine_departures_change_nothing_and_with_the_tenth_all_ten_are_gone(town: Town) -> None:
    freeze(town, MONDAY)
    for place in range(9):
        WAYS[place % 4](town, place)
    freeze(town, MONDAY + WEEK)
    limit(town, 9)

    freeze(town, MONDAY + 2 * WEEK)

    first, second, third = (frozen(town, MONDAY + place * WEEK) for place in range(3))
    assert second == first
    assert (third["enrolled"], third["completers"], third["with_baseline"]) == (24, 14, 14)
    assert waiting() == 0


@pytest.mark.parametrize("back", ["lift", "come_back"])
def test_whoever_comes_back_is_counted_once(town: Town, back: str) -> None:
    freeze(town, MONDAY)
    if back == "lift":
        limit(town, 3)
        privacy.lift(town.people[3], TODAY)
    else:
        leave(town, 3)
        privacy.come_back(town.accounts[3], TODAY)

    freeze(town, MONDAY + WEEK)

    assert waiting() == 0
    assert frozen(town, MONDAY + WEEK) == frozen(town, MONDAY)


def give_anew(town: Town, place: int) -> None:
    """Body data agreed to again, with a body and no weight yet."""
    kind = ConsentKind.BODY_DATA
    privacy.decide(town.people[place], kind, "0" * 64, 1, TODAY, NOW, given=True)
    body = Body(1650, Sex.FEMALE, 1980, doctor_first=False)
    privacy.begin_body(town.people[place], body, None, None, NOW)


def act(town: Town, deed: str, place: int) -> None:
    """One thing that a person may do, whenever she may do it."""
    if deed == "lift":
        privacy.lift(town.people[place], TODAY)
    elif deed == "back":
        privacy.come_back(town.accounts[place], TODAY)
    else:
        {"limit": limit, "leave": leave, "withdraw": withdraw, "give": give_anew}[deed](town, place)


DEEDS = ("limit", "lift", "leave", "back", "withdraw", "give")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_one_person_does_in_whatever_order_no_figure_changes(
    town: Town, make: Factory, seed: int
) -> None:
    for _ in range(3):  # whose places are free
        make.participant(town.season.id, make.team(town.season.id, district=HERE), height_mm=None)
    chance = Random(seed)  # noqa: S311 - an order of deeds, no secret
    freeze(town, MONDAY)

    for week in range(1, 5):
        for _ in range(chance.randrange(1, 5)):
            with suppress(LimitedError, NotTakingPartError, NotLeavingError):
                act(town, chance.choice(DEEDS), 3)
        freeze(town, MONDAY + week * WEEK)
        assert frozen(town, MONDAY + week * WEEK) == frozen(town, MONDAY), week

    assert waiting() <= 1


def test_who_limits_lifts_and_limits_again_after_ten_have_left_is_not_put_back(town: Town) -> None:
    freeze(town, MONDAY)
    for place in range(10):
        limit(town, place)
    freeze(town, MONDAY + WEEK)
    privacy.lift(town.people[3], TODAY)
    limit(town, 3)

    freeze(town, MONDAY + 2 * WEEK)

    assert frozen(town, MONDAY + 2 * WEEK) == frozen(town, MONDAY + WEEK)
    assert waiting() == 0


def test_who_gives_body_data_anew_comes_in_when_nobody_of_her_district_waits(town: Town) -> None:
    freeze(town, MONDAY)
    for place in range(10):
        withdraw(town, place)
    give_anew(town, 3)
    freeze(town, MONDAY + WEEK)

    freeze(town, MONDAY + 2 * WEEK)

    found = [frozen(town, MONDAY + week * WEEK)["with_body"] for week in range(3)]
    assert found == [24, 14, 15]


def test_whoever_is_limited_and_then_erased_waits_once(town: Town) -> None:
    freeze(town, MONDAY)
    limit(town, 3)
    erase(town, 3)

    freeze(town, MONDAY + WEEK)

    assert waiting() == 1
    assert frozen(town, MONDAY + WEEK) == frozen(town, MONDAY)


def test_whoever_was_in_no_frozen_figure_leaves_nothing(town: Town) -> None:
    erase(town, 3)

    assert waiting() == 0


def test_with_the_last_figures_of_a_season_nothing_is_left_of_anybody(town: Town) -> None:
    freeze(town, MONDAY)
    erase(town, 3)

    freeze(town, final_monday(town.season.calendar))

    assert waiting() == 0


def test_after_the_last_figures_nothing_is_put_by(town: Town) -> None:
    freeze(town, MONDAY)
    with writing() as session:
        day = final_monday(BEIJING_2024) + timedelta(days=1)
        store.add_departing(session, town.people[:3], day)

    assert waiting() == 0


def test_what_is_left_names_nobody_and_has_no_time(town: Town) -> None:
    freeze(town, MONDAY)
    erase(town, 3)

    columns = set(DepartedRow.__table__.c.keys())

    assert columns == {
        *("id", "season_id", "district", "unit", "sex", "age"),
        *("bmi", "change", "last", "has_station", "station"),
    }
    assert waiting() == 1
