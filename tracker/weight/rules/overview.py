"""Everything a person is shown about her own weight on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.campaign.rules import Calendar
from tracker.weight.rules.goals import Profile, goal_band
from tracker.weight.rules.quantities import Band, Reading, band, bmi_tenths_shown
from tracker.weight.rules.result import baseline
from tracker.weight.rules.safety import SafetyReason, safety_reasons
from tracker.weight.rules.trend import Rate, shown_rate, trend

TREND_READINGS = 3
"""With fewer readings the page says how many are missing instead of a trend."""


@dataclass(frozen=True)
class Overview:
    """Her latest weight with what it means; nothing where there is nothing yet."""

    latest: Reading | None
    trend_kg: float | None
    until_trend: int
    """How many more readings until a trend is shown."""

    rate: Rate | None
    bmi: float | None
    """Rounded for display, and never into a band she is not in."""

    band: Band | None
    goal_band: tuple[float, float] | None
    safety: tuple[SafetyReason, ...]
    doctor_asked: bool


def overview(
    readings: Sequence[Reading], profile: Profile, calendar: Calendar, today: date
) -> Overview:
    """What the effective readings and the profile of one person say on a day."""
    latest = readings[-1] if readings else None
    values = trend(readings)
    body = profile.body
    return Overview(
        latest=latest,
        trend_kg=values[-1] if len(values) >= TREND_READINGS else None,
        until_trend=max(0, TREND_READINGS - len(values)),
        rate=shown_rate(readings, today, values),
        bmi=bmi_tenths_shown(latest.grams, body.height_mm) / 10 if latest and body else None,
        band=band(latest.grams, body.height_mm) if latest and body else None,
        goal_band=goal_band(profile.goal, baseline(readings, calendar.starts)),
        safety=safety_reasons(readings, body, calendar.starts, today, values) if body else (),
        doctor_asked=profile.doctor_asked_at is not None,
    )
