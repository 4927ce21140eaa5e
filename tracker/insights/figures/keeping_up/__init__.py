"""Charts of how a group keeps up, from figures that passed their release before."""

from tracker.insights.figures.keeping_up.logs import longest_gaps, quality, trait_meanings
from tracker.insights.figures.keeping_up.people import funnel, retention
from tracker.insights.figures.keeping_up.weeks import (
    equivalent_minutes,
    reached_150,
    weigh_ins,
    weighing_people,
)

__all__ = [
    "equivalent_minutes",
    "funnel",
    "longest_gaps",
    "quality",
    "reached_150",
    "retention",
    "trait_meanings",
    "weigh_ins",
    "weighing_people",
]
