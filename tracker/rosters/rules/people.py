"""What becomes of each row of a unit's roster."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.accounts.rules import NAME_MAX
from tracker.rosters.rules.cells import UnreadablePhoneError, key_of, name_in, phone_in
from tracker.rosters.rules.columns import Draft, Line
from tracker.rosters.rules.headers import Field

HERSELF = 0
"""In place of a team's key: whoever holds the slip chooses one of the unit's teams."""


class Fate(StrEnum):
    """What becomes of a row; only a new one changes anything."""

    NEW = "new"
    KNOWN = "known"
    REPEATED = "repeated"
    NAME_MISSING = "name_missing"
    NAME_LONG = "name_long"
    PHONE_MISSING = "phone_missing"
    PHONE_ROUNDED = "phone_rounded"
    PHONE_SEVERAL = "phone_several"
    PHONE_LENGTH = "phone_length"
    PHONE_NOT_MOBILE = "phone_not_mobile"


FINE = frozenset({Fate.NEW, Fate.KNOWN})


@dataclass(frozen=True)
class Judged:
    """A row with what becomes of it."""

    line: int
    name: str
    phone: str
    """11 digits, or what stands there if they cannot be read."""
    team: str
    team_id: int
    """HERSELF where no team is written, or none that the unit has."""
    fate: Fate
    first_line: int | None = None
    """Where the same phone stands before, in a repeated row."""


def judged(draft: Draft, teams: Mapping[str, int], known: Collection[str]) -> tuple[Judged, ...]:
    """Every row of a file, given the unit's teams by `key_of` and the phones it invited before."""
    first: dict[str, int] = {}
    return tuple(_judged(draft, line, teams, known, first) for line in draft.lines)


def _judged(
    draft: Draft,
    line: Line,
    teams: Mapping[str, int],
    known: Collection[str],
    first: dict[str, int],
) -> Judged:
    name, team = name_in(draft.cell(line, Field.NAME)), draft.cell(line, Field.TEAM)
    typed = draft.cell(line, Field.PHONE)
    team_id = teams.get(key_of(team), HERSELF)
    try:
        phone = phone_in(typed)
    except UnreadablePhoneError as error:
        return Judged(line.number, name, typed, team, team_id, Fate(error.problem))
    fate = _fate(name, phone, known, first)
    earlier = first.setdefault(phone, line.number) if fate in FINE | {Fate.REPEATED} else None
    return Judged(
        line.number, name, phone, team, team_id, fate, earlier if fate is Fate.REPEATED else None
    )


def _fate(name: str, phone: str, known: Collection[str], first: Mapping[str, int]) -> Fate:
    if not name:
        return Fate.NAME_MISSING
    if len(name) > NAME_MAX:
        return Fate.NAME_LONG
    if phone in first:
        return Fate.REPEATED
    return Fate.KNOWN if phone in known else Fate.NEW


def counted(rows: Iterable[Judged]) -> dict[Fate, int]:
    """How many rows have which fate, in the order in which fates are told."""
    found = Counter(each.fate for each in rows)
    return {fate: found[fate] for fate in Fate if found[fate]}


def unmatched(rows: Iterable[Judged], teams: Mapping[str, int]) -> dict[str, int]:
    """Names of teams in new rows that the unit has no team of, with how many people each."""
    spelled: dict[str, str] = {}
    found: Counter[str] = Counter()
    for each in rows:
        key = key_of(each.team)
        if each.fate is Fate.NEW and key and key not in teams:
            found[spelled.setdefault(key, each.team)] += 1
    return dict(found)
