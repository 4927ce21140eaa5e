"""Telling figures that a person's days count differently from now on."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.exercise.models import EntryRow
from tracker.teams.rules import days_touched
from tracker.teams.store import add_day_marks, add_roster_marks, teams_been_in
from tracker.weight.models import ReadingRow


def add_marks_of_all_days(session: Session, participant_ids: Collection[int], today: date) -> None:
    """Inside a caller's transaction: her teams' figures on the days she noted something change.

    So do the weeks of those days, counted in the team of their Monday, and who belongs to the team.
    """
    days = set(days_touched(today, today))
    for log in (ReadingRow, EntryRow):
        noted = select(log.day).where(log.participant_id.in_(participant_ids)).distinct()
        days.update(*(days_touched(day, day) for day in session.scalars(noted)))
    teams = {team_id for each in participant_ids for team_id in teams_been_in(session, each)}
    add_day_marks(session, teams, days)
    add_roster_marks(session, teams)
