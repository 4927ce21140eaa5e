"""What was held, for a brief: lectures and showcases, counted as they are at its moment."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from tracker.insights.figures.words import district_name
from tracker.insights.rules import COUNTED_FROM
from tracker.insights.rules.brief import Listing
from tracker.lectures.rules import Held as Lectures
from tracker.showcases.rules import Held as Showcase
from tracker.teams.rules import districts
from tracker.web.filters import day, number


@dataclass(frozen=True)
class Activities:
    """What a district held, or all of them and the city; counts and no health figure."""

    lectures: Sequence[Lectures] = ()
    showcases: Sequence[Showcase] = ()
    in_city: bool = False
    """Whether the reader is the city, to whom counts of participation are told in full."""


def held_lines(held: Activities, at: str) -> tuple[str, ...]:
    """Sentences in the office's own wording; nothing where nothing was held."""
    return (*_lectures(held, at), *(_showcase(each, held) for each in held.showcases))


def held_listings(held: Activities) -> tuple[Listing, ...]:
    """For the city: who held how much, districts in their order and the city last."""
    if not held.in_city or not (held.lectures or held.showcases):
        return ()
    names: dict[str | None, str] = {each.code: district_name(each) for each in districts()}
    rows = [_row(name, code, held) for code, name in (names | {None: gettext("市级")}).items()]
    header = (gettext("区"), gettext("讲座场数"), gettext("参加人次"), gettext("展示场数"))
    return (Listing(gettext("各区举办的活动（按行政区顺序）"), header, tuple(rows)),)


def _row(name: str, code: str | None, held: Activities) -> tuple[str, ...]:
    own = [each for each in held.lectures if each.district_code == code]
    shown = [each for each in held.showcases if each.district_code == code]
    lectures, came = sum(each.lectures for each in own), sum(each.came for each in own)
    return name, number(lectures), number(came), number(len(shown))


def _lectures(held: Activities, at: str) -> tuple[str, ...]:
    lectures = sum(each.lectures for each in held.lectures)
    if not lectures:
        return ()
    if not held.in_city and max(each.people for each in held.lectures) < COUNTED_FROM:
        words = gettext(
            "举办线下健康讲座 %(lectures)s 场，参加不足 10 人（截至 %(at)s）。",
            lectures=number(lectures),
            at=at,
        )
        return (words,)
    words = gettext(
        "举办线下健康讲座 %(lectures)s 场，参加 %(came)s 人次（一人一场计一次，截至 %(at)s）。",
        lectures=number(lectures),
        came=number(sum(each.came for each in held.lectures)),
        at=at,
    )
    return (words,)


def _showcase(each: Showcase, held: Activities) -> str:
    said = {"day": day(each.day), "venue": each.venue, "name": each.name}
    if not held.in_city and each.people < COUNTED_FROM:
        return str(gettext("%(day)s 在%(venue)s举办“%(name)s”。", **said))
    words = gettext(
        "%(day)s 在%(venue)s举办“%(name)s”，%(squads)s 支展示队、%(people)s 人参加。",
        squads=number(each.squads),
        people=number(each.people),
        **said,
    )
    return str(words)
