"""Shares of completers: who became lighter, BMI bands before and after, how far changes went."""

from datetime import date

from flask_babel import gettext

from tracker.insights.figures.outcome.words import (
    BAR_HEIGHT,
    IN_ORDER,
    LEVEL,
    MARGIN,
    ROOM,
    SHARE_AXIS,
    about,
    band_name,
    bin_name,
    exact,
    only_change,
    who_is_missing,
)
from tracker.insights.figures.words import filled, held_text, share_text
from tracker.insights.rules.releases import Share, ShownOutcome, ShownTable
from tracker.web.charts import ACCENT, PALETTE, SECOND, Chart, Figure
from tracker.web.filters import percent

BAND_COLORS = (PALETTE[4], ACCENT, SECOND, PALETTE[3])
SMALLEST_NAMED = 8
"""A bar's part narrower than this has no room for its number."""


def shares(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """Who became lighter, among completers and over everyone enrolled; who stayed within 2 %."""
    rows = _shares(shown)
    bars = [
        {
            "name": name,
            "orientation": "h",
            "x": list(known.values()),
            "y": list(known),
            "hovertemplate": "%{y}<br>%{x}%<extra></extra>",
            "marker": {"color": color},
        }
        for name, known, color in (
            (gettext("占留下来的人"), exact((row[0], row[1]) for row in rows), ACCENT),
            (gettext("占所有报名的人"), exact((row[0], row[2]) for row in rows), SECOND),
        )
    ]
    return Chart(
        title=gettext("变轻了多少的人各占多少"),
        caption=who_is_missing(subject, shown, as_of)
        + gettext(
            "“守住 2%%”只看开始时 BMI 正常的人（%(normal)s 人）。", normal=about(shown.normal)
        )
        + _held(shown)
        + only_change(),
        figure=filled(
            "bar",
            bars,
            barmode="group",
            height=MARGIN + 40 + 2 * BAR_HEIGHT * max(len(rows), 1),
            margin=ROOM,
            xaxis=SHARE_AXIS | {"range": [0, 100]},
            yaxis=LEVEL,
        ),
        header=(gettext("哪些人"), gettext("占留下来的人"), gettext("占所有报名的人")),
        rows=tuple((name, share_text(among), share_text(over)) for name, among, over in rows),
        definition=gettext(
            "变轻：现在低于基线。超过 1 公斤：差得比 1 公斤多。5% 及以上：现在不高于基线的 95%。"
            "守住 2%：开始时 18.5 ≤ BMI < 24 的人中，变化不超过 2% 的。"
            "占所有报名的人：同样的人，分母是所有报名的人。"
            "四舍五入到至少五个人那么宽；一边不足 10 人只写上限或下限。"
        ),
        subject=subject,
        as_of=as_of,
    )


def bands(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """The completers' BMI bands at the baseline and now, as two stacked bars."""
    table = shown.bands
    names = [band_name(group) for group in table.partition] if table else []
    moments = [gettext("开始时"), gettext("现在")]
    return Chart(
        title=gettext("开始时和现在的 BMI"),
        caption=who_is_missing(subject, shown, as_of)
        + gettext("两条都是留下来的同一些人。")
        + held_text("", table.held_since if table else None)
        + only_change(),
        figure=filled(
            "bar",
            _band_bars(table, moments),
            barmode="stack",
            height=MARGIN + 4 * BAR_HEIGHT,
            margin=ROOM,
            legend=IN_ORDER,
            xaxis=SHARE_AXIS | {"range": [0, 100]},
            yaxis=LEVEL,
        ),
        header=("BMI", *moments),
        rows=tuple(
            (name, *(_part(part) for part in parts))
            for name, parts in zip(names, _columns(table), strict=True)
        ),
        definition=gettext(
            "成人 BMI（WS/T 428）：低于 18.5 低体重，18.5 起正常，24 起超重，28 起肥胖，"
            "按整克和整毫米判断。每档至少 20 人，不够的与相邻的合并；各区用同样的分法。"
        ),
        subject=subject,
        as_of=as_of,
    )


def distribution(subject: str, shown: ShownOutcome, as_of: date) -> Chart:
    """How far the completers' weights changed, in bins 4 points wide and wider."""
    table = shown.change
    names = [bin_name(group) for group in table.partition] if table else []
    parts = [parts[0] for parts in _columns(table)]
    bar = {
        "orientation": "h",
        "x": parts,
        "y": names,
        "text": [_part(part) for part in parts],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertemplate": "%{y}<br>%{text}<extra></extra>",
        "marker": {"color": ACCENT},
    }
    return Chart(
        title=gettext("变化有多大"),
        caption=who_is_missing(subject, shown, as_of)
        + gettext("每一档占资料完整的人的百分比。")
        + held_text("", table.held_since if table else None)
        + only_change(),
        figure=filled(
            "bar",
            [bar] if table else [],
            height=MARGIN + BAR_HEIGHT * max(len(names), 1),
            showlegend=False,
            margin={**ROOM, "r": 48},
            xaxis=SHARE_AXIS,
            yaxis=LEVEL,
        ),
        header=(gettext("变化"), gettext("占留下来的人")),
        rows=tuple((name, _part(part)) for name, part in zip(names, parts, strict=True)),
        definition=gettext(
            "变化 % = 100 ×（现在 ÷ 基线 - 1）。负数是变轻，正数是变重，没有好坏。"
            "每档至少 4 个百分点宽、至少 20 人，不够的与相邻的合并；各区用同样的分法。"
            "正好在分界上的算在靠近 0 的一档。"
        ),
        subject=subject,
        as_of=as_of,
    )


def _held(shown: ShownOutcome) -> str:
    """Which of the shares are an earlier snapshot's."""
    waiting = {
        gettext("“变轻”"): (shown.shown.lost_of_completers, shown.shown.held_since),
        **{
            name: (shown.shares.get(key), shown.held_since.get(key))
            for name, key in (
                (gettext("“轻了超过 1 公斤”"), "lost_over_1_kg"),
                (gettext("“轻了 5 % 及以上”"), "lost_5_percent"),
                (gettext("“守住 2 %”"), "normal_kept"),
            )
        },
    }
    names = {name: since for name, (share, since) in waiting.items() if share}
    days = sorted({day for day in names.values() if day})
    return "".join(
        held_text("".join(name for name, each in names.items() if each == day), day) for day in days
    )


def _shares(shown: ShownOutcome) -> list[tuple[str, Share | None, Share | None]]:
    if shown.shown.change is None:
        return []
    over = shown.shares_of_enrolled
    return [
        (gettext("变轻"), shown.shown.lost_of_completers, shown.shown.lost_of_enrolled),
        (
            gettext("轻了超过 1 公斤"),
            shown.shares.get("lost_over_1_kg"),
            over.get("lost_over_1_kg"),
        ),
        (
            gettext("轻了 5 % 及以上"),
            shown.shares.get("lost_5_percent"),
            over.get("lost_5_percent"),
        ),
        (gettext("守住 2 %"), shown.shares.get("normal_kept"), None),
    ]


def _band_bars(table: ShownTable | None, moments: list[str]) -> list[Figure]:
    return [
        {
            "name": band_name(group),
            "orientation": "h",
            "x": list(parts),
            "y": moments,
            "text": [percent(part, 0) if part >= SMALLEST_NAMED else "" for part in parts],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "hovertemplate": "%{y} %{fullData.name}<br>%{x}%<extra></extra>",
            # Merged or not, overweight has the colour of overweight.
            "marker": {"color": BAND_COLORS[group[-1]]},
        }
        for group, parts in zip(table.partition if table else (), _columns(table), strict=True)
    ]


def _columns(table: ShownTable | None) -> list[tuple[int, ...]]:
    """By group of cells its share in each row."""
    return list(zip(*table.shares, strict=True)) if table else []


def _part(part: int) -> str:
    return percent(part, 0) if part else "<" + percent(1, 0)
