"""Who uses the product while it is measured: sessions, tokens, and the weights they note."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from itertools import count, cycle, islice
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Connection, create_engine, text

from bench.generator import Ask, closed_loop
from bench.seasons import SECRET_KEY, TODAY, Season
from tracker.accounts.rules import CookieId, token_hash
from tracker.clock import BEIJING
from tracker.config import settings
from tracker.database import day_number

SAVERS = """SELECT p.account_id, p.id FROM participant p JOIN body b ON b.participant_id = p.id
    WHERE p.left_on IS NULL AND p.id > :after ORDER BY p.id LIMIT :limit"""
LISTED = """SELECT p.account_id FROM participant p JOIN reading r ON r.participant_id = p.id
    WHERE p.left_on IS NULL GROUP BY p.account_id, p.id ORDER BY count(*) DESC, p.id LIMIT :limit"""
LEADERS = """SELECT account_id FROM role_grant WHERE role = 'leader' ORDER BY id LIMIT :limit"""
CITY = "SELECT account_id FROM role_grant WHERE role = 'city' ORDER BY id LIMIT 1"
LARGEST = """SELECT u.district_code FROM membership m JOIN team t ON t.id = m.team_id
    JOIN unit u ON u.id = t.unit_id GROUP BY u.district_code ORDER BY count(*) DESC LIMIT 1"""
DISTRICT = "SELECT account_id FROM role_grant WHERE role = 'district' AND scope = :scope"
STORED = """SELECT participant_id, count(*), max(grams) FROM reading
    WHERE day = :day AND source = 'self' GROUP BY participant_id"""
ADMIT = """INSERT INTO account_session (id, account_id, token_hash, epoch, device_hash, program,
    system, began_at, seen_on, has_news)
    VALUES (:account, :account, :token, 0, '', 'other', 'other', :at, :day, false)
    ON CONFLICT DO NOTHING"""

TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE = re.compile(rb"[Ss]et-[Cc]ookie: session=([^;\r]+)")
LIGHTEST, WEIGHTS = 600, 200
"""Tenths of a kilogram: the weights that are noted in turn, all with four characters."""

FETCHERS = 16
ADDRESSES = 64
"""So many addresses does one connection's looking come from in turn."""


@dataclass
class Saver:
    """Somebody who notes weights, and the last of hers that was acknowledged."""

    account: int
    participant: int
    address: str
    cookie: str = ""
    token: str = ""
    tenths: int = LIGHTEST
    acknowledged: int | None = None
    steps: Iterator[int] = field(default_factory=count)

    def ask(self) -> Ask:
        """Another weight for today, into the product."""
        return self._noting(csrf_token=self.token, unit="kg", day=TODAY.isoformat(), confirmed="1")

    def bare_ask(self) -> Ask:
        """The same, into the floor."""
        return self._noting(
            account=str(self.account),
            participant=str(self.participant),
            day=str(day_number(TODAY)),
        )

    def opening(self) -> Ask:
        """Open the form, and remember its token and the cookie it may bring."""
        return Ask(get("/weight", self.cookie, self.address), done=self._opened)

    def _opened(self, answer: bytes) -> None:
        token, cookie = TOKEN.search(answer), COOKIE.search(answer)
        self.token = token[1].decode() if token else ""
        self.cookie = cookie[1].decode() if cookie else self.cookie

    def _noting(self, **fields: str) -> Ask:
        tenths = LIGHTEST + next(self.steps) % WEIGHTS
        body = urlencode({**fields, "weight": f"{tenths / 10:.1f}"})
        head = (
            f"POST /weight HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={self.cookie}\r\n"
            f"X-Forwarded-For: {self.address}\r\nAccept-Language: zh-CN\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        done = partial(self._acknowledged, tenths * 100)
        return Ask((head + body).encode(), status=303, done=done)

    def _acknowledged(self, grams: int, _answer: bytes) -> None:
        self.acknowledged = grams


class People:
    """The people of one season, as its database knows them."""

    def __init__(self, season: Season) -> None:
        self.engine = create_engine(settings({"DATABASE_URL": season.url}).database_url)
        with self.engine.connect() as connection:
            self.district = str(connection.scalar(text(LARGEST)))
        self.after = 0

    def savers(self, port: int, number: int) -> list[Saver]:
        """So many people whom nobody has been given yet, each with a session and a token."""
        rows = self._rows(SAVERS, after=self.after, limit=number)
        if len(rows) < number:
            raise SystemExit(f"There are only {len(rows)} people who could save.")
        self.after = rows[-1][1]
        found = [Saver(row[0], row[1], address(place)) for place, row in enumerate(rows)]
        self._admit(saver.account for saver in found)
        for saver in found:
            saver.cookie = participant_cookie(saver.account)
        self._open(port, found)
        return self._ready(port, found)

    def _ready(self, port: int, found: list[Saver]) -> list[Saver]:
        """Those whom the product lets note a weight; others take their places."""
        ready = [saver for saver in found if saver.token]
        if len(ready) * 2 < len(found):
            raise SystemExit("The form for a weight has no token: has it moved?")
        missing = len(found) - len(ready)
        return ready + self.savers(port, missing) if missing else ready

    def _open(self, port: int, found: Sequence[Saver]) -> None:
        sources = [
            (saver.opening() for saver in islice(found, place, None, FETCHERS))
            for place in range(min(FETCHERS, len(found)))
        ]
        closed_loop(port, sources, seconds=3600)

    def listed(self, number: int) -> list[str]:
        """Cookies of the people with the most readings."""
        return self._cookies(participant_cookie, self._rows(LISTED, limit=number))

    def leaders(self, number: int) -> list[str]:
        """Cookies of so many team leaders."""
        return self._cookies(participant_cookie, self._rows(LEADERS, limit=number))

    def city(self) -> str:
        """A city organizer's cookie."""
        return self._cookies(organizer_cookie, self._rows(CITY)[:1])[0]

    def district_organizer(self) -> str:
        """The cookie of who organizes the largest district."""
        rows = self._rows(DISTRICT, scope=f"district:{self.district}")
        return self._cookies(organizer_cookie, rows[:1])[0]

    def kept(self, savers: Sequence[Saver]) -> tuple[int, int]:
        """How many acknowledged weights are not what is stored, and how many rows are too many."""
        with self.engine.connect() as connection:
            stored = _stored(connection)
        noted = [saver for saver in savers if saver.acknowledged is not None]
        found = [stored.get(saver.participant, (0, 0)) for saver in noted]
        pairs = zip(noted, found, strict=True)
        lost = sum(saver.acknowledged != grams for saver, (_, grams) in pairs)
        return lost, sum(max(0, rows - 1) for rows, _ in found)

    def _cookies(self, cookie: Callable[[int], str], rows: Sequence[Any]) -> list[str]:
        self._admit(row[0] for row in rows)
        return [cookie(row[0]) for row in rows]

    def _admit(self, accounts: Iterable[int]) -> None:
        """Put down a session for each account, which its cookie names; none twice."""
        day, at = day_number(TODAY), f"{TODAY} 00:00:00.000000"
        rows = [
            {"account": each, "token": token_hash(session_token(each)), "day": day, "at": at}
            for each in accounts
        ]
        with self.engine.begin() as connection:
            connection.execute(text(ADMIT), rows)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def _rows(self, query: str, **values: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query), values))


def _stored(connection: Connection) -> dict[int, tuple[int, int]]:
    rows = connection.execute(text(STORED), {"day": day_number(TODAY)})
    return {participant: (number, grams) for participant, number, grams in rows}


def get(path: str, cookie: str, address: str) -> bytes:
    """The bytes of a request for a page."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={cookie}\r\n"
        f"X-Forwarded-For: {address}\r\nAccept-Language: zh-CN\r\n\r\n"
    ).encode()


def address(place: int) -> str:
    """An address of somebody's own, so that nobody's requests count as another's flood."""
    return f"10.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"


def looks(paths: Sequence[str], cookies: Sequence[str], first: int = 0) -> Iterator[Ask]:
    """Endless looks at these pages by these people, from many addresses in turn."""
    places = range(first, first + max(ADDRESSES, len(paths), len(cookies)))
    pairs = zip(cycle(paths), cycle(cookies), places, strict=False)
    return cycle([Ask(get(path, cookie, address(place))) for path, cookie, place in pairs])


def participant_cookie(account: int) -> str:
    """The cookie of a participant who signed in and has saved once before."""
    return _signed({"_permanent": True, **_signed_in(account), "weight_unit": "kg"})


def organizer_cookie(account: int) -> str:
    """The cookie of an organizer who was seen just now."""
    return _signed(_signed_in(account) | {"seen_at": _now()})


def _signed_in(account: int) -> dict[str, Any]:
    user = CookieId(account, 0, session_token(account)).text
    return {"password_at": _now(), "_user_id": user, "_fresh": True}


def session_token(account: int) -> str:
    """The secret of an account's session, the same in each run over the same people."""
    return f"bench-{account}"


def _now() -> int:
    """The second that it is on the servers' day."""
    moment = datetime.fromtimestamp(time.time(), UTC).astimezone(BEIJING)
    return int(datetime.combine(TODAY, moment.timetz()).timestamp())


def _signed(values: dict[str, Any]) -> str:
    found: str = _serializer().dumps(values)
    return found


@cache
def _serializer() -> Any:
    signer = Flask("signer")
    signer.secret_key = SECRET_KEY
    return signer.session_interface.get_signing_serializer(signer)  # type: ignore[attr-defined]
