"""A participant's own wish that her district's health educator calls her."""

from dataclasses import dataclass
from datetime import date, datetime

LOOK = "contact_requests"
"""What an educator looked at, in the access log."""


class UnknownRequestError(Exception):
    """Nobody in this district has asked for this call."""


@dataclass(frozen=True)
class CallRequest:
    """A name and a phone, and not why; once called, the phone is not needed any more."""

    participant_id: int
    name: str
    phone: str | None
    asked_on: date
    called_at: datetime | None
