"""Notices in our own words: numbers of people and minutes, no shares, no ranks, no bodies."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext

from tracker.campaign.rules import Calendar, open_on
from tracker.exercise.rules import activities
from tracker.notices.figures.poster import Poster
from tracker.notices.rules import OTHER, Message, Tone, WeekTold, without_markup
from tracker.web.filters import day, language, number


def span_text(told: WeekTold) -> str:
    """10月14日至16日's days, as far as they are over."""
    if told.first == told.last:
        return day(told.first)
    return str(gettext("%(first)s至%(last)s", first=day(told.first), last=day(told.last)))


def notice(
    tone: Tone, team: str, told: WeekTold, thanks: Sequence[str], opened: Sequence[str], link: str
) -> str:
    """A week's notice to a team, ready to be pasted into its group."""
    write = {Tone.WARM: _warm, Tone.PLAIN: _plain, Tone.SHORT: _short}[tone]
    return "\n".join(each for each in write(team, told, thanks, opened, link) if each)


def open_lines(calendar: Calendar, today: date) -> list[str]:
    """What one can do on a day, a line each."""
    found = open_on(calendar, today)
    lines = []
    if found.logging:
        lines.append(
            gettext(
                "可以记体重和运动，漏了的 7 天内都能补，到%(day)s为止",
                day=day(calendar.logging_ends),
            )
        )
    if found.joining:
        lines.append(gettext("还可以加入，请同事扫队伍的二维码"))
    if found.results and not found.logging:
        lines.append(gettext("这一季已经结束，可以回去看自己的变化"))
    return lines


def robot_message(group: str, told: WeekTold | None, site: str, *, marked: bool) -> Message:
    """What a robot says of a week: numbers only where there are people enough, and no name."""
    group = without_markup(group) if marked else group
    title = gettext("%(group)s · 上周小结", group=group)
    head = f"**{title}**" if marked else title
    way = f"[{gettext('打开健康体重行动')}]({site})" if marked else site
    lines = [
        head,
        *_told(told),
        gettext("自愿参加，快慢由自己定。新的一周，从今天的一笔开始。"),
        way,
    ]
    return Message(title, "\n".join(lines))


def robot_test(group: str, site: str, *, marked: bool) -> Message:
    """What a robot says to show that it works."""
    title = gettext("%(group)s · 测试", group=without_markup(group) if marked else group)
    words = gettext(
        "机器人接好了。以后每周一上午 9 点，这里会有上周的小结，只有合计的数字，没有人名。"
    )
    return Message(title, "\n".join([f"**{title}**" if marked else title, words, site]))


def poster_of(team: str, unit: str, told: WeekTold | None, link: str, *, joins: bool) -> Poster:
    """What a team's poster says: numbers where they may leave the team, else what it is like."""
    shows = told is not None and not told.is_quiet
    return Poster(
        campaign=gettext("健康体重行动"),
        team=team,
        unit=unit,
        dated=span_text(told) if told and shows else "",
        numbers=tuple(three_numbers(told)) if told and shows else (),
        promises=() if shows else tuple(_promises()),
        call=(gettext("微信扫一扫"), gettext("加入我们") if joins else gettext("看看我们在做什么")),
        small_print=gettext("自愿参加 · 体重只有您自己看得到"),
        link=link,
    )


def kind_minutes(kind: str, minutes: int) -> str:
    """八段锦 120 分钟."""
    name = activities()[kind].called(language()) if kind != OTHER else gettext("其他")
    return str(gettext("%(kind)s %(minutes)s 分钟", kind=name, minutes=number(minutes)))


def three_numbers(told: WeekTold) -> list[tuple[str, str]]:
    """People, check-ins and minutes, each with what it counts."""
    return [
        (number(told.people), gettext("人有记录")),
        (number(told.check_ins), gettext("人次打卡")),
        (number(told.minutes), gettext("分钟运动")),
    ]


def _promises() -> list[str]:
    return [
        gettext("记体重、记运动，每天几秒钟"),
        gettext("体重、身高只有您自己看得到"),
        gettext("减重、维持、增重都是好目标"),
    ]


def _told(told: WeekTold | None) -> list[str]:
    if told is None or told.is_quiet:
        return []
    counts = gettext(
        "%(span)s：%(people)s 人有记录，打卡 %(check_ins)s 人次，运动 %(minutes)s 分钟。",
        span=span_text(told),
        people=number(told.people),
        check_ins=number(told.check_ins),
        minutes=number(told.minutes),
    )
    return [counts, _kinds(told)] if told.kinds else [counts]


def _kinds(told: WeekTold) -> str:
    kinds = _listed([kind_minutes(*each) for each in told.kinds])
    return str(gettext("一起做的运动：%(kinds)s。", kinds=kinds))


def _warm(
    team: str, told: WeekTold, thanks: Sequence[str], opened: Sequence[str], link: str
) -> list[str]:
    counts = _told(told) or [gettext("这一周的记录刚刚开始，您的第一笔会让它动起来。")]
    return [
        gettext("%(team)s的伙伴们，大家好！", team=team),
        *counts,
        gettext("谢谢%(names)s，您的坚持让大家更有劲。", names=_listed(thanks)) if thanks else "",
        gettext("没来得及记的也不要紧，哪天开始都算数。"),
        gettext("现在：%(lines)s。", lines=_joined(opened)) if opened else "",
        gettext("点这里就能记：%(link)s", link=link),
    ]


def _plain(
    team: str, told: WeekTold, thanks: Sequence[str], opened: Sequence[str], link: str
) -> list[str]:
    counts = _told(told) or [gettext("%(span)s：还没有记录。", span=span_text(told))]
    return [
        gettext("【%(team)s · 健康体重行动】", team=team),
        *counts,
        gettext("感谢：%(names)s。", names=_listed(thanks)) if thanks else "",
        *(f"· {line}" for line in opened),
        gettext("入口：%(link)s", link=link),
    ]


def _short(
    team: str, told: WeekTold, thanks: Sequence[str], _opened: Sequence[str], link: str
) -> list[str]:
    told_shortly = (
        gettext("%(team)s今天起步，一笔就好。", team=team)
        if told.is_quiet
        else gettext(
            "%(team)s %(span)s一起动了 %(minutes)s 分钟，%(people)s 人有记录。",
            team=team,
            span=span_text(told),
            minutes=number(told.minutes),
            people=number(told.people),
        )
    )
    return [
        told_shortly,
        gettext("谢谢%(names)s。", names=_listed(thanks)) if thanks else "",
        gettext("今天也动一动：%(link)s", link=link),
    ]


def _listed(names: Sequence[str]) -> str:
    return str(gettext("、")).join(names)


def _joined(lines: Sequence[str]) -> str:
    return str(gettext("；")).join(lines)
