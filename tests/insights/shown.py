"""What pages and figures must show of a group, worked out from the simulation's truth file.

Only the release rules of health figures are the product's own; every count and mean is not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

from tracker.exercise.rules import activities
from tracker.insights.rules import GroupFigures, Share, Shown, State

Truth = Mapping[str, Any]
WEEK = timedelta(days=7)
KINDS_SHOWN = 5


@dataclass(frozen=True)
class Expected:
    """A chart's traces (those of their keys that hold numbers), its table, and its caption."""

    traces: list[dict[str, Any]]
    rows: list[list[str]]
    said: list[str]


class Page(HTMLParser):
    """The tables by the title before them, captions likewise, and the numbers shown first."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.captions: dict[str, str] = {}
        self.figures: dict[str, list[str]] = {}
        """What each tile says, by its name."""
        self.teams: list[tuple[str, str]] = []
        """A team's name and what is said of its week, in the order of the page."""
        self._open: list[tuple[str, str]] = []
        self._title = self._tile = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row, a cell or a tile."""
        css = dict(attrs).get("class") or ""
        self._open.append((tag, css))
        if tag == "h2":
            self._title = ""
        if tag == "tr" and self._inside("tbody"):
            self.tables.setdefault(self._title, []).append([])
        if tag in {"td", "th"} and self._inside("tbody"):
            self.tables[self._title][-1].append("")
        if tag == "dt":
            self._tile = ""
        if tag == "dd" and self._within("figures"):
            self.figures.setdefault(self._tile, []).append("")
        if css == "team-part":
            self.teams.append(("", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close whatever was left open inside."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Put words where they belong."""
        words = " ".join(data.split())
        if not words:
            return
        if self._inside("h2"):
            self._title += words
        elif self._inside("tbody") and (self._inside("td") or self._inside("th")):
            cell = self.tables[self._title][-1][-1]
            self.tables[self._title][-1][-1] = f"{cell} {words}".strip()
        elif self._inside("dt"):
            self._tile += words
        elif self._inside("dd") and self._within("figures"):
            self.figures[self._tile][-1] = f"{self.figures[self._tile][-1]} {words}".strip()
        elif self._within("team-name") or self._within("team-week"):
            name, week = self.teams[-1]
            is_name = self._within("team-name")
            self.teams[-1] = (name + words, week) if is_name else (name, f"{week} {words}".strip())
        elif self._open and self._open[-1][1] == "caption":
            self.captions[self._title] = self.captions.get(self._title, "") + data

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _ in self._open)

    def _within(self, css: str) -> bool:
        return any(css in classes.split() for _, classes in self._open)


def participation(told: Truth, least: int, today: date) -> Expected:
    """Members with an entry, by day; today is in the table alone."""
    days = {
        day: (each["active"], each["members"])
        for day, each in told["participation_by_day"].items()
        if each["members"] >= least
    }
    shares = [round(100 * active / members, 1) for active, members in days.values()]
    last_active, last_members = list(days.values())[-1]
    return Expected(
        [
            {
                "x": [day for day in days if day < today.isoformat()],
                "y": [y for day, y in zip(days, shares, strict=True) if day < today.isoformat()],
                "customdata": [list(two) for day, two in days.items() if day < today.isoformat()],
            }
        ],
        [
            [day_text(day), f"{share:.1f} %", f"{active:,}", f"{members:,}"]
            for (day, (active, members)), share in zip(days.items(), shares, strict=True)
        ],
        [f"成员 {last_members:,} 人", f"其中 {last_active:,} 人已记录"],
    )


def active(told: Truth, least: int, today: date) -> Expected:
    """Active and regularly exercising people with their denominator, by week."""
    weeks = {day: each for day, each in told["weeks"].items() if each["enrolled"] >= least}
    over = {day: each for day, each in weeks.items() if _state(day, today) != "进行中"}
    columns = ("active", "regular", "enrolled", "on_leave")
    return Expected(
        [
            {"x": list(over), "y": [each[name] for each in over.values()]}
            for name in ("enrolled", "active", "regular")
        ],
        [
            [day_text(day), *(f"{each[name]:,}" for name in columns), _state(day, today)]
            for day, each in weeks.items()
        ],
        [],
    )


def minutes(told: Truth, least: int) -> Expected:
    """Minutes by week, of the five leading kinds and of all others together."""
    weeks = {
        day: by_kind
        for day, by_kind in told["minutes_by_kind"].items()
        if by_kind and _most_members(told, day) >= least
    }
    totals: Counter[str] = Counter()
    for by_kind in weeks.values():
        totals.update(by_kind)
    order = list(activities())
    leading = sorted(totals, key=lambda kind: (-totals[kind], order.index(kind)))[:KINDS_SHOWN]
    named = {
        activities()[kind].name: [each.get(kind, 0) for each in weeks.values()] for kind in leading
    }
    rest = [sum(each.values()) - sum(each.get(k, 0) for k in leading) for each in weeks.values()]
    if any(rest):
        named["其他项目"] = rest
    return Expected(
        [{"name": name, "x": list(weeks), "y": counts} for name, counts in named.items()],
        [
            [
                day_text(day),
                *(f"{counts[i]:,}" for counts in named.values()),
                f"{sum(weeks[day].values()):,}",
            ]
            for i, day in enumerate(weeks)
        ],
        [f"一共 {sum(totals.values()):,} 分钟"],
    )


def enrolment(told: Truth, least: int) -> Expected:
    """How many enrolled, by day and up to it."""
    days = {day: each for day, each in told["enrolled_by_day"].items() if each["total"] >= least}
    return Expected(
        [
            {"x": list(days), "y": [each[name] for each in days.values()]}
            for name in ("total", "new")
        ],
        [[day_text(day), f"{each['new']:,}", f"{each['total']:,}"] for day, each in days.items()],
        [f"累计 {list(days.values())[-1]['total']:,} 人"],
    )


def change(frozen: Iterable[tuple[date, Shown]], *, is_team: bool) -> Expected:
    """Mean changes as they were released."""
    known = list(frozen)
    shown = [(as_of, each) for as_of, each in known if each.change is not None]
    last = known[-1][1]
    return Expected(
        [
            {
                "x": [day_text(as_of.isoformat()) for as_of, _ in shown],
                "y": [each.change for _, each in shown],
                "customdata": [each.people for _, each in shown],
            }
        ],
        [
            [day_text(as_of.isoformat()), *change_cells(each, is_team=is_team)]
            for as_of, each in known
        ],
        []
        if is_team
        else [f"报名 {_count(last.enrolled)} 人", f"其中 {last.people or '–'} 人资料完整"],
    )


def change_cells(shown: Shown, *, is_team: bool) -> list[str]:
    """A released change in a table, with its n and denominators."""
    percent = "–" if shown.change is None else f"{signed(shown.change)} %"
    if is_team:
        return [percent, shown.people or "–", STATES[shown.state]]
    return [
        percent,
        _count(int(shown.people) if shown.people else None),
        _count(shown.with_baseline),
        _count(shown.enrolled),
        _share(shown.lost_of_completers),
        _share(shown.lost_of_enrolled),
        STATES[shown.state],
    ]


def parts(told: Mapping[str, Truth], names: Mapping[str, str], monday: date) -> Expected:
    """Active people of each district or team in one week, where 10 people are enrolled."""
    week = {key: told[key]["weeks"][monday.isoformat()] for key in names}
    shown = {key: each for key, each in week.items() if each["enrolled"] >= 10}
    share = {key: 100 * each["active"] / each["enrolled"] for key, each in shown.items()}
    back = list(reversed(shown))
    return Expected(
        [
            {
                "x": [round(share[key], 1) for key in back],
                "y": [names[key] for key in back],
                "customdata": [[shown[key]["active"], shown[key]["enrolled"]] for key in back],
            }
        ],
        [
            [name, f"{share[key]:.1f} %", f"{week[key]['active']:,}", f"{week[key]['enrolled']:,}"]
            if key in shown
            else [name, "–", "–", "–"]
            for key, name in names.items()
        ],
        [f"一共 {sum(each['enrolled'] for each in shown.values()):,} 人"],
    )


def six(
    told: Truth, least: int, change: Mapping[str, list[str]], more: Sequence[str] = ()
) -> dict[str, list[str]]:
    """The numbers above the charts; `change` are its tiles, `more` is said of the target."""
    days, weeks = told["participation_by_day"].values(), told["weeks"]
    monday, week = list(weeks.items())[-1]
    enrolled = list(told["enrolled_by_day"].values())[-1]["total"]
    check_ins = sum(day["active"] for day in days if day["members"] >= least)
    assert week["enrolled"] >= least
    share = {name: f"{100 * week[name] / week['enrolled']:.1f} %" for name in ("active", "regular")}
    about = (
        f"周一已报名 {week['enrolled']:,} 人的 {share['active']}，其中请假 {week['on_leave']:,} 人"
    )
    return {
        "已报名": [f"{enrolled:,}", *more],
        f"参与（{day_text(monday)} 那一周）": [f"{week['active']:,}", about, "暂定"],
        f"规律运动（{day_text(monday)} 那一周）": [
            f"{week['regular']:,}",
            f"{share['regular']} 的人至少 3 天有运动",
            "暂定",
        ],
        **change,
        "打卡": [f"{check_ins:,}", "一人一天记了，算一次"],
    }


def change_tiles(as_of: date, shown: Shown, more: Sequence[str] = ()) -> dict[str, list[str]]:
    """The tiles of a released change; `more` are interval and median, where there are any."""
    since = f"截至 {day_text(as_of.isoformat())}"
    people = f"{int(shown.people):,}" if shown.people.isdigit() else shown.people
    if shown.change is None:
        why = STATES[shown.state]
        return {"资料完整": [people or "–", why], "体重的平均变化": ["–", why]}
    return {
        "资料完整": [people, since],
        "体重的平均变化": [f"{signed(shown.change)} %", *more, since],
    }


def finished(told: Truth, until: date) -> Truth:
    """What was true at the beginning of a Monday: days and weeks before it."""
    dated = ("enrolled_by_day", "participation_by_day", "weeks", "minutes_by_kind")
    before = {
        name: {day: each for day, each in told[name].items() if day < until.isoformat()}
        for name in dated
    }
    return {**told, **before}


def over(told: Truth, today: date) -> Truth:
    """The same with the weeks that are over alone; days are all there."""
    monday = today - timedelta(days=today.weekday())
    return {**told, "weeks": finished(told, monday)["weeks"]}


def frozen_area(told: Truth) -> GroupFigures:
    """What is frozen of a district or the city: the truth, exact."""
    health = told["health"]
    enough = health["completers"] >= 10
    return GroupFigures(
        state=State.SHOWN if enough else State.TOO_FEW,
        enrolled=health["enrolled"],
        with_baseline=health["with_baseline"],
        completers=health["completers"],
        mean_change=health["mean_change_percent"] if enough else None,
        lost=health["lost"] if enough else 0,
    )


def day_text(day: str) -> str:
    """8月1日."""
    found = date.fromisoformat(day)
    return f"{found.month}月{found.day}日"


STATES = {
    State.SHOWN: "",
    State.NOT_YET: "还不到时候",
    State.TOO_FEW: "不足 10 人，不显示",
    State.WITH_OTHERS: "为保护人数少的区，一并不显示",
}


def _most_members(told: Truth, monday: str) -> int:
    days = [date.fromisoformat(monday) + timedelta(days=i) for i in range(7)]
    by_day = told["participation_by_day"]
    most: int = max(by_day[str(day)]["members"] for day in days if str(day) in by_day)
    return most


def _state(monday: str, today: date) -> str:
    since = today - date.fromisoformat(monday)
    return "进行中" if since < WEEK else "暂定" if since < 2 * WEEK else "定稿"


def signed(value: float) -> str:
    text = f"{abs(value):.1f}"
    return text if value == 0 else ("+" if value > 0 else "\N{MINUS SIGN}") + text


def _share(share: Share | None) -> str:
    return "–" if share is None else f"{share.bound}{share.percent} %"


def _count(people: int | None) -> str:
    return "–" if people is None else f"{people:,}"


def traces_of(figure: Mapping[str, Any], like: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A figure's traces, reduced to the keys that are compared."""
    pairs = zip(figure["data"], like, strict=True)
    return [{key: trace[key] for key in wanted} for trace, wanted in pairs]
