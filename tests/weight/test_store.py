"""Readings and goals, written and read back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.factories import Factory
from tracker.database import db
from tracker.teams.models import StaleTeamDay
from tracker.weight import store
from tracker.weight.models import ReadingRow
from tracker.weight.rules import (
    Body,
    Entry,
    Goal,
    GoalKind,
    NoReadingError,
    NothingToUndoError,
    Reading,
    Sex,
    Source,
)

DAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def season(make: Factory) -> int:
    return make.season()


@pytest.fixture
def team(make: Factory, season: int) -> int:
    return make.team(season)


@pytest.fixture
def her(make: Factory, season: int, team: int) -> Iterator[int]:
    participant_id = make.participant(season, team)
    with make.app.app_context():
        yield participant_id


def note(her: int, grams: int, waist_mm: int | None = None, day: date = DAY) -> None:
    store.record(her, Reading(day, grams), waist_mm, Source.SELF, NOW)


def row(her: int) -> ReadingRow:
    key = (her, DAY, Source.SELF)
    return db.session.get_one(ReadingRow, key, populate_existing=True)


def stale() -> set[date]:
    return set(db.session.scalars(db.select(StaleTeamDay.day)))


def test_a_reading_is_read_back(her: int) -> None:
    note(her, 67_500, 830)

    assert store.entries(her) == (Entry(DAY, 67_500, Source.SELF, 830),)
    assert store.readings(her) == (Reading(DAY, 67_500),)


def test_a_second_entry_corrects_the_first_and_keeps_its_waist(her: int) -> None:
    note(her, 67_500, 830)

    note(her, 67_300)

    assert store.entries(her) == (Entry(DAY, 67_300, Source.SELF, 830),)
    assert row(her).corrections == 1


def test_the_same_again_changes_nothing(her: int) -> None:
    note(her, 67_500)
    note(her, 67_300)

    store.record(her, Reading(DAY, 67_300), None, Source.SELF, LATER)
    store.undo(her)

    assert store.readings(her) == (Reading(DAY, 67_500),)


def test_a_stations_reading_counts_beside_hers(her: int) -> None:
    note(her, 67_500)

    store.record(her, Reading(DAY, 66_900), None, Source.STATION, NOW)

    assert store.readings(her) == (Reading(DAY, 66_900),)
    assert len(store.entries(her)) == 2


def test_a_stations_reading_is_not_a_step_of_hers(her: int) -> None:
    store.record(her, Reading(DAY, 66_900), None, Source.STATION, NOW)

    with pytest.raises(NothingToUndoError):
        store.undo(her)


def test_readings_can_be_asked_until_a_day(her: int) -> None:
    note(her, 67_500)
    note(her, 67_900, day=DAY - timedelta(days=1))

    assert store.readings(her, DAY - timedelta(days=1)) == (
        Reading(DAY - timedelta(days=1), 67_900),
    )


def test_undo_takes_a_new_reading_away(her: int) -> None:
    note(her, 67_500)

    assert store.undo(her) == DAY
    assert store.readings(her) == ()


def test_undo_brings_back_what_a_correction_replaced(her: int) -> None:
    note(her, 67_500, 830)
    store.record(her, Reading(DAY, 67_300), 820, Source.SELF, LATER)

    store.undo(her)

    assert store.entries(her) == (Entry(DAY, 67_500, Source.SELF, 830),)
    assert row(her).noted_at == NOW


def test_undo_brings_back_what_was_deleted(her: int) -> None:
    note(her, 67_500, 830)
    store.delete(her, DAY, LATER)

    store.undo(her)

    assert store.entries(her) == (Entry(DAY, 67_500, Source.SELF, 830),)


def test_only_the_last_step_can_be_undone_and_only_once(her: int) -> None:
    note(her, 67_500)
    note(her, 67_900, day=DAY - timedelta(days=1))

    assert store.undo(her) == DAY - timedelta(days=1)
    with pytest.raises(NothingToUndoError):
        store.undo(her)
    assert store.readings(her) == (Reading(DAY, 67_500),)


def test_deleting_twice_is_as_good_as_once(her: int) -> None:
    note(her, 67_500)

    store.delete(her, DAY, LATER)
    store.delete(her, DAY, LATER)

    assert store.readings(her) == ()


def test_deleting_nothing_raises(her: int) -> None:
    with pytest.raises(NoReadingError):
        store.delete(her, DAY, NOW)


def test_a_deleted_day_that_was_undone_is_not_deleted_any_more(her: int) -> None:
    note(her, 67_500)
    store.undo(her)

    with pytest.raises(NoReadingError):
        store.delete(her, DAY, NOW)


@pytest.mark.parametrize("verb", ["record", "delete", "undo", "station"])
def test_every_verb_marks_its_day_stale(her: int, verb: str) -> None:
    note(her, 67_500)
    db.session.execute(db.delete(StaleTeamDay))
    db.session.commit()

    if verb == "record":
        note(her, 67_300)
    elif verb == "delete":
        store.delete(her, DAY, LATER)
    elif verb == "undo":
        store.undo(her)
    else:
        store.record(her, Reading(DAY, 66_900), None, Source.STATION, NOW)

    assert stale() == {DAY}


def test_nobody_elses_reading_is_touched(her: int, make: Factory, season: int, team: int) -> None:
    other = make.participant(season, team, name="赵丽")
    note(her, 67_500)

    with pytest.raises(NoReadingError):
        store.delete(other, DAY, NOW)
    with pytest.raises(NothingToUndoError):
        store.undo(other)
    assert store.readings(other) == ()
    assert store.readings(her) == (Reading(DAY, 67_500),)


def test_a_profile_knows_body_goal_and_last_step(her: int) -> None:
    note(her, 67_500)
    store.set_goal(her, Goal(GoalKind.LOSE, 66_000, DAY))
    store.set_goal(her, Goal(GoalKind.KEEP, None, DAY))

    found = store.profile(her)

    assert found.body == store.body(her) == Body(1650, Sex.FEMALE, 1984, doctor_first=False)
    assert found.goal == store.goal(her) == Goal(GoalKind.KEEP, None, DAY)
    assert found.undoable == DAY
    assert found.doctor_asked_at is None


def test_nobody_has_an_empty_profile(database: Flask) -> None:
    assert database is not None
    assert store.profile(1).body is None


def test_joining_adds_body_goal_and_a_first_reading_in_one_transaction(
    make: Factory, season: int, team: int, database: Flask
) -> None:
    assert database is not None
    her = make.participant(season, team, height_mm=None)
    body = Body(1700, Sex.MALE, 1990, doctor_first=True, recalled_grams=80_000)

    store.add_body(db.session(), her, body)
    store.add_goal(db.session(), her, Goal(GoalKind.GAIN, 82_000, DAY))
    store.add_reading(db.session(), her, Reading(DAY, 81_000), NOW)
    db.session.commit()

    assert store.body(her) == body
    assert store.goal(her) == Goal(GoalKind.GAIN, 82_000, DAY)
    assert store.readings(her) == (Reading(DAY, 81_000),)
    assert stale() >= {DAY}
