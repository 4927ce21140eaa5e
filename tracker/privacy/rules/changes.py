"""What changed between two versions of a notice, sentence by sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

SENTENCE_ENDS = re.compile(r"(?<=[。！？；])|(?<=[.!?;]) +")


class Kind(StrEnum):
    """What became of a sentence."""

    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True)
class Change:
    """One sentence that is new, or that is there no longer."""

    kind: Kind
    text: str


def sentences(lines: Iterable[str]) -> list[str]:
    """The sentences of some lines, in their order; a heading is one."""
    parts = (part.strip() for line in lines for part in SENTENCE_ENDS.split(line))
    return [part for part in parts if part]


def changes(before: Iterable[str], after: Iterable[str]) -> list[Change]:
    """What to read of the newer text: in its order, what is gone before what stands there now."""
    old, new = sentences(before), sentences(after)
    found: list[Change] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += [Change(Kind.GONE, text) for text in old[i:j]]
            found += [Change(Kind.ADDED, text) for text in new[k:m]]
    return found
