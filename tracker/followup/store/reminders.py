"""When a person wants to be reminded, as she set it herself."""

from sqlalchemy import bindparam, delete, select

from tracker.campaign.store import hold
from tracker.database import Prepared, reader, writing
from tracker.followup.models import ReminderRow
from tracker.followup.rules import Reminder

HERS = Prepared(
    lambda: select(ReminderRow.weekday, ReminderRow.at_time).where(
        ReminderRow.participant_id == bindparam("participant_id")
    )
)


def reminder_of(participant_id: int) -> Reminder | None:
    """Her reminder, if she set one."""
    rows = HERS.rows(reader(), participant_id=participant_id)
    return Reminder(frozenset(day for day, _ in rows), rows[0][1]) if rows else None


def set_reminder(participant_id: int, reminder: Reminder) -> None:
    """This reminder in place of the one before; without a day in it, none."""
    with writing() as session:
        hold(session, participant_id)
        session.execute(delete(ReminderRow).where(ReminderRow.participant_id == participant_id))
        session.add_all(
            ReminderRow(participant_id=participant_id, weekday=day, at_time=reminder.at)
            for day in sorted(reminder.weekdays)
        )
