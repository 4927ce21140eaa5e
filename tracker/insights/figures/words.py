"""Words and skeletons that several charts of groups share."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import plotly.graph_objects as go
from flask_babel import gettext

from tracker.insights.rules import K, Share, Shown, State, WeekState
from tracker.insights.rules.overview import Change, Order
from tracker.insights.rules.releases import UNIT_FROM
from tracker.teams.rules import District, Team
from tracker.web.charts import ACCENT, Figure, base_layout
from tracker.web.filters import day, language, number, percent

NOTHING = "–"
"""In a table's cell: there is no number to show."""
STEADY_Y = {"rangemode": "tozero", "fixedrange": True}


def share_text(share: Share | None) -> str:
    """A share as it is printed: rounded, a bound, or a dash."""
    return NOTHING if share is None else share.bound + percent(share.percent, 0)


def people_text(shown: Shown | None) -> str:
    """How many contributors: a range as it is, a number with its grouping, or a dash."""
    if shown is None or not shown.people:
        return NOTHING
    return number(int(shown.people)) if shown.people.isdigit() else shown.people


def change_people_text(change: Change | None) -> str:
    """How many have complete data: a range as it is, a number with its grouping, or a dash."""
    if change is None or not change.people:
        return NOTHING
    return number(int(change.people)) if change.people.isdigit() else change.people


def state_text(state: State, *, of_unit: bool = False) -> str:
    """Why there is no number, in a few words; nothing when there is one."""
    if of_unit and state is State.TOO_FEW:
        return str(gettext("资料完整不足 %(least)s 人，不显示", least=UNIT_FROM))
    if of_unit and state is State.WITH_OTHERS:
        return str(gettext("为保护人数少的单位，一并不显示"))
    words: dict[State, str] = {
        State.SHOWN: "",
        State.NOT_YET: gettext("还不到时候"),
        State.TOO_FEW: gettext("不足 %(k)s 人，不显示", k=K),
        State.TOO_SIMILAR: gettext("与上次相比只差一两个人，不更新"),
        State.WITH_OTHERS: gettext("为保护人数少的区，一并不显示"),
    }
    return words[state]


def held_text(name: str, since: date | None) -> str:
    """That a figure is an earlier snapshot's, and why; nothing where it is not."""
    if since is None:
        return ""
    return str(
        gettext(
            "%(name)s沿用截至 %(day)s 的数字：此后变动不足 %(k)s 人。",
            name=name,
            day=day(since),
            k=K,
        )
    )


def week_state_text(state: WeekState) -> str:
    """How settled a week's counts are."""
    words: dict[WeekState, str] = {
        WeekState.RUNNING: gettext("进行中"),
        WeekState.PROVISIONAL: gettext("暂定"),
        WeekState.FINAL: gettext("定稿"),
    }
    return words[state]


def order_text(order: Order) -> str:
    """By what the districts are put in order, or what a map shows."""
    words: dict[Order, str] = {
        Order.ENROLLED: gettext("已报名"),
        Order.ACTIVE: gettext("参与"),
        Order.REGULAR: gettext("规律运动"),
        Order.COMPLETE: gettext("资料完整"),
        Order.CHANGE: gettext("平均变化"),
        Order.CHECK_INS: gettext("打卡"),
    }
    return words[order]


def orders() -> list[tuple[str, str]]:
    """Every order with its words, by name first."""
    return [("", gettext("按名称")), *((each.value, order_text(each)) for each in Order)]


def district_name(district: District) -> str:
    """What a district is called in the language of this answer."""
    return district.english if language() == "en" else district.name


def team_names(teams: Sequence[Team]) -> dict[str, str]:
    """What each team is called beside the others: with its unit where two have the same name."""
    uses = Counter(each.name for each in teams)
    return {
        str(each.id): each.name if uses[each.name] == 1 else f"{each.unit_name} {each.name}"
        for each in teams
    }


@cache
def _skeleton(kind: str) -> Figure:
    """One trace and a layout, checked once by plotly; `filled` copies it."""
    trace = {
        "line": go.Scatter(mode="lines+markers", marker={"size": 5}, connectgaps=False),
        "bar": go.Bar(),
        "tiles": go.Scatter(mode="markers+text", showlegend=False, hoverinfo="text"),
    }[kind]
    found: Figure = go.Figure([trace], base_layout()).to_plotly_json()
    found["layout"].pop("template", None)
    return found


def filled(kind: str, traces: list[Figure], **layout: Any) -> Figure:
    """A figure of this kind with these traces, as plain lists."""
    bones = _skeleton(kind)
    return {
        "data": [bones["data"][0] | trace for trace in traces],
        "layout": bones["layout"] | layout,
    }


def share_bars(named: Sequence[tuple[str, int]], bar: int, margin: int) -> Figure:
    """A lying bar for each named percentage, the first on top; heights in pixels."""
    upwards = named[::-1]  # Plotly puts the first bar at the bottom
    trace = {
        "orientation": "h",
        "x": [share for _, share in upwards],
        "y": [name for name, _ in upwards],
        "text": [f"{share}%" for _, share in upwards],
        "textposition": "auto",
        "textangle": 0,
        "hovertemplate": "%{y} %{x}%<extra></extra>",
        "marker": {"color": ACCENT},
    }
    return filled(
        "bar",
        [trace],
        height=margin + bar * max(len(named), 1),
        showlegend=False,
        margin={"l": 110, "r": 28, "t": 8, "b": 40},
        xaxis={"fixedrange": True, "ticksuffix": "%", "range": [0, 100]},
        yaxis={"fixedrange": True, "type": "category"},
    )
