"""Pages of the room: who sees her, her consents, her copy, and leaving."""

from tracker.privacy.views import (
    breaches,
    certificates,
    consents,
    copying,
    correcting,
    importing,
    leaving,
    limiting,
    notices,
    records,
    seeing,
)
from tracker.privacy.views.room import pages

__all__ = [
    "breaches",
    "certificates",
    "consents",
    "copying",
    "correcting",
    "importing",
    "leaving",
    "limiting",
    "notices",
    "pages",
    "records",
    "seeing",
]
