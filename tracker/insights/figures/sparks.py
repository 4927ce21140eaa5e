"""Weekly participation as a drawing the size of a word, without a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from tracker.insights.rules import WeekCount, WeekState
from tracker.insights.rules.overview import share_of
from tracker.web.filters import day, percent

WIDTH, HEIGHT, EDGE = 120, 32, 4


@dataclass(frozen=True)
class Spark:
    """A line of shares from 0 to 100 %, its last point, and the same in words."""

    line: str
    newest: tuple[float, float]
    words: str


def weekly_spark(weeks: Sequence[WeekCount]) -> Spark | None:
    """Active people of each finished week in percent of those enrolled; None without a week."""
    over = [week for week in weeks if week.state is not WeekState.RUNNING]
    shares = [share_of(week.active, week.enrolled) or 0.0 for week in over]
    if not over:
        return None
    step = (WIDTH - 2 * EDGE) / max(len(shares) - 1, 1)
    points = [
        (round(EDGE + step * place, 1), round(HEIGHT - EDGE - share / 100 * (HEIGHT - 2 * EDGE), 1))
        for place, share in enumerate(shares)
    ]
    words = gettext(
        "%(weeks)s 周的参与，从 %(first)s 那一周的 %(before)s 到 %(last)s 那一周的 %(now)s",
        weeks=len(over),
        first=day(over[0].monday),
        before=percent(shares[0]),
        last=day(over[-1].monday),
        now=percent(shares[-1]),
    )
    return Spark(" ".join(f"{x},{y}" for x, y in points), points[-1], words)
