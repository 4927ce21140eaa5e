"""Whom a leader asks today and why, what came of it, and how seldom the system itself asks."""

from tracker.followup.rules.choosing import (
    AT_MOST,
    Asked,
    Chosen,
    Logged,
    Outcome,
    Reason,
    chosen,
    reason_for,
)
from tracker.followup.rules.nudges import (
    BETWEEN_NUDGES,
    FOREVER,
    MUTE_DAYS,
    Nudge,
    NudgeKind,
    Wish,
    day_in_beijing,
    is_quiet,
    may_nudge,
    still_shown,
)
from tracker.followup.rules.outcomes import (
    AlreadyAskedError,
    Mark,
    NothingToUndoError,
    pause_until,
)
from tracker.followup.rules.reminders import (
    Reminder,
    first_day,
    reminder_from,
    reminder_text,
)
from tracker.followup.rules.roster import (
    Contact,
    RosterLine,
    UnknownMemberError,
    by_last_entry,
    chain_text,
)

__all__ = [
    "AT_MOST",
    "BETWEEN_NUDGES",
    "FOREVER",
    "MUTE_DAYS",
    "AlreadyAskedError",
    "Asked",
    "Chosen",
    "Contact",
    "Logged",
    "Mark",
    "NothingToUndoError",
    "Nudge",
    "NudgeKind",
    "Outcome",
    "Reason",
    "Reminder",
    "RosterLine",
    "UnknownMemberError",
    "Wish",
    "by_last_entry",
    "chain_text",
    "chosen",
    "day_in_beijing",
    "first_day",
    "is_quiet",
    "may_nudge",
    "pause_until",
    "reason_for",
    "reminder_from",
    "reminder_text",
    "still_shown",
]
