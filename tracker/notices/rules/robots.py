"""Robots of 企业微信 and 钉钉: their addresses, what they are sent, and what they answer."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

PER_MINUTE = 20
MINUTE = timedelta(minutes=1)
TRIES_MAX = 5
BACKOFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
"""How long to wait after the first try that failed, the second and so on."""
DINGTALK_REST = timedelta(minutes=10)
"""钉钉 refuses a robot that was too fast for so long."""
FIRST_HOUR, LAST_HOUR = 9, 20
"""Robots speak on Mondays from 9:00 until 21:00 and at no other time by themselves."""
ADDRESS_MAX = 300
SECRET_MAX = 100
OK, BAD_GATEWAYS, REDIRECTS, TOO_MANY = 200, range(500, 600), range(300, 400), 429


class RobotKind(StrEnum):
    """Whose robot it is."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"


class Style(StrEnum):
    """How its messages are set."""

    TEXT = "text"
    MARKDOWN = "markdown"


class AddressProblem(StrEnum):
    """Why an address is not taken."""

    HOST = "host"
    PATH = "path"


class AddressError(Exception):
    """An address that no robot of this kind has."""

    def __init__(self, problem: AddressProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class Trouble(StrEnum):
    """Why a message was not taken; each has a sentence for whoever looks after the robot."""

    ADDRESS = "address"
    STOPPED = "stopped"
    SIGN = "sign"
    WORDS = "words"
    PLACE = "place"
    BUSY = "busy"
    DOWN = "down"
    SILENT = "silent"
    REDIRECTED = "redirected"
    ODD = "odd"
    HOST = "host"
    SEALED = "sealed"


class MessageState(StrEnum):
    """Where a message is on its way."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It may have arrived: nobody sends it a second time by himself."""


@dataclass(frozen=True)
class Message:
    """What a robot says."""

    title: str
    text: str


@dataclass(frozen=True)
class Fate:
    """What becomes of a message after a try."""

    state: MessageState
    trouble: Trouble | None = None
    again_at: datetime | None = None


PATHS = {RobotKind.WECOM: "/cgi-bin/webhook/send", RobotKind.DINGTALK: "/robot/send"}
KEYS = {RobotKind.WECOM: "key", RobotKind.DINGTALK: "access_token"}
KEY = re.compile(r"[0-9A-Za-z_-]{16,128}")
BYTES_MAX = {
    (RobotKind.WECOM, Style.TEXT): 2048,
    (RobotKind.WECOM, Style.MARKDOWN): 4096,
    (RobotKind.DINGTALK, Style.TEXT): 5000,
    (RobotKind.DINGTALK, Style.MARKDOWN): 5000,
}
RETRIED = frozenset({Trouble.BUSY, Trouble.DOWN})
"""What passes by itself; anything else needs somebody to do something."""
CODES: dict[RobotKind, dict[int | None, Trouble]] = {
    RobotKind.WECOM: {
        45009: Trouble.BUSY,
        93000: Trouble.ADDRESS,
        93008: Trouble.STOPPED,
        -1: Trouble.DOWN,
    },
    RobotKind.DINGTALK: {
        130101: Trouble.BUSY,
        130102: Trouble.BUSY,
        300001: Trouble.ADDRESS,
        400101: Trouble.ADDRESS,
        400013: Trouble.STOPPED,
        400102: Trouble.STOPPED,
        -1: Trouble.DOWN,
    },
}
DINGTALK_SAFETY = 310000
MARKUP = str.maketrans("[]()<>*_#`~|@!\\", "【】（）《》＊＿＃＇～｜＠！／")


def address_of(kind: RobotKind, text: str, origins: Collection[str]) -> str:
    """A robot's address made anew from its key alone; raises AddressError.

    Of what was typed only the key is used: host and path come from us, so that nothing can be
    asked of any other machine.
    """
    origin, key = _taken_apart(kind, text.strip())
    if origin not in origins:
        raise AddressError(AddressProblem.HOST)
    if key is None:
        raise AddressError(AddressProblem.PATH)
    return f"{origin}{PATHS[kind]}?{urlencode({KEYS[kind]: key})}"


def signed(address: str, secret: str, moment: datetime) -> str:
    """The address with 钉钉's signature for this moment."""
    stamp = str(int(moment.timestamp() * 1000))
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256)
    sign = quote(base64.b64encode(mac.digest()).decode(), safe="")
    return f"{address}&timestamp={stamp}&sign={sign}"


def body_of(kind: RobotKind, style: Style, message: Message) -> dict[str, Any]:
    """What is posted; a text that is too long ends earlier."""
    text = _fitting(message.text, BYTES_MAX[kind, style])
    if style is Style.TEXT:
        return {"msgtype": "text", "text": {"content": text}}
    if kind is RobotKind.WECOM:
        return {"msgtype": "markdown", "markdown": {"content": text}}
    # 钉钉 joins lines that follow each other; a line of its own needs an empty one before it.
    spaced = _fitting(text.replace("\n", "\n\n"), BYTES_MAX[kind, style])
    return {"msgtype": "markdown", "markdown": {"title": message.title, "text": spaced}}


def without_markup(name: str) -> str:
    """A name as it stands in a message set in markdown: it links nowhere and calls nobody."""
    return name.translate(MARKUP)


def trouble_in(kind: RobotKind, status: int, body: bytes) -> Trouble | None:
    """What is wrong by a robot's answer; None when the message was taken."""
    code, words = _code_and_words(body)
    if status != OK:
        return _refused(status)
    if code == 0:
        return None
    if kind is RobotKind.DINGTALK and code == DINGTALK_SAFETY:
        return _safety(words)
    return CODES[kind].get(code, Trouble.ODD)


def fate_of(kind: RobotKind, trouble: Trouble | None, tries: int, now: datetime) -> Fate:
    """What becomes of a message after so many tries: sent, tried again later, or given up."""
    if trouble is None:
        return Fate(MessageState.SENT)
    if trouble is Trouble.SILENT:
        return Fate(MessageState.UNKNOWN, trouble)
    if trouble not in RETRIED or tries >= TRIES_MAX:
        return Fate(MessageState.FAILED, trouble)
    wait = BACKOFF[min(tries, len(BACKOFF)) - 1]
    if trouble is Trouble.BUSY and kind is RobotKind.DINGTALK:
        wait = max(wait, DINGTALK_REST)
    return Fate(MessageState.WAITING, trouble, now + wait)


def is_hour_of_robots(local: datetime) -> bool:
    """Whether robots may speak by themselves at a moment in Beijing."""
    return local.weekday() == 0 and FIRST_HOUR <= local.hour <= LAST_HOUR


def monday_nine(local: datetime) -> datetime:
    """9:00 of a moment's Monday: a robot set later than that begins a week later."""
    monday = local - timedelta(days=local.weekday())
    return monday.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)


def about_week(monday: date) -> str:
    """What the message of a week is known by: there is one for each robot."""
    return f"week {monday.isoformat()}"


def about_test(moment: datetime) -> str:
    """What a message to try it out is known by: one a minute, however often it is asked for."""
    return f"test {moment:%Y-%m-%d %H:%M}"


def _taken_apart(kind: RobotKind, text: str) -> tuple[str, str | None]:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise AddressError(AddressProblem.PATH) from None
    origin = f"{parts.scheme}://{parts.hostname or ''}{f':{port}' if port else ''}".lower()
    if parts.username is not None or parts.password is not None:
        raise AddressError(AddressProblem.HOST)
    key = dict(parse_qsl(parts.query)).get(KEYS[kind], "")
    is_one = parts.path == PATHS[kind] and KEY.fullmatch(key)
    return origin, key if is_one else None


def _code_and_words(body: bytes) -> tuple[int | None, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(found, dict) or type(found.get("errcode")) is not int:
        return None, ""
    return found["errcode"], str(found.get("errmsg", ""))


def _refused(status: int) -> Trouble:
    if status in REDIRECTS:
        return Trouble.REDIRECTED
    if status == TOO_MANY:
        return Trouble.BUSY
    return Trouble.DOWN if status in BAD_GATEWAYS else Trouble.ODD


def _safety(words: str) -> Trouble:
    """钉钉 has one number for its three guards and says in words which one it was."""
    if "sign" in words or "timestamp" in words:
        return Trouble.SIGN
    return Trouble.PLACE if " ip" in f" {words}" and "keyword" not in words else Trouble.WORDS


def _fitting(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
