"""The readable page of a person's file: it needs no network, no script and no other file."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from html import escape
from typing import Any

from flask_babel import force_locale, gettext

from tracker.clock import BEIJING
from tracker.exercise.figures import kind_name, minutes_by_week
from tracker.exercise.rules import Entry as Exercise
from tracker.exercise.rules import activities
from tracker.privacy.rules import Copy, codebook
from tracker.privacy.rules.columns import COLUMNS
from tracker.privacy.rules.files import (
    LOOKS,
    Rows,
    about_of_tables,
    data_files,
    plain_text,
    zipped,
)
from tracker.privacy.rules.history import History
from tracker.web.charts import Chart
from tracker.web.filters import language
from tracker.web.pictures import png_of
from tracker.weight.figures import weight_over_time
from tracker.weight.rules import Entry, effective

FIRST = ("reading", "exercise_entry", "goal", "body", "membership", "lesson_read", "consent", LOOKS)
"""What people look for comes first; the other tables follow in the order of the list."""
README = """您的数据 · Your data

这个文件里有系统保存的关于您的一切，是您自己要来的，请收好。
This file holds everything the system keeps about you. You asked for it; keep it safe.

index.html       用浏览器打开就能看，不用联网 · open it in a browser, no network needed
everything.json  全部内容，程序可读 · everything, for programs
csv/             每张表一个文件，表格软件可以打开 · one file a table, for spreadsheets
codebook.csv .md 每张表、每一列的意思 · what each table and column means

密码和保护别人的内容不在里面；以 ' 开头的格子，去掉这一撇就是原文。
No password and nothing that protects others is in it. A cell that begins with ' has one
apostrophe more than the text, so that no spreadsheet computes it.
"""
STYLE = """
:root{color-scheme:light dark;
--ink:#1c2521;--soft:#55635c;--ground:#f7f8f5;--card:#fff;--line:#d5dcd7}
@media(prefers-color-scheme:dark){
:root{--ink:#e8eeea;--soft:#a9b6af;--ground:#121714;--card:#1b221e;
--line:#38443d}}
*{box-sizing:border-box}body{margin:0 auto;max-width:60rem;padding:1rem;font:16px/1.6 system-ui,
"PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--ground)}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem;
margin:1rem 0}h1{font-size:1.6rem}h2{font-size:1.15rem;margin:.2rem 0}p{margin:.4rem 0}
.soft{color:var(--soft);font-size:.9rem}.wide{overflow-x:auto}img{width:100%;height:auto;
background:#fff;border-radius:8px}table{border-collapse:collapse;font-size:.85rem}th,td{
border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
th{font-weight:600}td{overflow-wrap:anywhere;min-width:6.5rem}
@media print{:root{--ink:#000;--soft:#333;--ground:#fff;--card:#fff;--line:#999}
body{max-width:none;padding:0;font-size:10pt}section{border:0;padding:0}
.wide{overflow:visible}table{font-size:7pt}tr,img{break-inside:avoid}thead{
display:table-header-group}}
"""


def file_of(copy: Copy, of_language: str, made_at: datetime) -> bytes:
    """The whole file: page, JSON, tables, codebook, and what is what."""
    tables = copy.tables | {LOOKS: copy.looked_at_you}
    with force_locale(of_language):
        page = _page(copy, tables, made_at)
    files = {"README.txt": README.encode("utf-8-sig"), "index.html": page.encode()}
    return zipped(files | data_files(tables, codebook(), made_at), made_at)


def weights_of_former_seasons(brought: History, as_of: date) -> Chart:
    """The weights she brought, over years: under each day stands its year."""
    readings = effective(Entry(each.day, each.grams, each.source) for each in brought.readings)
    chart = weight_over_time(readings, None, as_of)
    layout = chart.figure["layout"]
    axis = layout["xaxis"] | {"tickformat": "%m-%d<br>%Y", "nticks": 4}
    rows = zip(reversed(readings), chart.rows, strict=True)
    return replace(
        chart,
        title=gettext("以前的体重"),
        caption=gettext(
            "您自己导入的 %(count)s 天，%(first)s 至 %(last)s，截至 %(as_of)s。点是每次的体重，"
            "线是趋势。只有您看得到，不计入任何统计。",
            count=len(readings),
            first=readings[0].day.isoformat(),
            last=readings[-1].day.isoformat(),
            as_of=as_of.isoformat(),
        ),
        figure=chart.figure | {"layout": layout | {"xaxis": axis}},
        rows=tuple((each.day.isoformat(), *row[1:]) for each, row in rows),
    )


def _page(copy: Copy, tables: dict[str, Rows], made_at: datetime) -> str:
    about = about_of_tables()
    order = [*FIRST, *(name for name in about if name not in FIRST)]
    empty = [_in_language(about[name]) for name in order if not tables[name]]
    title = escape(gettext("您的数据"))
    moment = f"{made_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    names = "、".join(str(row["name"]) for row in tables["account"])
    parts = [
        f"<h1>{title}</h1>",
        _said(gettext("%(name)s，这里是系统保存的关于您的一切。", name=names)),
        _said(gettext("记下的每一天都是您自己的；这个文件也是。"), "soft"),
        _said(gettext("生成于 %(moment)s（北京时间）。", moment=moment), "soft"),
        *map(_picture, _charts(copy, made_at)),
        *(_section(about[name], tables[name]) for name in order if tables[name]),
    ]
    if empty:
        words = gettext("这些表里没有您的内容：%(tables)s。", tables="；".join(empty))
        parts.append(_said(words, "soft"))
    code = "en" if language() == "en" else "zh-Hans-CN"
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>\n"
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    )


def _charts(copy: Copy, made_at: datetime) -> Sequence[Chart]:
    """One of her weights and, for each season she took part in, one of her exercise."""
    as_of = made_at.astimezone(BEIJING).date()
    found = []
    readings = effective(
        Entry(row["day"], row["grams"], row["source"])
        for row in sorted(copy.tables["reading"], key=lambda row: (row["day"], row["source"]))
    )
    if readings:
        found.append(weight_over_time(readings, None, as_of))
    for part_id, calendar in copy.calendars.items():
        entries = [
            _exercise(row)
            for row in copy.tables["exercise_entry"]
            if row["participant_id"] == part_id
        ]
        if entries:
            days = [entry.day for entry in entries]
            chart = minutes_by_week(calendar, entries, min(days), max(days))
            found.append(replace(chart, as_of=as_of))
    return found


def _exercise(row: dict[str, Any]) -> Exercise:
    return Exercise(row["key"], row["day"], row["kind"], row["effort"], row["minutes"])


def _picture(chart: Chart) -> str:
    source = base64.b64encode(png_of(chart)).decode("ascii")
    return (
        f'<section><h2>{escape(chart.title)}</h2><img alt="{escape(chart.caption)}"'
        f' src="data:image/png;base64,{source}"></section>'
    )


def _section(about: str, rows: Rows) -> str:
    columns = list(rows[0])
    head = "".join(f'<th scope="col">{escape(_in_language(COLUMNS[c]))}</th>' for c in columns)
    lines = "\n".join(
        "<tr>" + "".join(f"<td>{escape(_shown(c, row[c]))}</td>" for c in columns) + "</tr>"
        for row in rows
    )
    return (
        f"<section><h2>{escape(_in_language(about))}</h2>"
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>\n{lines}\n'
        "</tbody></table></div></section>"
    )


def _shown(column: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(gettext("是") if value else gettext("否"))
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if column.endswith("grams"):
        return f"{value} ({value / 1000:g} kg)"
    if column == "kind" and value in activities():
        return kind_name(value)
    return str(value) if isinstance(value, (int, float)) else plain_text(value)


def _in_language(both: str) -> str:
    """Of a line in both languages, the half that she reads."""
    chinese, _dot, english = both.partition(" · ")
    return english if english and language() == "en" else chinese


def _said(words: str, kind: str = "") -> str:
    chosen = f' class="{kind}"' if kind else ""
    return f"<p{chosen}>{escape(words)}</p>"
