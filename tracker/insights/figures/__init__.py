"""Charts of groups: who takes part, and how their weight changed as far as it may be shown."""

from tracker.insights.figures.change import area_change, districts_change, team_change
from tracker.insights.figures.participation import (
    active_by_week,
    enrolment_by_day,
    minutes_by_kind,
    participation_by_day,
)
from tracker.insights.figures.parts import active_by_part, district_map
from tracker.insights.figures.words import (
    district_name,
    people_text,
    share_text,
    state_text,
    team_names,
)

__all__ = [
    "active_by_part",
    "active_by_week",
    "area_change",
    "district_map",
    "district_name",
    "districts_change",
    "enrolment_by_day",
    "minutes_by_kind",
    "participation_by_day",
    "people_text",
    "share_text",
    "state_text",
    "team_change",
    "team_names",
]
