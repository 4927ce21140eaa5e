"""李伟 on a Monday on his phone: last week in short, a notice for the group, a poster, a robot."""

import re

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import PHONE, Scheme, Visitor

LEADER = "13900000002"
MEMBER = "13900000001"
HEALTH_WORDS = re.compile(r"公斤|千卡|BMI|腰围|\bkg\b|kcal")


def leading(visitors: Visitors, scheme: Scheme = "light") -> Visitor:
    """Signed in on a phone, on the leader's first page."""
    visitor = visitors(PHONE, scheme=scheme)
    visitor.sign_in(LEADER)
    visitor.visit("/lead")
    return visitor


def test_a_notice_is_copied_with_one_tap(visitors: Visitors) -> None:
    leader = leading(visitors)
    leader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    leader.go(leader.link("群通知"))

    leader.go(leader.link("简短"))
    leader.tap(leader.button("复制"))

    leader.page.get_by_text("已复制").wait_for()
    pasted = leader.page.evaluate("() => navigator.clipboard.readText()")
    assert pasted == leader.page.locator("textarea").input_value()
    assert "人有记录" in pasted
    assert not HEALTH_WORDS.search(pasted)


def test_without_scripts_the_words_stand_in_a_field(visitors: Visitors) -> None:
    leader = visitors(PHONE, scripts=False)
    leader.sign_in(LEADER)
    leader.visit("/lead")

    leader.go(leader.link("群通知"))

    assert "人有记录" in leader.page.locator("textarea").input_value()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_poster_is_a_picture_that_loads(visitors: Visitors, scheme: Scheme) -> None:
    leader = leading(visitors, scheme)

    leader.go(leader.link("海报"))

    picture = leader.page.locator("main img")
    picture.scroll_into_view_if_needed()
    leader.page.wait_for_function(
        "image => image.complete && image.naturalWidth === 1080", arg=picture.element_handle()
    )
    box = picture.bounding_box()
    assert box
    assert box["width"] <= PHONE.width


def test_last_week_in_short_leads_to_whom_to_call(visitors: Visitors) -> None:
    leader = leading(visitors)
    leader.go(leader.link("上周小结"))

    words = leader.read()
    leader.go(leader.link("今天联系谁"))

    assert "谢谢一个人" in words
    assert leader.page.url.partition("?")[0].endswith("/lead")


def test_a_robot_is_set_up_and_its_address_is_never_shown_again(visitors: Visitors) -> None:
    key = "0a1b2c3d-journey-key-of-a-robot"
    leader = leading(visitors)
    leader.go(leader.link("群机器人"))

    leader.page.locator("[name=address]").fill(
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}"
    )
    leader.go(leader.button("保存"))

    assert "机器人设好了" in leader.saved()
    assert key not in leader.page.content()
    leader.go(leader.button("删掉这个机器人"))
    assert "忘了" in leader.saved()


def test_a_member_says_that_she_may_be_thanked(visitors: Visitors) -> None:
    member = visitors(PHONE)
    member.sign_in(MEMBER)
    member.visit("/me")

    member.go(member.link("可以在群里感谢我"))
    member.go(member.button("可以在群里感谢我"))

    assert "现在：可以" in member.read()
    member.go(member.button("以后不要写我的名字"))
    assert "不写您的名字" in member.read()
