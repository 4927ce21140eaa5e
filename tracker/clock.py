"""The only place that asks what day and moment it is. Every day is a day in Beijing."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, in UTC; on a fixed demo day (TRACKER_TODAY) its time of day is the real one."""
    moment = datetime.now(UTC)
    fixed: date | None = current_app.config.get("TRACKER_TODAY")
    if fixed is None:
        return moment
    local = moment.astimezone(BEIJING)
    return datetime.combine(fixed, local.timetz()).astimezone(UTC)


def today() -> date:
    """The current day in Beijing, whatever the server's time zone is."""
    return now().astimezone(BEIJING).date()
