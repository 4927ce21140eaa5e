"""Units, teams, memberships and join codes, written and read back."""

from tracker.teams.store.members import (
    add_membership,
    leaders,
    mark_stale,
    members,
    team_of,
)
from tracker.teams.store.places import (
    team,
    team_by_code,
    teams_in,
    teams_of_unit,
    unit,
)

__all__ = [
    "add_membership",
    "leaders",
    "mark_stale",
    "members",
    "team",
    "team_by_code",
    "team_of",
    "teams_in",
    "teams_of_unit",
    "unit",
]
