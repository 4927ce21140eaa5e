"""A unit's lecture from its announcement to the door: seats, a waiting list, a changing code."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Visitor
from tracker.config import PROJECT

PARTICIPANT, LEADER, DEPUTY, CONTACT = (f"1390000000{n}" for n in (1, 2, 5, 6))
TITLE = "晚饭吃什么"
TODAY, TOMORROW = "2024-10-16", "2024-10-17"
HALF_MINUTE = 31_000
"""Milliseconds after which the door has surely asked for its next code."""

JSQR = Path(PROJECT, "static/vendor/jsqr.js").read_text(encoding="utf-8")
READ = """
async () => {
  const image = document.querySelector("[data-door] img");
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 480, height: 480 });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, 480, 480);
  return jsQR(context.getImageData(0, 0, 480, 480).data, 480, 480).data;
}
"""
"""What a phone's camera makes of the picture at the door."""


def signed_in(visitors: Visitors, phone: str) -> Visitor:
    """Somebody of the demo on a phone of her own."""
    visitor = visitors(PHONE)
    visitor.sign_in(phone)
    return visitor


def fill(visitor: Visitor, **fields: str) -> None:
    """Type into the fields of a form."""
    for name, value in fields.items():
        visitor.page.locator(f"[name={name}]").fill(value)


@pytest.fixture
def contact(visitors: Visitors) -> Visitor:
    """The contact, who announced a lecture of one seat for tomorrow."""
    visitor = signed_in(visitors, CONTACT)
    visitor.go(visitor.link("讲座"))
    fill(visitor, title=TITLE, speaker="营养科李医生", place="食堂一楼", day=TOMORROW, capacity="1")
    visitor.go(visitor.button("发布讲座"))
    return visitor


def test_a_seat_a_waiting_list_and_the_door(visitors: Visitors, contact: Visitor) -> None:
    her, leader = signed_in(visitors, PARTICIPANT), signed_in(visitors, LEADER)

    # The one seat is hers, and the leader waits.
    for visitor, button in ((leader, "报名"), (her, "排到候补名单")):
        visitor.visit("/me")
        visitor.go(visitor.link("讲座"))
        visitor.go(visitor.link(TITLE))
        visitor.go(visitor.button(button))
    assert "您在候补第一位" in her.read()

    # It is given back, so she who waited moves up.
    leader.go(leader.button("我不去了"))
    her.visit("/lectures")
    assert "有人退出，轮到您了" in her.read()

    # It takes place today instead, which her own page says.
    contact.go(contact.link(f"改或取消：{TITLE}"))
    fill(contact, day=TODAY, starts="00:00", ends="23:59")
    contact.go(contact.button("保存"))
    her.visit("/me")
    assert f"您报名的讲座“{TITLE}”有改动" in her.read()

    # At the door she scans what the contact's phone shows, and is counted once.
    contact.page.clock.install()
    contact.go(contact.link(f"签到：{TITLE}"))
    assert "已到 0 人" in contact.read()
    contact.page.evaluate(JSQR)
    link = contact.page.evaluate(READ)
    her.visit(re.sub(r"^https?://[^/]+", "", link))
    her.go(her.button("我到了"))
    assert "签到了，欢迎您" in her.saved()
    her.visit("/lectures")
    assert "您来听过了" in her.read()

    # The door fetches the next code by itself, and knows that somebody came.
    with contact.page.expect_response("**/door/now"):
        contact.page.clock.fast_forward(HALF_MINUTE)
    contact.page.get_by_text("已到 1 人").wait_for()
    contact.review()


def test_a_code_from_a_photograph_is_refused(visitors: Visitors, contact: Visitor) -> None:
    fill(contact, title="开放日", speaker="李医生", place="食堂", day=TODAY)
    fill(contact, starts="00:00", ends="23:59")
    contact.go(contact.button("发布讲座"))
    contact.go(contact.link("签到：开放日"))
    contact.page.evaluate(JSQR)
    link = re.sub(r"^https?://[^/]+", "", contact.page.evaluate(READ))
    old = link.rsplit("/", 1)[0] + "/" + "a" * 16

    stranger = visitors(PHONE)
    stranger.visit(link)
    assert "请先登录" in stranger.read()

    her = signed_in(visitors, PARTICIPANT)
    her.visit(old)

    assert "这个二维码已经换了" in her.read()


def test_without_scripts_a_phone_less_guest_is_checked_in_by_name(visitors: Visitors) -> None:
    desk, her = visitors(DESK, scripts=False), visitors(PHONE, scripts=False)
    desk.sign_in(CONTACT)
    desk.go(desk.link("讲座"))
    fill(desk, title="八段锦入门", speaker="张教练", place="操场", day=TOMORROW)
    desk.go(desk.button("发布讲座"))
    her.sign_in(DEPUTY)
    her.visit("/lectures")
    her.go(her.link("八段锦入门"))
    her.go(her.button("报名"))
    desk.go(desk.link("改或取消：八段锦入门"))
    fill(desk, day=TODAY, starts="00:00", ends="23:59")
    desk.go(desk.button("保存"))

    desk.go(desk.link("名单：八段锦入门"))
    desk.go(desk.button("签到：陈静"))

    assert "已到 1 人" in desk.read()
    desk.go(desk.button("取消签到：陈静"))
    assert "已到 0 人" in desk.read()
    desk.go(desk.link("回到签到的二维码"))
    assert desk.page.locator("[data-door] img").count() == 1
