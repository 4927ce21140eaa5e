"""A lecture as a picture to scan, and as a file that a calendar reads."""

from datetime import UTC, datetime, timedelta

import segno
from icalendar import Alarm, Calendar, Event, Timezone

from tracker.clock import BEIJING
from tracker.lectures.rules import Lecture

QUIET_ZONE = 4
"""Modules of white around the code, as the standard asks."""
REMIND_BEFORE = timedelta(hours=2)


def qr(link: str) -> str:
    """The link as a picture that needs no request of its own: nothing of it is kept anywhere."""
    code = segno.make_qr(link, error="m")
    return str(code.svg_data_uri(border=QUIET_ZONE, light="#fff", omitsize=True))


def calendar(found: Lecture, link: str, now: datetime) -> bytes:
    """The lecture for a phone's calendar; the same lecture has the same key, so it replaces."""
    event = Event()
    event.add("uid", f"lecture-{found.id}@healthy-weight")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", found.starts.astimezone(BEIJING))
    event.add("dtend", found.ends.astimezone(BEIJING))
    event.add("summary", found.title)
    event.add("location", found.place)
    event.add("description", f"{found.speaker}\n{link}")
    event.add("url", link)
    # A later file must win over an earlier one that a calendar has taken in already.
    event.add("sequence", int(found.changed_at.timestamp()) if found.changed_at else 0)
    event.add("status", "CANCELLED" if found.cancelled_at else "CONFIRMED")
    event.add_component(_alarm(found.title))
    return _file(event, found)


def _file(event: Event, found: Lecture) -> bytes:
    made = Calendar()
    made.add("prodid", "-//healthy-weight-tracker//lectures//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add_component(Timezone.from_tzinfo(BEIJING, first_date=found.day))
    made.add_component(event)
    return bytes(made.to_ical())


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
