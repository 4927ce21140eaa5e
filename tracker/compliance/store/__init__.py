"""How what the law asks for is written and read back."""

from tracker.compliance.store.assessing import (
    add_approval,
    approve,
    assessment,
    assessments,
    save_assessment,
)
from tracker.compliance.store.facts import (
    add_facts,
    confirm_retention,
    facts_of,
    on_record,
    save_facts,
)
from tracker.compliance.store.notices import (
    add_notice,
    current_notice,
    notice_version,
    notices,
    publish,
)

__all__ = [
    "add_approval",
    "add_facts",
    "add_notice",
    "approve",
    "assessment",
    "assessments",
    "confirm_retention",
    "current_notice",
    "facts_of",
    "notice_version",
    "notices",
    "on_record",
    "publish",
    "save_assessment",
    "save_facts",
]
