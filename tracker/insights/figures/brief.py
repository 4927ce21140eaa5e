"""The words of a brief: what a district sends upward, and the city's report, by the same rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import format_date, gettext

from tracker.campaign.rules import Season
from tracker.insights.figures.activities import Activities, held_lines, held_listings
from tracker.insights.figures.words import (
    NOTHING,
    change_people_text,
    held_text,
    state_text,
    week_state_text,
)
from tracker.insights.rules import SnapshotOf, WeekCount
from tracker.insights.rules.brief import Brief, Listing, Number, paragraphs
from tracker.insights.rules.outcome import DRAWS, TEAMS_NEEDED
from tracker.insights.rules.overview import Change, Overview, PartOverview, UnitCount
from tracker.web.charts import Chart
from tracker.web.filters import day, language, moment, number, percent, signed

NOTHING_HELD = Activities()


@dataclass(frozen=True)
class Facts:
    """What a brief is written from, every number of it released already."""

    season: Season
    subject: str
    overview: Overview
    last_day: date
    counted_at: datetime
    """When the counts were taken; a snapshot's own moment where one is open."""
    snapshot: SnapshotOf | None
    """Where the health figures are from."""
    is_final: bool
    activities: str = ""
    held: Activities = NOTHING_HELD
    units: Sequence[UnitCount] = ()
    districts: Sequence[PartOverview] = ()
    outcome: Sequence[Chart] = ()
    """For the final report: what became of weights, each as its table."""


def brief_of(facts: Facts) -> Brief:
    """A brief in the language of the page."""
    season, overview = facts.season, facts.overview
    held = held_lines(facts.held, _at(facts.counted_at))
    kind = gettext("总结报告") if facts.is_final else gettext("工作简报")
    return Brief(
        title=gettext("%(place)s健康体重行动%(kind)s", place=facts.subject, kind=kind),
        office=facts.subject,
        period=gettext(
            "%(season)s，自我管理 %(first)s 至 %(last)s",
            season=season.name,
            first=_dated(season.calendar.starts),
            last=_dated(facts.last_day),
        ),
        dated=_sources(facts),
        numbers=six_numbers(overview),
        held=held,
        activities=paragraphs(facts.activities)
        or (() if held else (gettext("本期没有填写活动。"),)),
        listings=tuple(_listings(facts)),
        method=method(),
        missing=missing(overview),
        fingerprint=facts.snapshot.data_hash if facts.snapshot else "",
    )


def six_numbers(overview: Overview) -> tuple[Number, ...]:
    """The six numbers in the order they are always in."""
    return (
        _enrolled(overview),
        *_weekly(overview),
        Number(
            gettext("资料完整人数"),
            change_people_text(overview.change),
            _why(overview.change),
        ),
        _change(overview.change),
        Number(
            gettext("累计打卡人次"),
            _count(overview.check_ins),
            gettext("一人一天至少记录一次为一次"),
        ),
    )


def method() -> tuple[str, ...]:
    """How the numbers are computed, as far as a reader of a brief must know."""
    return (
        gettext(
            "一周从周一到周日。参与：周一之前报名、没有退出、那一周至少有一条记录的人；分母是周一已报名的所有人，请假的人不减去。"
        ),
        gettext("规律运动：同一周内至少 3 天有运动记录的人，分母相同。"),
        gettext(
            "资料完整：有基线、最近 14 天内至少两天有体重记录、两段时间相隔至少 28 天的人。"
            "变化是各人变化（占基线的百分比）的平均数，只说坚持下来的人。"
        ),
        gettext(
            "区间为 95 %%，按队伍整群抽样 %(draws)s 次得出；少于 %(teams)s 支队伍不给区间。"
            "没有对照组，所以只说变化，不作比较和排名。",
            draws=number(DRAWS),
            teams=TEAMS_NEEDED,
        ),
        gettext("人数不足 10 人的不显示；体重数字每周一定一次，四舍五入后给出，不针对任何个人。"),
    )


def missing(overview: Overview) -> tuple[str, ...]:
    """Who is not in the health figures."""
    people = overview.change.people if overview.change else ""
    if overview.enrolled is None or not people.isdigit():
        return (gettext("资料不完整的人不在体重数字之内。"),)
    rest = max(overview.enrolled - int(people), 0)
    return (
        gettext(
            "已报名 %(enrolled)s 人中，%(rest)s 人到定格时还没有完整资料"
            "（没有基线、最近没有体重记录，或不记体重），不在体重数字之内；坚持下来的人与其余的人可能不同。",
            enrolled=number(overview.enrolled),
            rest=number(rest),
        ),
    )


def _sources(facts: Facts) -> str:
    counted = _at(facts.counted_at)
    if facts.snapshot is None:
        return str(gettext("人数截至 %(at)s；体重数字还没有定格。", at=counted))
    return str(
        gettext(
            "人数截至 %(at)s；体重数字截至 %(day)s（%(state)s，第 %(version)s 版）。",
            at=counted,
            day=_dated(facts.snapshot.as_of),
            state=gettext("定稿") if facts.is_final else gettext("暂定"),
            version=facts.snapshot.version,
        )
    )


def _enrolled(overview: Overview) -> Number:
    name = gettext("已报名人数")
    if overview.reached is None or overview.target is None:
        return Number(name, _count(overview.enrolled), gettext("没有设定目标"))
    note = gettext(
        "目标 %(target)s 人，完成 %(share)s",
        target=number(overview.target),
        share=percent(overview.reached),
    )
    return Number(name, _count(overview.enrolled), note)


def _weekly(overview: Overview) -> tuple[Number, Number]:
    names = gettext("最近一周参与人数"), gettext("规律运动人数")
    week = overview.week
    if week is None:
        return Number(names[0], NOTHING), Number(names[1], NOTHING)
    return _of_week(names[0], week, week.active), _of_week(names[1], week, week.regular)


def _of_week(name: str, week: WeekCount, people: int) -> Number:
    note = gettext(
        "%(day)s 起的一周（%(state)s），周一已报名 %(enrolled)s 人的 %(share)s",
        day=day(week.monday),
        state=week_state_text(week.state),
        enrolled=number(week.enrolled),
        share=percent(100 * people / week.enrolled),
    )
    return Number(name, number(people), note)


def _change(change: Change | None) -> Number:
    name = gettext("体重平均变化")
    if change is None or change.mean is None:
        return Number(name, NOTHING, _why(change))
    notes = []
    if change.low is not None and change.high is not None:
        notes.append(
            gettext(
                "95 %% 区间 %(low)s 到 %(high)s", low=signed(change.low), high=signed(change.high)
            )
        )
    if change.median is not None:
        notes.append(gettext("中位数 %(median)s %%", median=signed(change.median)))
    if change.median_since is not None:
        notes.append(held_text(gettext("中位数"), change.median_since))
    return Number(name, f"{signed(change.mean)} %", gettext("，").join(notes))


def _why(change: Change | None) -> str:
    return state_text(change.state) if change else str(gettext("还不到时候"))


def _listings(facts: Facts) -> list[Listing]:
    found = []
    if facts.districts:
        found.append(_districts(facts.districts))
    if facts.units:
        found.append(_units(facts.units))
    return [
        *found,
        *held_listings(facts.held),
        *(Listing(each.title, each.header, tuple(map(tuple, each.rows))) for each in facts.outcome),
    ]


def _units(units: Sequence[UnitCount]) -> Listing:
    few = gettext("不足 10 人")
    return Listing(
        gettext("各单位参加情况（按名称）"),
        (gettext("单位"), gettext("队伍"), gettext("周一已报名"), gettext("最近一周参与")),
        tuple(
            (
                each.name,
                number(each.teams),
                few if each.enrolled is None else number(each.enrolled),
                _count(each.active),
            )
            for each in units
        ),
    )


def _districts(parts: Sequence[PartOverview]) -> Listing:
    return Listing(
        gettext("各区参加情况（按行政区顺序）"),
        (
            gettext("区"),
            gettext("已报名"),
            gettext("最近一周参与"),
            gettext("规律运动"),
            gettext("资料完整"),
            gettext("平均变化"),
            gettext("打卡人次"),
        ),
        tuple(
            (
                part.name,
                _count(part.overview.enrolled),
                _count(part.overview.week.active if part.overview.week else None),
                _count(part.overview.week.regular if part.overview.week else None),
                change_people_text(part.overview.change),
                _mean(part.overview.change),
                _count(part.overview.check_ins),
            )
            for part in parts
        ),
    )


def _mean(change: Change | None) -> str:
    return NOTHING if change is None or change.mean is None else f"{signed(change.mean)} %"


def _count(people: int | None) -> str:
    return NOTHING if people is None else number(people)


def _dated(value: date) -> str:
    pattern = "y年M月d日" if language() == "zh" else "d MMM y"
    return str(format_date(value, pattern, rebase=False))


def _at(value: datetime) -> str:
    return str(moment(value))
