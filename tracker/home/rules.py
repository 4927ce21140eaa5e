"""What a person's two logs say together: streak, silence, energy; and where a duty leads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import count

from tracker.accounts.rules import Grant, Role
from tracker.campaign.rules import Calendar, Participant, week_number, week_numbers
from tracker.exercise import rules as exercise
from tracker.learning.rules import Living
from tracker.moves.rules import Proposal
from tracker.weight import rules as weight

SILENT_DAYS = 10
"""After so many days without an entry the page opens with one question and one button."""

FAST = frozenset({weight.SafetyReason.FAST_LOSS, weight.SafetyReason.MONTH_LOSS})
"""Of the reasons for the safety card, those that a card of learning speaks of too."""

DESKS = {
    Role.CITY: "/city",
    Role.DISTRICT: "/districts/{}",
    Role.EDUCATOR: "/districts/{}/contact-requests",
    Role.CONTACT: "/units/{}",
    Role.STATISTICIAN: "/evaluation",
    Role.STATION: "/stations/{}",
    Role.GATE: "/gates/{}",
    Role.LEADER: "/lead",
    Role.DEPUTY: "/lead",
}
"""The first page of each duty, the widest first."""


@dataclass(frozen=True)
class Pause:
    """Days of leave, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Look:
    """Somebody looked at what is hers: at what, on which day, how often."""

    viewer: str
    what: str
    day: date
    looks: int


@dataclass(frozen=True)
class Looks:
    """All looks of one viewer on one day."""

    viewer: str
    day: date
    at: tuple[tuple[str, int], ...]
    """What was looked at and how often."""


@dataclass(frozen=True)
class Diary:
    """What one person noted in her season, as a page of hers needs it."""

    participant: Participant
    today: date
    readings: tuple[weight.Reading, ...]
    profile: weight.Profile
    entries: tuple[exercise.Entry, ...]
    """All of them, or for today's page the latest alone."""
    exercised: frozenset[date]
    pauses: tuple[Pause, ...]
    latest: tuple[weight.Entry, ...] = ()
    """Her weights of the latest day that has one: her own and a station's."""
    proposal: Proposal | None = None
    """A pause that whoever leads her team proposed and she has not answered."""

    @cached_property
    def weighs(self) -> bool:
        """Whether weight is for her: an adult who agreed to body data."""
        agreed, body = self.participant.body_data, self.profile.body
        return weight.bar(consents=agreed, body=body, today=self.today) is None

    @cached_property
    def noted(self) -> frozenset[date]:
        """The days with an entry of either kind."""
        return self.exercised.union(reading.day for reading in self.readings)

    def noted_on(self, day: date) -> tuple[weight.Entry, ...]:
        """What the latest day holds, if that is the day."""
        return tuple(entry for entry in self.latest if entry.day == day)

    def at_station(self, day: date) -> bool:
        """Whether a station's weight counts on the latest day, if that is the day."""
        return any(entry.source is weight.Source.STATION for entry in self.noted_on(day))

    @property
    def last_grams(self) -> int | None:
        """What the big number opens on: her last weight, or the one she remembered at joining."""
        if self.readings:
            return self.readings[-1].grams
        return self.profile.body.recalled_grams if self.profile.body else None

    @cached_property
    def streak(self) -> int:
        """Weeks in a row with an entry."""
        return streak(self.noted, self.pauses, self.participant.season.calendar, self.today)

    @property
    def is_silent(self) -> bool:
        """Whether ten days have passed without an entry."""
        return is_silent(self.noted, self.pauses, self.participant.enrolled_on, self.today)

    @cached_property
    def overview(self) -> weight.Overview:
        """What her weight says today."""
        calendar = self.participant.season.calendar
        return weight.overview(self.readings, self.profile, calendar, self.today)

    @property
    def result(self) -> weight.SeasonResult:
        """Her season so far."""
        calendar = self.participant.season.calendar
        return weight.season_result(self.readings, calendar.starts, calendar.ends, self.today)


@dataclass(frozen=True)
class Spent:
    """An entry of exercise with its energy, when a weight is known for its day."""

    entry: exercise.Entry
    kcal: float | None


def streak(noted: Iterable[date], pauses: Iterable[Pause], calendar: Calendar, today: date) -> int:
    """Weeks in a row with an entry, up to this one, which may still be empty.

    A week with a day of leave and no entry neither counts nor breaks the row.
    """
    active = week_numbers(calendar, noted)
    frozen = week_numbers(calendar, (day for pause in pauses for day in _days(pause, today)))
    this_week = week_number(calendar, today)
    weeks = 1 if this_week in active else 0
    for week in count(this_week - 1, -1):
        if week in active:
            weeks += 1
        elif week not in frozen:
            break
    return weeks


def is_silent(
    noted: Iterable[date], pauses: Sequence[Pause], enrolled_on: date, today: date
) -> bool:
    """Whether ten whole days have passed without an entry; days of leave are none of them."""
    if any(pause.first <= today <= pause.last for pause in pauses):
        return False
    ends = (pause.last for pause in pauses if pause.last < today)
    latest = max((enrolled_on, *noted, *ends))
    return (today - latest).days > SILENT_DAYS


def living(diary: Diary) -> Living:
    """What today's card is chosen by; of her weight only with her consent, and only two answers."""
    overview, goal = diary.overview, diary.profile.goal
    loses = goal is not None and goal.kind is weight.GoalKind.LOSE
    rate = overview.rate if diary.weighs else None
    return Living(
        today=diary.today,
        enrolled_on=diary.participant.enrolled_on,
        ends=diary.participant.season.calendar.ends,
        noted=diary.noted,
        stands_still=loses and rate is not None and rate.steady,
        falls_fast=diary.weighs and any(each in FAST for each in overview.safety),
    )


def kilograms_on(readings: Iterable[weight.Reading], day: date) -> float | None:
    """Her latest weight on that day or before it."""
    known = [reading for reading in readings if reading.day <= day]
    return max(known, key=lambda reading: reading.day).grams / 1000 if known else None


def spent(
    entries: Iterable[exercise.Entry], readings: Sequence[weight.Reading]
) -> tuple[Spent, ...]:
    """Each entry with its gross energy in kcal, for the person alone."""
    return tuple(Spent(entry, _kcal(entry, readings)) for entry in entries)


def by_viewer_and_day(looks: Iterable[Look]) -> list[Looks]:
    """The same grouped: one line a viewer and day, the latest day first."""
    found: dict[tuple[date, str], dict[str, int]] = {}
    for each in looks:
        at = found.setdefault((each.day, each.viewer), {})
        at[each.what] = at.get(each.what, 0) + each.looks
    grouped = [Looks(viewer, day, tuple(at.items())) for (day, viewer), at in found.items()]
    return sorted(grouped, key=lambda each: each.day, reverse=True)


def desk(grants: Sequence[Grant]) -> str | None:
    """Where somebody's widest duty begins, or None for whoever has none."""
    for role, address in DESKS.items():
        for grant in grants:
            if grant.role is role:
                return address.format(grant.scope.rpartition(":")[2])
    return None


def teams_led(grants: Sequence[Grant], season_id: int) -> tuple[int, ...]:
    """The teams somebody leads or deputizes in a season, in the order they were given to her."""
    scopes = (
        grant.scope
        for grant in grants
        if grant.role in {Role.LEADER, Role.DEPUTY} and grant.season_id == season_id
    )
    return tuple(dict.fromkeys(int(scope.removeprefix("team:")) for scope in scopes))


def _kcal(entry: exercise.Entry, readings: Iterable[weight.Reading]) -> float | None:
    kilograms = kilograms_on(readings, entry.day)
    if kilograms is None:
        return None
    return exercise.energy_kcal(exercise.activities()[entry.kind].met, kilograms, entry.minutes)


def _days(pause: Pause, today: date) -> Iterator[date]:
    day = pause.first
    while day <= min(pause.last, today):
        yield day
        day += timedelta(days=1)
