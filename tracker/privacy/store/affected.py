"""Whom a breach affected, and the list of them for whoever has to tell them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Select, or_, select

from tracker.accounts.models import AccessLook, Account
from tracker.accounts.rules import participant_scope
from tracker.accounts.store import add_look
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind, Deed
from tracker.campaign.store import add_deed, latest_consent
from tracker.clock import BEIJING
from tracker.compliance.rules import Breach, Happened, Reach, ReleaseKind
from tracker.compliance.store import add_release
from tracker.database import by_turns, db, writing
from tracker.lectures.models import RegistrationRow
from tracker.privacy.rules import BARE_NAME
from tracker.teams.models import Membership, TeamRow, UnitRow

LOOK = "breach_list"


@dataclass(frozen=True)
class Affected:
    """Somebody who has to be told."""

    participant_id: int
    name: str
    phone: str


def unit_called(season_id: int, district: str, name: str) -> int | None:
    """The unit of exactly this name in a district, if there is one."""
    return db.session.scalar(
        select(UnitRow.id).where(
            UnitRow.season_id == season_id, UnitRow.district_code == district, UnitRow.name == name
        )
    )


def team_called(unit_id: int, name: str) -> int | None:
    """The team of exactly this name in a unit, if there is one."""
    return db.session.scalar(
        select(TeamRow.id).where(TeamRow.unit_id == unit_id, TeamRow.name == name)
    )


def affected(season_id: int, happened: Happened) -> tuple[list[Affected], int]:
    """Everybody who has to be told, by name; and how many were erased, whom nobody can tell.

    Names are told apart here, not in SQL, which only has them encrypted.
    """
    query = (
        select(ParticipantRow.id, Account.name, Account.phone)
        .join(Account, Account.id == ParticipantRow.account_id)
        .where(*_reached(season_id, happened))
    )
    found = [Affected(*row) for row in db.session.execute(query)]
    there = [each for each in found if each.name != BARE_NAME]
    return sorted(there, key=lambda each: (each.name, each.phone)), len(found) - len(there)


def hand_out(
    season_id: int, found: Breach, people: Collection[Affected], actor_id: int, now: datetime
) -> None:
    """Before the list leaves: each person on it reads who took it, and it is on record.

    By turns, since the whole city may be on it; first the record, so that none leaves without.
    """
    names = "\n".join(f"{each.participant_id}" for each in people)
    what = (found.happened.reach.value, str(found.id), sha256(names.encode()).hexdigest())
    with writing() as session:
        add_release(session, season_id, ReleaseKind.BREACH_LIST, what, actor_id, now)
    day = now.astimezone(BEIJING).date()
    for turn in by_turns([each.participant_id for each in people]):
        with writing() as session:
            for each in sorted(turn):
                add_look(session, actor_id, participant_scope(each), LOOK, day, now)
                add_deed(session, actor_id, each, Deed.BREACH_LISTED, "", now)


def _reached(season_id: int, happened: Happened) -> list[ColumnElement[bool]]:
    """What is true of a participant whom it reached."""
    first, last = _days(happened)
    of_season = ParticipantRow.season_id == season_id
    came_before = ParticipantRow.enrolled_on <= last
    match happened.reach:
        case Reach.SEASON:
            return [of_season, came_before]
        case Reach.FILE:
            return [of_season, came_before, latest_consent(ConsentKind.EVALUATION).is_(True)]
        case Reach.DISTRICT:
            where = [UnitRow.district_code == happened.key]
        case Reach.UNIT:
            where = [UnitRow.id == int(happened.key)]
        case Reach.TEAM:
            where = [TeamRow.id == int(happened.key)]
        case Reach.LOOKS:
            return [of_season, _looked_at(int(happened.key), first, last)]
    return [of_season, ParticipantRow.id.in_(_members(where, first, last))]


def _members(where: list[ColumnElement[bool]], first: date, last: date) -> Select[int]:
    """SQL for who was in one of these teams on any of these days."""
    return (
        select(Membership.participant_id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(
            *where,
            Membership.first <= last,
            or_(Membership.last.is_(None), Membership.last >= first),
        )
    )


def _looked_at(viewer_id: int, first: date, last: date) -> ColumnElement[bool]:
    """SQL for whether the access log has this account look at her, or at a group she was in."""
    query = select(AccessLook.scope).where(
        AccessLook.viewer_id == viewer_id, AccessLook.day >= first, AccessLook.day <= last
    )
    keys: dict[str, list[str]] = {}
    for scope in db.session.scalars(query.distinct()):
        kind, _, key = scope.partition(":")
        keys.setdefault(kind, []).append(key)
    listed = select(RegistrationRow.participant_id).where(
        RegistrationRow.lecture_id.in_(_numbers(keys, "lecture"))
    )
    return or_(
        ParticipantRow.id.in_(_numbers(keys, "participant")),
        ParticipantRow.id.in_(listed),
        ParticipantRow.id.in_(_members([TeamRow.id.in_(_numbers(keys, "team"))], first, last)),
        ParticipantRow.id.in_(_members([UnitRow.id.in_(_numbers(keys, "unit"))], first, last)),
        ParticipantRow.id.in_(
            _members([UnitRow.district_code.in_(keys.get("district", []))], first, last)
        ),
    )


def _numbers(keys: dict[str, list[str]], kind: str) -> list[int]:
    return [int(key) for key in keys.get(kind, [])]


def _days(happened: Happened) -> tuple[date, date]:
    """The days in Beijing that the time touches."""
    return (
        happened.since.astimezone(BEIJING).date(),
        happened.until.astimezone(BEIJING).date(),
    )
