"""Who leads, who is a member, and what can be wrong with a change of teams or a pause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SUNDAY = 6


@dataclass(frozen=True)
class Leaders:
    """Who leads a team, by name."""

    leader: str | None
    deputy: str | None


@dataclass(frozen=True)
class Member:
    """A member as her leader sees her: kilogram-blind."""

    participant_id: int
    name: str
    phone_masked: str
    joined_on: date
    shows_entries: bool
    """Whether she agreed that her leader sees that she logged and when."""


@dataclass(frozen=True)
class Appointed:
    """Somebody about to lead: found by phone, or given an account under this name."""

    phone: str
    name: str


@dataclass(frozen=True)
class OpenedTeam:
    """What came of opening a team."""

    team_id: int
    code: str
    first_passwords: Mapping[str, str]
    """By phone, for whoever had no account before; they are kept nowhere."""


class NameNeededError(Exception):
    """Nobody has this phone yet, so a name is needed with it."""

    def __init__(self, phone: str) -> None:
        super().__init__(phone)
        self.phone = phone


class SameLeaderError(Exception):
    """Leader and deputy must be two people."""


class SameTeamError(Exception):
    """She is in this team already."""


class TooEarlyError(Exception):
    """A transfer cannot come before `first`, the day her stay in her team began."""

    def __init__(self, first: date) -> None:
        super().__init__(first)
        self.first = first


class BackwardsError(ValueError):
    """A pause cannot end before it begins."""


class OverlappingLeaveError(Exception):
    """She has a pause on some of these days already."""


class UnknownLeaveError(Exception):
    """She has no pause that begins on this day and still goes on."""


def days_touched(first: date, last: date) -> frozenset[date]:
    """Days whose figures change when her team changes from `first` on, with entries until `last`.

    A week is counted in the team of its Monday, so that Monday is touched too: the one before, and
    the one after a Sunday, since a season's first Sunday belongs to the week that follows it.
    """
    days = {first + timedelta(days=number) for number in range((last - first).days + 1)} | {first}
    mondays = {day - timedelta(days=day.weekday()) for day in days}
    return frozenset(days | mondays | {day + DAY for day in days if day.weekday() == SUNDAY})
