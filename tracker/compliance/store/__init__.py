"""How what the law asks for is written and read back."""

from tracker.compliance.store.assessing import (
    add_approval,
    approve,
    assessment,
    assessments,
    save_assessment,
)
from tracker.compliance.store.breaches import breach, breaches, note_breach, note_step
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
from tracker.compliance.store.releases import add_release, note_release, releases

__all__ = [
    "add_approval",
    "add_facts",
    "add_notice",
    "add_release",
    "approve",
    "assessment",
    "assessments",
    "breach",
    "breaches",
    "confirm_retention",
    "current_notice",
    "facts_of",
    "note_breach",
    "note_release",
    "note_step",
    "notice_version",
    "notices",
    "on_record",
    "publish",
    "releases",
    "save_assessment",
    "save_facts",
]
