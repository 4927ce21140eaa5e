"""王芳 pauses, asks to change teams and reads who can see her; 李伟 answers and announces."""

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import PHONE, Scheme, Visitor

PARTICIPANT, LEADER = "13900000001", "13900000002"


def signed_in(visitors: Visitors, phone: str, scheme: Scheme = "light") -> Visitor:
    """Somebody on a phone."""
    visitor = visitors(PHONE, scheme=scheme)
    visitor.sign_in(phone)
    return visitor


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_pause_is_set_and_ended_in_a_tap_each(visitors: Visitors, scheme: Scheme) -> None:
    her = signed_in(visitors, PARTICIPANT, scheme)
    her.go(her.place("我"))
    her.go(her.link("暂停"))

    her.go(her.button("暂停"))
    paused = her.read()
    her.go(her.button("我回来了"))

    assert "正在暂停，到 10月29日 为止" in paused
    assert "正在暂停" not in her.read("main h2")
    assert "暂停结束了" in her.saved()


def test_a_request_is_declined_with_a_reason_that_she_reads(visitors: Visitors) -> None:
    her, leader = signed_in(visitors, PARTICIPANT), signed_in(visitors, LEADER)
    her.visit("/me/transfer")
    her.go(her.button("申请转到"))
    assert "正在等答复" in her.read()

    leader.visit("/lead")
    leader.go(leader.link("加入和转队的申请"))
    card = leader.page.locator("section", has_text="王芳")
    assert "****" in card.inner_text()
    card.get_by_label("给对方的一句话").fill("月底有比赛，比完再换好吗")
    leader.go(card.get_by_role("button", name="不同意"))

    her.visit("/me/transfer")
    assert "月底有比赛，比完再换好吗" in her.read()
    her.visit("/me/data")
    her.go(her.link("谁能看到我"))
    words = her.read()
    assert "李伟 这次没有同意您换队的申请" in words
    assert "以组长身份看我" in words
    assert "名册" in her.read("section[aria-labelledby=looks-title]")


def test_an_announcement_is_a_card_until_she_has_opened_it(visitors: Visitors) -> None:
    her, leader = signed_in(visitors, PARTICIPANT), signed_in(visitors, LEADER)
    leader.visit("/team")
    leader.go(leader.link("发通知给组员"))
    leader.page.get_by_label("说什么").fill("周五下午四点，体育馆门口见。https://example.org/map")
    leader.go(leader.button("发出"))

    her.visit("/")
    assert "周五下午四点，体育馆门口见。" in her.read()
    her.go(her.link("看通知"))
    assert "李伟" in her.read()
    her.visit("/")

    assert "新通知" not in her.read()
    leader.go(leader.button("收回"))
    assert "已收回" in leader.read()


def test_somebody_without_a_code_looks_for_her_unit(visitors: Visitors) -> None:
    visitor = visitors(PHONE)
    visitor.visit("/")

    visitor.go(visitor.link("或者找一支队伍"))

    assert "报名已经结束" in visitor.read() or "单位名称" in visitor.read()
