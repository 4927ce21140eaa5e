"""Lectures, the order of their guests, and who came, written and read back."""

from tracker.lectures.store.doing import done_between, done_days, held
from tracker.lectures.store.door import (
    admit,
    check_in,
    code_now,
    inside,
    is_fresh,
    take_back,
)
from tracker.lectures.store.events import (
    cancel,
    change,
    hold_lecture,
    lecture,
    lectures_by,
    lectures_for,
)
from tracker.lectures.store.seats import (
    counts,
    give_back,
    guests,
    lecture_scope,
    listed_since,
    mine,
    news,
    register,
    registered,
)

__all__ = [
    "admit",
    "cancel",
    "change",
    "check_in",
    "code_now",
    "counts",
    "done_between",
    "done_days",
    "give_back",
    "guests",
    "held",
    "hold_lecture",
    "inside",
    "is_fresh",
    "lecture",
    "lecture_scope",
    "lectures_by",
    "lectures_for",
    "listed_since",
    "mine",
    "news",
    "register",
    "registered",
    "take_back",
]
