from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select

from tests.factories import Factory
from tracker.accounts.rules import Role, team_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season, monday_of
from tracker.campaign.store import current_season
from tracker.database import db, writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights import store
from tracker.insights.models import (
    Release,
    ReleaseContributor,
    RolledUpTeam,
    TeamDay,
    TeamWeek,
    TeamWeekKind,
)
from tracker.insights.rules import Group, State, Viewer
from tracker.teams.models import Leave, Membership, StaleTeamDay
from tracker.teams.store import mark_stale
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Reading, Source
from tracker.weight.rules.result import SeasonResult, season_result

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
TODAY = date(2024, 10, 16)
WEEK = date(2024, 9, 2)
FIRST = date(2024, 8, 26)
ROUND_2 = date(2024, 10, 7)
LAST_MONDAY = date(2024, 10, 14)

Day = int
Step = tuple[str, int, Day]
Noted = tuple[int, date]


@dataclass(frozen=True)
class Place:
    """A season with two teams: one person stays, one enrols midweek, one moves midweek."""

    season_id: int
    teams: tuple[int, int]
    people: tuple[int, ...]


@pytest.fixture
def season(database: Flask, make: Factory) -> Season:
    assert database.testing
    make.season()
    found = current_season()
    # SQLite reads on in the state it first saw, until the transaction ends.
    db.session.commit()
    assert found is not None
    return found


@pytest.fixture
def place(season: Season, make: Factory) -> Place:
    season_id = season.id
    teams = make.team(season_id), make.team(season_id, "二组")
    people = (
        make.participant(season_id, teams[0]),
        make.participant(season_id, teams[1], enrolled_on=WEEK + timedelta(days=1)),
        make.participant(season_id, teams[0]),
    )
    move(people[2], teams[1], WEEK + timedelta(days=3))
    return Place(season_id, teams, people)


def move(participant_id: int, team_id: int, day: date) -> None:
    with writing() as session:
        session.query(Membership).filter_by(participant_id=participant_id).update(
            {"last": day - timedelta(days=1)}
        )
        session.add(Membership(participant_id=participant_id, first=day, team_id=team_id))


def do(step: Step, people: tuple[int, ...]) -> None:
    """One step in the logs: note, correct or delete, with the mark in the same transaction."""
    what, person, offset = step
    participant_id, day = people[person], FIRST + timedelta(days=offset)
    key = f"{offset % 1000:032x}"
    with writing() as session:
        if what == "weigh":
            session.merge(reading(participant_id, day, 70_000 + offset))
        elif what == "exercise":
            session.merge(entry(participant_id, day, key, 20 + offset))
        else:
            session.execute(delete(ReadingRow).filter_by(participant_id=participant_id, day=day))
            session.execute(delete(EntryRow).filter_by(participant_id=participant_id, key=key))
        mark_stale(session, participant_id, [day])


def reading(participant_id: int, day: date, grams: int, source: Source = Source.SELF) -> ReadingRow:
    return ReadingRow(
        participant_id=participant_id,
        day=day,
        source=source,
        grams=grams,
        noted_at=NOW,
        corrections=0,
    )


def entry(participant_id: int, day: date, key: str, minutes: int) -> EntryRow:
    return EntryRow(
        participant_id=participant_id,
        key=key,
        day=day,
        kind=("walking", "yoga")[minutes % 2],
        effort=Effort.LIGHT,
        minutes=minutes,
        noted_at=NOW,
    )


def rolled_up() -> tuple[object, ...]:
    """All roll-ups as sets of plain tuples."""
    db.session.commit()
    return tuple(
        {tuple(row) for row in db.session.execute(select(*table.__table__.c))}
        for table in (TeamDay, TeamWeek, TeamWeekKind)
    )


def recounted() -> tuple[object, ...]:
    """The same from the raw rows, entry by entry, by the definitions."""
    exercise = db.session.scalars(select(EntryRow)).all()
    exercised = {(each.participant_id, each.day) for each in exercise}
    weighed = db.session.execute(select(ReadingRow.participant_id, ReadingRow.day))
    noted = exercised | {(row.participant_id, row.day) for row in weighed}
    kinds: Counter[tuple[int | None, date, str]] = Counter()
    for each in exercise:
        kinds[team_on(each.participant_id, each.day), counts_in(each.day), each.kind] += (
            each.minutes
        )
    return (
        {(*at, people) for at, people in Counter(map(team_and_day, noted)).items() if at[0]},
        weeks_recounted(noted, exercised),
        {(*at, minutes) for at, minutes in kinds.items() if at[0]},
    )


def weeks_recounted(noted: set[Noted], exercised: set[Noted]) -> set[tuple[object, ...]]:
    enrolled = dict(db.session.execute(select(ParticipantRow.id, ParticipantRow.enrolled_on)).all())
    active: Counter[tuple[int | None, date]] = Counter()
    regular: Counter[tuple[int | None, date]] = Counter()
    for person, monday in {(person, counts_in(day)) for person, day in noted}:
        if enrolled[person] < monday:
            days = sum(who == person and counts_in(day) == monday for who, day in exercised)
            active[team_on(person, monday), monday] += 1
            regular[team_on(person, monday), monday] += days >= 3
    return {(*at, people, regular[at]) for at, people in active.items() if at[0]}


def counts_in(day: date) -> date:
    """The Monday of the week a day counts in; 11 August belongs to week 1."""
    return date(2024, 8, 12) if day == date(2024, 8, 11) else monday_of(day)


def team_and_day(noted: Noted) -> tuple[int | None, date]:
    return team_on(*noted), noted[1]


def team_on(person: int, day: date) -> int | None:
    stays = db.session.scalars(select(Membership).filter_by(participant_id=person))
    there = [stay.team_id for stay in stays if stay.first <= day <= (stay.last or day)]
    return there[0] if there else None


# Roll-ups ------------------------------------------------------------------------------------


STEPS = st.tuples(
    st.sampled_from(["weigh", "exercise", "delete"]), st.integers(0, 2), st.integers(0, 20)
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rounds=st.lists(st.lists(STEPS, max_size=12), min_size=1, max_size=3))
def test_roll_ups_equal_a_recount_after_any_entries_corrections_and_deletions(
    place: Place, rounds: list[list[Step]]
) -> None:
    for steps in rounds:
        for step in steps:
            do(step, place.people)
        store.refresh(place.season_id)

    assert rolled_up() == recounted()


def test_an_entry_after_a_move_is_counted_for_the_week_in_the_team_of_its_monday(
    place: Place,
) -> None:
    store.refresh(place.season_id)
    do(("exercise", 2, 11), place.people)

    store.refresh(place.season_id, [place.teams[1]])

    days, weeks, kinds = rolled_up()
    assert days == {(place.teams[1], FIRST + timedelta(days=11), 1)}
    assert weeks == {(place.teams[0], WEEK, 1, 0)}
    assert kinds == {(place.teams[1], WEEK, "yoga", 31)}


@pytest.mark.parametrize("again", [False, True], ids=["built", "recounted"])
def test_the_sunday_that_begins_the_season_belongs_to_week_1(place: Place, *, again: bool) -> None:
    team_id = place.teams[0]
    if again:
        store.refresh(place.season_id)

    do(("exercise", 0, (date(2024, 8, 11) - FIRST).days), place.people)
    store.refresh(place.season_id)

    _, weeks, kinds = rolled_up()
    assert weeks == {(team_id, date(2024, 8, 12), 1, 0)}
    assert kinds == {(team_id, date(2024, 8, 12), "yoga", 5)}


def test_a_refresh_of_one_team_leaves_the_marks_of_another(place: Place) -> None:
    store.refresh(place.season_id)
    do(("weigh", 0, 1), place.people)
    do(("weigh", 1, 9), place.people)

    store.refresh(place.season_id, [place.teams[0]])

    left = db.session.scalars(select(StaleTeamDay.team_id)).all()
    assert left == [place.teams[1]]


def test_a_refresh_writes_nothing_when_nothing_is_stale(place: Place) -> None:
    store.refresh(place.season_id)
    before = db.session.scalars(select(RolledUpTeam.at)).all()
    db.session.commit()
    statements: list[str] = []

    with listening(statements):
        store.refresh(place.season_id)

    assert len(statements) == 1
    assert db.session.scalars(select(RolledUpTeam.at)).all() == before


def test_a_team_that_was_never_rolled_up_is_counted_whole(place: Place) -> None:
    for step in (("weigh", 0, 0), ("exercise", 0, 20)):
        do(step, place.people)

    store.refresh(place.season_id, [place.teams[0]])

    assert rolled_up() == recounted()
    assert db.session.scalars(select(RolledUpTeam.team_id)).all() == [place.teams[0]]


def test_a_rebuild_counts_everything_again(place: Place) -> None:
    do(("weigh", 0, 0), place.people)
    store.refresh(place.season_id)
    with writing() as session:
        session.query(TeamDay).update({"active": 99})

    store.rebuild(place.season_id)

    assert rolled_up() == recounted()


def test_reading_and_exercise_of_one_day_are_one_active_person(place: Place) -> None:
    do(("weigh", 0, 1), place.people)
    do(("exercise", 0, 1), place.people)
    store.refresh(place.season_id)

    active = store.active_by_day(Group(place.season_id, team_id=place.teams[0]), TODAY)

    assert active == {FIRST + timedelta(days=1): 1}


def test_a_district_and_the_city_add_their_teams_up(season: Season, make: Factory) -> None:
    season_id = season.id
    near, far = make.team(season_id), make.team(season_id, district="110101")
    for team_id in (near, near, far):
        make.exercise(make.participant(season_id, team_id), WEEK)
    store.refresh(season_id)

    found = {
        group: (
            store.counts_by_week(group, TODAY),
            store.minutes_by_week(group, TODAY),
            sum(stay.people for stay in store.stays_and_pauses(group)[0]),
        )
        for group in (Group(season_id), Group(season_id, "110112"), Group(season_id, "110105"))
    }

    assert list(found.values()) == [
        ({WEEK: (3, 0)}, {WEEK: {"brisk_walking": 90}}, 3),
        ({WEEK: (2, 0)}, {WEEK: {"brisk_walking": 60}}, 2),
        ({}, {}, 0),
    ]
    assert store.active_in_week(Group(season_id), WEEK) == {"110112": 2, "110101": 1}


def test_figures_as_of_a_day_hold_nothing_later(place: Place) -> None:
    do(("exercise", 0, 1), place.people)
    do(("exercise", 0, 20), place.people)
    store.refresh(place.season_id)
    group = Group(place.season_id)

    as_of = FIRST + timedelta(days=1)

    assert list(store.active_by_day(group, as_of)) == [as_of]
    assert list(store.counts_by_week(group, as_of)) == [FIRST]
    assert list(store.minutes_by_week(group, as_of)) == [FIRST]


def test_people_on_leave_come_with_their_days(place: Place) -> None:
    with writing() as session:
        session.add(Leave(participant_id=place.people[0], first=WEEK, last=WEEK))

    stays, pauses = store.stays_and_pauses(Group(place.season_id, team_id=place.teams[0]))

    assert [(stay.people, stay.pause) for stay in pauses] == [(1, (WEEK, WEEK))]
    assert {stay.pause for stay in stays} == {None}


@contextmanager
def listening(statements: list[str]) -> Iterator[None]:
    """Collect the statements sent to the database meanwhile."""

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield
    event.remove(db.engine, "before_cursor_execute", note)


def test_no_query_about_participation_reads_a_weight(place: Place) -> None:
    do(("weigh", 0, 1), place.people)
    group, statements = Group(place.season_id), list[str]()

    with listening(statements):
        store.refresh(place.season_id)
        store.stays_and_pauses(group)
        store.active_by_day(group, TODAY)
        store.counts_by_week(group, TODAY)
        store.active_in_week(group, WEEK)
        store.last_entries(place.people)

    assert statements
    assert not any("grams" in statement or "waist" in statement for statement in statements)


def test_the_last_entry_is_the_latest_of_either_log(place: Place) -> None:
    do(("weigh", 0, 1), place.people)
    do(("exercise", 0, 5), place.people)
    do(("weigh", 1, 9), place.people)

    found = store.last_entries(place.people)

    assert found == {
        place.people[0]: FIRST + timedelta(days=5),
        place.people[1]: FIRST + timedelta(days=9),
    }


# Releases ------------------------------------------------------------------------------------


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


def test_nothing_is_frozen_before_day_42(season: Season, make: Factory) -> None:
    full_team(make, season.id)

    frozen = store.freeze(season, date(2024, 9, 20), NOW)

    assert frozen == 0


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
        for table in (ReleaseContributor, Release, ReadingRow):
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
