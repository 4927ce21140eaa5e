"""What a season's settings and texts may not do: 「指尖上的形式主义」, sentence by sentence.

The sentences are the product's reading of the opinions of 2023-12-18 on formalism at the fingertip.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tracker.standings.rules.scoring import RuleSet
from tracker.standings.rules.switches import Switches


class Policy(StrEnum):
    """The sentences that a setting can go against."""

    NO_FORCED_CHECK_IN = "no_forced_check_in"
    NO_RANKING_OF_USE = "no_ranking_of_use"
    NO_USAGE_RATES = "no_usage_rates"


SENTENCES = {
    Policy.NO_FORCED_CHECK_IN: "不得强制使用、强制打卡、强制留痕。",
    Policy.NO_RANKING_OF_USE: "不得对积分、打卡、在线时长排名，不得以此评比考核单位和个人。",
    Policy.NO_USAGE_RATES: "不得通报下载率、使用率、活跃率、打卡率。",
}
"""What the page and the command print beside a problem."""

MOST_WEIGH_INS = 3
MOST_MINUTES = 300
"""The guideline's upper end; more would ask people to exercise for points."""
ONLINE = re.compile(r"online|login|sign_in|visit|opened|在线|登录|打开")

NOT_BEFORE = re.compile(
    r"(不(?![管论仅但])|没有?|无需|禁止|严禁|勿|别|取消|而非)[^，。；！？\n]{0,6}$"
)
"""A few characters before a word that turn it round: 不强制打卡 is what we want to read."""

NOT_INSIDE = re.compile(
    r"(不|没有?|不再|从不)(参加|参与|做|搞|排|通报|公布|公示|纳入|列入|作为|要求)"
)
"""The same between a subject and what is not done with it: 单位不参加排名."""

PATTERNS: tuple[tuple[Policy, re.Pattern[str]], ...] = (
    (
        Policy.NO_FORCED_CHECK_IN,
        re.compile(
            r"(必须|务必|强制|一律|硬性|要求)[^。；！？\n]{0,8}(打卡|签到|登录|记录|称重|上报|下载|使用)"
            r"|(未|不|没有?)[^。；！？\n]{0,4}(打卡|签到|记录|上报)[^。；！？\n]{0,10}"
            r"(处罚|扣分|扣罚|批评|约谈|问责|点名|补卡)"
            r"|每[日天](必须)?打卡(任务|要求|制度)"
        ),
    ),
    (
        Policy.NO_RANKING_OF_USE,
        re.compile(
            r"(单位|各区|街道|企业|部门|积分|打卡|在线时长|参与)[^。；！？\n]{0,8}(排名|排行|名次|排序|榜单|红黑榜)"
            r"|(末位|倒数|垫底|后[一二三四五]名|最后[一几]名)"
            r"|(纳入|列入|作为)[^。；！？\n]{0,10}(考核|绩效|评先|评优|评比)"
        ),
    ),
    (
        Policy.NO_USAGE_RATES,
        re.compile(
            r"(通报|公布|公示|晾晒|排出|上墙)[^。；！？\n]{0,12}(下载率|使用率|活跃率|打卡率|注册率|参与率|覆盖率|完成率|未打卡)"
            r"|(下载率|使用率|活跃率|打卡率|注册率|参与率)[^。；！？\n]{0,12}(通报|公布|公示|晾晒|达到|不低于|须达)"
        ),
    ),
)


@dataclass(frozen=True)
class Setting:
    """One thing that is looked at: where it is, and its value or its words."""

    name: str
    value: Any


@dataclass(frozen=True)
class Problem:
    """A setting that goes against a sentence, and the words or the number in it that do."""

    setting: str
    policy: Policy
    found: str

    @property
    def sentence(self) -> str:
        """The sentence it goes against."""
        return SENTENCES[self.policy]


def settings_of(rules: RuleSet, switches: Switches) -> tuple[Setting, ...]:
    """The numbers and switches of a season by their names."""
    counted = (Setting(f"counted.{each.what}", each) for each in rules.counted)
    return (
        *counted,
        Setting("minutes.most_a_day", rules.minutes.most_a_day),
        Setting("minutes.most_a_week", rules.minutes.most_a_week),
        Setting("ranking.members", rules.ranking.members),
        Setting("ranking.paused_percent", rules.ranking.paused_percent),
        *(Setting(f"switch.{scope}", on) for scope, on in sorted(switches.by_scope.items())),
        Setting("switch.unit.default", switches.unit(0)),
    )


def check_settings(settings: Iterable[Setting]) -> Iterator[Problem]:
    """Numbers that would make people check in daily, or count that somebody was there."""
    for each in settings:
        if each.name.startswith("counted."):
            what = each.name.removeprefix("counted.")
            if ONLINE.search(what):
                yield Problem(each.name, Policy.NO_RANKING_OF_USE, what)
            elif each.value.most_a_week > MOST_WEIGH_INS:
                yield Problem(each.name, Policy.NO_FORCED_CHECK_IN, str(each.value.most_a_week))
        elif each.name == "minutes.most_a_week" and each.value > MOST_MINUTES:
            yield Problem(each.name, Policy.NO_FORCED_CHECK_IN, str(each.value))
        elif each.name == "ranking.paused_percent" and each.value == 0:
            yield Problem(each.name, Policy.NO_FORCED_CHECK_IN, "0")
        elif each.name == "switch.unit.default" and each.value:
            yield Problem(each.name, Policy.NO_RANKING_OF_USE, "on")


def check_text(setting: str, text: str) -> Iterator[Problem]:
    """Words of a brief, a notice or a poster; a negation right before them turns them round."""
    for policy, pattern in PATTERNS:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 10) : match.start()]
            if not NOT_BEFORE.search(before) and not NOT_INSIDE.search(match.group()):
                yield Problem(setting, policy, match.group())


def check(settings: Iterable[Setting], texts: Iterable[Setting]) -> tuple[Problem, ...]:
    """All problems of a season."""
    numbers = tuple(settings)
    words = (found for each in texts for found in check_text(each.name, str(each.value)))
    return (*check_settings(numbers), *words)
