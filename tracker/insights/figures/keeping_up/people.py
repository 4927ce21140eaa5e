"""From enrolment on: how many have a baseline and are active, and which cohorts stay."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext

from tracker.campaign.rules import WEEK
from tracker.insights.figures.tiles import TILE_INK, TILE_SCALE
from tracker.insights.figures.words import NOTHING, filled, share_bars, share_text
from tracker.insights.rules import K
from tracker.insights.rules.keeping_up import ShownCohort, ShownKeepingUp, Step
from tracker.web.charts import Chart, Figure, dated
from tracker.web.filters import day, language, number, percent

BAR_HEIGHT, MARGIN = 40, 60
CELL = 44
"""A square's side where there is room; narrower pages make it smaller."""
SIDE_ROOM, AXIS_ROOM = 52, 68
ALL_WEEKS_UP_TO = 7
"""So many weeks are all named on the axis; of more every other one."""


def funnel(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """Everybody enrolled, with a baseline, and active in weeks 1, 4, 8 and 12."""
    return Chart(
        title=gettext("从报名到坚持"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：以报名的 %(enrolled)s 人为 100%%，"
            "后来退出的人也在内。%(late)s还没过完的周不画。",
            subject=subject,
            as_of=day(as_of),
            enrolled=_count(shown.enrolled),
            late=_late(shown.late),
        ),
        figure=_steps(shown),
        header=(
            gettext("到了哪一步"),
            gettext("占报名的人"),
            gettext("人数"),
            gettext("那周一已报名"),
            gettext("占那时已报名的人"),
        ),
        rows=_funnel_rows(shown),
        definition=gettext(
            "每人算在报名时的队所在的区。有基线：从第一次称重起的 14 天里至少在 2 天称过体重。"
            "第几周有记录：那个周一之前报名、没有退出、那一周至少记了一次体重或运动。"
            "有没有称重属于健康信息，所以有基线的只写四舍五入的比例，"
            "一边不足 %(k)s 人时只写上限或下限。",
            k=K,
        ),
        subject=subject,
        as_of=as_of,
    )


def retention(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """Squares: weeks of enrolment down, weeks of the season across, the share active in each."""
    return Chart(
        title=gettext("不同时候报名的人，后来还在记吗"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点，共 %(people)s 人：一行是同一周报名的人"
            "（写着那周的周一），"
            "一列是自我管理的一周，方块里是那一周有记录的人占这一行所有人的百分比，"
            "退出的人也在分母里。颜色越深比例越高。不足 %(k)s 人的周和相邻的周合成一行。",
            subject=subject,
            as_of=day(as_of),
            people=number(sum(cohort.people for cohort in shown.cohorts)),
            k=K,
        ),
        figure=_squares(shown),
        header=(
            gettext("报名的周"),
            gettext("人数"),
            *(gettext("第 %(week)s 周", week=week) for week in range(1, len(shown.weeks) + 1)),
        ),
        rows=tuple(_cohort_row(cohort) for cohort in shown.cohorts),
        definition=gettext(
            "报名的周从周一算到周日；自我管理开始的那个周日算第 1 周。从报名的下一周起，"
            "比例 = 那一周至少有一条记录的人 ÷ 这一行那时已报名的所有人，四舍五入到整数。"
            "每人算在报名时的队所在的区。",
        ),
        subject=subject,
        as_of=as_of,
    )


BARE = {"fixedrange": True, "zeroline": False, "showgrid": False}
"""An axis beside squares."""


def _squares(shown: ShownKeepingUp) -> Figure:
    """A square for each cohort and week; on a phone every other week is named."""
    cells = [
        (week, -row, share)
        for row, cohort in enumerate(shown.cohorts)
        for week, share in enumerate(cohort.shares, 1)
        if share is not None
    ]
    shares = [share for _, _, share in cells]
    weeks, rows = len(shown.weeks) or 1, len(shown.cohorts) or 1
    squares = {
        "x": [week for week, _, _ in cells],
        "y": [row for _, row, _ in cells],
        "text": [str(share) for share in shares],
        "hovertext": [f"{share}%" for share in shares],
        "textfont": {"color": TILE_INK},
        "marker": {
            "symbol": "square",
            "size": CELL - 4,
            "line": {"width": 0},
            "color": [_shade(share) for share in shares],
        },
    }
    named = range(1, weeks + 1, 1 if weeks <= ALL_WEEKS_UP_TO else 2)
    return filled(
        "tiles",
        [squares],
        height=CELL * rows + AXIS_ROOM + 8,
        margin={"l": SIDE_ROOM, "r": 4, "t": 8, "b": AXIS_ROOM},
        xaxis={
            **BARE,
            "range": [0.5, weeks + 0.5],
            "tickvals": list(named),
            "ticktext": [str(each) for each in named],
            "title": {"text": gettext("自我管理第几周"), "standoff": 8},
        },
        yaxis={
            **BARE,
            "range": [0.5 - rows, 0.5],
            "tickvals": [-row for row in range(len(shown.cohorts))],
            "ticktext": [_short(cohort.first) for cohort in shown.cohorts],
        },
    )


def _steps(shown: ShownKeepingUp) -> Figure:
    """A bar for each step whose share is more than a bound."""
    enrolled = [(gettext("报名"), 100)] if shown.enrolled else []
    steps = [
        (_step(each), each.share.percent)
        for each in shown.funnel
        if each.share is not None and not each.share.bound
    ]
    return share_bars(enrolled + steps, BAR_HEIGHT, MARGIN)


def _late(people: int | None) -> str:
    if people is None:
        return str(gettext("第 1 周开始以后才报名的人，较早的周不会有记录，仍算在分母里。"))
    return str(
        gettext(
            "其中 %(late)s 人在第 1 周开始以后才报名，较早的周不会有记录，仍算在分母里。",
            late=number(people),
        )
    )


def _funnel_rows(shown: ShownKeepingUp) -> tuple[Sequence[str], ...]:
    if shown.enrolled is None:
        return ()
    first = (gettext("报名"), percent(100, 0), number(shown.enrolled), NOTHING, NOTHING)
    return first, *(
        (
            _step(each),
            share_text(each.share),
            _count(each.people),
            _count(each.enrolled),
            percent(100 * each.people / each.enrolled, 0)
            if each.people is not None and each.enrolled
            else NOTHING,
        )
        for each in shown.funnel
    )


def _step(step: Step) -> str:
    if not step.week:
        return str(gettext("有基线"))
    return str(gettext("第 %(week)s 周有记录", week=step.week))


def _cohort_row(cohort: ShownCohort) -> Sequence[str]:
    shares = (NOTHING if each is None else percent(each, 0) for each in cohort.shares)
    until = cohort.last + WEEK - timedelta(days=1)
    weeks = (
        dated(cohort.first)
        if cohort.first == cohort.last
        else gettext("%(first)s 至 %(last)s", first=day(cohort.first), last=day(until))
    )
    return weeks, number(cohort.people), *shares


def _short(monday: date) -> str:
    """As short as a day can be, beside a row of squares on a phone."""
    return day(monday) if language() == "en" else f"{monday.month}/{monday.day}"


def _shade(share: int) -> str:
    """From none to all: the same share has the same colour in every area."""
    ends = [[int(end[at : at + 2], 16) for at in (1, 3, 5)] for end in TILE_SCALE]
    mixed = (round(low + share / 100 * (high - low)) for low, high in zip(*ends, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _count(people: int | None) -> str:
    return NOTHING if people is None else number(people)
