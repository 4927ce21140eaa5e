"""What is counted by times beside weigh-ins: quizzes of the day, lectures, showcases."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from tracker.gates import store as gates
from tracker.learning import store as learning
from tracker.lectures import store as lectures
from tracker.standings.rules.person import Done
from tracker.standings.rules.scoring import LECTURE, LESSON, SHOWCASE

SOURCES = {LESSON: learning, LECTURE: lectures, SHOWCASE: gates}


def done_by(participant_id: int, first: date, last: date) -> list[Done]:
    """What one person did in these days, each kind once a day."""
    found = (
        (day, what)
        for what, source in SOURCES.items()
        for day in source.done_days(participant_id, first, last)
    )
    return sorted(set(found))


def times_done(season_id: int, first: date, last: date) -> Mapping[int, Mapping[str, int]]:
    """By participant, on how many of these days she did each kind."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for what, source in SOURCES.items():
        for participant_id, _day in set(source.done_between(season_id, first, last)):
            found[participant_id][what] += 1
    return found
