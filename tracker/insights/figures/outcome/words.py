"""Names of cells, and sentences that several of these charts share."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask_babel import gettext

from tracker.insights.figures.words import NOTHING
from tracker.insights.rules.outcome import AGE_STARTS, CHANGE_EDGES, Split
from tracker.insights.rules.releases import Share, ShownOutcome
from tracker.web.filters import day, number, signed

BAR_HEIGHT, MARGIN = 34, 96
ROOM = {"l": 16, "r": 28, "t": 8, "b": 40}
"""Room on the right for the last tick; names on the left take what they need."""
IN_ORDER = {"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top", "traceorder": "normal"}
"""A legend in the order of what is stacked, left to right."""
LEVEL = {"fixedrange": True, "type": "category", "autorange": "reversed"}
"""An upright axis of names, the first of them above."""
SHARE_AXIS = {"fixedrange": True, "ticksuffix": "%", "rangemode": "tozero"}


def cell_name(split: str, cells: Sequence[int]) -> str:
    """What a group of neighbouring cells is called."""
    if split == Split.AGE:
        return _ages(cells)
    names = _sexes() if split == Split.SEX else band_names()
    return str(gettext("和")).join(names[cell] for cell in cells)


def band_name(cells: Sequence[int]) -> str:
    """What a group of neighbouring BMI bands is called."""
    return cell_name(Split.BAND, cells)


def bin_name(cells: Sequence[int]) -> str:
    """What a group of neighbouring bins of change is called."""
    edges = [signed(edge, 0) for edge in CHANGE_EDGES]
    first, last = cells[0], cells[-1]
    if first == 0:
        return str(gettext("低于 %(edge)s %%", edge=edges[last]))
    if last == len(edges):
        return str(gettext("高于 %(edge)s %%", edge=edges[first - 1]))
    return str(gettext("%(low)s 到 %(high)s %%", low=edges[first - 1], high=edges[last]))


def band_names() -> tuple[str, ...]:
    """The BMI bands in their order."""
    return gettext("低体重"), gettext("正常"), gettext("超重"), gettext("肥胖")


def split_names() -> dict[str, str]:
    """By what people are told apart."""
    return {
        Split.SEX.value: gettext("性别"),
        Split.AGE.value: gettext("年龄"),
        Split.BAND.value: gettext("开始时的 BMI"),
    }


def who_is_missing(subject: str, shown: ShownOutcome, as_of: date) -> str:
    """Subject, n, denominator, who is missing, and as of when: what each caption begins with."""
    return str(
        gettext(
            "%(subject)s，截至 %(as_of)s 零点，自我管理开始以来：已报名 %(enrolled)s 人，"
            "其中 %(people)s 人资料完整，其余的人还没有足够的体重记录，不在其中。",
            subject=subject,
            as_of=day(as_of),
            enrolled=count(shown.enrolled),
            people=count(shown.completers),
        )
    )


def only_change() -> str:
    """Why the word is change."""
    return str(gettext("没有对照组，所以只说变化。"))


def exact(shares: Iterable[tuple[str, Share | None]]) -> dict[str, int]:
    """What can be drawn: a bound is no length, it stands in the table alone."""
    return {name: share.percent for name, share in shares if share and not share.bound}


def count(people: int | None) -> str:
    """A number of people, or a dash."""
    return NOTHING if people is None else number(people)


def about(people: int | None) -> str:
    """A number of people that was rounded to tens, or a dash."""
    if people is None:
        return NOTHING
    return str(gettext("约 %(people)s", people=number(people)))


def change_text(value: float | None) -> str:
    """A change in percent, or a dash."""
    return NOTHING if value is None else signed(value) + " %"


def between(low: float | None, high: float | None) -> str:
    """An interval, or a dash."""
    if low is None or high is None:
        return NOTHING
    return str(gettext("%(low)s 到 %(high)s", low=change_text(low), high=change_text(high)))


def _sexes() -> tuple[str, ...]:
    return gettext("女"), gettext("男")


def _ages(cells: Sequence[int]) -> str:
    first, last = AGE_STARTS[cells[0]], cells[-1] + 1
    if not first:
        return str(gettext("%(age)s 岁以下", age=AGE_STARTS[last]))
    if last == len(AGE_STARTS):
        return str(gettext("%(age)s 岁及以上", age=first))
    return str(gettext("%(first)s-%(last)s 岁", first=first, last=AGE_STARTS[last] - 1))
