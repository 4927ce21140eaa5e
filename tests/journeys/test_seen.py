"""Somebody who doubts: who can see me, with their eyes, and what I take back by one tap."""

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Screen

PARTICIPANT = "13900000001"


@pytest.mark.parametrize(("screen", "scripts"), [(PHONE, True), (PHONE, False), (DESK, True)])
def test_she_reads_who_sees_her_looks_with_their_eyes_and_takes_a_consent_back(
    visitors: Visitors,
    screen: Screen,
    scripts: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    her = visitors(screen, scripts=scripts)
    her.sign_in(PARTICIPANT)
    her.visit("/account")
    her.go(her.link("我的数据"))
    her.go(her.link("谁能看到我"))
    assert "今天谁看得到什么" in her.read()
    for name in (
        "以组长身份看我",
        "以单位联系人身份看我",
        "以区级管理员身份看我",
        "以市级管理员身份看我",
    ):
        her.go(her.link(name))
        assert "由同一段程序做成" in her.read("body")
        her.visit("/me/seen")
    her.go(her.link("改一改我的同意"))
    card = her.page.locator("section", has_text="我同意组长和副组长看到我哪天有记录")
    her.go(card.get_by_role("button", name="收回同意"))
    assert "已经收回，马上生效。" in her.read()
    her.visit("/me/seen/leader")
    assert "不显示" in her.read()
    her.visit("/me/consents")
    her.go(card.get_by_role("button", name="改为同意"))
    assert "已经同意，马上生效。" in her.read()
