"""Leaving with days to come back, and the certificate that says what became of everything."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.compliance.rules.retention import (
    LEAVING_DAYS,
    LOG_DAYS,
    RECORD_DAYS,
    RETENTIONS,
    Group,
)
from tracker.weight.rules import Sex

NUMBER_DIGITS = 16
"""A random key has 52 bits."""
DAYS_TO_RETURN = timedelta(days=LEAVING_DAYS)
GROUP_OF = {line.table: line.group for line in RETENTIONS}


@dataclass(frozen=True)
class Leaving:
    """Somebody asked to be erased: the number of the certificate, and until when she may return."""

    number: int
    asked_at: datetime

    @property
    def until(self) -> datetime:
        """From then on the next night erases her; until it has, she may still come back."""
        return self.asked_at + DAYS_TO_RETURN


class NotLeavingError(Exception):
    """She did not ask to be erased, came back already, or is erased."""


@dataclass(frozen=True)
class Erased:
    """What a certificate says: nothing in it is about a person but that one was erased."""

    number: int
    erased_at: datetime
    asked_at: datetime | None
    rows: int
    counts: Mapping[Group, int]
    """How many rows are gone by what they were about, in the order they are told."""
    proofs: int
    """How many decisions about consents are kept as proof under this number."""
    backup_nights: int

    @property
    def logs_until(self) -> date:
        """The last day on which a line of a log from before her erasure is kept."""
        return self.erased_at.date() + timedelta(days=LOG_DAYS)

    @property
    def proofs_until(self) -> date:
        """The last day on which what proves her consents is kept."""
        return self.erased_at.date() + timedelta(days=RECORD_DAYS)

    @property
    def backups_until(self) -> date:
        """The last day on which an encrypted backup may still have her."""
        return self.erased_at.date() + timedelta(days=self.backup_nights + 1)


def counts_by_group(counts: Mapping[str, int]) -> dict[Group, int]:
    """Rows by what they were about, from rows by table; without those there were none of."""
    found = dict.fromkeys(Group, 0)
    for table, rows in counts.items():
        found[GROUP_OF[table]] += rows
    return {group: rows for group, rows in found.items() if rows}


@dataclass(frozen=True)
class Said:
    """What a person said of herself when she joined; without her body where she did not agree."""

    name: str
    height_mm: int | None = None
    sex: Sex | None = None
    birth_year: int | None = None
    doctor_first: bool | None = None


def number_typed(text: str) -> int | None:
    """A certificate's number as somebody copied it from paper, in groups or not."""
    digits = "".join(each for each in unicodedata.normalize("NFKC", text) if each.isdecimal())
    return int(digits) if 0 < len(digits) <= NUMBER_DIGITS else None
