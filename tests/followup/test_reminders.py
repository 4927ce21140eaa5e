"""Reminders as an address and as a calendar file."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tracker.followup.documents import reminder_calendar
from tracker.followup.rules import Reminder, first_day, reminder_from, reminder_text

WEDNESDAY = date(2024, 10, 16)
ENDS = date(2024, 11, 10)
BEIJING = ZoneInfo("Asia/Shanghai")
MINUTES = st.times().map(lambda each: time(each.hour, each.minute))
REMINDERS = st.builds(Reminder, st.frozensets(st.integers(0, 6), min_size=1), MINUTES)


@given(REMINDERS)
def test_an_address_says_the_reminder_and_nothing_else(reminder: Reminder) -> None:
    assert reminder_from(reminder_text(reminder)) == reminder


@pytest.mark.parametrize(
    "text",
    ["", "mon", "mon-2400", "mon-0760", "fri-mon-0730", "mon-mon-0730", "moo-0730", "mon-730",
     "mon-0730\n", "MON-0730", "mon-０730"],
)  # fmt: skip
def test_any_other_text_is_no_reminder(text: str) -> None:
    assert reminder_from(text) is None


@given(REMINDERS, st.dates(date(2024, 8, 11), ENDS))
def test_a_calendar_reads_back_what_was_set(reminder: Reminder, today: date) -> None:
    file = reminder_calendar(reminder, "记一下今天", "https://example.org/", today, ENDS)

    (event,) = Calendar.from_ical(file).walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    starts: datetime = event.decoded("dtstart")
    rule: Any = event["rrule"]
    days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    assert starts.utcoffset() == timedelta(hours=8)
    assert (starts.date(), starts.time()) == (first_day(reminder, today), reminder.at)
    assert sorted(rule["byday"], key=days.index) == [
        days[each] for each in sorted(reminder.weekdays)
    ]
    assert rule["until"][0].astimezone(BEIJING).date() == max(ENDS, starts.date())
    assert event["summary"] == "记一下今天"
    assert alarm["action"] == "DISPLAY"
    assert alarm.decoded("trigger") == timedelta(0)


def test_the_file_names_its_zone_and_the_same_reminder_keeps_its_key() -> None:
    reminder = Reminder(frozenset({0, 2}), time(7, 30))

    first, later = (
        reminder_calendar(reminder, "记一下今天", "https://example.org/", day, ENDS)
        for day in (WEDNESDAY, WEDNESDAY + timedelta(days=1))
    )

    keys = {Calendar.from_ical(file).walk("VEVENT")[0]["uid"] for file in (first, later)}
    assert b"TZID:Asia/Shanghai" in first
    assert b"DTSTART;TZID=Asia/Shanghai:20241016T073000" in first
    assert len(keys) == 1
