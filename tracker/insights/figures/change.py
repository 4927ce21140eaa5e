"""Mean change of a group's weight, from figures that were rounded and suppressed before."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext

from tracker.insights.figures import definitions
from tracker.insights.figures.words import (
    NOTHING,
    district_name,
    filled,
    held_text,
    people_text,
    share_text,
    state_text,
)
from tracker.insights.rules import AreaFigures, Shown
from tracker.teams.rules import districts
from tracker.web.charts import ACCENT, SECOND, Chart, Figure, dated
from tracker.web.filters import day, number, signed

Frozen = tuple[date, Shown]
"""An as-of day and what is shown of the group as of it."""

BAR_HEIGHT, MARGIN = 28, 80
PERCENT_AXIS = {"fixedrange": True, "ticksuffix": "%", "zeroline": True, "rangemode": "tozero"}


def team_change(subject: str, rounds: Sequence[Frozen]) -> Chart:
    """A team's mean change as of the end of each finished round."""
    return Chart(
        title=gettext("每轮结束时的平均变化"),
        caption=gettext(
            "%(subject)s：资料完整的成员体重变化的平均值，不含组长和副组长，"
            "四舍五入到 0.5 个百分点，人数只写范围。每轮结束时定下，以后不再改；"
            "没有足够体重记录的人不在其中。",
            subject=subject,
        ),
        figure=_bars(rounds),
        header=(gettext("截至"), gettext("平均变化"), gettext("人数"), gettext("说明")),
        rows=tuple(
            (dated(as_of), _change(shown), people_text(shown), state_text(shown.state))
            for as_of, shown in rounds
        ),
        definition=definitions.of_team_change(),
        subject=subject,
        as_of=rounds[-1][0] if rounds else None,
    )


def area_change(subject: str, mondays: Sequence[Frozen]) -> Chart:
    """A district's or the city's mean change as of each Monday it was frozen."""
    last = mondays[-1][1] if mondays else None
    return Chart(
        title=gettext("到目前为止的平均变化"),
        caption=gettext(
            "%(subject)s：到目前为止资料完整的人体重变化的平均值，只算到那个周一之前的记录，"
            "定下后不再改。周一之前报名 %(enrolled)s 人，其中 %(people)s 人资料完整，"
            "其余的人还没有足够的体重记录。没有对照组，所以只说变化。",
            subject=subject,
            enrolled=_count(last.enrolled if last else None),
            people=people_text(last),
        ),
        figure=_bars(mondays),
        header=(gettext("截至"), *_headings()),
        rows=tuple((dated(as_of), *_cells(shown)) for as_of, shown in mondays),
        definition=definitions.of_change(),
        subject=subject,
        as_of=mondays[-1][0] if mondays else None,
    )


def districts_change(frozen: AreaFigures | None) -> Chart:
    """The districts' mean change as of one Monday as bars, the city last."""
    names = {each.code: district_name(each) for each in districts()}
    found = [(name, frozen.districts[code]) for code, name in names.items()] if frozen else []
    if frozen:
        found.append((gettext("全市"), frozen.city))
    # Plotly puts the first bar at the bottom.
    bars = [(name, shown) for name, shown in reversed(found) if shown.change is not None]
    trace = {
        "orientation": "h",
        "x": [shown.change for _, shown in bars],
        "y": [name for name, _ in bars],
        "customdata": [shown.people for _, shown in bars],
        "hovertemplate": "%{x}%<br>n = %{customdata}<extra></extra>",
        "marker": {"color": [SECOND if name == gettext("全市") else ACCENT for name, _ in bars]},
    }
    return Chart(
        title=gettext("16 个区到目前为止的平均变化"),
        caption=gettext(
            "全市和 16 个区，截至 %(as_of)s：资料完整的人体重变化的平均值，只作描述，不分先后。"
            "不足 10 人的区不显示，必要时连同另一个区一起不显示。",
            as_of=day(frozen.as_of) if frozen else NOTHING,
        ),
        figure=filled(
            "bar",
            [trace],
            height=MARGIN + BAR_HEIGHT * max(len(bars), 1),
            showlegend=False,
            margin={"l": 110, "r": 28, "t": 8, "b": 40},  # room for the last tick
            xaxis=PERCENT_AXIS,
            yaxis={"fixedrange": True, "type": "category"},
        ),
        header=(gettext("名称"), *_headings()),
        rows=tuple((name, *_cells(shown)) for name, shown in found),
        definition=definitions.of_change(),
        subject=gettext("全市"),
        as_of=frozen.as_of if frozen else None,
    )


def _bars(frozen: Sequence[Frozen]) -> Figure:
    shown = [(as_of, each) for as_of, each in frozen if each.change is not None]
    trace = {
        "x": [day(as_of) for as_of, _ in shown],
        "y": [each.change for _, each in shown],
        "customdata": [each.people for _, each in shown],
        "hovertemplate": "%{y}%<br>n = %{customdata}<extra></extra>",
        "marker": {"color": ACCENT},
        "width": 0.3,
    }
    return filled(
        "bar",
        [trace],
        showlegend=False,
        margin={"l": 44, "r": 12, "t": 18, "b": 40},  # room for 0 % above bars that hang
        xaxis={"type": "category", "fixedrange": True, "range": [-0.5, max(len(shown), 4) - 0.5]},
        yaxis=PERCENT_AXIS,
    )


def _headings() -> tuple[str, ...]:
    """What stands above `_cells`."""
    return (
        gettext("平均变化"),
        gettext("资料完整"),
        gettext("有基线"),
        gettext("已报名"),
        gettext("变轻（占资料完整的人）"),
        gettext("变轻（占已报名的人）"),
        gettext("说明"),
    )


def _cells(shown: Shown) -> tuple[str, ...]:
    return (
        _change(shown),
        people_text(shown),
        _count(shown.with_baseline),
        _count(shown.enrolled),
        share_text(shown.lost_of_completers),
        share_text(shown.lost_of_enrolled),
        state_text(shown.state) or held_text(gettext("变轻的比例"), shown.held_since),
    )


def _change(shown: Shown) -> str:
    return NOTHING if shown.change is None else signed(shown.change) + " %"


def _count(people: int | None) -> str:
    return NOTHING if people is None else number(people)
