"""What leaders see and mark, how seldom the system speaks, and reminders, written and read back."""

from tracker.followup.store.nudges import add_nudge, comeback_shown, mute, muted_until, unmute
from tracker.followup.store.outcomes import mark, undo
from tracker.followup.store.people import logged, note_roster_look, reveal_phone, todays
from tracker.followup.store.reminders import reminder_of, set_reminder

__all__ = [
    "add_nudge",
    "comeback_shown",
    "logged",
    "mark",
    "mute",
    "muted_until",
    "note_roster_look",
    "reminder_of",
    "reveal_phone",
    "set_reminder",
    "todays",
    "undo",
    "unmute",
]
