"""What is frozen of teams and areas, and that it stays as it is."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tests.factories import Factory
from tests.insights.test_store import NOW, TODAY, move, reading
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.database import db, writing
from tracker.insights import store
from tracker.insights.models import Release, ReleaseContributor, Snapshot, SnapshotPart
from tracker.insights.rules import NoteNeededError, State, UnknownSnapshotError, Viewer
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Reading, Source
from tracker.weight.rules.result import SeasonResult, season_result

ROUND_2 = date(2024, 10, 7)
LAST_MONDAY = date(2024, 10, 14)


@pytest.fixture
def season(database: Flask, make: Factory) -> Season:
    """The open season, on a day of its week 10."""
    database.config["TRACKER_TODAY"] = TODAY
    make.season()
    found = current_season()
    assert found
    return found


def with_results(participant_id: int, percent: float, closing: Iterable[date] = ()) -> None:
    """Readings that make a completer with this change, as of round 2 and as of last Monday."""
    days = [date(2024, 8, 1), date(2024, 8, 3)]
    with writing() as session:
        session.add_all(reading(participant_id, day, 80_000) for day in days)
        closed = round(80_000 * (1 + percent / 100))
        later = closing or [date(2024, 10, 1), date(2024, 10, 5), date(2024, 10, 8)]
        session.add_all(reading(participant_id, day, closed) for day in later)


def full_team(
    make: Factory, season_id: int, people: int = 12, **more: str
) -> tuple[int, list[int]]:
    team_id = make.team(season_id, **more)
    ids = [make.participant(season_id, team_id) for _ in range(people)]
    for place, participant_id in enumerate(ids):
        with_results(participant_id, -place / 2)
    return team_id, ids


def test_a_teams_round_is_frozen_with_its_mean_and_contributors(
    season: Season, make: Factory
) -> None:
    team_id, ids = full_team(make, season.id)

    store.freeze(season, TODAY, NOW)

    figures, _ = store.team_releases(season.id, team_id)[ROUND_2]
    assert (figures.state, figures.completers, figures.enrolled) == (State.SHOWN, 12, 12)
    assert figures.mean_change == pytest.approx(-2.75)
    assert store.known_contributors(Viewer(team_ids=(team_id,))) == 12 + 1
    assert store.team_releases(season.id, team_id, ids[0]) == {ROUND_2: (figures, True)}


def test_leader_and_deputy_are_not_among_the_contributors(season: Season, make: Factory) -> None:
    team_id, ids = full_team(make, season.id)
    for participant_id, role in zip(ids, (Role.LEADER, Role.DEPUTY), strict=False):
        make.grant(make.account_of(participant_id), season.id, role, team_scope(team_id))

    store.freeze(season, TODAY, NOW)

    figures, _ = store.team_releases(season.id, team_id)[ROUND_2]
    assert (figures.state, figures.completers, figures.enrolled) == (State.SHOWN, 10, 12)
    assert figures.mean_change == pytest.approx(-3.25)
    assert store.team_releases(season.id, team_id, ids[0]) == {ROUND_2: (figures, False)}


def test_a_team_below_ten_contributors_keeps_no_mean(season: Season, make: Factory) -> None:
    team_id, _ = full_team(make, season.id, people=9)

    store.freeze(season, TODAY, NOW)

    figures, _ = store.team_releases(season.id, team_id)[ROUND_2]
    assert (figures.state, figures.mean_change) == (State.TOO_FEW, None)
    assert store.known_contributors(Viewer()) == 0
    assert store.known_contributors(Viewer(participant_id=1)) == 1


def test_what_is_frozen_is_never_revised(season: Season, make: Factory) -> None:
    team_id, ids = full_team(make, season.id)
    store.freeze(season, TODAY, NOW)
    before = store.team_releases(season.id, team_id), store.area_releases(season.id)
    with writing() as session:
        session.execute(delete(ReadingRow).where(ReadingRow.participant_id.in_(ids[:3])))

    again = store.freeze(season, TODAY, NOW)

    assert again == 0
    assert (store.team_releases(season.id, team_id), store.area_releases(season.id)) == before


AFTER = date(2024, 11, 13)
CLOSING = [date(2024, 11, 1), date(2024, 11, 3)]


@pytest.mark.parametrize(
    ("gone", "state"),
    [(0, State.SHOWN), (1, State.TOO_SIMILAR), (2, State.TOO_SIMILAR), (3, State.SHOWN)],
)
def test_the_next_round_is_withheld_when_one_or_two_left(
    season: Season, make: Factory, gone: int, state: State
) -> None:
    team_id, ids = full_team(make, season.id, people=14)
    store.freeze(season, TODAY, NOW)
    with writing() as session:
        for participant_id in ids[gone:]:
            session.add_all(reading(participant_id, day, 79_000) for day in CLOSING)

    store.freeze(season, AFTER, NOW)

    figures, _ = store.team_releases(season.id, team_id)[date(2024, 11, 11)]
    assert figures.state is state
    assert (figures.mean_change is None) is (state is not State.SHOWN)


def test_an_erased_contributor_still_counts_as_a_difference(season: Season, make: Factory) -> None:
    team_id, ids = full_team(make, season.id, people=14)
    store.freeze(season, TODAY, NOW)
    with writing() as session:
        for participant_id in ids[1:]:
            session.add_all(reading(participant_id, day, 79_000) for day in CLOSING)
        session.execute(delete(ReadingRow).filter_by(participant_id=ids[0]))
        session.execute(delete(ReleaseContributor).filter_by(participant_id=ids[0]))
        session.query(Release).filter_by(scope=team_scope(team_id)).update({"forgotten": 1})

    store.freeze(season, AFTER, NOW)

    figures, _ = store.team_releases(season.id, team_id)[date(2024, 11, 11)]
    assert figures.state is State.TOO_SIMILAR


def test_whoever_moves_stays_in_the_figure_of_her_first_team(season: Season, make: Factory) -> None:
    team_id, ids = full_team(make, season.id)
    other, _ = full_team(make, season.id, district="110101")
    move(ids[0], other, date(2024, 9, 4))

    store.freeze(season, TODAY, NOW)

    releases = [store.team_releases(season.id, each)[ROUND_2] for each in (team_id, other)]
    areas = store.area_releases(season.id)[LAST_MONDAY]
    assert [figures.completers for figures, _ in releases] == [12, 12]
    assert areas["district:110112"].completers == areas["district:110101"].completers == 12
    assert areas["city"].completers == 24


def test_all_districts_and_the_city_are_frozen_as_of_last_monday(
    season: Season, make: Factory
) -> None:
    full_team(make, season.id)

    store.freeze(season, TODAY, NOW)

    frozen = store.area_releases(season.id)
    assert list(frozen) == [LAST_MONDAY]
    assert len(frozen[LAST_MONDAY]) == 17
    city = frozen[LAST_MONDAY]["city"]
    assert (city.enrolled, city.with_baseline, city.completers, city.lost) == (12, 12, 12, 11)


def test_before_day_42_a_snapshot_says_nothing_of_a_change(season: Season, make: Factory) -> None:
    full_team(make, season.id)

    frozen = store.freeze(season, date(2024, 9, 20), NOW)

    areas = store.area_releases(season.id)[date(2024, 9, 16)]
    assert frozen == len(areas) == 17
    assert {each.state for each in areas.values()} == {State.NOT_YET}
    assert (areas["city"].enrolled, areas["city"].mean_change) == (12, None)


def test_a_snapshot_is_superseded_with_a_note_and_never_revised(
    season: Season, make: Factory
) -> None:
    full_team(make, season.id)
    store.freeze(season, TODAY, NOW)
    with pytest.raises(NoteNeededError):
        store.freeze_as_of(season, LAST_MONDAY, NOW)

    store.freeze_as_of(season, LAST_MONDAY, NOW, "补记已计入")

    first, second = store.snapshots(season.id)
    assert (first.version, second.version, second.note) == (1, 2, "补记已计入")
    assert first.data_hash == second.data_hash
    assert store.snapshot(season.id, LAST_MONDAY) == second
    assert list(store.section(season.id, first, "change", ["city"])) == ["city"]


def test_other_data_gives_another_hash(season: Season, make: Factory) -> None:
    _, ids = full_team(make, season.id)
    store.freeze(season, TODAY, NOW)
    with writing() as session:
        session.execute(delete(ReadingRow).where(ReadingRow.participant_id.in_(ids[:1])))

    store.freeze_as_of(season, LAST_MONDAY, NOW, "一人更正")

    first, second = store.snapshots(season.id)
    assert first.data_hash != second.data_hash


def test_nothing_is_known_as_of_a_day_that_was_not_frozen(season: Season) -> None:
    with pytest.raises(UnknownSnapshotError):
        store.snapshot(season.id)


READINGS = st.dictionaries(
    st.tuples(
        st.one_of(st.integers(0, 45), st.integers(60, 100)).map(
            lambda number: date(2024, 7, 20) + timedelta(days=number)
        ),
        st.sampled_from(Source),
    ),
    st.integers(60_000, 90_000),
    max_size=8,
)


def result_of(log: dict[tuple[date, Source], int], season: Season) -> SeasonResult:
    """One person's result by the rule for one person, a station's reading before her own."""
    own = {day: grams for (day, source), grams in log.items() if source is Source.SELF}
    station = {day: grams for (day, source), grams in log.items() if source is Source.STATION}
    readings = [Reading(day, grams) for day, grams in (own | station).items()]
    return season_result(readings, season.calendar.starts, season.calendar.ends, LAST_MONDAY)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(logs=st.lists(READINGS, min_size=10, max_size=10))
def test_frozen_figures_agree_with_each_persons_own_result(
    season: Season, make: Factory, logs: list[dict[tuple[date, Source], int]]
) -> None:
    with writing() as session:
        for table in (ReleaseContributor, Release, SnapshotPart, Snapshot, ReadingRow):
            session.execute(delete(table))
    people = list(db.session.scalars(select(ParticipantRow.id).order_by(ParticipantRow.id)))
    team_id = make.team(season.id) if not people else 0
    people = people or [make.participant(season.id, team_id) for _ in logs]
    with writing() as session:
        for participant_id, log in zip(people, logs, strict=True):
            session.add_all(
                reading(participant_id, day, grams, source) for (day, source), grams in log.items()
            )

    store.freeze(season, TODAY, NOW)

    results = [result_of(log, season) for log in logs]
    completers = [each for each in results if each.completer]
    city = store.area_releases(season.id)[LAST_MONDAY]["city"]
    assert city.with_baseline == sum(each.baseline is not None for each in results)
    assert city.completers == len(completers)
    if len(completers) == 10:
        changes = [each.change_percent or 0 for each in completers]
        assert city.mean_change == pytest.approx(sum(changes) / 10)
        assert city.lost == sum(change < 0 for change in changes)
