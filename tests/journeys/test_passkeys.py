"""An organizer's passkey: registered, used, missing elsewhere, replaced by a printed code."""

import re
from typing import Any

from playwright.sync_api import CDPSession

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import DESK, PHONE, Visitor

ORGANIZER = "13900000003"
CODE = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}")


def with_authenticator(visitor: Visitor) -> CDPSession:
    """A machine with a fingerprint sensor, on the name that passkeys work for without HTTPS."""
    visitor.site = visitor.site.replace("127.0.0.1", "localhost")
    devices = visitor.page.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    options: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devices


def register(visitor: Visitor) -> None:
    visitor.visit("/account")
    visitor.go(visitor.link("登记通行密钥"))
    visitor.page.locator("[name=name]").fill("办公室电脑")
    visitor.go(visitor.button("登记这台设备"))


def print_codes(visitor: Visitor) -> list[str]:
    visitor.go(visitor.button("做十个备用码"))
    found = CODE.findall(visitor.read(".codes"))
    visitor.go(visitor.link("已经收好"))
    return found


def test_an_organizer_signs_in_with_a_passkey_and_elsewhere_with_a_code(
    visitors: Visitors,
) -> None:
    office, phone = visitors(DESK), visitors(PHONE)
    with_authenticator(office)
    with_authenticator(phone)

    office.sign_in(ORGANIZER)
    register(office)
    assert "通行密钥已登记" in office.saved()
    codes = print_codes(office)
    assert len(codes) == 10

    office.visit("/account")
    office.go(office.button("在这里退出"))
    office.sign_in(ORGANIZER)
    assert office.page.locator("h1").inner_text() == "再确认一步"
    assert office.page.locator("nav[aria-label=管理页面]").count() == 0
    office.go(office.button("用通行密钥确认"))
    assert office.page.locator("nav[aria-label=管理页面]").count() == 1

    phone.sign_in(ORGANIZER)
    phone.tap(phone.button("用通行密钥确认"))
    phone.page.get_by_text("没有完成").wait_for()
    phone.review()
    phone.page.locator("[name=code]").fill(codes[0])
    phone.go(phone.button("用备用码确认"))
    assert "还剩 9 个" in phone.saved()

    office.visit("/account/sessions")
    assert "用掉了您的一个备用码" in office.read()
    office.go(office.button("知道了，是我本人"))
    office.go(office.button("其他设备全部退出"))
    phone.visit("/account")
    assert phone.page.locator("h1").inner_text() == "登录"

    office.visit("/account/passkeys")
    office.go(office.button("删除"))
    assert "还没有。" in office.read()
