"""Every roll-up counted again from the raw rows, person by person, in the plainest Python."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import monday_of
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights.models import (
    DistrictDay,
    DistrictWeek,
    DistrictWeekKind,
    TeamDay,
    TeamEnrolled,
    TeamWeek,
    TeamWeekKind,
)
from tracker.teams.models import Leave, Membership, TeamRow, UnitRow
from tracker.weight.models import ReadingRow

FIRST, LAST = date(2024, 7, 11), date(2024, 11, 10)
WORTH = {Effort.LIGHT: 0, Effort.MODERATE: 1, Effort.VIGOROUS: 2}
TABLES: dict[str, tuple[Any, int]] = {
    "team_day": (TeamDay, 2),
    "team_week": (TeamWeek, 2),
    "team_week_kind": (TeamWeekKind, 3),
    "team_enrolled": (TeamEnrolled, 2),
    "district_day": (DistrictDay, 2),
    "district_week": (DistrictWeek, 2),
    "district_week_kind": (DistrictWeekKind, 3),
}
"""Each roll-up with the number of its keys, its season left out."""

Rows = dict[str, dict[tuple[Any, ...], tuple[int, ...]]]


def rolled_up() -> Rows:
    """What the roll-ups hold: their counts by their keys, rows of nothing but 0 left out."""
    db.session.commit()
    found: Rows = {}
    for name, (table, keys) in TABLES.items():
        columns = [column for column in table.__table__.c if column.name != "season_id"]
        rows = db.session.execute(select(*columns))
        found[name] = {tuple(row[:keys]): tuple(row[keys:]) for row in rows if any(row[keys:])}
    return found


def stored() -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every roll-up as it stands."""
    db.session.commit()
    return {
        name: {tuple(row) for row in db.session.execute(select(*table.__table__.c))}
        for name, (table, _) in TABLES.items()
    }


@dataclass(frozen=True)
class Person:
    """One participant with all that points at her."""

    row: ParticipantRow
    stays: list[Membership]
    leaves: list[Leave]
    entries: list[EntryRow]
    weighed: set[date]

    def team_on(self, day: date) -> int | None:
        """The team whose stay covers the day."""
        there = [stay.team_id for stay in self.stays if stay.first <= day <= (stay.last or day)]
        return there[0] if there else None

    def is_gone(self, day: date) -> bool:
        """Whether the day comes after she left, or is that day."""
        return self.row.left_on is not None and self.row.left_on <= day

    def counts_in(self, monday: date) -> int | None:
        """The team in which she counts in a week: enrolled before its Monday, a member on it."""
        late = self.row.enrolled_on >= monday
        return None if late or self.is_gone(monday) else self.team_on(monday)

    @property
    def noted(self) -> set[date]:
        """Days with anything noted."""
        return self.weighed | {entry.day for entry in self.entries}


def week_of(day: date) -> date:
    """The Monday of the week a day counts in; 11 August belongs to week 1."""
    return date(2024, 8, 12) if day == date(2024, 8, 11) else monday_of(day)


def recounted() -> Rows:
    """What the roll-ups must hold."""
    db.session.commit()
    people, district = list(everybody()), districts()
    days, weeks, kinds = Counter[Any](), Counter[Any](), Counter[Any]()
    enrolled, roster = Counter[Any](), Counter[Any]()
    for person in people:
        days.update((person.team_on(day), day) for day in person.noted)
        weeks.update(person_weeks(person))
        kinds.update(minutes(person))
        enrolled.update(enrolments(person))
        roster.update(presence(person, district))
    found = {
        "team_day": table(days, 2, ("active",), named=False),
        "team_week": table(weeks, 2, ("active", "regular", "enough")),
        "team_week_kind": table(kinds, 3, ("minutes", "equivalent")),
        "team_enrolled": table(enrolled, 2, ("enrolled", "on_leave")),
    }
    active = Counter({(*at, "active"): count[0] for at, count in found["team_day"].items()})
    of_days = summed(active, district) + roster
    of_weeks = summed(Counter({**weeks, **enrolled}), district)
    found["district_day"] = table(of_days, 2, ("active", "members", "joined"))
    names = ("active", "regular", "enough", "enrolled", "on_leave")
    found["district_week"] = table(of_weeks, 2, names)
    found["district_week_kind"] = table(summed(kinds, district), 3, ("minutes", "equivalent"))
    return found


def everybody() -> Iterator[Person]:
    """All participants, each with her rows; of whoever limits her data, without what she noted."""
    for row in db.session.scalars(select(ParticipantRow)):
        entries, stays, leaves, weighed = (
            list(db.session.scalars(select(each).filter_by(participant_id=row.id)))
            for each in (EntryRow, Membership, Leave, ReadingRow)
        )
        if row.limited_at is not None:
            entries, weighed = [], []
        yield Person(row, stays, leaves, entries, {each.day for each in weighed})  # type: ignore[arg-type, attr-defined]


def districts() -> dict[int, str]:
    """Each team's district."""
    query = select(TeamRow.id, UnitRow.district_code).join(UnitRow, UnitRow.id == TeamRow.unit_id)
    return dict(db.session.execute(query).all())


def person_weeks(person: Person) -> Iterator[tuple[Any, ...]]:
    """One for each week in which she was active, exercised regularly, exercised enough."""
    for monday in {week_of(day) for day in person.noted}:
        team = person.counts_in(monday)
        inside = [entry for entry in person.entries if week_of(entry.day) == monday]
        yield team, monday, "active"
        if len({entry.day for entry in inside}) >= 3:
            yield team, monday, "regular"
        if sum(WORTH[entry.effort] * entry.minutes for entry in inside) >= 150:
            yield team, monday, "enough"


def minutes(person: Person) -> Counter[Any]:
    """Her minutes by the team she was in that day, by week and kind."""
    found = Counter[Any]()
    for entry in person.entries:
        at = person.team_on(entry.day), week_of(entry.day), entry.kind
        found[*at, "minutes"] += entry.minutes
        found[*at, "equivalent"] += WORTH[entry.effort] * entry.minutes
    return found


def season_days() -> Iterator[date]:
    """Every day of the season."""
    day = FIRST
    while day <= LAST:
        yield day
        day += timedelta(days=1)


def enrolments(person: Person) -> Iterator[tuple[Any, ...]]:
    """One for each Monday that counts her, and one more where she is on leave."""
    for monday in (day for day in season_days() if day.weekday() == 0):
        yield person.counts_in(monday), monday, "enrolled"
        if any(leave.first <= monday <= leave.last for leave in person.leaves):
            yield person.counts_in(monday), monday, "on_leave"


def presence(person: Person, district: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    """One for each day she is a member, and one for the day she enrolled."""
    for day in season_days():
        team = person.team_on(day)
        if team and not person.is_gone(day):
            yield district[team], day, "members"
    for stay in person.stays:
        if stay.first == person.row.enrolled_on:
            yield district[stay.team_id], stay.first, "joined"


def summed(counts: Counter[Any], district: dict[int, str]) -> Counter[Any]:
    """The same counts by district."""
    found = Counter[Any]()
    for (team, *rest), count in counts.items():
        if team:
            found[district[team], *rest] += count
    return found


def table(
    counts: Counter[Any], keys: int, names: tuple[str, ...], *, named: bool = True
) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """Counts side by side by their keys; whoever was in no team then counts nowhere."""
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for key, count in counts.items():
        at = found.setdefault(key[:keys], {})
        at[key[keys] if named else names[0]] = count
    return {
        at: tuple(each.get(name, 0) for name in names)
        for at, each in found.items()
        if at[0] and any(each.values())
    }
