"""Week by week: who weighs how often, and minutes of exercise against the 150 of the guidelines."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from html import escape

from flask_babel import gettext

from tracker.exercise.rules import WEEKLY_TARGET, activities
from tracker.insights.figures.participation import KINDS_SHOWN, WEEK_WIDTH, kind_colors
from tracker.insights.figures.words import NOTHING, STEADY_Y, filled, share_text
from tracker.insights.rules import COUNTED_FROM, K, Share
from tracker.insights.rules.keeping_up import OFTEN_DAYS, ShownKeepingUp, ShownWeek
from tracker.web.charts import ACCENT, QUIET, SECOND, Chart, Figure, dated, day_axis
from tracker.web.filters import day, language, number, percent

PERCENT_AXIS = STEADY_Y | {"ticksuffix": "%", "range": [0, 100]}


def weighing_people(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """How many of everybody enrolled weighed at least once, and at least three times."""
    lines = [
        _line(shown.weeks, gettext("至少 1 天"), [each.weighed for each in shown.weeks], ACCENT),
        _line(
            shown.weeks,
            gettext("至少 %(days)s 天", days=OFTEN_DAYS),
            [each.often for each in shown.weeks],
            SECOND,
            dash="dash",
            symbol="square",
        ),
    ]
    return Chart(
        title=gettext("每周称重的人"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点已结束的周：这一周称过体重的人"
            "占周一已报名的人的百分比，"
            "最近一周的分母 %(enrolled)s 人；没有称的、请假的人都在分母里。"
            "活动建议一周称 %(days)s 次。",
            subject=subject,
            as_of=day(as_of),
            enrolled=_last_enrolled(shown),
            days=OFTEN_DAYS,
        ),
        figure=filled("line", lines, xaxis=day_axis(language()), yaxis=PERCENT_AXIS),
        header=(
            gettext("周一"),
            gettext("周一已报名"),
            gettext("称过"),
            gettext("至少 %(days)s 天", days=OFTEN_DAYS),
        ),
        rows=tuple(
            (
                dated(each.monday),
                number(each.enrolled),
                share_text(each.weighed),
                share_text(each.often),
            )
            for each in shown.weeks
        ),
        definition=_weighing_definition(),
        subject=subject,
        as_of=as_of,
    )


def weigh_ins(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """Mean days with a weight, a person and week, against the three the product asks for."""
    known = [each for each in shown.weeks if each.weighings is not None]
    bars = _bars(known, gettext("平均每人"), [each.weighings or 0 for each in known], ACCENT)
    wanted = _level(known, OFTEN_DAYS, gettext("建议 %(days)s 次", days=OFTEN_DAYS))
    return Chart(
        title=gettext("平均每人每周称重几次"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点已结束的周：称重的天数之和除以周一已报名的所有人，"
            "最近一周的分母 %(enrolled)s 人；没有称的人算 0 次。虚线是活动建议的 %(days)s 次。",
            subject=subject,
            as_of=day(as_of),
            enrolled=_last_enrolled(shown),
            days=OFTEN_DAYS,
        ),
        figure=_with_level([bars], wanted),
        header=(gettext("周一"), gettext("周一已报名"), gettext("平均每人")),
        rows=tuple(
            (
                dated(each.monday),
                number(each.enrolled),
                NOTHING if each.weighings is None else number(each.weighings, 1),
            )
            for each in shown.weeks
        ),
        definition=_weighing_definition(),
        subject=subject,
        as_of=as_of,
    )


def equivalent_minutes(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """Mean equivalent minutes a person by week, stacked by kind, against 150."""
    named = _by_name(shown.weeks)
    colors = kind_colors(named)
    bars = [
        _bars(
            shown.weeks,
            escape(name),
            [round(minutes, 1) for minutes in counts],
            colors.get(name, QUIET),
        )
        for name, counts in named.items()
    ]
    target = _level(
        shown.weeks, WEEKLY_TARGET, gettext("每周 %(minutes)s 分钟", minutes=WEEKLY_TARGET)
    )
    return Chart(
        title=gettext("平均每人每周的运动量，对照 %(minutes)s 分钟", minutes=WEEKLY_TARGET),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点已结束的周：等效分钟（中等强度 + 2 × 高强度）"
            "按项目相加，"
            "除以周一已报名的所有人，最近一周的分母 %(enrolled)s 人；没有记运动的人算 0 分钟，"
            "实际做了没记的看不到。虚线是指南建议的每周 %(minutes)s 分钟。",
            subject=subject,
            as_of=day(as_of),
            enrolled=_last_enrolled(shown),
            minutes=WEEKLY_TARGET,
        ),
        figure=_with_level(bars, target),
        header=(gettext("周一"), gettext("周一已报名"), *named, gettext("合计")),
        rows=tuple(
            (
                dated(each.monday),
                number(each.enrolled),
                *(number(counts[place], 1) for counts in named.values()),
                number(each.mean_minutes(each.minutes), 1),
            )
            for place, each in enumerate(shown.weeks)
        ),
        definition=_minutes_definition(),
        subject=subject,
        as_of=as_of,
    )


def reached_150(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """The share of everybody enrolled who came to 150 equivalent minutes, by week."""
    shares = [Share(round(100 * each.reached / each.enrolled)) for each in shown.weeks]
    line = _line(shown.weeks, "", shares, ACCENT)
    line["customdata"] = [[each.reached, each.enrolled] for each in shown.weeks]
    line["hovertemplate"] = "%{x|%-m/%-d} %{y}%<br>%{customdata[0]} / %{customdata[1]}"
    line["hovertemplate"] += "<extra></extra>"
    return Chart(
        title=gettext("一周达到 %(minutes)s 分钟的人", minutes=WEEKLY_TARGET),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点已结束的周：等效分钟达到 %(minutes)s 的人"
            "占周一已报名的人的百分比，最近一周的分母 %(enrolled)s 人；没有记运动的人都在分母里。",
            subject=subject,
            as_of=day(as_of),
            minutes=WEEKLY_TARGET,
            enrolled=_last_enrolled(shown),
        ),
        figure=filled(
            "line", [line], xaxis=day_axis(language()), yaxis=PERCENT_AXIS, showlegend=False
        ),
        header=(
            gettext("周一"),
            gettext("达到的人"),
            gettext("周一已报名"),
            gettext("占已报名的人"),
        ),
        rows=tuple(
            (
                dated(each.monday),
                number(each.reached),
                number(each.enrolled),
                percent(share.percent, 0),
            )
            for each, share in zip(shown.weeks, shares, strict=True)
        ),
        definition=_minutes_definition(),
        subject=subject,
        as_of=as_of,
    )


def _line(
    weeks: Sequence[ShownWeek],
    name: str,
    shares: Sequence[Share | None],
    color: str,
    dash: str = "solid",
    symbol: str = "circle",
) -> Figure:
    """A line of shares with a gap where there is only a bound."""
    return {
        "name": name,
        "x": [each.monday.isoformat() for each in weeks],
        "y": [None if share is None or share.bound else share.percent for share in shares],
        "line": {"color": color, "dash": dash},
        "marker": {"symbol": symbol, "size": 7},
        "hovertemplate": "%{x|%-m/%-d} %{y}%<extra></extra>",
    }


def _bars(weeks: Sequence[ShownWeek], name: str, values: Sequence[float], color: str) -> Figure:
    return {
        "name": name,
        "x": [each.monday.isoformat() for each in weeks],
        "y": list(values),
        "width": WEEK_WIDTH,
        "marker": {"color": color},
    }


def _level(weeks: Sequence[ShownWeek], value: float, name: str) -> Figure:
    """A level across all weeks that are drawn."""
    return {
        "name": name,
        "x": [each.monday.isoformat() for each in weeks],
        "y": [value for _ in weeks],
        "mode": "lines",
        "line": {"color": QUIET, "dash": "dash", "width": 3},
        "hoverinfo": "skip",
    }


def _with_level(bars: Sequence[Figure], level: Figure) -> Figure:
    figure = filled("bar", list(bars), barmode="stack", xaxis=day_axis(language()), yaxis=STEADY_Y)
    return figure | {"data": [*figure["data"], *filled("line", [level])["data"]]}


def _by_name(weeks: Sequence[ShownWeek]) -> dict[str, list[float]]:
    """Mean minutes by week of the leading kinds by name, and of all others together."""
    totals: Counter[str] = Counter()
    for week in weeks:
        totals.update(week.minutes)
    order = list(activities())
    ranked = sorted(totals, key=lambda kind: (-totals[kind], order.index(kind)))
    leading, others = ranked[:KINDS_SHOWN], ranked[KINDS_SHOWN:]
    named = {
        activities()[kind].called(language()): [week.mean_minutes([kind]) for week in weeks]
        for kind in leading
    }
    if others:
        named[gettext("其他项目")] = [week.mean_minutes(others) for week in weeks]
    return named


def _last_enrolled(shown: ShownKeepingUp) -> str:
    return number(shown.weeks[-1].enrolled) if shown.weeks else NOTHING


def _weighing_definition() -> str:
    return str(
        gettext(
            "一天称几次、自己称还是在体重站称，都算一天。周一之前报名、那时没有退出的人才算，"
            "每人算在报名时的队所在的区。有没有称重属于健康信息：只在每周一定下一次，"
            "比例四舍五入，一边不足 %(k)s 人时只写上限或下限；平均数也按人数取整，"
            "人少的区和会让人推算出它的区不显示。",
            k=K,
        )
    )


def _minutes_definition() -> str:
    return str(
        gettext(
            "等效分钟 = 中等强度分钟 + 2 × 高强度分钟，低强度不计。按所记日期归入周；"
            "周一之前报名、那时没有退出的人才算，每人算在报名时的队所在的区。"
            "周一已报名的人不足 %(k)s 人的周不显示。",
            k=COUNTED_FROM,
        )
    )
