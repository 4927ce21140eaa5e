"""What opening a page of a team writes, and nothing at all where nothing is due."""

from datetime import date, datetime

from tracker.accounts.rules import participant_scope, team_scope
from tracker.accounts.store import add_look, note_look
from tracker.campaign.rules import Season
from tracker.database import writing
from tracker.insights.rules import Contact, UnknownMemberError
from tracker.insights.store.freezing import add_frozen_teams, is_due_for_team
from tracker.insights.store.people import member_contact
from tracker.insights.store.rollups import add_refreshed, stale_teams

ROSTER, PHONE = "roster", "phone"
"""What a look was at, in the access log."""


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


def note_roster_look(viewer_id: int, team_id: int, today: date, now: datetime) -> None:
    """A look at a team's roster, in the access log of everybody who is in it."""
    note_look(viewer_id, team_scope(team_id), ROSTER, today, now)


def reveal_phone(
    viewer_id: int, team_id: int, participant_id: int, today: date, now: datetime
) -> Contact:
    """A member's phone in full, noted in her access log; raises UnknownMemberError."""
    with writing() as session:
        found = member_contact(session, team_id, participant_id, today)
        if found is None:
            raise UnknownMemberError(participant_id)
        add_look(session, viewer_id, participant_scope(participant_id), PHONE, today, now)
    return found
