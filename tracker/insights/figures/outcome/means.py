"""Mean changes: of three populations side by side, and of people told apart."""

from datetime import date
from typing import Any

from flask_babel import gettext

from tracker.insights.figures.outcome.words import (
    BAR_HEIGHT,
    LEVEL,
    MARGIN,
    ROOM,
    about,
    between,
    cell_name,
    change_text,
    count,
    only_change,
    split_names,
    who_is_missing,
)
from tracker.insights.figures.words import filled, held_text
from tracker.insights.rules.releases import MEDIAN, ShownCell, ShownOutcome
from tracker.web.charts import ACCENT, QUIET, SECOND, Chart, Figure
from tracker.web.filters import day

AXIS = {"fixedrange": True, "ticksuffix": "%", "zeroline": True, "rangemode": "tozero", "nticks": 3}
DOT = 11

Bounds = tuple[float, float] | None
Population = tuple[str, str, float | None, Bounds]
"""Name, n in words, mean change and interval."""


def populations(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """Everyone enrolled, last observation and completers, each with its n."""
    rows = _populations(shown)
    return Chart(
        title=gettext("三种算法的平均变化"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点，自我管理开始以来，与各人的基线相比。"
            "所有报名的 %(enrolled)s 人（没有结果的算 0）；"
            "有基线的 %(begun)s 人（到最后一次称重为止）；"
            "留下来、资料完整的 %(people)s 人，只有这一种有 95%% 的区间。",
            subject=subject,
            as_of=day(as_of),
            enrolled=count(shown.enrolled),
            begun=count(shown.with_baseline),
            people=count(shown.completers),
        )
        + held_text(gettext("中位数"), shown.held_since.get(MEDIAN))
        + only_change(),
        figure=_level(3, _means(shown, rows), showlegend=True),
        header=(gettext("谁"), gettext("人数"), gettext("平均变化"), gettext("95 % 区间")),
        rows=_cells(shown, rows),
        definition=gettext(
            "变化 % = 100 ×（现在 ÷ 基线 - 1），一组人的平均是各人变化的平均。"
            "所有报名的人：没有结果的按没有变化算，另一点假定有基线而没有结果的人各重了 1 公斤。"
            "最后一次：她自己最后 14 天记录的平均。留下来的人：资料完整的人，"
            "区间是按队成组、分区抽 2,000 次的 2.5% 到 97.5%，不足 10 个队不写。"
            "第一种由留下来的人的平均换算，所有数先四舍五入再发布。"
        ),
        subject=subject,
        as_of=as_of,
    )


def split_changes(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """Completers' mean change by sex, age and baseline band, by stations alone, and of all."""
    rows = _rows_of_splits(shown)
    dots = _dots([(name, cell.change, _bounds(cell)) for name, _, cell in rows])
    dots["marker"] = {"size": DOT, "color": [SECOND, *[ACCENT] * (len(rows) - 1)]}
    return Chart(
        title=gettext("留下来的人中，各组的平均变化"),
        caption=who_is_missing(subject, shown, as_of)
        + gettext("横线是 95% 的区间。各组只作描述，不分先后，没有显示的组是人太少。")
        + only_change(),
        figure=_level(len(rows), [dots], showlegend=False),
        header=(
            gettext("怎么分"),
            gettext("哪些人"),
            gettext("人数"),
            gettext("平均变化"),
            gettext("95 % 区间"),
        ),
        rows=tuple(
            (
                split,
                name,
                count(cell.people) if place == 0 else about(cell.people),
                change_text(cell.change),
                between(cell.low, cell.high),
            )
            for place, (name, split, cell) in enumerate(rows)
        ),
        definition=gettext(
            "都是资料完整的人。年龄是今年减出生年。开始时的 BMI 按基线体重和身高，"
            "以 18.5、24、28 分档（WS/T 428）。站测：只用体重站的记录重算一遍。"
            "每组至少 20 人，人数约到十位，平均约到 0.1 或 0.5 个百分点；"
            "人少的组与相邻的合并，各区用同样的分法。"
        ),
        subject=subject,
        as_of=as_of,
    )


def _populations(shown: ShownOutcome) -> list[Population]:
    return [
        (gettext("所有报名的人"), count(shown.enrolled), shown.everyone, None),
        (gettext("到最后一次称重"), count(shown.with_baseline), shown.last, None),
        (gettext("留下来的人"), count(shown.completers), shown.shown.change, _bounds(shown)),
    ]


def _means(shown: ShownOutcome, rows: list[Population]) -> list[Figure]:
    means = _dots(
        [(name, change, bounds) for name, _, change, bounds in rows if change is not None]
    )
    lines = [means | {"name": gettext("平均变化")}]
    if shown.sensitivity is not None:
        supposed = _dots([(rows[0][0], shown.sensitivity, None)])
        supposed["marker"] = {"size": DOT, "symbol": "diamond", "color": SECOND}
        lines.append(supposed | {"name": gettext("假定没有结果的人各重 1 公斤")})
    return lines


def _cells(shown: ShownOutcome, rows: list[Population]) -> tuple[tuple[str, ...], ...]:
    return (
        *(
            (name, people, change_text(change), between(*(bounds or (None, None))))
            for name, people, change, bounds in rows
        ),
        (
            gettext("所有报名的人，没有结果的重 1 公斤"),
            count(shown.enrolled),
            change_text(shown.sensitivity),
            between(None, None),
        ),
        (
            gettext("留下来的人的中位数"),
            count(shown.completers),
            change_text(shown.median),
            between(shown.median_low, shown.median_high),
        ),
    )


def _rows_of_splits(shown: ShownOutcome) -> list[tuple[str, str, ShownCell]]:
    """Name, split and cell of each row, all completers first."""
    if shown.shown.change is None:
        return []
    whole = ShownCell((), shown.completers or 0, shown.shown.change, shown.low, shown.high)
    rows = [(gettext("全部"), "", whole)]
    if shown.station:
        rows.append((gettext("只算站测"), "", shown.station))
    rows += [
        (cell_name(split, cell.cells), words, cell)
        for split, words in split_names().items()
        for cell in shown.splits.get(split, ())
    ]
    return rows


def _dots(values: list[tuple[str, float, Bounds]]) -> Figure:
    """A dot for each name, with its interval where there is one."""
    return {
        "mode": "markers",
        "x": [value for _, value, _ in values],
        "y": [each for each, _, _ in values],
        "hovertemplate": "%{y}<br>%{x}%<extra></extra>",
        "marker": {"size": DOT, "color": ACCENT},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [_apart(value, bounds, 1) for _, value, bounds in values],
            "arrayminus": [_apart(value, bounds, 0) for _, value, bounds in values],
            "color": QUIET,
            "thickness": 2,
        },
    }


def _apart(value: float, bounds: Bounds, end: int) -> float:
    return round(abs(bounds[end] - value), 1) if bounds else 0.0


def _bounds(cell: ShownCell | ShownOutcome) -> Bounds:
    return None if cell.low is None or cell.high is None else (cell.low, cell.high)


def _level(rows: int, traces: list[Figure], **more: Any) -> Figure:
    return filled(
        "line",
        traces,
        height=MARGIN + BAR_HEIGHT * max(rows, 1) + (40 if more["showlegend"] else 0),
        margin=ROOM,
        xaxis=AXIS,
        yaxis=LEVEL,
        **more,
    )
