"""Who takes part: participants, ages, and the six consents."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.campaign.rules.calendar import Season

CONSENT_VERSION = 1
ADULT_AGE = 18
YOUNGEST_AGE = 16


class ConsentKind(StrEnum):
    """The six consents of the campaign's notice, each its own tick."""

    TERMS = "terms"
    BODY_DATA = "body_data"
    LEADER_SEES = "leader_sees"
    NAME_IN_STANDINGS = "name_in_standings"
    EVALUATION = "evaluation"
    PHOTOGRAPHS = "photographs"


@dataclass(frozen=True)
class Participant:
    """A person's part in a season, as a value."""

    id: int
    account_id: int
    name: str
    season: Season
    enrolled_on: date
    left_on: date | None
    body_data: bool
    """Whether consent (2), body data, is given now."""
    is_limited: bool = False
    """Whether she wants nothing done with her data for now but keeping it."""
    agreed_version: int | None = 0
    """The version of the notice she agrees to; None if she said no to the latest she was shown."""

    @property
    def must_be_asked(self) -> bool:
        """Whether the notice in force is not the one she agreed to, and her data is in use."""
        agreed, current = self.agreed_version, self.season.notice_version
        return not self.is_limited and current > 0 and (agreed is None or agreed < current)


class AlreadyJoinedError(Exception):
    """This account takes part in the season already."""


class NotTakingPartError(Exception):
    """Whoever had this part in a season left, or was erased, after the page let her in."""


class LimitedError(NotTakingPartError):
    """She wants nothing done with her data for now; so nothing new is noted either."""


class AgeGroup(StrEnum):
    """What a year of birth allows: adults everything, youths all but weight, children nothing."""

    CHILD = "child"
    YOUTH = "youth"
    ADULT = "adult"


def age_group(birth_year: int, today: date) -> AgeGroup:
    """Decided by the age reached in this calendar year: only the year of birth is ever asked."""
    age = today.year - birth_year
    if age < YOUNGEST_AGE:
        return AgeGroup.CHILD
    return AgeGroup.YOUTH if age < ADULT_AGE else AgeGroup.ADULT


def text_hash(text: str) -> str:
    """SHA-256 of the words a person was shown when she decided."""
    return hashlib.sha256(text.encode()).hexdigest()
