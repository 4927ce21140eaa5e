"""The parts of a group side by side: a city's districts, a district's teams."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from html import escape

from flask_babel import gettext

from tracker.insights.figures import definitions
from tracker.insights.figures.words import NOTHING, STEADY_Y, change_people_text, filled
from tracker.insights.rules import Part
from tracker.insights.rules.overview import Overview, PartOverview
from tracker.web.charts import ACCENT, Chart, dated
from tracker.web.filters import day, number, percent, signed

BAR_HEIGHT, MARGIN = 28, 80


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


def districts_by_number(
    parts: Sequence[Part], overviews: Sequence[PartOverview], monday: date
) -> Chart:
    """The districts' participation as bars, and in the table all that stands beside it."""
    chart = active_by_part(gettext("16 个区的参与"), gettext("全市"), parts, monday)
    header = (
        *chart.header,
        gettext("规律运动"),
        gettext("其中请假"),
        gettext("累计报名"),
        gettext("目标"),
        gettext("资料完整"),
        gettext("平均变化"),
        gettext("变化截至"),
        gettext("打卡"),
    )
    rows = (
        (*row, *_numbers(each.overview)) for row, each in zip(chart.rows, overviews, strict=True)
    )
    return replace(chart, header=header, rows=tuple(rows))


def _numbers(of: Overview) -> tuple[str, ...]:
    """What stands in a row beside participation, however little of it is known."""
    week, change = of.week, of.change
    return (
        _count(week.regular if week else None),
        _count(week.on_leave if week else None),
        _count(of.enrolled),
        _count(of.target),
        change_people_text(change),
        signed(change.mean) + " %" if change and change.mean is not None else NOTHING,
        dated(change.as_of) if change and change.people else NOTHING,
        _count(of.check_ins),
    )


def _count(people: int | None) -> str:
    return NOTHING if people is None else number(people)


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
        (part.name, _share(part), _count(part.active), _count(part.enrolled)) for part in parts
    )


def _share(part: Part) -> str:
    return NOTHING if part.share is None else percent(part.share)
