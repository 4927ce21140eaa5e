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
from tracker.teams.store.moving import (
    add_ended_stays,
    add_leave,
    add_transfer,
    end_leave,
    leave_season,
    take_leave,
    transfer,
)
from tracker.teams.store.opening import open_team
from tracker.teams.store.places import (
    team,
    team_by_code,
    teams_in,
    teams_of_unit,
    unit,
)
from tracker.teams.store.stale import add_day_marks, add_roster_marks, teams_been_in

__all__ = [
    "add_code",
    "add_day_marks",
    "add_ended_stays",
    "add_leave",
    "add_membership",
    "add_roster_marks",
    "add_transfer",
    "code_of",
    "codes_of",
    "create_code",
    "end_leave",
    "leaders",
    "leave_season",
    "mark_stale",
    "members",
    "open_team",
    "revoke_code",
    "take_leave",
    "team",
    "team_by_code",
    "team_of",
    "teams_been_in",
    "teams_in",
    "teams_of_unit",
    "transfer",
    "unit",
    "unit_with_codes",
]
