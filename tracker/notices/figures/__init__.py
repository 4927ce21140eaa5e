"""Notices as texts, and the poster as a picture."""

from tracker.notices.figures.poster import Poster, card_png, poster_png
from tracker.notices.figures.words import (
    kind_minutes,
    notice,
    open_lines,
    poster_of,
    robot_message,
    robot_test,
    span_text,
    three_numbers,
)

__all__ = [
    "Poster",
    "card_png",
    "kind_minutes",
    "notice",
    "open_lines",
    "poster_of",
    "poster_png",
    "robot_message",
    "robot_test",
    "span_text",
    "three_numbers",
]
