"""What a season may not be set to and what its texts may not say."""

from dataclasses import replace
from pathlib import Path

import pytest

from tracker.config import PROJECT
from tracker.standings.rules.linter import (
    SENTENCES,
    Policy,
    Setting,
    check,
    check_text,
    settings_of,
)
from tracker.standings.rules.scoring import Counted, latest
from tracker.standings.rules.shipped import shipped_texts
from tracker.standings.rules.switches import Switches

FORCED, RANKED, RATES = Policy


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("全体职工必须每天打卡", FORCED),
        ("要求各班组每日上报体重", FORCED),
        ("未打卡的同志将被点名", FORCED),
        ("本周单位排名公布如下", RANKED),
        ("积分排行榜", RANKED),
        ("后三名单位作检讨", RANKED),
        ("参与情况纳入年度考核", RANKED),
        ("按在线时长排序", RANKED),
        ("通报各单位打卡率", RATES),
        ("各区活跃率须达 90%", RATES),
        ("公布参与率", RATES),
        ("不管刮风下雨，必须打卡", FORCED),
        ("不论岗位一律打卡", FORCED),
        ("自愿报名后必须每天打卡", FORCED),
    ],
)
def test_a_text_that_forces_ranks_or_tells_rates_is_named(text: str, policy: Policy) -> None:
    found = list(check_text("brief", text))

    assert policy in {each.policy for each in found}
    assert all(each.setting == "brief" and each.found in text for each in found)
    assert all(each.sentence == SENTENCES[each.policy] for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "自愿参加，不强制打卡",
        "不通报打卡率，也不排名次",
        "绝不纳入考核",
        "请假的日子不打断连续记录",
        "本周共有 120 人参与，八段锦 600 分钟",
        "欢迎试试超慢跑，记录随时补",
        "单位不参加排名",
        "",
    ],
)
def test_kind_and_plain_texts_pass(text: str) -> None:
    assert list(check_text("brief", text)) == []


def test_the_rules_in_force_and_the_products_own_texts_have_no_problem() -> None:
    texts = shipped_texts(PROJECT / "templates")

    assert check(settings_of(latest(), Switches({"city": True, "unit:1": True})), texts) == ()
    assert any(each.name.startswith("text.standings/") for each in texts)


@pytest.mark.parametrize(
    ("counted", "policy"),
    [
        (Counted("weigh_in", 10, 7), FORCED),
        (Counted("weigh_in", 10, 4), FORCED),
        (Counted("online_time", 1, 1), RANKED),
        (Counted("login", 1, 3), RANKED),
    ],
)
def test_rules_that_ask_for_a_daily_check_in_or_count_being_there_are_named(
    counted: Counted, policy: Policy
) -> None:
    rules = replace(latest(), counted=(counted,))

    found = check(settings_of(rules, Switches({})), ())

    assert [(each.setting, each.policy) for each in found] == [(f"counted.{counted.what}", policy)]


def test_rules_without_a_weeks_cap_or_without_pauses_are_named() -> None:
    rules = latest()
    endless = replace(rules, minutes=replace(rules.minutes, most_a_week=2000))
    restless = replace(rules, ranking=replace(rules.ranking, paused_percent=0))

    found = [
        each.setting
        for changed in (endless, restless)
        for each in check(settings_of(changed, Switches({})), ())
    ]

    assert found == ["minutes.most_a_week", "ranking.paused_percent"]


def test_employers_that_are_compared_without_having_said_so_are_named() -> None:
    found = check([Setting("switch.unit.default", value=True)], ())

    assert [each.policy for each in found] == [RANKED]


def test_a_shipped_poster_is_read(tmp_path: Path) -> None:
    (tmp_path / "notices").mkdir()
    (tmp_path / "notices" / "poster.txt").write_text("{{ _('必须打卡') }}", encoding="utf-8")

    found = check((), shipped_texts(tmp_path))

    assert [(each.setting, each.found) for each in found] == [
        ("text.notices/poster.txt", "必须打卡")
    ]
