"""A season made up from a seed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.campaign.rules import BEIJING_2024, PhaseKind, week_number
from tracker.simulation.rules import Plan, World, health, make_world, whole_season
from tracker.simulation.rules.logs import true_grams
from tracker.simulation.rules.people import NOBODY, make_people
from tracker.simulation.rules.places import make_places
from tracker.simulation.rules.plan import day_of, number, shares
from tracker.simulation.rules.staff import DEMO_NAMES, accounts, grants, looks
from tracker.teams.rules import districts
from tracker.weight.rules import Reading, season_result

TODAY = date(2026, 11, 22)


@cache
def world() -> World:
    return make_world(Plan(1_500, 1, TODAY))


@cache
def whole() -> World:
    return whole_season(Plan(6_000, 1, TODAY))


def arrays(value: Any) -> Iterator[Any]:
    if is_dataclass(value):
        for field in fields(value):
            yield from arrays(getattr(value, field.name))
    elif isinstance(value, dict):
        for part in value.values():
            yield from arrays(part)
    else:
        yield value


def same(one: World, other: World) -> bool:
    pairs = zip(arrays(one), arrays(other), strict=True)
    return all(np.array_equal(np.asarray(a), np.asarray(b)) for a, b in pairs)


def test_the_same_plan_makes_the_same_season() -> None:
    again = make_world(Plan(1_500, 1, TODAY))

    assert same(world(), again)
    assert accounts(world()) == accounts(again)
    assert grants(world()) == grants(again)


@pytest.mark.parametrize(
    "other", [Plan(1_500, 2, TODAY), Plan(1_500, 1, TODAY + timedelta(days=7))]
)
def test_another_seed_or_day_makes_another_season(other: Plan) -> None:
    assert not np.array_equal(world().people.id, make_world(other).people.id)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_today_lies_in_week_10_of_the_2024_season_moved_by_whole_weeks(today: date) -> None:
    calendar = Plan(10, 1, today).calendar

    assert week_number(calendar, today) == 10
    assert (calendar.starts - BEIJING_2024.starts).days % 7 == 0
    assert calendar.covered(PhaseKind.LATE_JOINING, today)


@given(st.integers(100, 5_000), st.lists(st.floats(0.1, 100), min_size=1, max_size=30))
def test_shares_add_up_and_are_in_proportion(total: int, weights: list[float]) -> None:
    found = shares(total, np.array(weights), least=1)

    assert found.sum() == total
    assert found.min() >= 1
    exact = np.array(weights) / sum(weights) * (total - len(weights)) + 1
    assert np.abs(found - exact).max() < 1


def test_a_whole_season_is_as_large_as_the_campaigns() -> None:
    per_person = 26_000 / len(whole().people.id)

    assert len(whole().readings.person) * per_person == pytest.approx(1_000_000, rel=0.03)
    assert len(whole().entries.person) * per_person == pytest.approx(1_200_000, rel=0.03)


def test_a_whole_season_ends_in_the_pilots_order_of_magnitude() -> None:
    plan, people = whole().plan, whole().people
    ended = number(plan.calendar.ends) + 1
    found = health.results(plan, people, whole().readings, ended)
    figures = health.figures(plan, found, np.ones(len(people.id), bool))

    assert figures["lost"] / figures["completers"] == pytest.approx(0.758, abs=0.03)
    assert figures["mean_change_kg"] == pytest.approx(-1.4, abs=0.15)
    assert 0.42 < figures["completers"] / figures["enrolled"] < 0.7


def test_most_people_enrol_in_july_and_some_late() -> None:
    enrolled = world().people.enrolled
    start = number(world().plan.calendar.starts)

    assert number(world().plan.calendar.logging_starts) <= enrolled.min()
    assert enrolled.max() <= number(TODAY)
    assert 0.02 < (enrolled >= start).mean() < 0.06


def test_enrolment_rises_rests_at_weekends_and_ends_in_a_modest_rush() -> None:
    plan = Plan(26_000, 1, TODAY)
    for_places, for_people, *_ = plan.generators(6)
    people = make_people(plan, make_places(plan, for_places), for_people)
    launch, start = number(plan.calendar.logging_starts), number(plan.calendar.starts)

    by_day = np.bincount(people.enrolled - launch)[: start - launch]

    weekend = (np.arange(launch, start) + 3) % 7 > 4
    assert by_day[:4].max() < by_day.mean() / 2
    assert by_day[7:-1][weekend[7:-1]].max() < by_day[7:-1][~weekend[7:-1]].min()
    assert by_day.mean() < by_day[-1] <= by_day.max() < 1.6 * by_day.mean()


def test_districts_have_teams_of_about_24_in_proportion_to_population() -> None:
    places = make_places(Plan(26_000, 1, TODAY), np.random.default_rng(1))
    teams = Counter(places.team_district)
    everybody = sum(district.population for district in districts())

    assert places.team_size.sum() == 26_000
    assert 22 < places.team_size.mean() < 26
    for district in districts():
        share = district.population / everybody * len(places.team_id)
        assert teams[district.code] == pytest.approx(share, abs=2)


def test_nothing_is_noted_before_enrolling_after_leaving_or_tomorrow() -> None:
    people = world().people
    for log in (world().readings, world().entries):
        last = np.where(people.left == NOBODY, number(TODAY), people.left)[log.person]

        assert (log.day >= people.enrolled[log.person]).all()
        assert (log.day <= last).all()
        assert (log.noted_minute < (number(TODAY) + 1) * 1440 - 480).all()


def test_readings_vary_from_day_to_day_by_about_600_grams() -> None:
    log = world().readings
    own = log.source == 0
    without_noise = true_grams(world().plan, world().people, log.person, log.day)

    assert (log.grams - without_noise)[own].std() == pytest.approx(570, abs=50)


def test_every_kind_of_person_is_among_them() -> None:
    people, readings = world().people, world().readings
    count = len(people.id)
    weighed = np.bincount(readings.person, minlength=count)
    moved = np.bincount(world().entries.person, minlength=count)

    assert 0.03 < ((weighed == 0) & (moved == 0)).mean() < 0.15
    assert (weighed == 1).sum() > 20
    assert len(people.leave_person) > 50
    assert (people.left != NOBODY).sum() > 10
    assert people.changed_mind.sum() > 5
    assert (readings.corrections == 1).sum() > 300
    assert (readings.source == 1).sum() > 200
    assert (readings.waist_mm > 0).sum() > 300


def test_minors_and_people_who_keep_body_data_to_themselves_have_no_weight() -> None:
    people = make_world(Plan(4_000, 3, TODAY)).people

    assert people.minor.any()
    assert not (people.minor & people.has_body).any()
    assert not np.isin(world().readings.person, np.flatnonzero(~world().people.has_body)).any()


def test_goals_of_losing_are_set_by_nobody_who_should_ask_a_doctor_or_is_slim() -> None:
    bodies = world().people.bodies
    losing = bodies.goal == 0
    bmi = bodies.grams * 1000 / bodies.height_mm**2

    assert not (losing & (bodies.doctor_first | (bmi < 20))).any()
    assert (bodies.target_grams * 1000 / bodies.height_mm**2 >= 18.5).all()


def test_rows_are_in_the_order_of_their_keys() -> None:
    log, entries = world().readings, world().entries
    readings = list(zip(log.person, log.day, log.source, strict=True))
    keys = list(zip(entries.person, entries.key, strict=True))

    assert readings == sorted(set(readings))
    assert keys == sorted(set(keys))


def test_the_demo_participant_has_a_rich_history_with_an_entry_yesterday_and_none_today() -> None:
    demo = world().people.demo
    weighed = world().readings.day[world().readings.person == demo]
    moved = world().entries.day[world().entries.person == demo]

    assert len(weighed) >= 30
    assert len(moved) >= 30
    assert weighed.max() == moved.max() == number(TODAY) - 1
    assert all(flags[demo] for flags in world().people.given.values())


def test_demo_people_have_their_phones_and_nobody_else_has_one_like_them() -> None:
    phones = [account.phone for account in accounts(world())]

    assert len(phones) == len(set(phones))
    assert {phone for phone in phones if phone.startswith("139000000")} == set(DEMO_NAMES)


def test_nearly_every_leader_looked_at_her_team_within_a_week() -> None:
    seen = looks(world())
    away = [look for look in seen if (TODAY - look.day).days >= 10]

    assert len({look.id for look in seen} | {grant.id for grant in grants(world())}) == len(
        seen
    ) + len(grants(world()))
    assert 0 < len(away) <= len(seen) / 15
    assert all(look.day < TODAY for look in seen)


@pytest.mark.parametrize("people", [3, 40, 400])
def test_small_seasons_have_all_roles_too(people: int) -> None:
    small = make_world(Plan(people, 1, TODAY))

    assert len({grant.id for grant in grants(small)}) == len(grants(small))
    assert set(DEMO_NAMES) <= {account.phone for account in accounts(small)}


def test_the_truth_about_one_person_is_what_the_rules_of_weight_say() -> None:
    plan, people, log = world().plan, world().people, world().readings
    as_of = number(TODAY) - 6
    found = health.results(plan, people, log, as_of)
    for person in range(400):
        mine = np.flatnonzero(log.person == person)
        by_day = {int(log.day[i]): int(log.grams[i]) for i in mine}
        readings = [Reading(day_of(day), grams) for day, grams in by_day.items()]
        calendar = plan.calendar
        one = season_result(readings, calendar.starts, calendar.ends, day_of(as_of))

        assert one.completer == found.completer[person]
        if one.completer:
            assert one.baseline == pytest.approx(found.baseline.grams()[person] / 1000)
            assert one.closing == pytest.approx(found.closing.grams()[person] / 1000)
            assert one.last_observation == pytest.approx(found.last.grams()[person] / 1000)
