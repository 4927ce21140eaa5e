"""Looks at the people of squads: each of them reads who looked."""

from collections.abc import Iterable
from datetime import datetime

from tracker.accounts.rules import participant_scope, team_scope
from tracker.accounts.store import note_looks
from tracker.clock import BEIJING
from tracker.showcases.rules import Squad

LOOK = "squad"


def note_look(viewer_id: int, squads: Iterable[Squad], now: datetime) -> None:
    """Somebody looked at the names of whoever is in these squads."""
    teams = {team_scope(each.team_id) for each in squads}
    note_looks(viewer_id, teams, LOOK, now.astimezone(BEIJING).date(), now)


def note_look_at(viewer_id: int, participant_ids: Iterable[int], now: datetime) -> None:
    """Somebody looked at these people's names alone."""
    people = {participant_scope(each) for each in participant_ids}
    if people:
        note_looks(viewer_id, people, LOOK, now.astimezone(BEIJING).date(), now)
