"""Chances of a top band by what a team cannot help, and the rules' words."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import plotly.graph_objects as go
from flask_babel import gettext

from tracker.standings.rules.boards import Placed
from tracker.standings.rules.fairness import FAIR, GROUPS, SEASONS, Chance, Report
from tracker.standings.rules.linter import Problem
from tracker.standings.rules.scoring import Changed
from tracker.teams.rules import District, districts
from tracker.web.charts import PALETTE, Chart, base_layout
from tracker.web.filters import language, number, percent

HEIGHT = 380
WHOLE = 100
HOVER = "%{x}<br>%{y}%<br>%{customdata[0]} / %{customdata[1]}<extra></extra>"
SWITCH = "switch."
BRIEF = "brief."
ANNOUNCEMENT = "announcement."


def fairness(report: Report) -> Chart:
    """The chance of the top band by size, sex mix and baseline BMI, side by side."""
    kinds = _kinds()
    traces, rows = [], []
    for place, (by, chances) in enumerate(report.chances.items()):
        names = [_group(by, each) for each in chances]
        values = [round(WHOLE * each.share, 1) for each in chances]
        traces.append(
            {
                "type": "bar",
                "name": kinds[by],
                "x": names,
                "y": values,
                "customdata": [[each.leading, each.teams] for each in chances],
                "hovertemplate": HOVER,
                "marker": {"color": PALETTE[place]},
            }
        )
        rows += [
            (kinds[by], name, number(each.teams), percent(WHOLE * each.share))
            for name, each in zip(names, chances, strict=True)
        ]
    figure = _skeleton()
    return Chart(
        title=gettext("进“领先”的机会是不是一样"),
        caption=_caption(report),
        figure={"data": traces, "layout": figure["layout"]},
        header=(gettext("按什么分"), gettext("一组"), gettext("队数"), gettext("进“领先”的机会")),
        rows=tuple(rows),
        definition=gettext(
            "用本季已定稿的各队合计（平均分、队与队之间和人与人之间的起伏）造出 %(seasons)s 个"
            "模拟赛季，每季各种大小、性别构成、起始 BMI 的队各一支，按现行规则分段。"
            "不用任何人的数据。",
            seasons=SEASONS,
        ),
        subject=gettext("全市"),
    )


def _caption(report: Report) -> str:
    worst = max(report.ratio(by) for by in report.chances)
    teams = sum(each.teams for each in report.chances["size"])
    words = gettext(
        "第 %(version)s 版规则，模拟 %(teams)s 支队：机会最大的一组是最小一组的 %(ratio)s 倍。",
        version=report.version,
        teams=number(teams),
        ratio=number(worst, 2),
    )
    verdict = (
        gettext("在 %(fair)s 倍以内，可以认为公平。", fair=FAIR)
        if report.is_fair
        else gettext("超过 %(fair)s 倍，规则需要调整。", fair=FAIR)
    )
    return f"{words}{verdict}"


def _kinds() -> dict[str, str]:
    return {
        "size": gettext("队伍人数"),
        "female": gettext("女性占比"),
        "bmi": gettext("起始平均 BMI"),
    }


def _group(by: str, chance: Chance) -> str:
    if by == "size":
        return str(gettext("%(people)s 人", people=number(chance.group)))
    if by == "female":
        return str(gettext("女 %(share)s", share=percent(WHOLE * chance.group, 0)))
    return f"BMI {number(chance.group, 1)}"


@cache
def _skeleton() -> Any:
    layout = base_layout(
        height=HEIGHT,
        bargap=0.25,
        xaxis={"type": "category", "fixedrange": True, "tickangle": -60},
        yaxis={"ticksuffix": "%", "rangemode": "tozero", "fixedrange": True},
        margin={"l": 52, "r": 12, "t": 8, "b": 90},
    )
    layout["legend"] = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
    traces = [go.Bar(x=[], y=[]) for _ in GROUPS]
    return go.Figure(data=traces, layout=layout).to_plotly_json() | {"layout": layout}


def change_text(changed: Changed) -> str:
    """What a new version of the rules changes, in words."""
    name = _rule_name(changed.name)
    if changed.before is None:
        return str(gettext("新增：%(rule)s %(after)s", rule=name, after=changed.after))
    if changed.after is None:
        return str(gettext("取消：%(rule)s（原来 %(before)s）", rule=name, before=changed.before))
    if changed.name.startswith(("ranking.by_size", "ranking.like_with_like")):
        return name if changed.after else str(gettext("取消：%(rule)s", rule=name))
    return str(
        gettext(
            "%(rule)s：%(before)s 改为 %(after)s",
            rule=name,
            before=changed.before,
            after=changed.after,
        )
    )


def _rule_name(name: str) -> str:
    words = {
        "counted.weigh_in.points": gettext("称一次的分"),
        "counted.weigh_in.most_a_week": gettext("称重每周最多算几次"),
        "counted.lesson.points": gettext("答完当天的题的分"),
        "counted.lesson.most_a_week": gettext("当天的题每周最多算几次"),
        "counted.lecture.points": gettext("听一次讲座的分"),
        "counted.lecture.most_a_week": gettext("讲座每周最多算几次"),
        "counted.showcase.points": gettext("参加展示的分"),
        "counted.showcase.most_a_week": gettext("展示每周最多算几次"),
        "doing_a_week": gettext("每周行动分上限"),
        "minutes.points": gettext("每分钟的分"),
        "minutes.light": gettext("轻强度一分钟算几分钟"),
        "minutes.moderate": gettext("中等强度一分钟算几分钟"),
        "minutes.vigorous": gettext("高强度一分钟算几分钟"),
        "minutes.most_a_day": gettext("每天最多算几分钟"),
        "minutes.most_a_week": gettext("每周最多算几分钟"),
        "goal_band.points_a_week": gettext("目标区间每周的分"),
        "goal_band.full_percent": gettext("全程变化最多算百分之几"),
        "goal_band.percent_a_week": gettext("每周变化最多算百分之几"),
        "goal_band.keeps_percent": gettext("保持在百分之几以内算满分"),
        "ranking.members": gettext("至少几人才比较"),
        "ranking.reporting_percent": gettext("至少百分之几的人有记录才比较"),
        "ranking.paused_percent": gettext("最多百分之几的人算请假"),
        "ranking.by_size": gettext(
            "大队小队用各自的尺子：小队的平均数起伏大，按同样人数的队平时的起伏衡量"
        ),
        "ranking.like_with_like": gettext(
            "目标区间的分与起点相近的人比：起始 BMI 24 以下和以上分开"
        ),
    }
    return str(words.get(name, name))


def problem_text(problem: Problem) -> str:
    """Where a problem is, in words an organizer knows."""
    return f"{_setting_name(problem.setting)}：{problem.found}"


def _setting_name(setting: str) -> str:
    if setting.startswith(BRIEF):
        return str(gettext("简报里的活动（%(where)s）", where=setting.removeprefix(BRIEF)))
    if setting.startswith(ANNOUNCEMENT):
        return str(gettext("通知（%(where)s）", where=setting.removeprefix(ANNOUNCEMENT)))
    if setting.startswith(SWITCH):
        return str(gettext("开关（%(where)s）", where=setting.removeprefix(SWITCH)))
    return _rule_name(setting)


def district_name(district: District) -> str:
    """What a district is called in the language of this answer."""
    return district.english if language() == "en" else district.name


def by_district(teams: Iterable[Placed]) -> list[tuple[str, list[Placed]]]:
    """Teams by district, in the districts' own order; districts without any are left out."""
    found: dict[str, list[Placed]] = {}
    for each in teams:
        found.setdefault(each.team.district_code, []).append(each)
    return [
        (district_name(place), found[place.code]) for place in districts() if place.code in found
    ]
