"""One person's own page: her rounds, each point opened, and what is kept from everybody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.campaign.rules import Phase, week_days
from tracker.home.rules import Diary
from tracker.standings.rules.badges import Given, badges
from tracker.standings.rules.points import WeekPoints, week_points, weigh_ins
from tracker.standings.rules.scoring import RuleSet
from tracker.standings.rules.teams import LEAVE_DAYS, mondays_of
from tracker.standings.rules.weight import Mark, Marks, marks_of

DAY = timedelta(days=1)
Done = tuple[date, str]
"""A day, and what was done on it that is counted by times."""


@dataclass(frozen=True)
class MyWeek:
    """A week of hers, and whether it counts as paused."""

    points: WeekPoints
    paused: bool


@dataclass(frozen=True)
class MyRound:
    """A round of hers, latest week first; marks for weight once the round is over."""

    number: int
    round: Phase
    rules: RuleSet
    weeks: tuple[MyWeek, ...]
    marks: Marks | None

    @property
    def doing(self) -> int:
        """All her points for doing in this round."""
        return sum(week.points.points for week in self.weeks)

    @property
    def weight_points(self) -> int:
        """Her points for her goal band, for her alone."""
        if self.marks is None:
            return 0
        return self.marks.points(self.rules.goal_band, len(mondays_of(self.round)))


@dataclass(frozen=True)
class Mine:
    """Everything on her page."""

    rounds: tuple[MyRound, ...]
    badges: tuple[Given, ...]


def mine(diary: Diary, rules: Mapping[Phase, RuleSet], done: Sequence[Done]) -> Mine:
    """Her points from entries and what else she did, as they are now; the latest round first."""
    calendar = diary.participant.season.calendar
    begun = [round_ for round_ in calendar.rounds if round_.first <= diary.today]
    rounds = [
        MyRound(
            number,
            round_,
            rules[round_],
            tuple(reversed(_weeks(diary, round_, rules[round_], done))),
            _marks(diary, round_, rules[round_]),
        )
        for number, round_ in enumerate(begun, 1)
    ]
    exercised = [(entry.day, entry.kind) for entry in diary.entries]
    return Mine(tuple(reversed(rounds)), badges(calendar, diary.noted, exercised))


def _weeks(diary: Diary, round_: Phase, rules: RuleSet, done: Sequence[Done]) -> list[MyWeek]:
    calendar = diary.participant.season.calendar
    found = []
    for monday in mondays_of(round_):
        if monday <= diary.today:
            first, last = week_days(calendar, monday)
            weighed = [each.day for each in diary.readings if first <= each.day <= last]
            entries = [each for each in diary.entries if first <= each.day <= last]
            others = [each for each in done if first <= each[0] <= last]
            points = week_points(rules, monday, [*weigh_ins(weighed), *others], entries)
            found.append(MyWeek(points, _paused(diary, first, last)))
    return found


def _paused(diary: Diary, first: date, last: date) -> bool:
    inside = (min(each.last, last) - max(each.first, first) + DAY for each in diary.pauses)
    return sum(max(each.days, 0) for each in inside) >= LEAVE_DAYS


def _marks(diary: Diary, round_: Phase, rules: RuleSet) -> Marks | None:
    if round_.last >= diary.today:
        return None
    body, season = diary.profile.body, diary.participant.season
    if not diary.weighs or body is None:
        return Marks(None, Mark.NOT_ASKED)
    as_of = round_.last + DAY
    return marks_of(season, rules, body, diary.profile.goal, diary.readings, as_of)
