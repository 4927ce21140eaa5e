"""Who has complete data, by the same splits: who is missing is never left out of sight."""

from datetime import date

from flask_babel import gettext

from tracker.insights.figures.outcome.words import (
    BAR_HEIGHT,
    LEVEL,
    MARGIN,
    ROOM,
    SHARE_AXIS,
    cell_name,
    count,
    exact,
    split_names,
)
from tracker.insights.figures.words import filled, share_text
from tracker.insights.rules.releases import Share, ShownOutcome
from tracker.web.charts import ACCENT, SECOND, Chart, Figure
from tracker.web.filters import day

Row = tuple[str, str, Share | None, Share | None]


def missingness(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """Of those enrolled in each group, how many have a baseline, and complete data."""
    rows = _rows(shown)
    return Chart(
        title=gettext("各组有多少人留下了完整的资料"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：分母是给了身体资料的已报名的人"
            "（开始时的 BMI 一项，分母是有基线的人），一共报名 %(enrolled)s 人；"
            "没有给身体资料的人不在其中。各组比例差得多时，只看留下来的人会有偏差。",
            subject=subject,
            as_of=day(as_of),
            enrolled=count(shown.enrolled),
        ),
        figure=filled(
            "bar",
            _bars(rows),
            barmode="group",
            height=MARGIN + 40 + BAR_HEIGHT * max(len(rows), 1),
            margin=ROOM,
            xaxis=SHARE_AXIS | {"range": [0, 100]},
            yaxis=LEVEL,
        ),
        header=(gettext("怎么分"), gettext("哪些人"), gettext("有基线"), gettext("资料完整")),
        rows=tuple(
            (split, name, share_text(begun), share_text(complete))
            for name, split, begun, complete in rows
        ),
        definition=gettext(
            "有基线：开始的 14 天里至少称了两天。资料完整：最近 14 天也至少称了两天，"
            "并且与基线隔开至少 28 天。四舍五入到至少五个人那么宽，一边不足 10 人只写上限或下限。"
        ),
        subject=subject,
        as_of=as_of,
    )


def _bars(rows: list[Row]) -> list[Figure]:
    return [
        {
            "name": name,
            "orientation": "h",
            "x": list(known.values()),
            "y": list(known),
            "hovertemplate": "%{y}<br>%{x}%<extra></extra>",
            "marker": {"color": color},
        }
        for name, known, color in (
            (gettext("有基线"), exact((row[0], row[2]) for row in rows), SECOND),
            (gettext("资料完整"), exact((row[0], row[3]) for row in rows), ACCENT),
        )
    ]


def _rows(shown: ShownOutcome) -> list[Row]:
    return [
        (cell_name(split, cell.cells), words, cell.with_baseline, cell.complete)
        for split, words in split_names().items()
        for cell in shown.splits.get(split, ())
    ]
