"""Marks of what must be counted again, left by whoever moves people between teams.

All marks of a step are written at once and in key order, so that two steps cannot wait for each
other; DO UPDATE, since on PostgreSQL DO NOTHING can meet a mark that is being taken away just now.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.database import insert, random_key
from tracker.teams.models import Membership, StaleRoster, StaleTeamDay


def teams_been_in(session: Session, participant_id: int) -> frozenset[int]:
    """Every team a participant has a stay in, past, present or planned."""
    query = select(Membership.team_id).where(Membership.participant_id == participant_id)
    return frozenset(session.scalars(query))


def add_day_marks(session: Session, team_ids: Iterable[int], days: Iterable[date]) -> None:
    """Inside a caller's transaction: the figures of these teams on these days changed."""
    wanted = list(days)
    marks = [{"team_id": team, "day": day} for team in sorted(team_ids) for day in sorted(wanted)]
    if not marks:
        return
    statement = insert(StaleTeamDay)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["team_id", "day"], set_={"day": statement.excluded.day}
        ),
        marks,
    )


def add_roster_marks(session: Session, team_ids: Iterable[int]) -> None:
    """Inside a caller's transaction: the people, pauses or leavers of these teams changed."""
    marks = [{"team_id": team, "mark": random_key()} for team in sorted(team_ids)]
    if not marks:
        return
    statement = insert(StaleRoster)
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["team_id"], set_={"mark": statement.excluded.mark}
        ),
        marks,
    )
