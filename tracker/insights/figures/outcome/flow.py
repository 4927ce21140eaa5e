"""Who is where on the way from enrolling to complete data."""

from datetime import date

from flask_babel import gettext

from tracker.insights.figures.outcome.words import IN_ORDER, MARGIN, ROOM, about, count
from tracker.insights.figures.words import NOTHING, filled
from tracker.insights.rules import State
from tracker.insights.rules.releases import ShownOutcome
from tracker.web.charts import ACCENT, PALETTE, QUIET, SECOND, Chart, Figure
from tracker.web.filters import day, percent

COLORS = (ACCENT, SECOND, PALETTE[4], QUIET)
HEIGHT = 120


def stages(shown: ShownOutcome) -> list[tuple[str, int, str]]:
    """Name, number and number in words of each stage; together they are everyone enrolled."""
    if shown.enrolled is None or shown.with_baseline is None:
        return []
    begun, absent = shown.with_baseline, shown.enrolled - shown.with_baseline
    early = shown.shown.state is State.NOT_YET
    complete = shown.completers or 0
    found = [] if early else [(gettext("资料完整"), complete, count(complete))]
    name = gettext("有基线") if early else gettext("有基线，还没有结果")
    found.append((name, begun - complete, count(begun - complete)))
    if shown.without_body is None:
        return [*found, (gettext("还没有基线"), absent, count(absent))]
    rest = absent - shown.without_body
    return [
        *found,
        (gettext("有身体资料，还没有基线"), rest, about(rest)),
        (gettext("没有身体资料"), shown.without_body, about(shown.without_body)),
    ]


def flow(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """Everyone enrolled as one bar of stages."""
    found = stages(shown)
    return Chart(
        title=gettext("人都在哪一步"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：所有报名的 %(enrolled)s 人，退出和注销的也算在内，"
            "每人只在一处。其中报名晚、可记录不满 42 天的 %(late)s 人。",
            subject=subject,
            as_of=day(as_of),
            enrolled=count(shown.enrolled),
            late=count(shown.late),
        ),
        figure=filled(
            "bar",
            _bars(found),
            barmode="stack",
            height=MARGIN + HEIGHT,
            margin=ROOM,
            legend=IN_ORDER,
            xaxis={"fixedrange": True, "nticks": 5},
            yaxis={"fixedrange": True, "type": "category"},
        ),
        header=(gettext("在哪一步"), gettext("人数"), gettext("占已报名的人")),
        rows=tuple(_rows(shown, found)),
        definition=gettext(
            "基线：自我管理开始前 14 天起，第一次称重后 14 天内至少两天的平均。"
            "资料完整：有基线，最近 14 天（结束后是最后 14 天）至少称了两天，"
            "并且离基线结束至少 28 天。没有身体资料的人只记运动和学习，或者已注销，只留一个数；"
            "这一项约到十位，人少时不分开写。"
        ),
        subject=subject,
        as_of=as_of,
    )


def _bars(found: list[tuple[str, int, str]]) -> list[Figure]:
    return [
        {
            "name": name,
            "orientation": "h",
            "x": [people],
            "y": [gettext("已报名")],
            "customdata": [words],
            "hovertemplate": "%{fullData.name}<br>%{customdata}<extra></extra>",
            "marker": {"color": color},
        }
        for (name, people, words), color in zip(found, COLORS, strict=False)
    ]


def _rows(shown: ShownOutcome, found: list[tuple[str, int, str]]) -> list[tuple[str, str, str]]:
    rows = [(gettext("已报名"), count(shown.enrolled), "")]
    rows += [(name, words, _share(people, shown.enrolled)) for name, people, words in found]
    return [*rows, (gettext("其中报名晚的"), count(shown.late), "")]


def _share(people: int, enrolled: int | None) -> str:
    return percent(100 * people / enrolled, 0) if enrolled else NOTHING
