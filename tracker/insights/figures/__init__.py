"""Charts of groups: who takes part, and how their weight changed as far as it may be shown."""

from tracker.insights.figures.change import area_change, districts_change, team_change
from tracker.insights.figures.participation import (
    active_by_week,
    enrolment_by_day,
    minutes_by_kind,
    participation_by_day,
)
from tracker.insights.figures.parts import active_by_part, districts_by_number
from tracker.insights.figures.sparks import weekly_spark
from tracker.insights.figures.tiles import district_map
from tracker.insights.figures.words import (
    change_people_text,
    district_name,
    order_text,
    orders,
    people_text,
    share_text,
    state_text,
    team_names,
    week_state_text,
)

__all__ = [
    "active_by_part",
    "active_by_week",
    "area_change",
    "change_people_text",
    "district_map",
    "district_name",
    "districts_by_number",
    "districts_change",
    "enrolment_by_day",
    "minutes_by_kind",
    "order_text",
    "orders",
    "participation_by_day",
    "people_text",
    "share_text",
    "state_text",
    "team_change",
    "team_names",
    "week_state_text",
    "weekly_spark",
]
