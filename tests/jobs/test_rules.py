"""The timetable is Beijing's, whatever clock the scheduler asks with."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.campaign.rules import BEIJING_2024
from tracker.clock import BEIJING
from tracker.insights.rules import snapshot_monday, team_moments
from tracker.jobs.rules import REFRESH_DELAYS, TIMETABLE, Job, minute_of

MINUTE = timedelta(minutes=1)
SUNDAY_EVENING = datetime(2024, 10, 13, 19)  # noqa: DTZ001 - as Huey hands it over: UTC, unsaid
"""Monday 14 October 2024, 03:00, in Beijing."""


def due(job: Job, first: datetime, minutes: int) -> list[datetime]:
    """The minutes at which the scheduler finds a job due."""
    asked = (first + number * MINUTE for number in range(minutes))
    return [moment for moment in asked if TIMETABLE[job](moment)]


def test_monday_three_oclock_in_beijing_is_sunday_evening_in_utc() -> None:
    local = SUNDAY_EVENING.replace(tzinfo=UTC).astimezone(BEIJING)

    assert (local.weekday(), local.hour) == (0, 3)
    assert TIMETABLE[Job.FREEZE](SUNDAY_EVENING)


def test_freezing_is_due_once_in_a_night() -> None:
    found = due(Job.FREEZE, SUNDAY_EVENING - timedelta(days=1), 2 * 24 * 60)

    assert found == [SUNDAY_EVENING - timedelta(days=1), SUNDAY_EVENING]


def test_a_backup_is_due_once_in_a_night_an_hour_before_anything_is_forgotten() -> None:
    found = due(Job.BACK_UP, SUNDAY_EVENING - timedelta(hours=12), 24 * 60)

    assert found == [SUNDAY_EVENING - timedelta(hours=1)]


def test_refreshing_is_due_every_minute_and_never_half_a_minute_late() -> None:
    assert len(due(Job.REFRESH, SUNDAY_EVENING, 60)) == 60
    gaps = [
        after - before
        for before, after in zip(REFRESH_DELAYS, (*REFRESH_DELAYS[1:], 60), strict=True)
    ]
    assert max(gaps) < 30


@pytest.mark.parametrize(
    ("day", "areas", "teams"),
    [
        (date(2024, 10, 6), False, False),
        (date(2024, 10, 7), True, True),
        (date(2024, 10, 8), False, False),
        (date(2024, 10, 14), True, False),
        (date(2024, 11, 11), True, True),
    ],
)
def test_a_night_freezes_areas_on_mondays_and_teams_after_a_rounds_end(
    day: date, *, areas: bool, teams: bool
) -> None:
    before, calendar = day - timedelta(days=1), BEIJING_2024

    newly_due = (
        snapshot_monday(calendar, day) != snapshot_monday(calendar, before),
        team_moments(calendar, day) != team_moments(calendar, before),
    )

    assert newly_due == (areas, teams)


def test_several_runners_agree_on_a_minute() -> None:
    moment = datetime(2024, 10, 14, 3, 0, 41, 7, tzinfo=BEIJING)

    assert minute_of(moment) == datetime(2024, 10, 14, 3, 0, tzinfo=BEIJING)
