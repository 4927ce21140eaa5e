"""A timetable as a file that a calendar reads: the whole, or one person's own turns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, Timezone

from tracker.clock import BEIJING


@dataclass(frozen=True)
class Appointment:
    """A stretch of the day with its words."""

    key: str
    """The same turn keeps its key, so that a second import replaces the first."""
    words: str
    more: str
    place: str
    starts: datetime
    ends: datetime


def calendar_file(appointments: Iterable[Appointment], now: datetime, day: date) -> bytes:
    """A calendar file with these appointments, told in Beijing time."""
    calendar = Calendar()
    calendar.add("prodid", "-//healthy-weight-tracker//timetables//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(
        Timezone.from_tzinfo(
            BEIJING, first_date=day - timedelta(days=1), last_date=day + timedelta(days=366)
        )
    )
    for each in appointments:
        calendar.add_component(_event(each, now))
    return bytes(calendar.to_ical())


def _event(each: Appointment, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{each.key}@healthy-weight")
    event.add("dtstamp", now)
    event.add("dtstart", each.starts.astimezone(BEIJING))
    event.add("dtend", each.ends.astimezone(BEIJING))
    event.add("summary", each.words)
    event.add("location", each.place)
    event.add("description", each.more)
    return event
