"""A breach: what happened to whose data, and who was told of it when."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.compliance.rules.retention import Group

BREACH_TEXT_MAX = 2000


class Reach(StrEnum):
    """Through what people were affected."""

    SEASON = "season"
    DISTRICT = "district"
    UNIT = "unit"
    TEAM = "team"
    LOOKS = "looks"
    """What one account looked at within the time: it was used by somebody else."""
    FILE = "file"
    """An evaluation file: it has whoever agreed to be in one."""


class Part(StrEnum):
    """What the law has an authority and the people told."""

    WHAT = "what"
    CAUSE = "cause"
    HARM = "harm"
    REMEDY = "remedy"
    ADVICE = "advice"


class Step(StrEnum):
    """What is done after a breach was found, each at its moment."""

    DECIDED = "decided"
    AUTHORITY = "authority"
    PEOPLE = "people"


@dataclass(frozen=True)
class Happened:
    """What an organizer states."""

    reach: Reach
    key: str
    """Which district, unit, team or account; empty for the season and for a file."""
    kinds: tuple[Group, ...]
    since: datetime
    until: datetime
    found_at: datetime
    words: Mapping[Part, str]


@dataclass(frozen=True)
class Breach:
    """A breach on record."""

    id: int
    happened: Happened
    noted_at: datetime
    moments: Mapping[Step, datetime]


class UnknownBreachError(Exception):
    """No such breach in this season."""


def parts_text(words: Mapping[Part, str]) -> str:
    """As they are stored."""
    return json.dumps({each.value: words.get(each, "") for each in Part}, ensure_ascii=False)


def parts_from(text: str) -> dict[Part, str]:
    """What was stored."""
    found = json.loads(text)
    return {each: found.get(each.value, "") for each in Part}
