"""Reminders that a person sets for herself: days of the week and a time in Beijing."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
_TEXT = re.compile(r"(?P<days>[a-z]{3}(?:-[a-z]{3}){0,6})-(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")


@dataclass(frozen=True)
class Reminder:
    """On these days of the week, Monday being 0, at this time in Beijing."""

    weekdays: frozenset[int]
    at: time


def reminder_text(reminder: Reminder) -> str:
    """How a reminder reads in an address: `mon-wed-fri-0730`; it says nothing of whose it is."""
    days = "-".join(DAYS[each] for each in sorted(reminder.weekdays))
    return f"{days}-{reminder.at:%H%M}"


def reminder_from(text: str) -> Reminder | None:
    """The reminder of an address, if it is written just as we write it."""
    found = _TEXT.fullmatch(text)
    if found is None or not set(found["days"].split("-")) <= set(DAYS):
        return None
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > time.max.hour or minute > time.max.minute:
        return None
    days = frozenset(DAYS.index(each) for each in found["days"].split("-"))
    reminder = Reminder(days, time(hour, minute))
    return reminder if reminder_text(reminder) == text else None


def first_day(reminder: Reminder, today: date) -> date:
    """The first of its days from today on."""
    return next(
        day
        for day in (today + number * DAY for number in range(len(DAYS)))
        if day.weekday() in reminder.weekdays
    )
