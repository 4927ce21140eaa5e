"""Who holds a grant over somebody today, read from the grants in force."""

from datetime import datetime

from sqlalchemy import or_, select

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import (
    CITY_SCOPE,
    district_scope,
    gate_scope,
    station_scope,
    team_scope,
    unit_scope,
)
from tracker.calls.models import DoctorRequest
from tracker.campaign.rules import Participant
from tracker.database import db
from tracker.gates.models import TicketRow
from tracker.lectures.models import LectureRow, RegistrationRow
from tracker.privacy.rules.watchers import Held, Reach, Watchers, by_role
from tracker.showcases.models import ShowcaseRow, SquadMemberRow, SquadRow
from tracker.stations.models import StationRow, WeighingCode
from tracker.teams.rules import Team

Scopes = dict[str, str]


def reach(her: Participant, team: Team | None, now: datetime) -> Reach:
    """The scopes over which others see something of her: her team's, and what she takes part in."""
    lectures, squads = _lectures(her, now), _squads(her.id, now)
    scopes: Scopes = {CITY_SCOPE: ""} | lectures | squads | _gates(her.id, now)
    scopes |= _stations(her, team, now)
    if team:
        scopes[team_scope(team.id)] = team.name
        scopes[unit_scope(team.unit_id)] = team.unit_name
        scopes[district_scope(team.district_code)] = ""
    asked = select(DoctorRequest.participant_id).filter_by(participant_id=her.id)
    return Reach(scopes, bool(squads), bool(lectures), db.session.scalar(asked) is not None)


def watchers(her: Participant, found: Reach, now: datetime) -> list[Watchers]:
    """Everybody who holds a role over one of these scopes, by role and name."""
    query = (
        select(RoleGrant.role, RoleGrant.scope, Account.name, Account.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.season_id == her.season.id,
            RoleGrant.scope.in_(list(found.scopes)),
            or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > now),
        )
    )
    held = [
        Held(role, scope, "" if account_id == her.account_id else name)
        for role, scope, name, account_id in db.session.execute(query)
    ]
    return by_role(found, held)


def _lectures(her: Participant, now: datetime) -> Scopes:
    """Of lectures that are not over: whoever holds them has her on a list."""
    query = (
        select(LectureRow.unit_id, LectureRow.district_code, LectureRow.title)
        .join(RegistrationRow, RegistrationRow.lecture_id == LectureRow.id)
        .where(RegistrationRow.participant_id == her.id, LectureRow.ends > now)
    )
    return {
        unit_scope(unit) if unit else district_scope(code) if code else CITY_SCOPE: title
        for unit, code, title in db.session.execute(query)
    }


def _squads(participant_id: int, now: datetime) -> Scopes:
    """Of squads she was asked to be in and did not decline: their teams and districts plan them."""
    query = (
        select(SquadRow.team_id, SquadRow.district_code, SquadRow.name)
        .join(SquadMemberRow, SquadMemberRow.squad_id == SquadRow.id)
        .join(ShowcaseRow, ShowcaseRow.id == SquadRow.showcase_id)
        .where(
            SquadMemberRow.participant_id == participant_id,
            SquadMemberRow.withdrawn_at.is_(None),
            SquadMemberRow.agreed.is_not(False),
            ShowcaseRow.closes > now,
        )
    )
    return {
        scope: name
        for team_id, code, name in db.session.execute(query)
        for scope in (team_scope(team_id), district_scope(code))
    }


def _gates(participant_id: int, now: datetime) -> Scopes:
    """Of showcases she has a ticket for."""
    query = (
        select(ShowcaseRow.id, ShowcaseRow.name)
        .join(TicketRow, TicketRow.showcase_id == ShowcaseRow.id)
        .where(TicketRow.participant_id == participant_id, ShowcaseRow.closes > now)
    )
    return {gate_scope(key): name for key, name in db.session.execute(query)}


def _stations(her: Participant, team: Team | None, now: datetime) -> Scopes:
    """Open stations that may weigh her, while a code of hers is good."""
    code = select(WeighingCode.number).where(
        WeighingCode.participant_id == her.id, WeighingCode.expires_at > now
    )
    unit = StationRow.unit_id.is_(None) | (StationRow.unit_id == (team.unit_id if team else 0))
    query = select(StationRow.id, StationRow.place).where(
        code.exists(), StationRow.season_id == her.season.id, unit,
        StationRow.opens <= now, StationRow.closes > now,
    )  # fmt: skip
    return {station_scope(key): place for key, place in db.session.execute(query)}
