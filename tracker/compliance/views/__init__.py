"""The room's pages."""

from tracker.compliance.views import (
    assessing,
    notice,
    opening,
    publishing,
    registers,
    security_txt,
)
from tracker.compliance.views.room import pages

__all__ = [
    "assessing",
    "notice",
    "opening",
    "pages",
    "publishing",
    "registers",
    "security_txt",
]
