"""The parts of a group side by side: a city's districts, a district's teams."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from flask_babel import gettext

from tracker.insights.figures import definitions
from tracker.insights.figures.words import NOTHING, STEADY_Y, filled
from tracker.insights.rules import Part
from tracker.teams.rules import districts
from tracker.web.charts import ACCENT, Chart
from tracker.web.filters import day, number, percent

BAR_HEIGHT, TILE_HEIGHT, MARGIN = 28, 96, 80
TILE_SIZE = 66
TILE_INK = "#12301d"
TILE_EMPTY = "#d5dad6"
TILE_SCALE = [[0, "#e6f3ea"], [1, "#7cc397"]]
"""Pale enough at both ends for dark words, on a white and on a near-black page alike."""


def active_by_part(title: str, subject: str, parts: Sequence[Part], monday: date) -> Chart:
    """Active people of each part in one finished week as bars, in the parts' own order."""
    # Plotly puts the first bar at the bottom.
    shown = [part for part in reversed(parts) if part.share is not None]
    bars = {
        "orientation": "h",
        "x": [round(part.share or 0, 1) for part in shown],
        "y": [escape(part.name) for part in shown],
        "customdata": [[part.active, part.enrolled] for part in shown],
        "hovertemplate": "%{x}%<br>%{customdata[0]} / %{customdata[1]}<extra></extra>",
        "marker": {"color": ACCENT},
    }
    return Chart(
        title=title,
        caption=_caption(subject, parts, monday),
        figure=filled(
            "bar",
            [bars],
            height=MARGIN + BAR_HEIGHT * max(len(shown), 1),
            showlegend=False,
            margin={"l": 110, "r": 28, "t": 8, "b": 40},  # room for the last tick
            xaxis=STEADY_Y | {"ticksuffix": "%", "range": [0, 100]},
            yaxis={"fixedrange": True, "type": "category"},
        ),
        header=_header(),
        rows=_rows(parts),
        definition=definitions.of_parts(),
        subject=subject,
        as_of=monday + timedelta(days=6),
    )


def district_map(parts: Sequence[Part], monday: date) -> Chart:
    """The 16 districts as tiles where they lie, the greener the more of them were active."""
    by_code = {part.key: part for part in parts}
    places = [(place, by_code[place.code]) for place in districts()]
    shares = [part.share for _, part in places]
    known = [share for share in shares if share is not None]
    tiles = {
        "x": [place.tile_col for place, _ in places],
        "y": [-place.tile_row for place, _ in places],
        "text": [f"{escape(part.name)}<br>{_share(part)}" for _, part in places],
        "textfont": {"color": TILE_INK},
        "marker": {
            "symbol": "square",
            "size": TILE_SIZE,
            "line": {"width": 0},
            "color": [TILE_EMPTY if share is None else _shade(share, known) for share in shares],
        },
    }
    axis = {"visible": False, "fixedrange": True}
    return Chart(
        title=gettext("16 个区的参与（示意图）"),
        caption=_caption(gettext("全市"), parts, monday)
        + gettext("颜色越深比例越高；方块只表示大致方位。"),
        figure=filled(
            "tiles",
            [tiles],
            height=TILE_HEIGHT * 5,
            xaxis=axis | {"range": [-0.6, 3.6]},
            yaxis=axis | {"range": [-4.6, 0.6]},
            margin={"l": 0, "r": 0, "t": 0, "b": 0},
        ),
        header=_header(),
        rows=_rows(parts),
        definition=definitions.of_parts(),
        subject=gettext("全市"),
        as_of=monday + timedelta(days=6),
    )


def _shade(share: float, known: Sequence[float]) -> str:
    """A colour between the two ends of the scale, by where a share lies among the others."""
    low, high = min(known), max(known)
    part = (share - low) / (high - low) if high > low else 0.5
    ends = [[int(str(end)[at : at + 2], 16) for at in (1, 3, 5)] for _, end in TILE_SCALE]
    mixed = (round(pale + part * (deep - pale)) for pale, deep in zip(*ends, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _caption(subject: str, parts: Sequence[Part], monday: date) -> str:
    enrolled = sum(part.enrolled or 0 for part in parts)
    caption: str = gettext(
        "%(subject)s，%(first)s 至 %(last)s 这一周：至少记了一次的人占周一已报名的人的百分比，"
        "一共 %(enrolled)s 人；没有记录和请假的人都在分母里，不足 10 人的不显示。",
        subject=subject,
        first=day(monday),
        last=day(monday + timedelta(days=6)),
        enrolled=number(enrolled),
    )
    return caption


def _header() -> tuple[str, ...]:
    return gettext("名称"), gettext("参与"), gettext("有记录"), gettext("周一已报名")


def _rows(parts: Sequence[Part]) -> tuple[Sequence[str], ...]:
    return tuple(
        (
            part.name,
            _share(part),
            NOTHING if part.active is None else number(part.active),
            NOTHING if part.enrolled is None else number(part.enrolled),
        )
        for part in parts
    )


def _share(part: Part) -> str:
    return NOTHING if part.share is None else percent(part.share)
