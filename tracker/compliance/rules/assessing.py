"""The impact assessment that the law asks for before sensitive data is processed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ANSWER_MAX = 6000
SIGNED_MAX = 120


class Heading(StrEnum):
    """The law's headings, and who made the assessment with whom."""

    OCCASION = "occasion"
    PURPOSE = "purpose"
    IMPACT = "impact"
    MEASURES = "measures"
    CONSULTED = "consulted"
    CONCLUSION = "conclusion"
    MADE_BY = "made_by"


@dataclass(frozen=True)
class Assessment:
    """One version of the assessment."""

    version: int
    answers: Mapping[Heading, str]
    author_id: int
    saved_at: datetime
    handed_in_at: datetime | None = None
    approver_id: int | None = None
    signed: str = ""
    """The name and office under which another person approved it."""
    approved_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written on."""
        return self.handed_in_at is None


class HandedInError(Exception):
    """This version was handed in meanwhile: what is written now is another version."""


class NotHandedInError(Exception):
    """There is nothing to approve yet, or not any more."""


class OwnAssessmentError(Exception):
    """Whoever wrote a version does not approve it."""


def answers_text(answers: Mapping[Heading, str]) -> str:
    """As it is stored."""
    found = {each.value: answers.get(each, "") for each in Heading}
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def answers_from(text: str) -> dict[Heading, str]:
    """What was stored."""
    found = json.loads(text)
    return {each: found.get(each.value, "") for each in Heading}
