"""Robots set up and taken away, and their messages: written down, claimed, settled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from typing import cast as typed

from sqlalchemy import CursorResult, String, cast, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from tracker.database import db, insert, random_key, writing
from tracker.notices.models import RobotMessage, RobotRow
from tracker.notices.rules import (
    PER_MINUTE,
    Fate,
    MessageState,
    RobotKind,
    Style,
    Trouble,
    about_test,
)
from tracker.teams.models import TeamRow, UnitRow

MINUTE = timedelta(minutes=1)
LOST_AFTER = timedelta(minutes=5)
"""Whoever took a message so long ago and said nothing since has died over it."""


class UnknownRobotError(Exception):
    """The group has no robot of this kind."""


@dataclass(frozen=True)
class Said:
    """What became of a robot's latest message."""

    about: str
    state: MessageState
    due_at: datetime
    tried_at: datetime | None
    trouble: Trouble | None

    @property
    def is_test(self) -> bool:
        """Whether it was sent to try it out."""
        return self.about.startswith("test")


@dataclass(frozen=True)
class Robot:
    """A robot as its page shows it: without its address."""

    kind: RobotKind
    style: Style
    is_signed: bool
    set_at: datetime
    said: Said | None


@dataclass(frozen=True)
class SealedRobot:
    """How to reach a robot, sealed."""

    kind: RobotKind
    style: Style
    address: str
    secret: str | None
    site: str


@dataclass(frozen=True)
class Sending:
    """A message that one runner, and no other, is about to send."""

    robot_id: int
    about: str
    season_id: int
    scope: str
    robot: SealedRobot
    tries: int


def robots_of(scope: str) -> list[Robot]:
    """A group's robots, each with its latest message."""
    rows = db.session.scalars(
        select(RobotRow).where(RobotRow.scope == scope).order_by(RobotRow.kind)
    ).all()
    said = {row.id: _latest(row.id) for row in rows}
    return [
        Robot(row.kind, row.style, row.sealed_secret is not None, row.set_at, said[row.id])
        for row in rows
    ]


def set_robot(season_id: int, scope: str, robot: SealedRobot, now: datetime) -> None:
    """A group's robot of this kind, in place of the one before."""
    values = {
        "season_id": season_id,
        "style": robot.style,
        "sealed_address": robot.address,
        "sealed_secret": robot.secret,
        "site": robot.site,
        "set_at": now,
    }
    new = insert(RobotRow).values(id=random_key(), scope=scope, kind=robot.kind, **values)
    with writing() as session:
        session.execute(new.on_conflict_do_update(index_elements=["scope", "kind"], set_=values))


def remove_robot(scope: str, kind: RobotKind) -> None:
    """Forget a robot and what it said; raises UnknownRobotError."""
    with writing() as session:
        robot_id = _id(session, scope, kind)
        session.execute(delete(RobotMessage).where(RobotMessage.robot_id == robot_id))
        session.execute(delete(RobotRow).where(RobotRow.id == robot_id))


def ask_for_test(scope: str, kind: RobotKind, now: datetime) -> None:
    """Write down a message to try it out, once a minute at most; raises UnknownRobotError."""
    with writing() as session:
        new = insert(RobotMessage).values(
            robot_id=_id(session, scope, kind),
            about=about_test(now),
            state=MessageState.WAITING,
            due_at=now,
            tries=0,
        )
        session.execute(new.on_conflict_do_nothing())


def plan_week(season_id: int, about: str, set_before: datetime, now: datetime) -> int:
    """Write down a week's message for each robot that has none yet; how many."""
    robots = select(
        RobotRow.id,
        literal(about),
        literal(MessageState.WAITING.value),
        literal(now, RobotMessage.due_at.type),
        literal(0),
    ).where(
        RobotRow.season_id == season_id,
        RobotRow.set_at < set_before,
        RobotRow.id.not_in(select(RobotMessage.robot_id).where(RobotMessage.about == about)),
        RobotRow.scope.not_in(_closed(TeamRow, "team:")),
        RobotRow.scope.not_in(_closed(UnitRow, "unit:")),
    )
    new = insert(RobotMessage).from_select(
        ["robot_id", "about", "state", "due_at", "tries"], robots
    )
    with writing() as session:
        planned = session.execute(new.on_conflict_do_nothing())
        return typed("CursorResult[Any]", planned).rowcount


def has_anything_to_say(now: datetime) -> bool:
    """Whether a message is due or was lost; what a minute without any costs is this question."""
    due = (RobotMessage.state == MessageState.WAITING) & (RobotMessage.due_at <= now)
    taken = RobotMessage.state == MessageState.SENDING
    return (
        db.session.scalar(select(RobotMessage.robot_id).where(or_(due, taken)).limit(1)) is not None
    )


def claim(now: datetime, about: str | None) -> Sending | None:
    """Take the next message that is due: a test, or one about this week; None without any.

    It is marked before it is sent. Whoever dies in between leaves it marked, and nobody sends it
    again: twice in a group is worse than not at all.
    """
    with writing() as session:
        while True:
            found = session.execute(_next(now, about)).one_or_none()
            if found is None:
                return None
            message, robot = found
            if _tried_lately(session, robot.id, now) >= PER_MINUTE:
                _move(session, message, state=MessageState.WAITING, due_at=now + MINUTE)
                continue
            tries = message.tries + 1
            _move(session, message, state=MessageState.SENDING, tries=tries, tried_at=now)
            sealed = SealedRobot(
                robot.kind, robot.style, robot.sealed_address, robot.sealed_secret, robot.site
            )
            return Sending(robot.id, message.about, robot.season_id, robot.scope, sealed, tries)


def settle(sending: Sending, fate: Fate) -> None:
    """What became of a message; nothing, if its robot is gone by now."""
    values = {"state": fate.state, "trouble": fate.trouble}
    again = {"due_at": fate.again_at} if fate.again_at else {}
    settled = (
        update(RobotMessage)
        .where(
            RobotMessage.robot_id == sending.robot_id,
            RobotMessage.about == sending.about,
            RobotMessage.state == MessageState.SENDING,
        )
        .values(**values, **again)
    )
    with writing() as session:
        session.execute(settled)


def give_up_lost(now: datetime) -> None:
    """Of messages whose sender died nobody knows whether they arrived."""
    lost = (
        update(RobotMessage)
        .where(RobotMessage.state == MessageState.SENDING, RobotMessage.tried_at < now - LOST_AFTER)
        .values(state=MessageState.UNKNOWN, trouble=Trouble.SILENT)
    )
    with writing() as session:
        session.execute(lost)


def _closed(place: type[TeamRow | UnitRow], before: str) -> Any:
    """Scopes of teams or units that were closed: nobody is there any more."""
    scope = literal(before) + cast(place.id, String)
    return select(scope).where(place.closed_at.is_not(None))


def _id(session: Session, scope: str, kind: RobotKind) -> int:
    query = select(RobotRow.id).where(RobotRow.scope == scope, RobotRow.kind == kind)
    found = session.scalar(query)
    if found is None:
        raise UnknownRobotError(scope)
    return found


def _latest(robot_id: int) -> Said | None:
    query = (
        select(RobotMessage)
        .where(RobotMessage.robot_id == robot_id)
        .order_by(func.coalesce(RobotMessage.tried_at, RobotMessage.due_at).desc())
        .limit(1)
    )
    row = db.session.scalar(query)
    return Said(row.about, row.state, row.due_at, row.tried_at, row.trouble) if row else None


def _next(now: datetime, about: str | None) -> Any:
    """The message that waits longest; on PostgreSQL one that no other runner looks at."""
    return (
        select(RobotMessage, RobotRow)
        .join(RobotRow, RobotRow.id == RobotMessage.robot_id)
        .where(
            RobotMessage.state == MessageState.WAITING,
            RobotMessage.due_at <= now,
            or_(RobotMessage.about.startswith("test"), RobotMessage.about == (about or "")),
        )
        .order_by(RobotMessage.due_at, RobotMessage.robot_id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _tried_lately(session: Session, robot_id: int, now: datetime) -> int:
    query = select(func.count()).where(
        RobotMessage.robot_id == robot_id, RobotMessage.tried_at > now - MINUTE
    )
    return session.scalar(query) or 0


def _move(session: Session, message: RobotMessage, **values: Any) -> None:
    for name, value in values.items():
        setattr(message, name, value)
    session.flush()
