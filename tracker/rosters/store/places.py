"""A district's sheet: judged against what it has, and confirmed whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import (
    HashedPassword,
    Role,
    RoleTakenError,
    district_scope,
    team_scope,
    unit_scope,
)
from tracker.accounts.store import add_grant
from tracker.accounts.store.passwords import no_ones_hash
from tracker.campaign.models import SeasonRow
from tracker.database import db, insert, random_key, writing
from tracker.rosters.rules.cells import key_of
from tracker.rosters.rules.columns import Draft
from tracker.rosters.rules.places import (
    DONE,
    TeamThere,
    There,
    UnitThere,
    Wanted,
    phones_in,
    wanted,
)
from tracker.rosters.store.people import NothingNewError
from tracker.rosters.store.waiting import take
from tracker.teams.models import TeamRow, UnitRow
from tracker.teams.rules import Appointed
from tracker.teams.store.codes import add_code
from tracker.teams.store.opening import add_appointed
from tracker.teams.store.stale import add_roster_marks

ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class Opened:
    """What came of a sheet."""

    units: int
    teams: int
    people: int
    """Accounts that were made; each begins with a slip of her own."""


def judge_places(season_id: int, district_code: str, draft: Draft) -> tuple[Wanted, ...]:
    """What would become of each row of a district's sheet now."""
    return wanted(draft, _there(season_id, district_code, draft))


def confirm_places(season_id: int, district_code: str, upload_id: int, now: datetime) -> Opened:
    """Everything a waiting sheet adds, all of it or nothing; what is there stays as it is.

    Raises UnknownUploadError, also for whoever confirms it second, or NothingNewError.
    """
    with writing() as session:
        draft = take(session, district_scope(district_code), upload_id, now)
        # Sheets of one season are confirmed one after the other: two that open the same units and
        # accounts in another order would wait for each other.
        session.execute(
            select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
        )
        rows = [each for each in judge_places(season_id, district_code, draft) if each.fate in DONE]
        if not rows:
            raise NothingNewError
        return _Opening(session, season_id, district_code, now).open(rows)


class _Opening:
    """One sheet being opened inside a transaction."""

    def __init__(self, session: Session, season_id: int, district_code: str, now: datetime) -> None:
        self._session, self._season_id, self._now = session, season_id, now
        self._district_code = district_code
        units, _teams = _rows(season_id, district_code)
        self._units: dict[str, int] = {key_of(row.name): row.id for row in units}
        self._nobodys = HashedPassword(no_ones_hash())
        self._people = 0

    def open(self, rows: list[Wanted]) -> Opened:
        """Units, teams and roles of these rows."""
        before = len(self._units)
        opened = [team_id for row in rows if (team_id := self._row(row))]
        add_roster_marks(self._session, opened)  # so that the district lists them
        return Opened(len(self._units) - before, len(opened), self._people)

    def _row(self, row: Wanted) -> int | None:
        """The key of the team that was opened for a row, if one was."""
        unit_id = self._unit(row)
        self._appoint(row.contact, Role.CONTACT, unit_scope(unit_id))
        if not row.team:
            return None
        team_id, is_new = self._team(unit_id, row.team)
        self._appoint(row.leader, Role.LEADER, team_scope(team_id))
        self._appoint(row.deputy, Role.DEPUTY, team_scope(team_id))
        return team_id if is_new else None

    def _unit(self, row: Wanted) -> int:
        key = key_of(row.unit)
        if key not in self._units:
            place = {
                "season_id": self._season_id,
                "district_code": self._district_code,
                "name": row.unit,
            }
            # Another organizer may open it at this moment by the form for one team.
            self._units[key] = self._session.scalars(
                insert(UnitRow)
                .values(id=random_key(), kind=row.kind, **place)
                .on_conflict_do_update(index_elements=list(place), set_={"name": row.unit})
                .returning(UnitRow.id)
            ).one()
        return self._units[key]

    def _team(self, unit_id: int, name: str) -> tuple[int, bool]:
        """A unit's team, and whether it was opened now."""
        there = select(TeamRow.id, TeamRow.name).where(TeamRow.unit_id == unit_id)
        for row in self._session.execute(there):
            if key_of(row.name) == key_of(name):
                return row.id, False
        values = {"id": random_key(), "unit_id": unit_id, "name": name, "created_at": self._now}
        team_id: int = self._session.scalars(
            insert(TeamRow)
            .values(**values)
            .on_conflict_do_update(index_elements=["unit_id", "name"], set_={"name": name})
            .returning(TeamRow.id)
        ).one()
        add_code(self._session, team_id, self._now)
        return team_id, True

    def _appoint(self, who: Appointed | None, role: Role, scope: str) -> None:
        """A role for somebody; whoever has it already keeps it."""
        if who is None:
            return
        account_id, is_new = add_appointed(self._session, who, self._nobodys, self._now)
        self._people += is_new
        try:
            add_grant(self._session, account_id, self._season_id, role, scope, self._now)
        except RoleTakenError:
            return


def _there(season_id: int, district_code: str, draft: Draft) -> There:
    held = _roles(season_id)
    units, teams = _rows(season_id, district_code)
    return There(
        units={
            key_of(row.name): UnitThere(
                row.id,
                row.name,
                row.closed_at is not None,
                (Role.CONTACT, unit_scope(row.id)) in held,
            )
            for row in units
        },
        teams={
            (key_of(row.unit_name), key_of(row.name)): TeamThere(
                row.id,
                row.closed_at is not None,
                (Role.LEADER, team_scope(row.id)) in held,
                (Role.DEPUTY, team_scope(row.id)) in held,
            )
            for row in teams
        },
        phones=_with_account(sorted(phones_in(draft))),
    )


def _rows(season_id: int, district_code: str) -> tuple[list[Any], list[Any]]:
    """A district's units, and its teams with their units' names."""
    here = (UnitRow.season_id == season_id) & (UnitRow.district_code == district_code)
    units = select(UnitRow.id, UnitRow.name, UnitRow.closed_at).where(here)
    teams = (
        select(TeamRow.id, TeamRow.name, TeamRow.closed_at, UnitRow.name.label("unit_name"))
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(here)
    )
    return list(db.session.execute(units)), list(db.session.execute(teams))


def _roles(season_id: int) -> set[tuple[Role, str]]:
    """Roles and scopes that somebody has."""
    roles = (Role.CONTACT, Role.LEADER, Role.DEPUTY)
    held = select(RoleGrant.role, RoleGrant.scope).where(
        RoleGrant.season_id == season_id, RoleGrant.role.in_(roles), RoleGrant.ended_at.is_(None)
    )
    return {(row.role, row.scope) for row in db.session.execute(held)}


def _with_account(phones: list[str]) -> frozenset[str]:
    """Those phones that somebody has an account with."""
    found: set[str] = set()
    for first in range(0, len(phones), ASKED_AT_ONCE):
        some = phones[first : first + ASKED_AT_ONCE]
        found.update(db.session.scalars(select(Account.phone).where(Account.phone.in_(some))))
    return frozenset(found)
