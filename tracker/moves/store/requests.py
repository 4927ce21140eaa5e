"""Asking a team: written down, taken back, and found again by whoever asked."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.accounts.rules import HashedPassword
from tracker.accounts.store import add_account
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import (
    AlreadyJoinedError,
    Participant,
    Season,
    check_joining,
    check_transfer,
)
from tracker.campaign.store import hold
from tracker.database import db, insert, random_key, writing
from tracker.moves.models import MoveRequest
from tracker.moves.rules import (
    EXPIRES_AFTER,
    FOUND_MAX,
    WAITING_MAX,
    Asked,
    ManyWaitingError,
    MoveKind,
    OpenRequestError,
    Outcome,
    UnknownRequestError,
    check_asking,
)
from tracker.teams.models import JoinCode, Membership, TeamRow, UnitRow
from tracker.teams.rules import SameTeamError, Team, TeamClosedError, UnknownTeamError
from tracker.teams.store.moving import moved_by_herself
from tracker.teams.store.places import team_query, team_value


def ask_transfer(her: Participant, team_id: int, today: date, now: datetime) -> None:
    """Somebody who takes part asks to change into a team of her season.

    Raises NotTakingPartError, UnknownTeamError, TeamClosedError, SameTeamError, ClosedError,
    TransferredAlreadyError, OpenRequestError, AskedTooOftenError or DeclinedLatelyError.
    """
    with writing() as session:
        hold(session, her.id)
        _open_team(session, team_id, her.season.id)
        stays = _stays(session, her.id)
        if stays and stays[-1].team_id == team_id:
            raise SameTeamError(team_id)
        check_transfer(her.season.calendar, today, moved_by_herself(session, stays))
        _add_request(session, her.account_id, team_id, MoveKind.TRANSFER, now)


def ask_to_join(
    account_id: int, season: Season, team_id: int, text_hash: str, today: date, now: datetime
) -> None:
    """Somebody with an account who takes no part asks a team to let her in.

    Raises AlreadyJoinedError, ClosedError, UnknownTeamError, TeamClosedError, ManyWaitingError,
    OpenRequestError, AskedTooOftenError or DeclinedLatelyError.
    """
    with writing() as session:
        _ask_to_join(session, account_id, season, team_id, text_hash, today, now)


def ask_as_newcomer(
    who: tuple[str, str, HashedPassword],
    season: Season,
    team_id: int,
    text_hash: str,
    today: date,
    now: datetime,
) -> int:
    """The same with a new account (phone, name, password), which takes no part yet: its id.

    Raises PhoneTakenError as well.
    """
    phone, name, password = who
    with writing() as session:
        account_id = add_account(session, phone, name, password, now)
        _ask_to_join(session, account_id, season, team_id, text_hash, today, now)
    return account_id


def withdraw(account_id: int, now: datetime) -> None:
    """She takes back what waits for an answer; raises UnknownRequestError."""
    with writing() as session:
        waiting = session.scalar(
            select(MoveRequest)
            .where(
                MoveRequest.account_id == account_id,
                MoveRequest.closed_at.is_(None),
                MoveRequest.expires_at > now,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if waiting is None:
            raise UnknownRequestError(account_id)
        waiting.closed_at, waiting.outcome = now, Outcome.WITHDRAWN


def latest_request(account_id: int, season_id: int) -> Asked | None:
    """What somebody asked last in a season, with its answer."""
    query = (
        select(
            MoveRequest.id,
            MoveRequest.kind,
            MoveRequest.team_id,
            TeamRow.name,
            UnitRow.name,
            MoveRequest.asked_at,
            MoveRequest.expires_at,
            MoveRequest.outcome,
            MoveRequest.closed_at,
            Account.name,
            MoveRequest.why,
        )
        .join(TeamRow, TeamRow.id == MoveRequest.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .outerjoin(Account, Account.id == MoveRequest.actor_id)
        .where(MoveRequest.account_id == account_id, UnitRow.season_id == season_id)
        .order_by(MoveRequest.asked_at.desc(), MoveRequest.id)
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return None if row is None else Asked(*row)


def code_in_force(team_id: int) -> str | None:
    """The newest code that lets people into a team, if it has one."""
    return db.session.scalar(
        select(JoinCode.code)
        .where(JoinCode.team_id == team_id, JoinCode.revoked_at.is_(None))
        .order_by(JoinCode.created_at.desc(), JoinCode.code)
        .limit(1)
    )


def units_called(season_id: int, district_code: str, text: str) -> dict[str, list[Team]]:
    """Units of a district with these letters in their name, each with its open teams.

    The first few alone: nobody needs a list of all employers.
    """
    units = (
        select(UnitRow.id)
        .where(
            UnitRow.season_id == season_id,
            UnitRow.district_code == district_code,
            UnitRow.closed_at.is_(None),
            UnitRow.name.contains(text, autoescape=True),
        )
        .order_by(UnitRow.name)
        .limit(FOUND_MAX)
    )
    ids = db.session.scalars(units).all()
    query = team_query().where(UnitRow.id.in_(ids), TeamRow.closed_at.is_(None))
    found: dict[str, list[Team]] = {}
    for row in db.session.execute(query.order_by(UnitRow.name, TeamRow.name)):
        found.setdefault(row.unit_name, []).append(team_value(row))
    return found


def open_team(team_id: int, season_id: int) -> Team:
    """A team of this season that takes people in; raises UnknownTeamError or TeamClosedError."""
    return _open_team(db.session(), team_id, season_id)


def open_teams_beside(team: Team) -> list[Team]:
    """The other teams of a team's unit that take people in."""
    query = team_query().where(
        UnitRow.id == team.unit_id, TeamRow.id != team.id, TeamRow.closed_at.is_(None)
    )
    return [team_value(row) for row in db.session.execute(query.order_by(TeamRow.name))]


def moved_on(participant_id: int) -> list[date]:
    """The days on which somebody changed teams; that her team became part of another is none."""
    session = db.session()
    return moved_by_herself(session, _stays(session, participant_id))


def _stays(session: Session, participant_id: int) -> list[Membership]:
    stays = select(Membership).where(Membership.participant_id == participant_id)
    fresh = stays.order_by(Membership.first).execution_options(populate_existing=True)
    return list(session.scalars(fresh))


def _ask_to_join(
    session: Session,
    account_id: int,
    season: Season,
    team_id: int,
    text_hash: str,
    today: date,
    now: datetime,
) -> None:
    check_joining(season.calendar, today)
    _open_team(session, team_id, season.id)
    part = select(ParticipantRow.id).where(
        ParticipantRow.account_id == account_id, ParticipantRow.season_id == season.id
    )
    if session.scalar(part) is not None:
        raise AlreadyJoinedError(account_id)
    waiting = select(func.count()).where(
        MoveRequest.team_id == team_id,
        MoveRequest.kind == MoveKind.JOIN,
        MoveRequest.closed_at.is_(None),
        MoveRequest.expires_at > now,
    )
    if (session.scalar(waiting) or 0) >= WAITING_MAX:
        raise ManyWaitingError(team_id)
    _add_request(session, account_id, team_id, MoveKind.JOIN, now, text_hash)


def _add_request(
    session: Session, account_id: int, team_id: int, kind: MoveKind, now: datetime, words: str = ""
) -> None:
    """One that nobody answered in time makes room for the next."""
    hers = MoveRequest.account_id == account_id
    session.execute(
        update(MoveRequest)
        .where(hers, MoveRequest.closed_at.is_(None), MoveRequest.expires_at <= now)
        .values(closed_at=MoveRequest.expires_at, outcome=Outcome.EXPIRED)
        .execution_options(synchronize_session=False)
    )
    earlier = select(
        MoveRequest.team_id, MoveRequest.asked_at, MoveRequest.outcome, MoveRequest.closed_at
    ).where(hers)
    listed = [(row[0], row[1], row[2], row[3]) for row in session.execute(earlier)]
    if any(closed_at is None for *_, closed_at in listed):
        raise OpenRequestError(account_id)
    check_asking(listed, team_id, now)
    statement = insert(MoveRequest).values(
        id=random_key(),
        account_id=account_id,
        team_id=team_id,
        kind=kind,
        asked_at=now,
        expires_at=now + EXPIRES_AFTER,
        text_hash=words,
        why="",
    )
    # Two browsers of hers at once: the index lets one of them through.
    added = session.scalar(statement.on_conflict_do_nothing().returning(MoveRequest.id))
    if added is None:
        raise OpenRequestError(account_id)


def _open_team(session: Session, team_id: int, season_id: int) -> Team:
    query = team_query().where(TeamRow.id == team_id, UnitRow.season_id == season_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise UnknownTeamError(team_id)
    if session.scalar(select(TeamRow.closed_at).where(TeamRow.id == team_id)) is not None:
        raise TeamClosedError(team_id)
    return team_value(row)
