"""A team's score and band: means over a frozen roster, measured by what teams of its size vary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from tracker.campaign.rules import WEEK, Calendar, Phase
from tracker.standings.rules.scoring import RuleSet

Floats = NDArray[np.float64]

FROZEN_AFTER = 2 * WEEK
"""A round's roster is who is in the team when its second week ends."""
FINAL_AFTER = 2 * WEEK
"""A week is final so long after its Monday: provisional on the next one, final 7 days later."""
LEAVE_DAYS = 4
"""A week with so many days of leave is a week of pause."""
EDGE = 43
"""A band's edge in hundredths of the spread: a third of all teams lies beyond it on each side."""
TEAMS_FOR_BANDS = 9
"""Bands among fewer teams would be ranks."""
TEAMS_FOR_SPREAD = 30
"""From so many teams on the spread of small and large ones can be told apart."""
MARK_STEP = 20
"""A team's mean mark for weight is rounded to fifths before anything is made of it."""
MARKED_AT_LEAST = 10


class Band(StrEnum):
    """Where a team is; inside a band nobody is before anybody."""

    LEADING = "leading"
    STEADY = "steady"
    CHEER = "cheer"


class State(StrEnum):
    """Whether a team is compared, and why not."""

    RANKED = "ranked"
    FEW_MEMBERS = "few_members"
    FEW_REPORTING = "few_reporting"
    FEW_TEAMS = "few_teams"


@dataclass(frozen=True)
class TeamWeek:
    """One team's week: sums over the people who count, and nobody's name."""

    counted: int
    reporting: int
    doing: int

    def __add__(self, other: "TeamWeek") -> "TeamWeek":
        """Both weeks together, in person-weeks."""
        return TeamWeek(
            self.counted + other.counted,
            self.reporting + other.reporting,
            self.doing + other.doing,
        )


@dataclass(frozen=True)
class Standing:
    """What is settled of a team in a week."""

    state: State
    score: int | None = None
    """Distance from the mean of all compared teams, in hundredths of the spread of its size."""
    band: Band | None = None


@dataclass(frozen=True)
class MemberWeek:
    """One person on a roster in one week, on the way into a sum."""

    doing: int
    reports: bool
    paused: bool


def round_of(calendar: Calendar, monday: date) -> Phase | None:
    """The round that a week belongs to."""
    return next((each for each in calendar.rounds if each.covers(monday)), None)


def mondays_of(round_: Phase) -> tuple[date, ...]:
    """The Mondays of a round's weeks."""
    weeks = ((round_.last - round_.first).days + 1) // 7
    return tuple(round_.first + number * WEEK for number in range(weeks))


def frozen_on(round_: Phase) -> date:
    """The last day of a round's second week: whoever is in a team then is on its roster."""
    return round_.first + FROZEN_AFTER - timedelta(days=1)


def due_weeks(calendar: Calendar, today: date) -> tuple[date, ...]:
    """The Mondays of all weeks that are final, oldest first."""
    weeks = (monday for round_ in calendar.rounds for monday in mondays_of(round_))
    return tuple(monday for monday in weeks if monday + FINAL_AFTER <= today)


def team_week(rules: RuleSet, members: Collection[MemberWeek]) -> TeamWeek:
    """A roster's week without those who pause: at most 20 % of it counts as paused.

    Of more than that those with the most points stay in, so a pause never costs the team anything.
    """
    most = len(members) * rules.ranking.paused_percent // 100
    paused = sorted((each for each in members if each.paused), key=lambda each: each.doing)
    counted = [each for each in members if not each.paused] + paused[most:]
    return TeamWeek(
        len(counted),
        sum(each.reports for each in counted),
        sum(each.doing for each in counted),
    )


def eligible(rules: RuleSet, week: TeamWeek, so_far: TeamWeek) -> State:
    """Whether a team is compared: enough members this week, enough of them noting something."""
    if week.counted < rules.ranking.members:
        return State.FEW_MEMBERS
    if 100 * so_far.reporting < rules.ranking.reporting_percent * so_far.counted:
        return State.FEW_REPORTING
    return State.RANKED


def released_mark(shares: Sequence[float], *, may: bool) -> int | None:
    """A team's mean mark for weight in percent, in fifths; None unless it may be released.

    A fifth of all marks is at least what two of ten people can have, so that whoever knows every
    other input knows of one person's marks nothing (`tests/standings/test_attackers.py`).
    """
    if not may or len(shares) < MARKED_AT_LEAST:
        return None
    return MARK_STEP * int(100 * sum(shares) / len(shares) / MARK_STEP + 0.5)


def means(
    rules: RuleSet, sums: Mapping[int, TeamWeek], marks: Mapping[int, int]
) -> dict[int, float]:
    """Each team's mean on a scale of 100; where marks are released, a part of it is theirs.

    A team whose marks cannot be released has the mean of those that can, so that its place is
    decided by doing alone.
    """
    doing = {
        team: 100 * each.doing / (each.counted * rules.doing_a_week) for team, each in sums.items()
    }
    there = [marks[team] for team in sums if team in marks]
    if not there:
        return doing
    usual, part = sum(there) / len(there), rules.doing_percent
    return {
        team: (part * each + (100 - part) * marks.get(team, usual)) / 100
        for team, each in doing.items()
    }


def scores(rules: RuleSet, found: Mapping[int, float], sizes: Mapping[int, int]) -> dict[int, int]:
    """Distances from the mean of all compared teams, in hundredths of their spread."""
    if not found:
        return {}
    value = np.array(list(found.values()))
    size = np.array([sizes[team] for team in found], np.float64)
    usual = spread(value, size) if rules.ranking.by_size else np.full(len(value), value.std())
    apart = (value - value.mean()) / np.maximum(usual, 1e-9)
    return dict(zip(found, np.round(100 * apart).astype(int).tolist(), strict=True))


def spread(value: Floats, size: Floats) -> Floats:
    """How far a team of this size usually lies from the mean: small ones swing further.

    Of few teams one spread holds for all.
    """
    if len(value) < TEAMS_FOR_SPREAD or size.min() == size.max():
        return np.full(len(value), float(value.std()))
    level, slope = spread_parts(value, size)
    found: Floats = np.sqrt(level + slope / size)
    return found


def spread_parts(value: Floats, size: Floats) -> tuple[float, float]:
    """Squared distances from the mean as t + s / n: what teams differ by, and what people do.

    By least squares, and neither is below zero.
    """
    apart, part = (value - value.mean()) ** 2, 1 / size
    if part.var() == 0:
        return float(apart.mean()), 0.0
    slope = max(0.0, float(np.cov(part, apart, bias=True)[0, 1] / part.var()))
    level = float(apart.mean() - slope * part.mean())
    return (level, slope) if level >= 0 else (0.0, float((apart * part).sum() / (part**2).sum()))


def band_of(score: int) -> Band:
    """The band of a score; equal scores share theirs."""
    if score >= EDGE:
        return Band.LEADING
    return Band.CHEER if score < -EDGE else Band.STEADY


def standings(
    rules: RuleSet,
    weeks: Mapping[int, TeamWeek],
    so_far: Mapping[int, TeamWeek],
    marks: Mapping[int, int],
) -> dict[int, Standing]:
    """All teams of a season in one week, from their sums of the round so far."""
    states = {team: eligible(rules, week, so_far[team]) for team, week in weeks.items()}
    ranked = [team for team, state in states.items() if state is State.RANKED]
    if len(ranked) < TEAMS_FOR_BANDS:
        few = {team: Standing(State.FEW_TEAMS) for team in ranked}
        return {team: Standing(state) for team, state in states.items()} | few
    sums = {team: so_far[team] for team in ranked}
    sizes = {team: weeks[team].counted for team in ranked}
    found = scores(rules, means(rules, sums, marks), sizes)
    return {
        team: Standing(state, found[team], band_of(found[team]))
        if team in found
        else Standing(state)
        for team, state in states.items()
    }
