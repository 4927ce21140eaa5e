"""Units, teams, memberships, leads and join codes, written and read back."""

from tracker.teams.store.asking import (
    accept,
    ask_by_phone,
    ask_deputy,
    ask_member,
    decline,
    withdraw,
)
from tracker.teams.store.board import (
    mergeable,
    people_countable,
    team_on_board,
    unit_board,
)
from tracker.teams.store.codes import (
    add_code,
    code_of,
    codes_of,
    create_code,
    revoke_code,
)
from tracker.teams.store.handing import (
    appoint,
    read_that_another_leads,
    step_down,
    take_over,
)
from tracker.teams.store.leading import (
    lead_cards,
    lead_of,
    leads,
    participants_of,
)
from tracker.teams.store.members import (
    add_membership,
    leaders,
    mark_stale,
    members,
    team_of,
)
from tracker.teams.store.merging import (
    merge_team,
)
from tracker.teams.store.merging_units import (
    merge_unit,
    units_nearby,
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
from tracker.teams.store.opening import (
    add_appointed,
    open_team,
    open_team_in,
)
from tracker.teams.store.places import (
    team,
    team_by_code,
    teams_in,
    teams_of_unit,
    unit,
)
from tracker.teams.store.room import (
    hold_team,
    take_place,
)
from tracker.teams.store.running import (
    close_team,
    close_unit,
    rename_team,
    rename_unit,
    set_places,
)
from tracker.teams.store.stale import (
    add_day_marks,
    add_roster_marks,
    teams_been_in,
)

__all__ = [
    "accept",
    "add_appointed",
    "add_code",
    "add_day_marks",
    "add_ended_stays",
    "add_leave",
    "add_membership",
    "add_roster_marks",
    "add_transfer",
    "appoint",
    "ask_by_phone",
    "ask_deputy",
    "ask_member",
    "close_team",
    "close_unit",
    "code_of",
    "codes_of",
    "create_code",
    "decline",
    "end_leave",
    "hold_team",
    "lead_cards",
    "lead_of",
    "leaders",
    "leads",
    "leave_season",
    "mark_stale",
    "members",
    "merge_team",
    "merge_unit",
    "mergeable",
    "open_team",
    "open_team_in",
    "participants_of",
    "people_countable",
    "read_that_another_leads",
    "rename_team",
    "rename_unit",
    "revoke_code",
    "set_places",
    "step_down",
    "take_leave",
    "take_over",
    "take_place",
    "team",
    "team_by_code",
    "team_of",
    "team_on_board",
    "teams_been_in",
    "teams_in",
    "teams_of_unit",
    "transfer",
    "unit",
    "unit_board",
    "units_nearby",
    "withdraw",
]
