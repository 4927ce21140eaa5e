"""What the law asks for before real people come, as values and pure rules."""

from tracker.compliance.rules.facts import (
    FACT_MAX,
    FIRST_FACTS,
    HANDLERS,
    Contact,
    Facts,
    Party,
    facts_from,
)
from tracker.compliance.rules.notices import (
    UNPUBLISHED,
    Language,
    Notice,
    Words,
    added_and_gone,
    words_hash,
)

__all__ = [
    "FACT_MAX",
    "FIRST_FACTS",
    "HANDLERS",
    "UNPUBLISHED",
    "Contact",
    "Facts",
    "Language",
    "Notice",
    "Party",
    "Words",
    "added_and_gone",
    "facts_from",
    "words_hash",
]
