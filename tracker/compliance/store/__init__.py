"""How what the law asks for is written and read back."""

from tracker.compliance.store.facts import facts_of, save_facts
from tracker.compliance.store.notices import (
    add_notice,
    current_notice,
    notice_version,
    notices,
    publish,
)

__all__ = [
    "add_notice",
    "current_notice",
    "facts_of",
    "notice_version",
    "notices",
    "publish",
    "save_facts",
]
