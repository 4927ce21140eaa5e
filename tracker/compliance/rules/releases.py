"""What left the system for somebody else, as the law has it recorded."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DETAIL_MAX = 200


class ReleaseKind(StrEnum):
    """What left."""

    EVALUATION_FILE = "evaluation_file"
    BRIEF = "brief"
    BREACH_LIST = "breach_list"


@dataclass(frozen=True)
class Release:
    """One thing that left: what, of which scope, who took it, and its fingerprint."""

    kind: ReleaseKind
    scope: str
    detail: str
    sha256: str
    by: str
    at: datetime
