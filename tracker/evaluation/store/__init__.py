"""Requests, decisions and copies of the file; the people of whom it is made."""

from tracker.evaluation.store.file import download, forget_expired, make
from tracker.evaluation.store.people import agreed, people_who_agreed
from tracker.evaluation.store.requests import ask, decide, offered, requests

__all__ = [
    "agreed",
    "ask",
    "decide",
    "download",
    "forget_expired",
    "make",
    "offered",
    "people_who_agreed",
    "requests",
]
