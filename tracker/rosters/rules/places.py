"""What becomes of each row of a district's sheet: units, contacts, teams and who leads them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tracker.accounts.rules import NAME_MAX
from tracker.rosters.rules.cells import UnreadablePhoneError, key_of, name_in, phone_in
from tracker.rosters.rules.columns import Draft, Line
from tracker.rosters.rules.headers import Field
from tracker.teams.rules import TEAM_NAME_MAX, UNIT_NAME_MAX, Appointed, UnitKind

OF_UNIT = (Field.UNIT, Field.KIND, Field.CONTACT_NAME, Field.CONTACT_PHONE)
"""What is written once for several teams, as merged cells or above empty ones."""
KINDS: Mapping[str, UnitKind] = {
    "": UnitKind.ENTERPRISE,
    "企业": UnitKind.ENTERPRISE,
    "公司": UnitKind.ENTERPRISE,
    "国企": UnitKind.ENTERPRISE,
    "机关": UnitKind.GOVERNMENT,
    "政府机关": UnitKind.GOVERNMENT,
    "事业单位": UnitKind.INSTITUTION,
    "学校": UnitKind.SCHOOL,
    "医院": UnitKind.HOSPITAL,
    "社会组织": UnitKind.SOCIETY,
}


class PlaceFate(StrEnum):
    """What becomes of a row of the sheet."""

    NEW = "new"
    """A team is opened, its unit too if there is none."""
    ADDS = "adds"
    """A unit without a team, a contact, or somebody to lead where nobody does."""
    KNOWN = "known"
    REPEATED = "repeated"
    UNIT_MISSING = "unit_missing"
    NAME_LONG = "name_long"
    KIND_UNKNOWN = "kind_unknown"
    PHONE_WRONG = "phone_wrong"
    LEADER_MISSING = "leader_missing"
    SAME_LEADER = "same_leader"
    PERSON_UNNAMED = "person_unnamed"
    CLOSED = "closed"


DONE = frozenset({PlaceFate.NEW, PlaceFate.ADDS})
NOT_WRONG = DONE | {PlaceFate.KNOWN}


@dataclass(frozen=True)
class UnitThere:
    """A unit that the district has."""

    id: int
    name: str
    closed: bool
    has_contact: bool


@dataclass(frozen=True)
class TeamThere:
    """A team that the district has."""

    id: int
    closed: bool
    has_leader: bool
    has_deputy: bool


@dataclass(frozen=True)
class There:
    """What a district has before a sheet is confirmed; places by `key_of` of their names."""

    units: Mapping[str, UnitThere] = field(default_factory=dict)
    teams: Mapping[tuple[str, str], TeamThere] = field(default_factory=dict)
    phones: frozenset[str] = frozenset()
    """Of whom in the sheet there is an account."""


@dataclass(frozen=True)
class Wanted:
    """A row as it was understood: who is None is not written, or is not needed."""

    line: int
    unit: str
    kind: UnitKind
    contact: Appointed | None
    team: str
    leader: Appointed | None
    deputy: Appointed | None
    fate: PlaceFate


class _WrongPhone(Exception):  # noqa: N818 - never leaves this module
    """Something stands where a phone should."""


def wanted(draft: Draft, there: There) -> tuple[Wanted, ...]:
    """Every row of a sheet with what becomes of it; a unit is written once for its teams."""
    seen: set[tuple[str, str]] = set()
    named = set(there.phones)
    found = []
    for line, cells in _filled_down(draft):
        each = _judged(_row(line, cells), there, seen, named)
        if each.fate in DONE:
            people = (each.contact, each.leader, each.deputy)
            named |= {who.phone for who in people if who and who.name}
        found.append(each)
    return tuple(found)


def phones_in(draft: Draft) -> frozenset[str]:
    """Every phone that can be read in a sheet."""
    fields = (Field.CONTACT_PHONE, Field.LEADER_PHONE, Field.DEPUTY_PHONE)
    found = set()
    for line in draft.lines:
        for each in fields:
            try:
                found.add(phone_in(draft.cell(line, each)))
            except UnreadablePhoneError:
                continue
    return frozenset(found)


def counted(rows: Iterable[Wanted]) -> dict[PlaceFate, int]:
    """How many rows have which fate, in the order in which fates are told."""
    found = Counter(each.fate for each in rows)
    return {fate: found[fate] for fate in PlaceFate if found[fate]}


def _filled_down(draft: Draft) -> Iterator[tuple[Line, dict[Field, str]]]:
    above: dict[Field, str] = {}
    for line in draft.lines:
        cells = {each: draft.cell(line, each) for each in Field}
        if not cells[Field.UNIT] and cells[Field.TEAM]:
            cells |= above
        above = {each: cells[each] for each in OF_UNIT}
        yield line, cells


def _row(line: Line, cells: Mapping[Field, str]) -> Wanted:
    empty = Wanted(
        line=line.number,
        unit=cells[Field.UNIT],
        kind=KINDS.get(key_of(cells[Field.KIND]), UnitKind.ENTERPRISE),
        contact=None,
        team=cells[Field.TEAM],
        leader=None,
        deputy=None,
        fate=PlaceFate.NEW,
    )
    if key_of(cells[Field.KIND]) not in KINDS:
        return replace(empty, fate=PlaceFate.KIND_UNKNOWN)
    try:
        return replace(
            empty,
            contact=_person(cells[Field.CONTACT_NAME], cells[Field.CONTACT_PHONE]),
            leader=_person(cells[Field.LEADER_NAME], cells[Field.LEADER_PHONE]),
            deputy=_person(cells[Field.DEPUTY_NAME], cells[Field.DEPUTY_PHONE]),
        )
    except _WrongPhone:
        return replace(empty, fate=PlaceFate.PHONE_WRONG)


def _person(name: str, phone: str) -> Appointed | None:
    """Somebody with a phone; a name without one is somebody who cannot be reached."""
    if not name and not phone:
        return None
    try:
        return Appointed(phone_in(phone), name_in(name))
    except UnreadablePhoneError as error:
        raise _WrongPhone from error


def _judged(row: Wanted, there: There, seen: set[tuple[str, str]], named: set[str]) -> Wanted:
    if row.fate is not PlaceFate.NEW:
        return row
    key = key_of(row.unit), key_of(row.team)
    fate = _shape(row) or (PlaceFate.REPEATED if key in seen else None)
    seen.add(key)
    if fate:
        return replace(row, fate=fate)
    row, fate = _against(row, there)
    people = [each for each in (row.contact, row.leader, row.deputy) if each]
    if fate in DONE and any(not each.name and each.phone not in named for each in people):
        fate = PlaceFate.PERSON_UNNAMED
    return replace(row, fate=fate)


def _shape(row: Wanted) -> PlaceFate | None:
    """What is wrong with a row whatever the district has."""
    people = [each for each in (row.contact, row.leader, row.deputy) if each]
    if not row.unit:
        return PlaceFate.UNIT_MISSING
    long = len(row.unit) > UNIT_NAME_MAX or len(row.team) > TEAM_NAME_MAX
    if long or any(len(each.name) > NAME_MAX for each in people):
        return PlaceFate.NAME_LONG
    if row.leader and row.deputy and row.leader.phone == row.deputy.phone:
        return PlaceFate.SAME_LEADER
    return None


def _against(row: Wanted, there: There) -> tuple[Wanted, PlaceFate]:
    """A row without what the district has already, and what is left of it to do."""
    unit = there.units.get(key_of(row.unit))
    team = there.teams.get((key_of(row.unit), key_of(row.team)))
    if (unit and unit.closed) or (team and team.closed):
        return row, PlaceFate.CLOSED
    if unit and unit.has_contact:
        row = replace(row, contact=None)
    if team is None and row.team:
        lacking = row.leader is None or row.deputy is None
        return row, PlaceFate.LEADER_MISSING if lacking else PlaceFate.NEW
    row = replace(
        row,
        leader=None if team is None or team.has_leader else row.leader,
        deputy=None if team is None or team.has_deputy else row.deputy,
    )
    adds = unit is None or row.contact or row.leader or row.deputy
    return row, PlaceFate.ADDS if adds else PlaceFate.KNOWN
