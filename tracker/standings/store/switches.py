"""Switches of standings, and a person's own."""

from datetime import datetime

from sqlalchemy import select

from tracker.campaign.store import hold
from tracker.database import db, insert, writing
from tracker.standings.models import PointsChoice, StandingsSwitch
from tracker.standings.rules.switches import Switches


def switches(season_id: int) -> Switches:
    """All switches of a season."""
    query = select(StandingsSwitch.scope, StandingsSwitch.is_on).where(
        StandingsSwitch.season_id == season_id
    )
    return Switches(dict(db.session.execute(query).all()))


def is_on(season_id: int) -> bool:
    """Whether the season has standings at all."""
    return switches(season_id).season


def set_switches(season_id: int, wanted: dict[str, bool], now: datetime) -> None:
    """Set these scopes' switches; one that is not named keeps its own."""
    statement = insert(StandingsSwitch)
    with writing() as session:
        for scope, on in sorted(wanted.items()):
            session.execute(
                statement.values(
                    season_id=season_id, scope=scope, is_on=on, set_at=now
                ).on_conflict_do_update(
                    index_elements=["season_id", "scope"], set_={"is_on": on, "set_at": now}
                )
            )


def hides_points(participant_id: int) -> bool:
    """Whether somebody does not want to see points, streaks and badges."""
    found = db.session.get(PointsChoice, participant_id)
    return found is not None and found.hidden


def choose_points(participant_id: int, *, hidden: bool) -> None:
    """She decides whether she sees them; raises NotTakingPartError."""
    statement = insert(PointsChoice).values(participant_id=participant_id, hidden=hidden)
    with writing() as session:
        hold(session, participant_id)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["participant_id"], set_={"hidden": hidden}
            )
        )
