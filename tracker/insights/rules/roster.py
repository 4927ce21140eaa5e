"""What a leader sees of one member, kilogram-blind."""

from dataclasses import dataclass
from datetime import date

from tracker.teams.rules import Member


class UnknownMemberError(Exception):
    """Nobody with this key is in the team on this day."""


@dataclass(frozen=True)
class Contact:
    """A member's name and phone in full, after a logged tap."""

    name: str
    phone: str


@dataclass(frozen=True)
class RosterLine:
    """A member with the last day she noted anything for, if she agreed that her leader sees it."""

    member: Member
    last_entry: date | None


def by_last_entry(lines: list[RosterLine]) -> list[RosterLine]:
    """Longest silent first, never started before all; whoever is not shown stands at the end."""
    return sorted(
        lines,
        key=lambda line: (
            not line.member.shows_entries,
            line.last_entry or date.min,
            line.member.name,
        ),
    )
