"""What is frozen of how people keep up is what an entry-by-entry recount says."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import Factory
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season, monday_of
from tracker.campaign.store import current_season
from tracker.database import db, writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights import store
from tracker.insights.rules.keeping_up import (
    Cohort,
    KeepingUp,
    KeptWeek,
    Records,
    Trait,
    in_classes,
    withheld,
)
from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.weight.models import ReadingRow
from tracker.weight.rules.quantities import Source

AS_OF = date(2024, 9, 16)
MONDAYS = [date(2024, 8, 12) + timedelta(weeks=place) for place in range(5)]
OPENS, ENDS = date(2024, 7, 11), AS_OF + timedelta(days=2)
BEIJING = ZoneInfo("Asia/Shanghai")
TIMES = {Effort.LIGHT: 0, Effort.MODERATE: 1, Effort.VIGOROUS: 2}
DAY = timedelta(days=1)
NOW = datetime(2024, 9, 16, 4, tzinfo=UTC)


@dataclass
class Log:
    """One person's rows, as they are in the database."""

    person: ParticipantRow
    readings: list[ReadingRow]
    entries: list[EntryRow]

    @property
    def days(self) -> set[date]:
        """Days before the moment with anything noted."""
        return {each.day for each in self.readings} | {each.day for each in self.entries}

    def counts_on(self, monday: date) -> bool:
        """Enrolled before that Monday and not left by then."""
        left = self.person.left_on
        return self.person.enrolled_on < monday and (left is None or left > monday)

    def minutes(self, monday: date) -> dict[str, int]:
        """Equivalent minutes of a week by kind."""
        found: dict[str, int] = defaultdict(int)
        for each in self.entries:
            if counts_in(each.day) == monday:
                found[each.kind] += TIMES[each.effort] * each.minutes
        return found


def counts_in(day: date) -> date:
    """The Monday of the week a day counts in; 11 August belongs to week 1."""
    return MONDAYS[0] if day == date(2024, 8, 11) else monday_of(day)


def move(participant_id: int, team_id: int, day: date) -> None:
    with writing() as session:
        stay = session.query(Membership).filter_by(participant_id=participant_id).one()
        stay.last = day - DAY
        session.add(Membership(participant_id=participant_id, team_id=team_id, first=day))


@pytest.fixture
def season(database: Flask, make: Factory) -> Season:
    database.config["TRACKER_TODAY"] = AS_OF
    make.season()
    found = current_season()
    assert found
    return found


def noted_at(rng: Random, day: date) -> datetime:
    """On the day or days later, often a minute beside midnight in Beijing."""
    on = day + DAY * rng.choice([0, 0, 1, 3])
    at = rng.choice([time(0, 0), time(0, 1), time(12), time(23, 59, 59)])
    return datetime.combine(on, at, BEIJING).astimezone(UTC)


def noted_by(rng: Random, participant_id: int) -> list[ReadingRow | EntryRow]:
    """Somebody's log: some people note much, some hardly anything."""
    habit = rng.choice([0, 0.1, 0.5, 0.9])
    rows: list[ReadingRow | EntryRow] = []
    for place in range((ENDS - OPENS).days):
        day = OPENS + DAY * place
        rows += [
            ReadingRow(
                participant_id=participant_id,
                day=day,
                source=source,
                grams=rng.choice([70_000, 70_100, 70_250, 70_500]),
                noted_at=noted_at(rng, day),
                corrections=rng.choice([0, 0, 0, 1, 2]),
            )
            for source in Source
            if rng.random() < (habit if source is Source.SELF else 0.05)
        ]
        rows += [
            EntryRow(
                participant_id=participant_id,
                key=f"{place:016x}{number:016x}",
                day=day,
                kind=rng.choice(["walking", "yoga", "jogging"]),
                effort=rng.choice(list(Effort)),
                minutes=rng.randint(1, 90),
                noted_at=noted_at(rng, day),
            )
            for number in range(rng.choice([0, 1, 2]) if rng.random() < habit else 0)
        ]
    return rows


def live_through(rng: Random, season: Season, make: Factory) -> None:
    """Two districts and another season's people; some leave, some move to the other district."""
    teams = [make.team(season.id, district=code) for code in ("110112", "110105")]
    last = AS_OF + DAY
    for number in range(24):
        enrolled_on = OPENS + DAY * rng.randrange((last - OPENS).days)
        if number == 0:
            enrolled_on = date(2024, 8, 11)
        team_id = rng.choice(teams)
        person = make.participant(season.id, team_id, enrolled_on=enrolled_on)
        with writing() as session:
            session.add_all(noted_by(rng, person))
            if rng.random() < 0.2:
                session.get_one(ParticipantRow, person).left_on = enrolled_on + DAY * rng.choice(
                    [5, 20, 28]
                )
        if rng.random() < 0.3:
            move(person, rng.choice(teams), enrolled_on + DAY * 9)
    other = make.season(name="2023")
    stranger = make.participant(other, make.team(other), enrolled_on=OPENS)
    with writing() as session:
        session.add_all(noted_by(rng, stranger))


def logs_of(season: Season) -> dict[str, list[Log]]:
    """Everybody enrolled before the moment by her first team's district, with all her rows."""
    found: dict[str, list[Log]] = defaultdict(list)
    for person in db.session.scalars(
        select(ParticipantRow).where(
            ParticipantRow.season_id == season.id, ParticipantRow.enrolled_on < AS_OF
        )
    ):
        code = db.session.scalars(
            select(UnitRow.district_code)
            .join(TeamRow, TeamRow.unit_id == UnitRow.id)
            .join(Membership, Membership.team_id == TeamRow.id)
            .where(Membership.participant_id == person.id)
            .order_by(Membership.first)
        ).first()
        readings = db.session.scalars(
            select(ReadingRow)
            .where(ReadingRow.participant_id == person.id, ReadingRow.day < AS_OF)
            .order_by(ReadingRow.day)
        )
        entries = db.session.scalars(
            select(EntryRow).where(EntryRow.participant_id == person.id, EntryRow.day < AS_OF)
        )
        found[f"district:{code}"].append(Log(person, list(readings), list(entries)))
    return found


def recounted(logs: list[Log]) -> KeepingUp:
    """The same by the definitions, one person after the other."""
    return KeepingUp(
        enrolled=len(logs),
        late=sum(log.person.enrolled_on >= MONDAYS[0] for log in logs),
        with_baseline=sum(has_baseline(log) for log in logs),
        weeks=tuple(week(logs, monday) for monday in MONDAYS),
        cohorts=tuple(cohorts(logs)),
        noted=sum(bool(log.days) for log in logs),
        gaps=in_classes(longest_gap(log) for log in logs if log.days),
        records={trait: records(logs, trait) for trait in Trait},
    )


def has_baseline(log: Log) -> bool:
    days = sorted({each.day for each in log.readings if each.day >= date(2024, 7, 28)})
    return bool(days) and sum(day < days[0] + 14 * DAY for day in days) >= 2


def week(logs: list[Log], monday: date) -> KeptWeek:
    there = [log for log in logs if log.counts_on(monday)]
    weighings = [
        len({each.day for each in log.readings if counts_in(each.day) == monday}) for log in there
    ]
    minutes: dict[str, int] = defaultdict(int)
    for log in there:
        for kind, each in log.minutes(monday).items():
            minutes[kind] += each
    return KeptWeek(
        monday=monday,
        enrolled=len(there),
        active=sum(any(counts_in(day) == monday for day in log.days) for log in there),
        weighed=sum(each >= 1 for each in weighings),
        often=sum(each >= 3 for each in weighings),
        weighings=sum(weighings),
        reached=sum(sum(log.minutes(monday).values()) >= 150 for log in there),
        minutes={kind: each for kind, each in minutes.items() if each},
    )


def cohorts(logs: list[Log]) -> list[Cohort]:
    by_week: dict[date, list[Log]] = defaultdict(list)
    for log in logs:
        by_week[counts_in(log.person.enrolled_on)].append(log)
    return [
        Cohort(
            monday,
            len(people),
            tuple(
                sum(
                    log.counts_on(each) and any(counts_in(day) == each for day in log.days)
                    for log in people
                )
                for each in MONDAYS
            ),
        )
        for monday, people in sorted(by_week.items())
    ]


def longest_gap(log: Log) -> int:
    days = sorted(log.days)
    pairs = pairwise(days)
    return max(((after - before).days - 1 for before, after in pairs), default=0)


def records(logs: list[Log], trait: Trait) -> Records:
    each = [of_one(log, trait) for log in logs]
    return Records(
        part=sum(part for part, _ in each),
        whole=sum(whole for _, whole in each),
        people=sum(part > 0 for part, _ in each),
        of_people=sum(whole > 0 for _, whole in each),
    )


def of_one(log: Log, trait: Trait) -> tuple[int, int]:
    own = [each for each in log.readings if each.source is Source.SELF]
    if trait is Trait.SAME:
        pairs = list(pairwise(own))
        return sum(one.grams == two.grams for one, two in pairs), len(pairs)
    rows: Mapping[Trait, list[bool]] = {
        Trait.CORRECTED: [each.corrections > 0 for each in own],
        Trait.ROUND: [each.grams % 500 == 0 for each in own],
        Trait.LATE_WEIGHT: [is_late(each) for each in own],
        Trait.LATE_EXERCISE: [is_late(each) for each in log.entries],
    }
    return sum(rows[trait]), len(rows[trait])


def is_late(row: ReadingRow | EntryRow) -> bool:
    return row.noted_at.astimezone(BEIJING).date() > row.day


@pytest.mark.parametrize("seed", range(4))
def test_what_is_frozen_equals_a_recount(season: Season, make: Factory, seed: int) -> None:
    live_through(Random(seed), season, make)  # noqa: S311 - the same season in every run
    logs = logs_of(season)

    store.freeze_as_of(season, AS_OF, NOW)

    which = store.snapshot(season.id, AS_OF)
    found = {scope: store.kept(season.id, which, scope) for scope in (*sorted(logs), "city")}
    expected = {scope: recounted(each) for scope, each in sorted(logs.items())}
    hidden = withheld(expected)
    assert found == {
        **{scope: replace(each, withheld=hidden[scope]) for scope, each in expected.items()},
        "city": recounted([log for each in logs.values() for log in each]),
    }


def test_before_anybody_enrolled_there_is_nothing(season: Season) -> None:
    store.freeze_as_of(season, AS_OF, NOW)

    found = store.kept(season.id, store.snapshot(season.id), "city")

    assert (found.enrolled, found.noted, found.cohorts) == (0, 0, ())
    assert [each.enrolled for each in found.weeks] == [0] * 5


def test_a_snapshot_without_this_section_holds_nobody(season: Season) -> None:
    store.freeze_as_of(season, AS_OF, NOW)

    assert store.kept(season.id, store.snapshot(season.id), "unit:1") == KeepingUp()
