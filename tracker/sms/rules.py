"""What a text message says, how a provider wants it signed, and what its answers mean.

The provider is Alibaba Cloud: SendSms of Dysmsapi, version 2017-05-25, with signature V3.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import quote, urlsplit

ALGORITHM = "ACS3-HMAC-SHA256"
ACTION, VERSION = "SendSms", "2017-05-25"
COUNTED_HEADERS = ("content-type", "host")
"""Signed beside everything that begins with `x-acs-`."""


class Template(StrEnum):
    """What is said; at the provider each is a text of its own that was approved."""

    CODE = "code"
    SLIP_USED = "slip_used"
    PHONE_CHANGED = "phone_changed"
    NEW_DEVICE = "new_device"


TEXTS = {
    Template.CODE: (
        "验证码 {code}，5 分钟内有效。不要告诉别人，工作人员也不会问。\n\n@{host} #{code}"
    ),
    Template.SLIP_USED: "有人用纸条给您的账号设了新密码。如果不是您，请在 48 小时内登录取消。",
    Template.PHONE_CHANGED: "您的账号换了手机号。如果不是您本人操作，请马上联系单位联系人。",
    Template.NEW_DEVICE: "您的账号在一台没用过的设备上登录了。如果不是您，请登录后退出它并改密码。",
}
"""As the console prints them, and as they are to be registered; a code's last line lets the phone
offer it on this site alone."""


class SmsTrouble(StrEnum):
    """Why a message did not leave."""

    NONE = "none"
    """Nobody is there to send it."""
    LIMIT = "limit"
    NUMBER = "number"
    SIGNATURE = "signature"
    BALANCE = "balance"
    TEXT = "text"
    """Its words or the name under them are not approved."""
    NETWORK = "network"
    OTHER = "other"


ADVICE = {
    SmsTrouble.NONE: "no sender is configured: set SMS_SENDER",
    SmsTrouble.LIMIT: "the provider's limit for this number, or for the day, is reached",
    SmsTrouble.NUMBER: "the provider does not send to this number",
    SmsTrouble.SIGNATURE: "key or clock is wrong: check SMS_KEY_ID, SMS_KEY_SECRET and the time",
    SmsTrouble.BALANCE: "the provider's account has no money left, or is suspended",
    SmsTrouble.TEXT: "SMS_SIGN_NAME or a template of SMS_TEMPLATES is not approved",
    SmsTrouble.NETWORK: "the provider did not answer in time",
    SmsTrouble.OTHER: "the provider refused for a reason that is not in our table",
}
"""For the log, without a number."""

_CODES = {
    "isv.BUSINESS_LIMIT_CONTROL": SmsTrouble.LIMIT,
    "isv.DAY_LIMIT_CONTROL": SmsTrouble.LIMIT,
    "isv.MONTH_LIMIT_CONTROL": SmsTrouble.LIMIT,
    "isv.SMS_CONTENT_MISMATCH_TEMPLATE_TYPE": SmsTrouble.TEXT,
    "isv.MOBILE_NUMBER_ILLEGAL": SmsTrouble.NUMBER,
    "isv.MOBILE_COUNT_OVER_LIMIT": SmsTrouble.NUMBER,
    "isv.AMOUNT_NOT_ENOUGH": SmsTrouble.BALANCE,
    "isv.OUT_OF_SERVICE": SmsTrouble.BALANCE,
    "isv.PRODUCT_UN_SUBSCRIPT": SmsTrouble.BALANCE,
    "isv.ACCOUNT_ABNORMAL": SmsTrouble.BALANCE,
    "isv.SMS_SIGNATURE_ILLEGAL": SmsTrouble.TEXT,
    "isv.SMS_TEMPLATE_ILLEGAL": SmsTrouble.TEXT,
    "isv.SMS_SIGN_ILLEGAL": SmsTrouble.TEXT,
    "isv.TEMPLATE_MISSING_PARAMETERS": SmsTrouble.TEXT,
    "isv.TEMPLATE_PARAMS_ILLEGAL": SmsTrouble.TEXT,
    "isv.BLACK_KEY_CONTROL_LIMIT": SmsTrouble.TEXT,
    "isp.RAM_PERMISSION_DENY": SmsTrouble.SIGNATURE,
    "SignatureDoesNotMatch": SmsTrouble.SIGNATURE,
    "IncompleteSignature": SmsTrouble.SIGNATURE,
    "SignatureNonceUsed": SmsTrouble.SIGNATURE,
    "InvalidTimeStamp.Expired": SmsTrouble.SIGNATURE,
    "InvalidAccessKeyId.NotFound": SmsTrouble.SIGNATURE,
    "InvalidAccessKeyId.Inactive": SmsTrouble.SIGNATURE,
    "Throttling": SmsTrouble.LIMIT,
    "Throttling.User": SmsTrouble.LIMIT,
    "Throttling.Api": SmsTrouble.LIMIT,
}


class NotSentError(Exception):
    """The message did not leave; `trouble` says why."""

    def __init__(self, trouble: SmsTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Provider:
    """An account at the provider, as the environment names it."""

    key_id: str
    key_secret: str = field(repr=False)
    sign_name: str
    templates: Mapping[str, str]
    """The provider's code of each template."""
    endpoint: str


@dataclass(frozen=True)
class Signed:
    """A request that is ready to leave."""

    url: str
    headers: Mapping[str, str]


def text_of(template: Template, values: Mapping[str, str]) -> str:
    """A message in full."""
    return TEXTS[template].format(**values)


def query_of(provider: Provider, phone: str, template: Template, values: Mapping[str, str]) -> str:
    """What SendSms takes, as a canonical query string."""
    fields = {
        "PhoneNumbers": phone,
        "SignName": provider.sign_name,
        "TemplateCode": provider.templates.get(template, ""),
        "TemplateParam": json.dumps(dict(values), ensure_ascii=False, separators=(",", ":")),
    }
    return "&".join(f"{_plain(name)}={_plain(fields[name])}" for name in sorted(fields))


def request_of(provider: Provider, query: str, nonce: str, now: datetime) -> Signed:
    """The request with its signature, whose moment and nonce are good once."""
    parts = urlsplit(provider.endpoint)
    headers = {
        "host": parts.netloc,
        "x-acs-action": ACTION,
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": VERSION,
    }
    headers["authorization"] = authorization(
        provider.key_id, provider.key_secret, "POST", "/", query, headers
    )
    return Signed(f"{provider.endpoint}/?{query}", headers)


def authorization(
    key_id: str, secret: str, method: str, path: str, query: str, headers: Mapping[str, str]
) -> str:
    """The header of signature V3 for a request without a body or with its hash among the headers.

    Documented under "V3 request structure and signature": a canonical request, its hash, an HMAC.
    """
    counted = {
        name.lower(): value.strip()
        for name, value in headers.items()
        if name.lower() in COUNTED_HEADERS or name.lower().startswith("x-acs-")
    }
    names = ";".join(sorted(counted))
    lines = "".join(f"{name}:{counted[name]}\n" for name in sorted(counted))
    canonical = "\n".join([method, path, query, lines, names, counted["x-acs-content-sha256"]])
    signed = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(secret.encode(), signed.encode(), hashlib.sha256).hex()
    return f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"


def trouble_in(answer: bytes) -> SmsTrouble | None:
    """What an answer says went wrong; None when the provider took the message."""
    try:
        code = json.loads(answer)["Code"]
    except (ValueError, KeyError, TypeError):
        return SmsTrouble.OTHER
    return None if code == "OK" else _CODES.get(str(code), SmsTrouble.OTHER)


def _plain(text: str) -> str:
    return quote(text, safe="-_.~")
