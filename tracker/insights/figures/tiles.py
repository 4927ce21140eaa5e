"""The 16 districts as tiles where they lie, the greener the larger what is shown of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from flask_babel import gettext

from tracker.insights.figures import definitions
from tracker.insights.figures.words import NOTHING, filled, state_text
from tracker.insights.rules import State
from tracker.insights.rules.overview import VALUES, Order, Overview, PartOverview
from tracker.teams.rules import districts
from tracker.web.charts import Chart, Figure
from tracker.web.filters import day, percent, signed

HEIGHT = 480
TILE_SIZE = 66
TILE_INK = "#12301d"
TILE_EMPTY = "#d5dad6"
TILE_SCALE = ("#e6f3ea", "#7cc397")
"""Pale enough at both ends for dark words, on a white and on a near-black page alike."""


@dataclass(frozen=True)
class _Shows:
    """What the tiles can show: its name, what of whom it is, and how one value reads."""

    title: str
    about: str
    text: Callable[[float], str]
    definition: str


def district_map(parts: Sequence[PartOverview], shows: Order, monday: date) -> Chart:
    """The districts as squares, pale to green by participation, regular exercise or change."""
    chosen = _shows(shows, monday, parts)
    return Chart(
        title=chosen.title,
        caption=chosen.about + _legend(shows),
        figure=_tiles(parts, shows, chosen),
        header=(gettext("名称"), _word(shows), gettext("说明")),
        rows=tuple(
            (
                part.name,
                _text(value, chosen),
                _why(part.overview, shows),
            )
            for part in parts
            for value in (VALUES[shows](part.overview),)
        ),
        definition=chosen.definition,
        subject=gettext("全市"),
        as_of=monday + timedelta(days=6),
    )


def _tiles(parts: Sequence[PartOverview], shows: Order, chosen: _Shows) -> Figure:
    by_code = {part.key: part for part in parts}
    places = [place for place in districts() if place.code in by_code]
    values = [VALUES[shows](by_code[place.code].overview) for place in places]
    # A change's tile is the greener the more was lost; what is shown is the change itself.
    sizes = [
        None if value is None else -value if shows is Order.CHANGE else value for value in values
    ]
    tiles = {
        "x": [place.tile_col for place in places],
        "y": [-place.tile_row for place in places],
        "text": [
            f"{escape(by_code[place.code].name)}<br>{_text(value, chosen)}"
            for place, value in zip(places, values, strict=True)
        ],
        "textfont": {"color": TILE_INK},
        "marker": {
            "symbol": "square",
            "size": TILE_SIZE,
            "line": {"width": 0},
            "color": _shades(sizes),
        },
    }
    axis = {"visible": False, "fixedrange": True}
    return filled(
        "tiles",
        [tiles],
        height=HEIGHT,
        xaxis=axis | {"range": [-0.6, 3.6]},
        yaxis=axis | {"range": [-4.6, 0.6]},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def _legend(shows: Order) -> str:
    if shows is Order.CHANGE:
        return str(gettext("方块只表示大致方位。"))
    return str(gettext("颜色越深比例越高；方块只表示大致方位。"))


def _text(value: float | None, chosen: _Shows) -> str:
    return NOTHING if value is None else chosen.text(value)


def _word(shows: Order) -> str:
    words: dict[Order, str] = {
        Order.ACTIVE: gettext("参与"),
        Order.REGULAR: gettext("规律运动"),
        Order.CHANGE: gettext("平均变化"),
    }
    return words[shows]


def _shows(shows: Order, monday: date, parts: Sequence[PartOverview]) -> _Shows:
    week = {"first": day(monday), "last": day(monday + timedelta(days=6))}
    if shows is Order.CHANGE:
        moments = [part.overview.change.as_of for part in parts if part.overview.change]
        about = gettext(
            "全市，截至 %(as_of)s：资料完整的人体重变化的平均值，颜色越深减得越多，"
            "只作描述，不分先后。不足 10 人的区不显示，必要时连同另一个区一起不显示。",
            as_of=day(max(moments)) if moments else NOTHING,
        )
        title, definition = gettext("16 个区的平均变化（示意图）"), definitions.of_change()
        return _Shows(title, about, lambda value: signed(value) + " %", definition)
    if shows is Order.REGULAR:
        about = gettext(
            "全市，%(first)s 至 %(last)s 这一周：至少 3 天有运动的人占周一已报名的人的百分比；"
            "没有记录和请假的人都在分母里，不足 10 人的不显示。",
            **week,
        )
        return _Shows(
            gettext("16 个区的规律运动（示意图）"), about, percent, definitions.of_weeks()
        )
    about = gettext(
        "全市，%(first)s 至 %(last)s 这一周：至少记了一次的人占周一已报名的人的百分比；"
        "没有记录和请假的人都在分母里，不足 10 人的不显示。",
        **week,
    )
    return _Shows(gettext("16 个区的参与（示意图）"), about, percent, definitions.of_parts())


def _why(of: Overview, shows: Order) -> str:
    if shows is Order.CHANGE:
        return state_text(of.change.state if of.change else State.NOT_YET)
    if of.week is None:
        return str(gettext("不足 10 人，不显示"))
    count = of.week.active if shows is Order.ACTIVE else of.week.regular
    return f"{count} / {of.week.enrolled}"


def _shades(values: Sequence[float | None]) -> list[str]:
    """A colour between the two ends of the scale, by where each value lies among the others."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    return [
        TILE_EMPTY if value is None else _shade((value - low) / (high - low) if high > low else 0.5)
        for value in values
    ]


def _shade(part: float) -> str:
    ends = [[int(end[at : at + 2], 16) for at in (1, 3, 5)] for end in TILE_SCALE]
    mixed = (round(pale + part * (deep - pale)) for pale, deep in zip(*ends, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
