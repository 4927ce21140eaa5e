"""Units, teams, memberships and join codes, written and read back."""

from tracker.teams.store.codes import (
    add_code,
    code_of,
    codes_of,
    create_code,
    revoke_code,
    unit_with_codes,
)
from tracker.teams.store.members import (
    add_membership,
    leaders,
    mark_stale,
    members,
    team_of,
)
from tracker.teams.store.opening import open_team
from tracker.teams.store.places import (
    team,
    team_by_code,
    teams_in,
    teams_of_unit,
    unit,
)

__all__ = [
    "add_code",
    "add_membership",
    "code_of",
    "codes_of",
    "create_code",
    "leaders",
    "mark_stale",
    "members",
    "open_team",
    "revoke_code",
    "team",
    "team_by_code",
    "team_of",
    "teams_in",
    "teams_of_unit",
    "unit",
    "unit_with_codes",
]
