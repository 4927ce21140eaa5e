"""After an erasure: every page and every file of everybody, and a dump of the whole database."""

import io
import re
from collections.abc import Iterator
from zipfile import ZipFile, is_zipfile

import psycopg
import pytest
from flask import Flask

from tests.conftest import TODAY, emptied
from tests.factories import Factory
from tests.privacy.rows import COLLEAGUES, HERS, NAME, NOW, fill
from tests.security.season import HER_FIRST_GRAMS, HER_STEP, live_through, noted_days
from tests.security.test_matrix import LINES
from tests.security.town import ROLES, Town, build
from tracker.accounts.models import Account
from tracker.campaign.store import current_season
from tracker.database import db
from tracker.database.encryption import blind_index
from tracker.database.numbers import number_index
from tracker.insights.store import freeze
from tracker.invitations.models import Invitation
from tracker.invitations.rules import new_handle
from tracker.privacy import store
from tracker.web.kept import forget

KINDS = ("csv", "xlsx", "json", "docx")
FILE = re.compile(rf"\.({'|'.join(KINDS)})$")
COLLEAGUE_COUNT = 12


def text_of(content: bytes) -> str:
    """What a page or file says, a workbook's and a document's parts with it."""
    if not is_zipfile(io.BytesIO(content)):
        return content.decode(errors="replace")
    with ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def addresses(pattern: str) -> list[str]:
    """An address, and of a file each kind that there is."""
    if not FILE.search(pattern):
        return [pattern]
    return [FILE.sub(f".{kind}", pattern) for kind in KINDS]


def everything_open(town: Town, only: re.Pattern[str] | None = None) -> dict[tuple[str, str], str]:
    """What each role gets at each address that is open to it (or only at these), in words."""
    found = {}
    browsers = {role: town.browser(role) for role in ROLES}
    for (method, _), line in LINES.items():
        known = sorted(line.allowed) if method == "GET" else ()
        for role, browser in ((role, browsers[role]) for role in known):
            for address in addresses(town.address(line.address)):
                if only and not only.search(address):
                    continue
                answer = browser.get(address)
                if answer.status_code == 200:
                    found[role, address] = text_of(answer.get_data())
    return found


def words_of(phone: str) -> set[str]:
    """What would tell of her: number, number in part, name, and each of her weights."""
    grams = [HER_FIRST_GRAMS - step * HER_STEP for step, _ in enumerate(noted_days())]
    weights = {f"{each / 1000:.{digits}f}" for each in grams for digits in (2, 3)}
    masked = f"{phone[:3]}****{phone[-4:]}"
    return {phone, masked, NAME, *weights, *map(str, grams)}


@pytest.fixture
def lived(app: Flask) -> tuple[Town, str]:
    """A town with figures shown, in which she is on every list; and her number."""
    town = build(app, person=NAME)
    live_through(town, COLLEAGUE_COUNT)
    with app.app_context():
        season = current_season()
        assert season
        freeze(season, TODAY, NOW)
        phone = db.session.get_one(Account, town.make.account_of(town.herself_id)).phone
        listed = {"name": NAME, "phone": phone, "line": 1, "handle": new_handle()}
        db.session.add(Invitation(unit_id=town.unit_id, made_at=NOW, last_day=TODAY, **listed))
        db.session.commit()
    return town, phone


def test_no_page_and_no_file_of_anybody_tells_of_her(lived: tuple[Town, str]) -> None:
    town, phone = lived
    before = everything_open(town, re.compile(rf"{FILE.pattern}|^/lead$"))
    named = {address for (_, address), text in before.items() if NAME in text}
    files = {address.rpartition(".")[2] for _, address in before if FILE.search(address)}

    with town.app.app_context():
        store.erase(phone, TODAY, NOW)
    forget()
    after = everything_open(town)

    met = {each: [word for word in words_of(phone) if word in after[each]] for each in after}
    assert {each: words for each, words in met.items() if words} == {}
    assert any(address.endswith("roster.csv") for address in named)
    assert "/lead" in named
    assert files == set(KINDS)


@pytest.fixture
def on_postgresql(postgresql_app: Flask) -> Iterator[Flask]:
    """The application on PostgreSQL, whatever the town of this room stands on."""
    yield from emptied(postgresql_app)


def dump_of(app: Flask) -> str:
    """What a dump holds of every table: its rows as `COPY` writes them, as `pg_dump` does."""
    with app.app_context():
        url = db.engine.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        parts = []
        for (name,) in tables:
            with connection.cursor().copy(f"COPY {name} TO STDOUT") as rows:
                parts += [bytes(part).decode() for part in rows]
    return "".join(parts)


def test_a_dump_of_postgresql_tells_nothing_of_her(on_postgresql: Flask) -> None:
    make = Factory(on_postgresql)
    season_id = make.season()
    team_id = make.team(season_id)
    fill(make, season_id, team_id, HERS, NAME)
    with on_postgresql.app_context():
        hers = {"index": blind_index(HERS), "codes": number_index(HERS)}
    hers |= {"weight": "66617", "weight before": "66613", "goal": "61307"}
    hers |= {"passkey": "canary-passkey", "reason": "canary-reason", "phone": HERS, "name": NAME}
    before = dump_of(on_postgresql)

    with on_postgresql.app_context():
        store.erase(HERS, TODAY, NOW)
    after = dump_of(on_postgresql)

    def met(dump: str) -> list[str]:
        return [what for what, word in hers.items() if re.search(rf"(?<!\w){word}(?!\w)", dump)]

    assert met(before) == [what for what in hers if what not in {"phone", "name"}]
    assert met(after) == []
    assert COLLEAGUES not in after
