"""Which device a browser says it is, in the few words that tell one's own devices apart."""

import re
from dataclasses import dataclass
from enum import StrEnum

USER_AGENT_READ = 500
"""No more of it is looked at; those there are stay below."""


class Program(StrEnum):
    """What pages are read with."""

    WECHAT = "wechat"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    ALIPAY = "alipay"
    QQ = "qq"
    UC = "uc"
    EDGE = "edge"
    FIREFOX = "firefox"
    CHROME = "chrome"
    SAFARI = "safari"
    OTHER = "other"


class System(StrEnum):
    """What it runs on."""

    IPHONE = "iphone"
    IPAD = "ipad"
    HARMONY = "harmony"
    ANDROID = "android"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other"


_PROGRAMS = (
    (r"wxwork/", Program.WECOM),
    (r"MicroMessenger/", Program.WECHAT),
    (r"DingTalk/", Program.DINGTALK),
    (r"AlipayClient/", Program.ALIPAY),
    (r"MQQBrowser/|QQBrowser/|\bQQ/", Program.QQ),
    (r"UCBrowser/|UCWEB", Program.UC),
    (r"\bEdg(?:A|iOS)?/", Program.EDGE),
    (r"Firefox/|FxiOS/", Program.FIREFOX),
    (r"Chrome/|CriOS/|Chromium/", Program.CHROME),
    (r"Version/\S+ .*Safari/", Program.SAFARI),
)
"""In this order: nearly all of them also say that they are Chrome or Safari."""
_SYSTEMS = (
    (r"iPhone", System.IPHONE),
    (r"iPad", System.IPAD),
    (r"OpenHarmony|HarmonyOS", System.HARMONY),
    (r"Android", System.ANDROID),
    (r"Windows", System.WINDOWS),
    (r"Macintosh", System.MAC),
    (r"Linux|X11", System.LINUX),
)
_PROGRAM_PATTERNS = [(re.compile(pattern), found) for pattern, found in _PROGRAMS]
_SYSTEM_PATTERNS = [(re.compile(pattern), found) for pattern, found in _SYSTEMS]


@dataclass(frozen=True)
class Device:
    """A browser on a machine, as it says of itself."""

    program: Program = Program.OTHER
    system: System = System.OTHER


def device_of(user_agent: str) -> Device:
    """The device in a browser's own words; what is not in the table is `OTHER`, never guessed."""
    said = user_agent[:USER_AGENT_READ]
    program = next((name for pattern, name in _PROGRAM_PATTERNS if pattern.search(said)), None)
    system = next((name for pattern, name in _SYSTEM_PATTERNS if pattern.search(said)), None)
    return Device(program or Program.OTHER, system or System.OTHER)
