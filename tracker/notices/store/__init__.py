"""Weeks in numbers, wishes, and robots with their messages: all of the room's SQL."""

from tracker.notices.store.robots import (
    Robot,
    SealedRobot,
    Sending,
    UnknownRobotError,
    ask_for_test,
    claim,
    give_up_lost,
    has_anything_to_say,
    plan_week,
    remove_robot,
    robots_of,
    set_robot,
    settle,
)
from tracker.notices.store.weeks import group_week, team_week, to_thank
from tracker.notices.store.wishes import take_back_wish, wish_thanks, wishes_thanks, wishing

__all__ = [
    "Robot",
    "SealedRobot",
    "Sending",
    "UnknownRobotError",
    "ask_for_test",
    "claim",
    "give_up_lost",
    "group_week",
    "has_anything_to_say",
    "plan_week",
    "remove_robot",
    "robots_of",
    "set_robot",
    "settle",
    "take_back_wish",
    "team_week",
    "to_thank",
    "wish_thanks",
    "wishes_thanks",
    "wishing",
]
