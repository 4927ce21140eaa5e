"""What must be on record before real people are enrolled."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.campaign.rules import Calendar
from tracker.compliance.rules.facts import HANDLERS, Facts
from tracker.compliance.rules.retention import RETENTIONS, Term, kept_until

RECENT_BACKUP = timedelta(hours=48)
"""One night may fail and be mended by day; after two nothing new is promised to anybody."""


class Reason(StrEnum):
    """Why enrolment is closed."""

    ASSESSMENT = "assessment"
    HANDLERS = "handlers"
    PROCESSOR = "processor"
    CONTACT = "contact"
    RETENTION = "retention"
    NOTICE = "notice"
    SECRET_KEY = "secret_key"  # noqa: S105 - the name of what is missing
    DATA_KEY = "data_key"
    HTTPS = "https"
    ORIGIN = "origin"
    BACKUP = "backup"
    RECENT_BACKUP = "recent_backup"


BY_OPERATORS = frozenset(
    {
        Reason.SECRET_KEY,
        Reason.DATA_KEY,
        Reason.HTTPS,
        Reason.ORIGIN,
        Reason.BACKUP,
        Reason.RECENT_BACKUP,
    }
)
"""What whoever runs the machine sees to; the rest is an organizer's."""


@dataclass(frozen=True)
class Machine:
    """What the program knows of how it is run."""

    own_secret_key: bool
    own_data_key: bool
    secure_cookies: bool
    proxies: int
    """How many proxies stand in front: HTTPS ends there."""
    origin: str
    """The address that browsers come by; empty unless it was set."""
    backups: bool
    """Whether there is a key and a folder for them."""
    last_backup: datetime | None
    """When the newest one was made; each is read back in full before it gets its name."""


@dataclass(frozen=True)
class OnRecord:
    """What is on record for one season."""

    facts: Facts | None
    assessed: bool
    """Whether a version of the impact assessment is approved."""
    published: bool
    """Whether a notice with terms is in force, which always is in both languages."""


class NotOpenError(Exception):
    """Nobody may enrol yet."""


def missing(found: OnRecord, machine: Machine, retention: str, now: datetime) -> tuple[Reason, ...]:
    """Everything that is not there yet, in the order in which it is seen to; empty: open.

    `retention` is the fingerprint of the dates as the code has them: who confirmed others
    confirms again.
    """
    facts = found.facts
    there = {
        Reason.HANDLERS: facts is not None
        and len(facts.handlers) == HANDLERS
        and all(each.complete for each in facts.handlers),
        Reason.PROCESSOR: facts is not None and facts.processor.complete,
        Reason.CONTACT: facts is not None and facts.contact.complete,
        Reason.RETENTION: facts is not None and facts.retention == retention,
        Reason.ASSESSMENT: found.assessed,
        Reason.NOTICE: found.published,
        Reason.SECRET_KEY: machine.own_secret_key,
        Reason.DATA_KEY: machine.own_data_key,
        Reason.HTTPS: machine.secure_cookies
        and machine.proxies > 0
        and facts is not None
        and facts.site.startswith("https://"),
        Reason.ORIGIN: machine.origin.startswith("https://"),
        Reason.BACKUP: machine.backups,
        Reason.RECENT_BACKUP: machine.last_backup is not None
        and now - machine.last_backup <= RECENT_BACKUP,
    }
    return tuple(reason for reason, is_there in there.items() if not is_there)


def dates_hash(calendar: Calendar) -> str:
    """The fingerprint of what is kept until when, as the code has it for this season."""
    lines = sorted(f"{each.table} {each.term}" for each in RETENTIONS)
    dates = [f"{each} {kept_until(each, calendar)}" for each in Term]
    return hashlib.sha256("\n".join([*lines, *dates]).encode()).hexdigest()
