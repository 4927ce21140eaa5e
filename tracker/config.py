"""Every value from outside, read once."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

SECRET_KEY_MIN = 32
SQLITE_WAIT_SECONDS = 30
QUEUES = ("sqlite:///", "redis://", "rediss://", "unix://")
FLOOD_PER_MINUTE = "12000"
"""Requests from one address to one worker: a company of 5,000 shares an address, and at nine in the
evening each of them opens five pages within a few minutes. Two workers let twice as many through.
"""
ROBOT_ORIGINS = "https://qyapi.weixin.qq.com https://oapi.dingtalk.com"
"""Where robots of groups are: no other machine is ever spoken to on anybody's word."""
BACKUP_KEEP = "14"
"""Two weeks of nights; so long an erased person is still in an encrypted file."""
KEY_HEX = re.compile(r"[0-9a-fA-F]{64}")
TESTING_DATA_KEY = bytes(range(32))
SMS_SENDERS = ("console", "aliyun")
SMS_ENDPOINT = "https://dysmsapi.aliyuncs.com"
PROJECT = Path(__file__).resolve().parent.parent


class Environment(StrEnum):
    """Where the application runs."""

    DEVELOPMENT = "development"
    TESTING = "testing"
    PRODUCTION = "production"


class ConfigurationError(Exception):
    """A value from outside is missing or cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Sms:
    """Who sends text messages: the log of the server in development, or an account at Aliyun."""

    sender: str
    key_id: str = ""
    key_secret: str = field(default="", repr=False)
    sign_name: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)
    """The provider's code of each text, by our name for it."""
    endpoint: str = SMS_ENDPOINT


@dataclass(frozen=True)
class Settings:
    """What the environment decides."""

    environment: Environment
    secret_key: str
    database_url: str
    port: int
    today: date | None
    proxies: int
    queue_url: str
    """Where jobs wait: `sqlite:///` and a file, `redis://` and a server; empty: nowhere."""
    flood_per_minute: int
    secret_key_fallbacks: tuple[str, ...]
    """Former keys, newest first: what was signed or sealed with one of them is still read."""
    robot_origins: frozenset[str]
    """Scheme and host of each machine that a group's robot may be on."""
    backup_key: bytes | None = field(repr=False)
    """What backups are encrypted with; without one none is made."""
    backup_folder: Path | None
    """Where backups and the list of erasures are, as nightly ones need."""
    backup_keep: int
    """How many backups stay."""
    sms: Sms | None
    """None where nobody sends text messages: then there are no codes, and slips instead."""
    public_origin: str
    """Scheme and host that browsers come by, which passkeys are bound to; empty: as they say."""
    data_keys: tuple[bytes, ...] = field(repr=False)
    """What phones and names are encrypted with; former keys after it are still read."""
    gate: bool
    """Whether nobody enrols before everything that the law asks for is on record."""
    own_secret_key: bool
    """Whether the secret key was set, not made for development."""
    own_data_key: bool
    """The same of the key that names and phones are encrypted with."""


def settings(environ: Mapping[str, str]) -> Settings:
    """Read the environment; raises ConfigurationError with a sentence that says what to set."""
    environment = _environment(environ.get("TRACKER_ENV", Environment.DEVELOPMENT))
    in_production = environment is Environment.PRODUCTION
    database_url = _database_url(environ.get("DATABASE_URL", ""))
    if in_production and environ.get("TRACKER_TODAY"):
        raise ConfigurationError("TRACKER_TODAY is for development; production uses the real day.")
    if in_production and len(environ.get("SECRET_KEY", "")) < SECRET_KEY_MIN:
        raise ConfigurationError("Set SECRET_KEY to at least 32 random characters in production.")
    return Settings(
        environment=environment,
        secret_key=environ.get("SECRET_KEY") or _development_key(),
        database_url=database_url,
        port=_whole_number("PORT", environ.get("PORT", "5000")),
        today=_day("TRACKER_TODAY", environ.get("TRACKER_TODAY", "")),
        proxies=_whole_number("TRACKER_PROXIES", environ.get("TRACKER_PROXIES", "0")),
        queue_url=_queue_url(environ.get("QUEUE_URL", ""), environment, database_url),
        flood_per_minute=_whole_number(
            "TRACKER_FLOOD_PER_MINUTE", environ.get("TRACKER_FLOOD_PER_MINUTE", FLOOD_PER_MINUTE)
        ),
        secret_key_fallbacks=tuple(environ.get("SECRET_KEY_FALLBACKS", "").split()),
        robot_origins=_origins(
            environ.get("ROBOT_ORIGINS") or ROBOT_ORIGINS, in_production=in_production
        ),
        backup_key=_key("BACKUP_KEY", environ),
        backup_folder=_folder("BACKUP_FOLDER", environ.get("BACKUP_FOLDER", "")),
        gate=in_production or environ.get("TRACKER_GATE") == "1",
        own_secret_key=len(environ.get("SECRET_KEY", "")) >= SECRET_KEY_MIN,
        own_data_key=bool(environ.get("DATA_KEY") or environ.get("DATA_KEY_FILE")),
        public_origin=_public_origin(environ.get("PUBLIC_ORIGIN", ""), in_production=in_production),
        sms=_sms(environ, in_production=in_production),
        backup_keep=_whole_number("BACKUP_KEEP", environ.get("BACKUP_KEEP") or BACKUP_KEEP),
        data_keys=_data_keys(environ, environment),
    )


def _environment(name: str) -> Environment:
    try:
        return Environment(name)
    except ValueError:
        choices = ", ".join(Environment)
        raise ConfigurationError(f"TRACKER_ENV is {name!r}; use one of {choices}.") from None


def _database_url(url: str) -> str:
    if not url:
        url = f"sqlite:///{PROJECT / 'instance' / 'tracker.db'}"
    if url.startswith("sqlite:") and "timeout=" not in url:
        # Whoever writes waits for whoever writes already; freezing a season takes some seconds.
        url += f"{'&' if '?' in url else '?'}timeout={SQLITE_WAIT_SECONDS}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _queue_url(url: str, environment: Environment, database_url: str) -> str:
    """As it was set; else in tests nowhere, and otherwise in a file beside the database's."""
    if url and not url.startswith(QUEUES):
        raise ConfigurationError(f"QUEUE_URL is {url!r}; begin it with one of {', '.join(QUEUES)}.")
    if url or environment is Environment.TESTING:
        return url
    path, _, _ = database_url.removeprefix("sqlite:///").partition("?")
    if not database_url.startswith("sqlite:///") or path == ":memory:":
        path = str(PROJECT / "instance" / "tracker.db")
    file = Path(path)
    return f"sqlite:///{file.with_name(f'{file.stem}-jobs.db')}"


def _origins(text: str, *, in_production: bool) -> frozenset[str]:
    found = frozenset(text.split())
    for origin in found:
        parts = urlsplit(origin)
        schemes = {"https"} if in_production else {"https", "http"}
        if parts.scheme not in schemes or origin != f"{parts.scheme}://{parts.netloc}".lower():
            raise ConfigurationError(
                f"ROBOT_ORIGINS has {origin!r}; write each like https://robots.example.com."
            )
    return found


def _public_origin(text: str, *, in_production: bool) -> str:
    parts = urlsplit(text)
    schemes = {"https"} if in_production else {"https", "http"}
    if text and (parts.scheme not in schemes or text != f"{parts.scheme}://{parts.netloc}".lower()):
        raise ConfigurationError(
            f"PUBLIC_ORIGIN is {text!r}; write it like https://weight.example.cn, without a path."
        )
    return text


def _sms(environ: Mapping[str, str], *, in_production: bool) -> Sms | None:
    sender = environ.get("SMS_SENDER", "")
    if not sender:
        return None
    if sender not in SMS_SENDERS:
        raise ConfigurationError(f"SMS_SENDER is {sender!r}; use one of {', '.join(SMS_SENDERS)}.")
    if sender == "console":
        if in_production:
            raise ConfigurationError("SMS_SENDER=console prints codes; it is for development.")
        return Sms(sender)
    names = ("SMS_KEY_ID", "SMS_KEY_SECRET", "SMS_SIGN_NAME", "SMS_TEMPLATES")
    missing = [name for name in names if not environ.get(name)]
    if missing:
        raise ConfigurationError(f"SMS_SENDER={sender} needs {', '.join(missing)} as well.")
    pairs = [each.partition("=") for each in environ["SMS_TEMPLATES"].split()]
    if "code" not in {name for name, _, _ in pairs} or not all(code for _, _, code in pairs):
        raise ConfigurationError("Write SMS_TEMPLATES like code=SMS_1 slip_used=SMS_2.")
    endpoint = environ.get("SMS_ENDPOINT") or SMS_ENDPOINT
    if in_production and not endpoint.startswith("https://"):
        raise ConfigurationError(f"SMS_ENDPOINT is {endpoint!r}; begin it with https://.")
    templates = {name: code for name, _, code in pairs}
    key_id, key_secret, sign_name = (environ[name] for name in names[:3])
    return Sms(sender, key_id, key_secret, sign_name, templates, endpoint)


def _key(name: str, environ: Mapping[str, str]) -> bytes | None:
    """Never a part of the message: whoever reads a log must not learn it."""
    text, file = environ.get(name, ""), environ.get(f"{name}_FILE", "")
    if file:
        try:
            text = Path(file).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            raise ConfigurationError(f"{name}_FILE is {file!r}; it cannot be read.") from None
    return _from_hex(name, text.strip()) if text.strip() else None


def _from_hex(name: str, text: str) -> bytes:
    if not KEY_HEX.fullmatch(text):
        raise ConfigurationError(f"{name} must be 64 hexadecimal digits: openssl rand -hex 32.")
    return bytes.fromhex(text)


def _data_keys(environ: Mapping[str, str], environment: Environment) -> tuple[bytes, ...]:
    key = _key("DATA_KEY", environ)
    if key is None and environment is Environment.PRODUCTION:
        raise ConfigurationError(
            "Set DATA_KEY, or DATA_KEY_FILE to a file with it, in production: phones and names are"
            " encrypted with it. openssl rand -hex 32 makes one; without it they are lost."
        )
    if key is None and environment is Environment.TESTING:
        key = TESTING_DATA_KEY
    former = environ.get("DATA_KEY_FALLBACKS", "").split()
    return (
        key or bytes.fromhex(_development_key("development-data-key")),
        *(_from_hex("DATA_KEY_FALLBACKS", each) for each in former),
    )


def _folder(name: str, text: str) -> Path | None:
    folder = Path(text) if text else None
    if folder and not folder.is_absolute():
        raise ConfigurationError(f"{name} is {text!r}; write its whole path, from / on.")
    return folder


def _whole_number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ConfigurationError(f"{name} is {text!r}; it must be a whole number.") from None


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigurationError(f"{name} is {text!r}; write it like 2026-11-22.") from None


def _development_key(name: str = "development-key") -> str:
    """A key kept beside the embedded database, so that every worker and restart shares it."""
    path = PROJECT / "instance" / name
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
