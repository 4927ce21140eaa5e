"""Looks at the people of squads: each of them reads who looked, as of her team's roster."""

from collections.abc import Iterable
from datetime import datetime

from tracker.accounts.rules import team_scope
from tracker.accounts.store import note_looks
from tracker.clock import BEIJING
from tracker.showcases.rules import Squad

LOOK = "squad"


def note_look(viewer_id: int, squads: Iterable[Squad], now: datetime) -> None:
    """Somebody looked at the names of whoever is in these squads."""
    teams = {team_scope(each.team_id) for each in squads}
    note_looks(viewer_id, teams, LOOK, now.astimezone(BEIJING).date(), now)
