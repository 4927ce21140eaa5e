"""A person's reminders as a file that her phone's calendar reads."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event, Timezone

from tracker.clock import BEIJING
from tracker.followup.rules.reminders import DAYS, Reminder, first_day, reminder_text

LONG = timedelta(minutes=5)
LAST_SECOND = time(23, 59, 59)


def reminder_calendar(reminder: Reminder, words: str, link: str, today: date, ends: date) -> bytes:
    """A calendar file: from today to the season's end, with an alarm each time.

    The same reminder has the same key, so that a second import replaces the first.
    """
    event = Event()
    first = first_day(reminder, today)
    event.add("uid", f"{sha256(reminder_text(reminder).encode()).hexdigest()[:16]}@healthy-weight")
    event.add("dtstamp", datetime.combine(today, time(), BEIJING).astimezone(UTC))
    event.add("dtstart", datetime.combine(first, reminder.at, BEIJING))
    event.add("duration", LONG)
    event.add("summary", words)
    event.add("url", link)
    event.add("description", link)
    last = datetime.combine(max(ends, first), LAST_SECOND, BEIJING)
    days = [DAYS[each][:2].upper() for each in sorted(reminder.weekdays)]
    event.add("rrule", {"freq": "weekly", "byday": days, "until": last.astimezone(UTC)})
    event.add_component(_alarm(words))
    return _calendar(event, first)


def _calendar(event: Event, first: date) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//healthy-weight-tracker//reminders//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(Timezone.from_tzinfo(BEIJING, first_date=first))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(0))
    return alarm
