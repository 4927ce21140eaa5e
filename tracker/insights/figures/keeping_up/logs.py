"""How the logs were kept, in words that judge nobody: gaps, and what to bear in mind."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from flask_babel import gettext

from tracker.insights.figures.words import NOTHING, STEADY_Y, filled, share_text
from tracker.insights.rules import K
from tracker.insights.rules.keeping_up import GAP_LIMITS, ShownKeepingUp, ShownRecords, Trait
from tracker.web.charts import ACCENT, Chart, Figure
from tracker.web.filters import day, number, percent

BAR_HEIGHT, MARGIN, SIDE_ROOM = 40, 60, 120
FEW_TICKS = 3


def longest_gaps(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """How long the longest stretch without an entry was, of whoever has one at all."""
    names = _gap_names()
    exact = [
        (name, f"{share.percent}%", share.percent)
        for name, share in zip(names, shown.gaps, strict=False)
        if share is not None and not share.bound
    ]
    return Chart(
        title=gettext("最长一次连着几天没有记录"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：有过记录的 %(noted)s 人，"
            "各自第一次和最后一次记录之间，"
            "连着没有任何记录的天数最多的一次。从来没有记录的人不在其中；"
            "最后一次记录以后的日子不算。",
            subject=subject,
            as_of=day(as_of),
            noted=NOTHING if shown.noted is None else number(shown.noted),
        ),
        figure=_level_bars(exact, 100),
        header=(gettext("最长一次"), gettext("占有过记录的人")),
        rows=tuple(
            (name, share_text(share)) for name, share in zip(names, shown.gaps, strict=False)
        ),
        definition=gettext(
            "体重和运动都算记录，按所记日期算，补记的也算。活动只建议一周称 3 次、动 3 天，"
            "所以隔一两天很平常；隔两周以上的人多，平均数里就少了他们那段时间的情况。"
            "比例四舍五入，一边不足 %(k)s 人时只写上限或下限。",
            k=K,
        ),
        subject=subject,
        as_of=as_of,
    )


def quality(subject: str, shown: ShownKeepingUp, as_of: date) -> Chart:
    """Corrected, repeated, round and late entries, each with what it means for the figures."""
    found = shown.records or {}
    words = {trait: (name, meaning) for trait, name, meaning in _traits()}
    exact = [
        (words[trait][0], f"{value:.1f}%", value)
        for trait in words
        if trait in found and (value := found[trait].percent) is not None
    ]
    return Chart(
        title=gettext("看数字时要知道的"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点的所有记录：分母是自己记的体重（%(weights)s 条），"
            "“运动是后来补记的”除外，它的分母是运动记录（%(entries)s 条）。"
            "这些都很平常，只是提醒数字该怎么看，不说明任何人。",
            subject=subject,
            as_of=day(as_of),
            weights=_whole(found.get(Trait.ROUND)),
            entries=_whole(found.get(Trait.LATE_EXERCISE)),
        ),
        figure=_level_bars(exact),
        header=(gettext("记录"), gettext("占比"), gettext("一共几条"), gettext("怎么看")),
        rows=_quality_rows(found, words),
        definition=gettext(
            "更正过：同一天的体重又改过。和上一次相同：与前一次自己记的体重一克不差。"
            "整公斤或半公斤：是 0.5 公斤的整数倍，也就是整斤。补记：填写的那天晚于所记的日期。"
            "体重站称的不在体重的分母里。背后不足 %(k)s 人的不显示。",
            k=K,
        ),
        subject=subject,
        as_of=as_of,
    )


def trait_meanings() -> list[tuple[str, str]]:
    """What each share of records means for whoever reads the figures."""
    return [(name, meaning) for _, name, meaning in _traits()]


def _quality_rows(
    found: Mapping[Trait, ShownRecords], words: Mapping[Trait, tuple[str, str]]
) -> tuple[Sequence[str], ...]:
    return tuple(
        (name, _percent(found[trait]), _whole(found[trait]), meaning)
        for trait, (name, meaning) in words.items()
        if trait in found
    )


def _level_bars(found: Sequence[tuple[str, str, float]], until: float | None = None) -> Figure:
    """Bars one below the other, each with its share written on it; from names, words and values."""
    # Plotly puts the first bar at the bottom.
    upwards = found[::-1]
    bars = {
        "orientation": "h",
        "x": [value for _, _, value in upwards],
        "y": [name for name, _, _ in upwards],
        "text": [words for _, words, _ in upwards],
        "textposition": "auto",
        "textangle": 0,
        "hovertemplate": "%{y} %{text}<extra></extra>",
        "marker": {"color": ACCENT},
    }
    axis = STEADY_Y | {"ticksuffix": "%", "nticks": FEW_TICKS}
    return filled(
        "bar",
        [bars],
        height=MARGIN + BAR_HEIGHT * max(len(found), 1),
        showlegend=False,
        margin={"l": SIDE_ROOM, "r": 28, "t": 8, "b": 40},
        xaxis=axis if until is None else axis | {"range": [0, until]},
        yaxis={"fixedrange": True, "type": "category"},
    )


def _percent(records: ShownRecords) -> str:
    return NOTHING if records.percent is None else percent(records.percent)


def _whole(records: ShownRecords | None) -> str:
    return NOTHING if records is None or records.whole is None else number(records.whole)


def _gap_names() -> list[str]:
    """没有 · 1-2 天 · … · 28 天以上."""
    middle = [
        gettext("%(first)s-%(last)s 天", first=before + 1, last=last)
        for before, last in pairwise(GAP_LIMITS)
    ]
    return [
        gettext("没有间断"),
        *middle,
        gettext("%(days)s 天以上", days=GAP_LIMITS[-1] + 1),
    ]


def _traits() -> list[tuple[Trait, str, str]]:
    return [
        (
            Trait.CORRECTED,
            gettext("体重更正过"),
            gettext("有人发现写错就改，数字因此更准；改过以后只算改后的。"),
        ),
        (
            Trait.SAME,
            gettext("和上一次相同"),
            gettext("秤多半只显示到 0.1 公斤，碰巧相同很平常；比例高时，可能有人照抄上次的数。"),
        ),
        (
            Trait.ROUND,
            gettext("整公斤或半公斤"),
            gettext(
                "显示到 0.1 公斤的秤，不取整也大约有五分之一是这样；"
                "高出许多说明有人取整，小的变化就看不清。"
            ),
        ),
        (
            Trait.LATE_WEIGHT,
            gettext("体重是后来补记的"),
            gettext("凭记忆补的数可能不准；最近几天的数字也会因为补记再变一点。"),
        ),
        (
            Trait.LATE_EXERCISE,
            gettext("运动是后来补记的"),
            gettext("最近一周的运动会因为补记再多一点，所以刚结束的一周是暂定。"),
        ),
    ]
