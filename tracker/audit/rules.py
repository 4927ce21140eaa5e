"""How records are bound into a chain, and what may be found wrong with it."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

HASH_LENGTH = 64
START = "0" * HASH_LENGTH
"""What the first link is bound to."""
GRACE = timedelta(hours=1)
"""A record is sealed within minutes; only one that was put in afterwards is this much too old."""


class Kind(StrEnum):
    """What is sealed."""

    DEED = "deed"
    GRANT = "grant"
    GRANT_ENDED = "grant_ended"
    FILE_REQUEST = "file_request"
    FILE_DECISION = "file_decision"
    FILE_DOWNLOAD = "file_download"
    FACTS = "facts"
    NOTICE = "notice"
    ASSESSMENT = "assessment"
    APPROVAL = "approval"
    BREACH = "breach"
    BREACH_DECIDED = "breach_decided"
    BREACH_AUTHORITY = "breach_authority"
    BREACH_PEOPLE = "breach_people"
    RELEASE = "release"


@dataclass(frozen=True, order=True)
class Place:
    """Which record of which kind: random numbers, which point at nobody once the record is gone."""

    kind: Kind
    record: int
    part: int = 0
    """The version, of what is numbered by season and version."""

    def __str__(self) -> str:
        """Which record, in words."""
        return f"{self.kind} {self.record}" + (f" version {self.part}" if self.part else "")


@dataclass(frozen=True)
class Record:
    """What is sealed of a record, and when it came to be."""

    place: Place
    at: datetime
    values: Mapping[str, object]


@dataclass(frozen=True)
class Head:
    """The end of the chain: kept elsewhere, it proves everything up to it."""

    number: int
    bound: str

    def __str__(self) -> str:
        """As it is printed and given back."""
        return f"{self.number}:{self.bound}"


class Fault(StrEnum):
    """What is wrong."""

    NO_STATE = "the row of audit_state is missing, so nothing can be checked"
    NO_LINK = "the link is missing"
    BROKEN = "the link does not fit what comes before it"
    SURPLUS = "the link was put in behind the end"
    HEAD = "the end of the chain is not the one on record"
    CUT_OFF = "the chain does not contain the head that was kept elsewhere"
    CHANGED = "the record was changed"
    LOST = "the record is missing and no erasure took it"
    FORGED = "the record is missing and its erasure is forged"
    LATE = "the record was put in after its time"


@dataclass(frozen=True)
class Broken:
    """The first thing found wrong, at which link and about which record."""

    fault: Fault
    number: int
    place: Place | None = None

    def __str__(self) -> str:
        """Where, in words."""
        return f"link {self.number}" + (f" ({self.place})" if self.place else "")


@dataclass(frozen=True)
class Verdict:
    """How far the chain was followed and what was found."""

    head: Head
    erased: int
    """Records of the chain whose content an erasure or a date of deletion took."""
    unsealed: int
    """Records that the minute's job has not come to."""
    broken: Broken | None = None


def commitment(secret: bytes, record: Record) -> str:
    """What stands for a record's content: nobody without the secret can guess it or make one."""
    place = record.place
    return _mac(secret, "content", place.kind, place.record, place.part, dict(record.values))


def link(secret: bytes, former: Head, place: Place, committed: str, sealed_at: datetime) -> str:
    """What binds a record to everything that came before it."""
    where = (place.kind, place.record, place.part)
    return _mac(secret, "link", former.number + 1, former.bound, *where, committed, sealed_at)


def head_proof(secret: bytes, head: Head) -> str:
    """That this was the end of the chain once."""
    return _mac(secret, "head", head.number, head.bound)


def gone_proof(secret: bytes, place: Place) -> str:
    """That an erasure took this record: made by the program, not by a hand in the database."""
    return _mac(secret, "gone", place.kind, place.record, place.part)


def is_late(at: datetime, former_sealed: datetime | None) -> bool:
    """Whether a record is older than the sealing before its own, which would have found it."""
    return former_sealed is not None and at + GRACE < former_sealed


def head_of(text: str) -> Head | None:
    """A head as it was printed."""
    number, _colon, bound = text.strip().partition(":")
    if not number.isdecimal() or len(bound) != HASH_LENGTH:
        return None
    return Head(int(number), bound)


def _mac(secret: bytes, *parts: object) -> str:
    words = json.dumps(parts, sort_keys=True, default=_word).encode()
    return hmac.digest(secret, words, "sha256").hex()


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
