"""What opening a page of a team writes, and nothing at all where nothing is due."""

from datetime import date, datetime

from tracker.campaign.rules import Season
from tracker.database import writing
from tracker.insights.store.freezing import add_frozen_teams, is_due_for_team
from tracker.insights.store.rollups import add_refreshed, stale_teams


def open_team(season: Season, team_id: int, today: date, now: datetime) -> None:
    """A team's figures up to date and frozen as due."""
    stale = stale_teams(season.id, [team_id])
    due = is_due_for_team(season, team_id, today)
    if not stale and not due:
        return
    with writing() as session:
        if stale:
            add_refreshed(session, season.id, stale)
        if due:
            add_frozen_teams(session, season, [team_id], today, now)
