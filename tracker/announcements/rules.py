"""What an announcement is, who it is for, and what its author learns of its readers."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tracker.accounts.rules import CITY_SCOPE, Person, Role

TEXT_MAX = 500
VALID_DAYS = 14
VALID_DAYS_MAX = 60
IN_FORCE_MAX = 5
"""So many of one place at a time: whoever has a sixth takes an older one back."""
UNREAD_SHOWN = 2
LISTED_MAX = 50

RECIPIENTS_MIN = 10
READ_STEP = 5

LINK = re.compile(r"https?://[^\s<>\"'，。；！？、（）《》“”]+")
TRAILING = ".,;:!?)"


class Audience(StrEnum):
    """Whom an announcement reaches within its place."""

    MEMBERS = "members"
    LEADERS = "leaders"
    ORGANIZERS = "organizers"
    LEADERS_AND_ORGANIZERS = "below"


TO_LEADERS = (Audience.LEADERS, Audience.LEADERS_AND_ORGANIZERS)
TO_ORGANIZERS = (Audience.ORGANIZERS, Audience.LEADERS_AND_ORGANIZERS)


@dataclass(frozen=True)
class Place:
    """Where an announcement is made: a team, a unit, a district, or with none of them the city."""

    season_id: int
    district_code: str | None = None
    unit_id: int | None = None
    team_id: int | None = None

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """Whom somebody may address from here: below, never beside or above."""
        if self.team_id is not None:
            return (Audience.MEMBERS,)
        if self.unit_id is not None:
            return (Audience.LEADERS,)
        return (Audience.LEADERS, Audience.ORGANIZERS, Audience.LEADERS_AND_ORGANIZERS)


@dataclass(frozen=True)
class Reader:
    """Somebody who reads: her part, the teams she leads, the units and districts she serves."""

    account_id: int
    season_id: int
    participant_id: int | None
    teams: tuple[int, ...]
    units: tuple[int, ...]
    districts: tuple[str, ...]

    @property
    def has_duties(self) -> bool:
        """Whether anything but a team's word to its members can be for her."""
        return bool(self.teams or self.units or self.districts)


@dataclass(frozen=True)
class Announcement:
    """One announcement as its readers see it."""

    id: int
    by: str
    audience: Audience
    team: str | None
    unit: str | None
    district_code: str | None
    text: str
    posted_at: datetime
    valid_until: date


@dataclass(frozen=True)
class Written:
    """One announcement as its author sees it."""

    id: int
    by: str
    audience: Audience
    text: str
    posted_at: datetime
    valid_until: date
    taken_back: bool
    read_by: int | None
    """At least so many read it; None where the recipients are too few to say."""


class TooManyInForceError(Exception):
    """This place has as many announcements in force as it may have."""


class UnknownAnnouncementError(Exception):
    """No such announcement of this place that could be taken back."""


def reader_of(person: Person, season_id: int, participant_id: int | None) -> Reader:
    """What somebody signed in reads, from the roles she holds in a season."""

    def keys(kind: str, *roles: Role) -> tuple[str, ...]:
        held = (each for each in person.grants if each.season_id == season_id)
        scopes = (each.scope for each in held if each.role in roles)
        return tuple(scope.removeprefix(kind) for scope in scopes if scope != CITY_SCOPE)

    return Reader(
        person.account_id,
        season_id,
        participant_id,
        teams=tuple(int(each) for each in keys("team:", Role.LEADER, Role.DEPUTY)),
        units=tuple(int(each) for each in keys("unit:", Role.CONTACT)),
        districts=keys("district:", Role.DISTRICT),
    )


def shown_reads(opened: int, recipients: int) -> int | None:
    """What an author is told: nothing below ten recipients, else a round number read it at least.

    Rounded down to fives and never all of them, so that it says of no one person whether she read.
    """
    if recipients < RECIPIENTS_MIN:
        return None
    most = (recipients - 1) // READ_STEP * READ_STEP
    return min(opened // READ_STEP * READ_STEP, most)


def last_day(today: date) -> date:
    """The latest day to which an announcement of today may be valid."""
    return today + timedelta(days=VALID_DAYS_MAX)


def plain_text(text: str) -> str:
    """As typed, without invisible characters; lines stay lines, and no more than one is empty."""
    lines = [_plain_line(line) for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def parts(text: str) -> list[tuple[str, bool]]:
    """A text in its pieces, each with whether it is a link."""
    found, at = [], 0
    for match in LINK.finditer(text):
        link = match[0].rstrip(TRAILING)
        found += [(text[at : match.start()], False), (link, True)]
        at = match.start() + len(link)
    return [each for each in [*found, (text[at:], False)] if each[0]]


def _plain_line(line: str) -> str:
    visible = "".join(
        " " if each.isspace() else each
        for each in line
        if each.isspace() or unicodedata.category(each)[0] != "C"
    )
    return " ".join(visible.split())
