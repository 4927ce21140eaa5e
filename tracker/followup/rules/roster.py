"""What a leader sees of one member, kilogram-blind, and the list a group fills in itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.teams.rules import Member


class UnknownMemberError(Exception):
    """Nobody with this key is in the team on this day, or is hers to be asked today."""


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


def by_last_entry(lines: Iterable[RosterLine]) -> list[RosterLine]:
    """Longest silent first, never started before all; whoever is not shown stands at the end."""
    return sorted(
        lines,
        key=lambda line: (
            not line.member.shows_entries,
            line.last_entry or date.min,
            line.member.name,
        ),
    )


def chain_text(title: str, example: str, names: Sequence[str]) -> str:
    """A 接龙 for the team's group: numbered names by themselves, for each to fill in her own.

    It goes to everybody in the group, and a colleague may not learn from us who noted something,
    nor who refused to show it. So no log is asked for it, and all names stand alike.
    """
    lines = [f"{place}. {name} " for place, name in enumerate(names, 1)]
    return "\n".join([title, example, *lines])
