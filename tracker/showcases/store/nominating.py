"""Teams nominated for items, and squads confirmed, by a district's organizers."""

from datetime import date, datetime

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from tracker.campaign.store import calendar_of
from tracker.database import db, random_key, writing
from tracker.showcases.models import (
    ItemRow,
    RehearsalRow,
    ShowcaseRow,
    SquadMemberRow,
    SquadRow,
)
from tracker.showcases.rules import (
    AlreadyNominatedError,
    Cues,
    NewSquad,
    NotFullError,
    NotInvitedError,
    NotNowError,
    SquadConfirmedError,
    SquadInUseError,
    State,
    TooManyTeamsError,
    UnknownItemError,
    UnknownShowcaseError,
    UnknownSquadError,
    signs_up,
)
from tracker.showcases.store.events import invited_teams, showcase_value
from tracker.showcases.store.squads import still_there
from tracker.teams.models import TeamRow, UnitRow
from tracker.teams.rules import Team, UnknownTeamError
from tracker.teams.store import hold_team
from tracker.teams.store.places import team_query, team_value

TEAMS_LISTED = 12
"""So many teams stand under a search; whoever looks for another types more of its name."""


def nominable(season_id: int, district_code: str, find: str) -> tuple[list[Team], bool]:
    """A district's open teams whose name or unit has these words, and whether there are more."""
    query = team_query().where(
        UnitRow.season_id == season_id,
        UnitRow.district_code == district_code,
        TeamRow.closed_at.is_(None),
    )
    for word in find.split():
        query = query.where(
            or_(
                TeamRow.name.contains(word, autoescape=True),
                UnitRow.name.contains(word, autoescape=True),
            )
        )
    ordered = query.order_by(UnitRow.name, TeamRow.name, TeamRow.id).limit(TEAMS_LISTED + 1)
    rows = db.session.execute(ordered).all()
    return [team_value(row) for row in rows[:TEAMS_LISTED]], len(rows) > TEAMS_LISTED


def nominate(showcase_id: int, district_code: str, wanted: NewSquad, today: date) -> int:
    """A team of the district becomes a squad of an item.

    Raises NotNowError, NotInvitedError, TooManyTeamsError, UnknownItemError, UnknownTeamError,
    TeamClosedError or AlreadyNominatedError.
    """
    squad_id = random_key()
    with writing() as session:
        _hold_open(session, showcase_id, today)
        _check_room(session, showcase_id, district_code)
        item = session.get(ItemRow, wanted.item_id)
        if item is None or item.showcase_id != showcase_id or item.together:
            raise UnknownItemError(wanted.item_id)
        team = hold_team(session, wanted.team_id)
        if team.district_code != district_code or team.season_id != _season_of(
            session, showcase_id
        ):
            raise UnknownTeamError(wanted.team_id)
        same = (SquadRow.item_id == wanted.item_id) & (SquadRow.team_id == wanted.team_id)
        if session.scalar(select(SquadRow.id).where(same)) is not None:
            raise AlreadyNominatedError(wanted.team_id)
        session.add(
            SquadRow(
                id=squad_id,
                showcase_id=showcase_id,
                district_code=district_code,
                **vars(wanted),
            )
        )
    return squad_id


def drop(squad_id: int) -> None:
    """Take a nomination back before anybody was asked; raises UnknownSquadError, SquadInUseError.

    What other rooms keep of a squad begins with its people, so then there is nothing of it yet.
    """
    with writing() as session:
        held_squad(session, squad_id)
        for model in (SquadMemberRow, RehearsalRow):
            if session.scalar(select(model.id).where(model.squad_id == squad_id).limit(1)):
                raise SquadInUseError(squad_id)
        session.execute(delete(SquadRow).where(SquadRow.id == squad_id))


def resize(squad_id: int, name: str, size: int, substitutes: int) -> None:
    """Another name and other numbers; raises UnknownSquadError, SquadConfirmedError."""
    with writing() as session:
        row = held_squad(session, squad_id)
        if row.confirmed_at is not None:
            raise SquadConfirmedError(squad_id)
        row.name, row.size, row.substitutes = name, size, substitutes


def note_cues(squad_id: int, cues: Cues) -> None:
    """What a squad wears, its music and its coach, also after it is confirmed."""
    with writing() as session:
        row = held_squad(session, squad_id)
        row.clothes, row.music, row.coach = cues.clothes, cues.music, cues.coach


def confirm(squad_id: int, now: datetime, *, smaller: bool) -> None:
    """Settle a squad; smaller than planned only where that is meant.

    Raises UnknownSquadError, NotNowError or NotFullError, also when nobody agreed yet.
    """
    with writing() as session:
        row = held_squad(session, squad_id)
        _check_running(session, row.showcase_id)
        agreed = session.scalar(agreed_in(squad_id, substitutes=False)) or 0
        if agreed == 0 or (agreed < row.size and not smaller):
            raise NotFullError(agreed, row.size)
        row.confirmed_at = row.confirmed_at or now


def unconfirm(squad_id: int) -> None:
    """Open a squad again, so that answers can change; raises UnknownSquadError, NotNowError."""
    with writing() as session:
        row = held_squad(session, squad_id)
        _check_running(session, row.showcase_id)
        row.confirmed_at = None


def agreed_in(squad_id: int, *, substitutes: bool) -> Select[int]:
    """SQL for how many agreed to be in a squad, in its places or as substitutes."""
    query = select(func.count()).select_from(SquadMemberRow)
    counted: Select[int] = still_there(query).where(
        SquadMemberRow.squad_id == squad_id,
        SquadMemberRow.agreed.is_(True),
        SquadMemberRow.is_substitute.is_(substitutes),
    )
    return counted


def held_squad(session: Session, squad_id: int) -> SquadRow:
    """Inside a caller's transaction: nobody else changes or enters this squad until it ends."""
    row = session.get(
        SquadRow, squad_id, populate_existing=True, with_for_update={"key_share": True}
    )
    if row is None:
        raise UnknownSquadError(squad_id)
    return row


def check_signing_up(session: Session, showcase_id: int, today: date) -> None:
    """Inside a caller's transaction: raises NotNowError unless answers are taken on the day."""
    row = session.get(ShowcaseRow, showcase_id, populate_existing=True)
    if row is None:
        raise UnknownShowcaseError(showcase_id)
    if not signs_up(showcase_value(row), calendar_of(row.season_id), today):
        raise NotNowError(row.state)


def _hold_open(session: Session, showcase_id: int, today: date) -> None:
    """Districts nominate side by side, and whoever changes the event or invites waits for them."""
    shared = select(ShowcaseRow.id).where(ShowcaseRow.id == showcase_id).with_for_update(read=True)
    session.execute(shared)
    check_signing_up(session, showcase_id, today)


def _check_running(session: Session, showcase_id: int) -> None:
    row = session.get(ShowcaseRow, showcase_id, populate_existing=True)
    if row is None or row.state not in {State.OPEN, State.CONFIRMED}:
        raise NotNowError(showcase_id)


def _check_room(session: Session, showcase_id: int, district_code: str) -> None:
    """Nominations of one district come one after the other, so that the last place is one."""
    teams = session.scalar(invited_teams(showcase_id, district_code).with_for_update())
    if teams is None:
        raise NotInvitedError(district_code)
    nominated = select(func.count()).where(
        SquadRow.showcase_id == showcase_id, SquadRow.district_code == district_code
    )
    if (session.scalar(nominated) or 0) >= teams:
        raise TooManyTeamsError(teams)


def _season_of(session: Session, showcase_id: int) -> int | None:
    return session.scalar(select(ShowcaseRow.season_id).where(ShowcaseRow.id == showcase_id))
