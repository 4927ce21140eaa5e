"""Robots' addresses, signatures, messages, and what their answers mean."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import BEIJING
from tracker.config import ROBOT_ORIGINS
from tracker.notices.rules import (
    AddressError,
    AddressProblem,
    Message,
    MessageState,
    RobotKind,
    Style,
    Trouble,
    about_test,
    address_of,
    body_of,
    fate_of,
    is_hour_of_robots,
    monday_nine,
    signed,
    trouble_in,
    without_markup,
)
from tracker.notices.rules.robots import BYTES_MAX, TRIES_MAX

ORIGINS = frozenset(ROBOT_ORIGINS.split())
KEY = "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa"
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
DINGTALK = f"https://oapi.dingtalk.com/robot/send?access_token={'a1' * 32}"
NOW = datetime(2024, 10, 14, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (RobotKind.WECOM, WECOM, WECOM),
        (RobotKind.WECOM, f"  {WECOM}\n", WECOM),
        (RobotKind.WECOM, f"{WECOM}&debug=1#top", WECOM),
        (RobotKind.WECOM, WECOM.replace("https://qyapi", "HTTPS://QYAPI"), WECOM),
        (RobotKind.DINGTALK, DINGTALK, DINGTALK),
    ],
)
def test_of_an_address_its_key_is_kept(kind: RobotKind, typed: str, kept: str) -> None:
    assert address_of(kind, typed, ORIGINS) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "problem"),
    [
        (RobotKind.WECOM, "", AddressProblem.HOST),
        (RobotKind.WECOM, "hello", AddressProblem.HOST),
        (RobotKind.WECOM, DINGTALK, AddressProblem.PATH),
        (RobotKind.DINGTALK, WECOM, AddressProblem.PATH),
        (RobotKind.WECOM, WECOM.replace("https", "http"), AddressProblem.HOST),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com.example.org"), AddressProblem.HOST),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com@127.0.0.1"), AddressProblem.HOST),
        (RobotKind.WECOM, WECOM.replace("//", "//a:b@"), AddressProblem.HOST),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com:8443"), AddressProblem.HOST),
        (RobotKind.WECOM, WECOM.replace("qq.com", "qq.com:99999"), AddressProblem.PATH),
        (RobotKind.WECOM, "http://169.254.169.254/latest/meta-data", AddressProblem.HOST),
        (RobotKind.WECOM, "http://[::1", AddressProblem.PATH),
        (RobotKind.WECOM, "file:///etc/passwd", AddressProblem.HOST),
        (RobotKind.WECOM, WECOM.replace("/send", "/../send"), AddressProblem.PATH),
        (RobotKind.WECOM, WECOM.replace("key=", "kay="), AddressProblem.PATH),
        (RobotKind.WECOM, WECOM.replace(KEY, "short"), AddressProblem.PATH),
        (RobotKind.WECOM, WECOM.replace(KEY, KEY + "%0d%0aX"), AddressProblem.PATH),
    ],
)
def test_any_other_address_is_refused(kind: RobotKind, typed: str, problem: AddressProblem) -> None:
    with pytest.raises(AddressError) as refused:
        address_of(kind, typed, ORIGINS)

    assert refused.value.problem is problem


@given(st.text(max_size=80), st.sampled_from(RobotKind))
def test_whatever_is_typed_no_other_machine_is_named(typed: str, kind: RobotKind) -> None:
    for text in (
        typed,
        WECOM + typed,
        typed + WECOM,
        f"https://{typed}",
        WECOM.replace("/", typed),
    ):
        try:
            found = address_of(kind, text, ORIGINS)
        except AddressError:
            continue
        assert found.startswith(tuple(f"{origin}/" for origin in ORIGINS))


def test_a_signature_is_that_of_dingtalks_manual() -> None:
    secret = "SECabc"

    query = parse_qs(urlsplit(signed(DINGTALK, secret, NOW)).query)

    stamp = query["timestamp"][0]
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    assert stamp == "1728867600000"
    assert base64.b64decode(query["sign"][0]) == mac


@pytest.mark.parametrize(
    ("kind", "style", "keys"),
    [
        (RobotKind.WECOM, Style.TEXT, {"content"}),
        (RobotKind.WECOM, Style.MARKDOWN, {"content"}),
        (RobotKind.DINGTALK, Style.TEXT, {"content"}),
        (RobotKind.DINGTALK, Style.MARKDOWN, {"title", "text"}),
    ],
)
def test_each_robot_is_told_in_its_own_format(
    kind: RobotKind, style: Style, keys: set[str]
) -> None:
    body = body_of(kind, style, Message("题目", "第一行\n第二行"))

    assert body["msgtype"] == style.value
    assert set(body[style.value]) == keys


@given(st.text(max_size=6000), st.sampled_from(sorted(BYTES_MAX)))
def test_no_message_is_longer_than_a_robot_takes(text: str, which: tuple[RobotKind, Style]) -> None:
    body = body_of(*which, Message("题目", text.encode("utf-8", "ignore").decode()))

    longest = max(len(str(each).encode()) for each in body[which[1].value].values())
    assert longest <= BYTES_MAX[which]


def test_a_name_in_a_message_calls_nobody_and_links_nowhere() -> None:
    name = without_markup("<@all>[点我](http://example.org)*一组*`")

    assert not set("<>[]()*`@") & set(name)


def answer(code: int, words: str = "") -> bytes:
    """A robot's answer as both write it."""
    return json.dumps({"errcode": code, "errmsg": words}).encode()


@pytest.mark.parametrize(
    ("kind", "status", "body", "trouble"),
    [
        (RobotKind.WECOM, 200, answer(0, "ok"), None),
        (RobotKind.WECOM, 200, answer(45009, "api freq out of limit"), Trouble.BUSY),
        (RobotKind.WECOM, 200, answer(93000, "invalid webhook url"), Trouble.ADDRESS),
        (RobotKind.WECOM, 200, answer(-1, "system busy"), Trouble.DOWN),
        (RobotKind.WECOM, 200, answer(4242), Trouble.ODD),
        (RobotKind.DINGTALK, 200, answer(0, "ok"), None),
        (RobotKind.DINGTALK, 200, answer(130101, "send too fast"), Trouble.BUSY),
        (RobotKind.DINGTALK, 200, answer(310000, "sign not match"), Trouble.SIGN),
        (RobotKind.DINGTALK, 200, answer(310000, "invalid timestamp"), Trouble.SIGN),
        (RobotKind.DINGTALK, 200, answer(310000, "keywords not in content"), Trouble.WORDS),
        (RobotKind.DINGTALK, 200, answer(310000, "ip 1.2.3.4 not in whitelist"), Trouble.PLACE),
        (RobotKind.DINGTALK, 200, answer(300001, "token is not exist"), Trouble.ADDRESS),
        (RobotKind.DINGTALK, 200, answer(400102, "robot stopped"), Trouble.STOPPED),
        (RobotKind.WECOM, 500, b"", Trouble.DOWN),
        (RobotKind.WECOM, 503, answer(0), Trouble.DOWN),
        (RobotKind.WECOM, 429, b"", Trouble.BUSY),
        (RobotKind.WECOM, 302, answer(0), Trouble.REDIRECTED),
        (RobotKind.WECOM, 404, answer(0), Trouble.ODD),
        (RobotKind.WECOM, 200, b"<html>", Trouble.ODD),
        (RobotKind.WECOM, 200, b'{"errcode": "0"}', Trouble.ODD),
        (RobotKind.WECOM, 200, b'{"errcode": true}', Trouble.ODD),
        (RobotKind.WECOM, 200, b"[" * 60_000, Trouble.ODD),
    ],
)
def test_an_answer_says_what_is_wrong(
    kind: RobotKind, status: int, body: bytes, trouble: Trouble | None
) -> None:
    assert trouble_in(kind, status, body) is trouble


@given(st.binary(max_size=300), st.integers(100, 599), st.sampled_from(RobotKind))
def test_no_answer_is_too_odd_to_be_read(body: bytes, status: int, kind: RobotKind) -> None:
    assert trouble_in(kind, status, body) in {*Trouble, None}


@pytest.mark.parametrize(
    ("trouble", "tries", "state", "wait"),
    [
        (None, 1, MessageState.SENT, None),
        (Trouble.DOWN, 1, MessageState.WAITING, 1),
        (Trouble.DOWN, 4, MessageState.WAITING, 60),
        (Trouble.DOWN, TRIES_MAX, MessageState.FAILED, None),
        (Trouble.BUSY, 1, MessageState.WAITING, 1),
        (Trouble.SILENT, 1, MessageState.UNKNOWN, None),
        (Trouble.ADDRESS, 1, MessageState.FAILED, None),
        (Trouble.REDIRECTED, 1, MessageState.FAILED, None),
    ],
)
def test_only_what_passes_by_itself_is_tried_again(
    trouble: Trouble | None, tries: int, state: MessageState, wait: int | None
) -> None:
    fate = fate_of(RobotKind.WECOM, trouble, tries, NOW)

    again_at = NOW + timedelta(minutes=wait) if wait else None
    assert (fate.state, fate.again_at) == (state, again_at)


def test_dingtalk_is_left_alone_for_ten_minutes() -> None:
    fate = fate_of(RobotKind.DINGTALK, Trouble.BUSY, 1, NOW)

    assert fate.again_at == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("moment", "speaks"),
    [
        (datetime(2024, 10, 14, 8, 59, tzinfo=BEIJING), False),
        (datetime(2024, 10, 14, 9, 0, tzinfo=BEIJING), True),
        (datetime(2024, 10, 14, 20, 59, tzinfo=BEIJING), True),
        (datetime(2024, 10, 14, 21, 0, tzinfo=BEIJING), False),
        (datetime(2024, 10, 15, 9, 0, tzinfo=BEIJING), False),
    ],
)
def test_robots_speak_on_mondays_by_day(moment: datetime, *, speaks: bool) -> None:
    assert is_hour_of_robots(moment) is speaks


def test_a_robot_begins_on_the_monday_after_it_was_set() -> None:
    wednesday = datetime(2024, 10, 16, 12, 34, tzinfo=BEIJING)

    assert monday_nine(wednesday) == datetime(2024, 10, 14, 9, tzinfo=BEIJING)


def test_two_tests_within_a_minute_are_one() -> None:
    assert about_test(NOW) == about_test(NOW + timedelta(seconds=59))
    assert about_test(NOW) != about_test(NOW + timedelta(minutes=1))
