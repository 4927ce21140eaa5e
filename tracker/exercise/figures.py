"""A person's minutes of exercise by week and kind."""

import copy
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import plotly.graph_objects as go
from flask_babel import gettext

from tracker.campaign.rules import Calendar
from tracker.exercise.rules import (
    WEEKLY_TARGET,
    Entry,
    Week,
    activities,
    leading_kinds,
    weeks,
)
from tracker.web.charts import PALETTE, QUIET, SECOND, Chart, Figure, base_layout, dated, day_axis
from tracker.web.filters import day, language, number

KINDS_SHOWN = 3
"""So many kinds have a colour of their own; the rest are added up."""
HEIGHT = 360
BAR_WIDTH = 5 * 24 * 3600 * 1000
"""Five days in milliseconds, so that a single week is not drawn as wide as the page."""


def kind_name(kind: str) -> str:
    """What a kind of exercise is called in the language of this answer."""
    return activities()[kind].called(language())


def minutes_by_week(
    calendar: Calendar, entries: Sequence[Entry], first: date, as_of: date
) -> Chart:
    """Minutes by week and kind as stacked bars, equivalent minutes against the weekly target."""
    found = weeks(calendar, entries, first, as_of)
    named = _minutes_by_name(found)
    return Chart(
        title=gettext("每周运动分钟"),
        caption=gettext(
            "%(first)s 至 %(last)s，只有您自己看得到。菱形是折合分钟："
            "中等强度算一倍，剧烈算两倍，轻度不算；虚线是建议的每周 %(target)s 折合分钟。",
            first=day(found[0].monday),
            last=day(as_of),
            target=WEEKLY_TARGET,
        ),
        figure=_filled(found, named),
        header=(gettext("周一"), *named, gettext("合计"), gettext("折合分钟")),
        rows=tuple(_row(week, place, named) for place, week in enumerate(found)),
        definition=gettext("折合分钟 = 中等强度的分钟 + 2 × 剧烈强度的分钟；一周从周一到周日。"),
        as_of=as_of,
    )


def _minutes_by_name(found: Sequence[Week]) -> dict[str, list[int]]:
    leading = leading_kinds(found, KINDS_SHOWN)
    named = {kind_name(kind): [week.by_kind.get(kind, 0) for week in found] for kind in leading}
    rest = [week.minutes - sum(week.by_kind.get(kind, 0) for kind in leading) for week in found]
    return named | {gettext("其他项目"): rest} if any(rest) else named


def _row(week: Week, place: int, named: dict[str, list[int]]) -> Sequence[str]:
    counts = (*(minutes[place] for minutes in named.values()), week.minutes, week.equivalent)
    return dated(week.monday), *(number(count) for count in counts)


def _filled(found: Sequence[Week], named: dict[str, list[int]]) -> Figure:
    skeleton = _skeleton(language())
    mondays = [week.monday.isoformat() for week in found]
    bars = [
        skeleton["data"][0] | {"name": name, "x": mondays, "y": minutes, "marker": {"color": color}}
        for (name, minutes), color in zip(named.items(), _colors(), strict=False)
    ]
    equivalents = skeleton["data"][1] | {
        "name": gettext("折合分钟"),
        "x": mondays,
        "y": [week.equivalent for week in found],
    }
    layout = copy.deepcopy(skeleton["layout"])
    highest = max(max(week.minutes, week.equivalent) for week in found)
    layout["yaxis"]["range"] = [0, 1.1 * max(WEEKLY_TARGET, highest)]
    return {"data": [*bars, equivalents], "layout": layout}


def _colors() -> Iterable[str]:
    return [color for color in PALETTE if color != SECOND]


@cache
def _skeleton(of_language: str) -> Figure:
    figure = go.Figure(
        [
            go.Bar(width=BAR_WIDTH, hovertemplate="%{x}<br>%{y}"),
            go.Scatter(
                mode="markers",
                marker={"symbol": "diamond", "size": 10, "color": SECOND},
                hovertemplate="%{x}<br>%{y}",
            ),
        ],
        base_layout(
            barmode="stack",
            height=HEIGHT,
            legend={**base_layout()["legend"], "entrywidth": 0.5, "entrywidthmode": "fraction"},
            xaxis=day_axis(of_language),
            yaxis={"fixedrange": True},
            shapes=[
                {
                    "type": "line",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "y0": WEEKLY_TARGET,
                    "y1": WEEKLY_TARGET,
                    "line": {"color": QUIET, "width": 2, "dash": "dash"},
                }
            ],
        ),
    )
    found: Figure = figure.to_plotly_json()
    found["layout"].pop("template", None)
    return found
