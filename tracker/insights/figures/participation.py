"""Who takes part: by day, by week, by kind of exercise, and how many enrolled."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

from flask_babel import gettext

from tracker.exercise.rules import activities
from tracker.insights.figures import definitions
from tracker.insights.figures.words import STEADY_Y, filled, week_state_text
from tracker.insights.rules import DayCount, Enrolment, WeekCount, WeekState
from tracker.web.charts import ACCENT, PALETTE, QUIET, SECOND, Chart, Figure, dated, day_axis
from tracker.web.filters import day, language, number, percent

KINDS_SHOWN = 5
"""So many kinds have a colour of their own; the rest are added up."""
WEEK_WIDTH = 5 * 24 * 3600 * 1000
"""Five days in milliseconds, so that a single week is not drawn as wide as the page."""


def participation_by_day(subject: str, days: Sequence[DayCount], as_of: date) -> Chart:
    """Share of members with an entry dated each day, live."""
    shares = [round(100 * each.active / each.members, 1) for each in days]
    # A line that ends in half a day would look like people leaving.
    over = [each for each in days if each.day < as_of]
    last = days[-1] if days else DayCount(as_of, 0, 0)
    line = {
        "x": [each.day.isoformat() for each in over],
        "y": shares[: len(over)],
        "customdata": [[each.active, each.members] for each in over],
        "hovertemplate": "%{x|%-m/%-d} %{y}%<br>%{customdata[0]} / %{customdata[1]}<extra></extra>",
        "line": {"color": ACCENT},
    }
    return Chart(
        title=gettext("每天的参与"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s：当天有任何一条记录的成员占当天成员的百分比。"
            "最后一天成员 %(members)s 人，其中 %(active)s 人已记录；"
            "没有记录的人也在分母里。还没过完的一天只在表里。",
            subject=subject,
            as_of=day(as_of),
            members=number(last.members),
            active=number(last.active),
        ),
        figure=_lined([line], yaxis=STEADY_Y | {"ticksuffix": "%", "range": [0, 100]}),
        header=(gettext("日期"), gettext("参与"), gettext("有记录"), gettext("当天成员")),
        rows=tuple(
            (dated(each.day), percent(share), number(each.active), number(each.members))
            for each, share in zip(days, shares, strict=True)
        ),
        definition=definitions.of_days(),
        subject=subject,
        as_of=as_of,
    )


def active_by_week(subject: str, weeks: Sequence[WeekCount], as_of: date) -> Chart:
    """People active, and of them exercising regularly, against everyone enrolled at the Monday."""
    # A line that ends in half a week would look like people leaving.
    over = [week for week in weeks if week.state is not WeekState.RUNNING]
    mondays = [week.monday.isoformat() for week in over]
    lines: list[Figure] = [
        {"name": name, "x": mondays, "y": counts, "line": {"color": color, "dash": dash}}
        for name, counts, color, dash in (
            (gettext("周一已报名"), [week.enrolled for week in over], QUIET, "dot"),
            (gettext("有记录"), [week.active for week in over], ACCENT, "solid"),
            (gettext("规律运动"), [week.regular for week in over], SECOND, "solid"),
        )
    ]
    return Chart(
        title=gettext("每周参与的人"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s。有记录：周一之前报名、没有退出、本周至少记了一次的人；"
            "规律运动：本周至少 3 天有运动的人。分母是周一已报名的所有人，请假的人另列，不减去。"
            "一周结束后七天内为暂定；还没过完的一周只在表里。",
            subject=subject,
            as_of=day(as_of),
        ),
        figure=_lined(lines, yaxis=STEADY_Y),
        header=(
            gettext("周一"),
            gettext("有记录"),
            gettext("规律运动"),
            gettext("周一已报名"),
            gettext("其中请假"),
            gettext("状态"),
        ),
        rows=tuple(_week_row(week) for week in weeks),
        definition=definitions.of_weeks(),
        subject=subject,
        as_of=as_of,
    )


def _week_row(week: WeekCount) -> Sequence[str]:
    return (
        dated(week.monday),
        number(week.active),
        number(week.regular),
        number(week.enrolled),
        number(week.on_leave),
        week_state_text(week.state),
    )


def minutes_by_kind(subject: str, minutes: Mapping[date, Mapping[str, int]], as_of: date) -> Chart:
    """Minutes of exercise by week, stacked by kind, live."""
    mondays = sorted(minutes)
    named = _by_name(minutes, mondays)
    colors = kind_colors(named)
    bars: list[Figure] = [
        {
            "name": escape(name),
            "x": [monday.isoformat() for monday in mondays],
            "y": counts,
            "width": WEEK_WIDTH,
            "marker": {"color": colors.get(name, QUIET)},
        }
        for name, counts in named.items()
    ]
    totals = [sum(minutes[monday].values()) for monday in mondays]
    return Chart(
        title=gettext("每周运动分钟"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s：成员按所记日期所在的周、按项目相加的分钟数，"
            "一共 %(total)s 分钟；没有记运动的人为零。",
            subject=subject,
            as_of=day(as_of),
            total=number(sum(totals)),
        ),
        figure=filled("bar", bars, barmode="stack", xaxis=day_axis(language()), yaxis=STEADY_Y),
        header=(gettext("周一"), *named, gettext("合计")),
        rows=tuple(
            (dated(monday), *(number(counts[place]) for counts in named.values()), number(total))
            for place, (monday, total) in enumerate(zip(mondays, totals, strict=True))
        ),
        definition=definitions.of_minutes(KINDS_SHOWN),
        subject=subject,
        as_of=as_of,
    )


def enrolment_by_day(subject: str, enrolment: Sequence[Enrolment], as_of: date) -> Chart:
    """How many enrolled by each day, and on it."""
    days = [each.day.isoformat() for each in enrolment]
    lines: list[Figure] = [
        {
            "name": gettext("累计报名"),
            "x": days,
            "y": [each.total for each in enrolment],
            "line": {"color": ACCENT},
        },
        {
            "name": gettext("当天报名"),
            "x": days,
            "y": [each.new for each in enrolment],
            "line": {"color": SECOND},
        },
    ]
    return Chart(
        title=gettext("报名人数"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s：累计 %(total)s 人报名，后来退出的人也算在内，"
            "每人算在报名时的队里。",
            subject=subject,
            as_of=day(as_of),
            total=number(enrolment[-1].total if enrolment else 0),
        ),
        figure=_lined(lines, yaxis=STEADY_Y),
        header=(gettext("日期"), gettext("当天报名"), gettext("累计报名")),
        rows=tuple((dated(each.day), number(each.new), number(each.total)) for each in enrolment),
        definition=definitions.of_enrolment(),
        subject=subject,
        as_of=as_of,
    )


def _lined(lines: list[Figure], **layout: Figure) -> Figure:
    return filled(
        "line",
        lines,
        xaxis=day_axis(language()),
        showlegend=len(lines) > 1,
        **layout,
    )


def kind_colors(named: Iterable[str]) -> dict[str, str]:
    """A colour for each leading kind, in the order of the list, whichever of them leads here."""
    leading = set(named)
    names = [kind.called(language()) for kind in activities().values()]
    colors = [color for color in PALETTE if color != QUIET]
    return dict(zip([name for name in names if name in leading], colors, strict=False))


def _by_name(
    minutes: Mapping[date, Mapping[str, int]], mondays: Sequence[date]
) -> dict[str, list[int]]:
    """Minutes by week of the leading kinds by name, and of all others together."""
    totals: Counter[str] = Counter()
    for monday in mondays:
        totals.update(minutes[monday])
    order = list(activities())
    ranked = sorted(totals, key=lambda kind: (-totals[kind], order.index(kind)))
    named = {
        activities()[kind].called(language()): [minutes[monday].get(kind, 0) for monday in mondays]
        for kind in ranked[:KINDS_SHOWN]
    }
    others = [
        sum(minutes[monday].get(kind, 0) for kind in ranked[KINDS_SHOWN:]) for monday in mondays
    ]
    return named | {gettext("其他项目"): others} if any(others) else named
