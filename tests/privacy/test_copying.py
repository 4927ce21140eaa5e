"""The file with everything about her: whole, hers alone, the same twice, encrypted, soon gone."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from zipfile import ZipFile

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from tests.factories import Factory
from tests.privacy.rows import COLLEAGUES, HERS, NAME, fill
from tracker import clock
from tracker.accounts.models import Account
from tracker.database import db
from tracker.privacy import figures, store, tasks
from tracker.privacy.rules import COLUMNS, KEPT
from tracker.privacy.rules.files import LOOKS, cell, csv_bytes, uncell, zipped

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
SECRETS = ("password_hash", "token_hash", "code_hash", "public_key", "credential", "phone_index")


@pytest.fixture
def filled(app: Flask, make: Factory) -> Flask:
    """A colleague and she, each with a row in every listed table."""
    season_id = make.season()
    team_id = make.team(season_id)
    fill(make, season_id, team_id, HERS, NAME)
    colleague = fill(make, season_id, team_id, COLLEAGUES, "小红")
    make.reading(colleague, date(2024, 10, 15), 91_823)
    return app


def account_of(phone: str) -> int:
    query = select(Account.id).where(Account.has_phone(phone))
    return int(db.session.scalars(query).one())


def opened(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_table_on_the_list_is_in_it_with_her_values(filled: Flask) -> None:
    with filled.app_context():
        files = opened(figures.file_of(store.copy_of(HERS), "zh", NOW))

    whole = json.loads(files["everything.json"])
    explained = {(kind, name) for kind, name, _about in lines(files["codebook.csv"])[1:]}
    for kept in KEPT:
        rows = whole["tables"][kept.name]
        table = lines(files[f"csv/{kept.name}.csv"])
        assert rows, kept.name
        assert len(table) == len(rows) + 1, kept.name
        assert table[0] == list(rows[0]), kept.name
        assert ("table", kept.name) in explained
        assert {("column", column) for column in rows[0]} <= explained, kept.name
        assert f"- `{kept.name}`:".encode() in files["codebook.md"]
    assert ("table", LOOKS) in explained
    assert whole["tables"]["reading"][0]["grams"] == 66_617
    assert "66617" in files["csv/reading.csv"].decode()
    assert "66617 (66.617 kg)" in files["index.html"].decode()


def test_nothing_of_her_colleague_and_no_secret_is_in_it(filled: Flask) -> None:
    with filled.app_context():
        hers = opened(figures.file_of(store.copy_of(HERS), "zh", NOW))
        others = store.copy_of(COLLEAGUES)
        hash_ = db.session.get_one(Account, account_of(HERS)).password_hash

    keys = [str(row["id"]) for row in others.tables["participant"]]
    tables = [lines(file) for name, file in hers.items() if name.startswith("csv/")]
    columns = {column for table in tables for column in table[0]}
    for name, content in hers.items():
        shown = content.decode("utf-8", "replace")
        assert COLLEAGUES not in shown, name
        assert "91823" not in shown, name
        assert not [key for key in keys if key in shown], name
        assert hash_ not in shown, name
    assert columns.isdisjoint(SECRETS)


def test_the_page_needs_no_script_and_no_network_and_speaks_her_language(filled: Flask) -> None:
    with filled.app_context():
        copy = store.copy_of(HERS)
        chinese = opened(figures.file_of(copy, "zh", NOW))["index.html"].decode()
        english = opened(figures.file_of(copy, "en", NOW))["index.html"].decode()

    for page in (chinese, english):
        assert "<script" not in page
        assert "http://" not in page
        assert "https://" not in page
        assert page.count("data:image/png;base64,") == 2
    assert "<h2>体重</h2>" in chinese
    assert "<h2>weights</h2>" in english


def test_the_same_data_at_the_same_moment_are_the_same_bytes(filled: Flask) -> None:
    with filled.app_context():
        once = figures.file_of(store.copy_of(HERS), "zh", NOW)
        twice = figures.file_of(store.copy_of(HERS), "zh", NOW)

    assert once == twice


def test_a_name_that_is_markup_or_a_formula_stays_a_name(app: Flask, make: Factory) -> None:
    make.account("=1+<b>芳</b>", HERS)

    with app.app_context():
        files = opened(figures.file_of(store.copy_of(HERS), "zh", NOW))

    table = lines(files["csv/account.csv"])
    assert table[1][table[0].index("name")] == "'=1+<b>芳</b>"
    assert "<b>芳" not in files["index.html"].decode()


def test_it_lies_encrypted_in_the_table_and_is_read_by_its_owner_alone(filled: Flask) -> None:
    with filled.app_context():
        hers, others = account_of(HERS), account_of(COLLEAGUES)
        store.keep_file(hers, "zh", NOW, b"PK her weight is 66617")

        stored = db.session.execute(
            text("SELECT content FROM copied_file WHERE account_id = :hers"), {"hers": hers}
        ).scalar_one()

        assert b"66617" not in bytes(stored)
        assert store.file_content(hers, NOW) == b"PK her weight is 66617"
        assert store.file_content(others, NOW) is None


def test_one_waits_at_a_time_and_after_two_days_none(filled: Flask) -> None:
    with filled.app_context():
        hers = account_of(HERS)
        store.keep_file(hers, "zh", NOW, b"one")
        store.keep_file(hers, "zh", NOW + timedelta(hours=1), b"two")
        late = NOW + timedelta(hours=49)

        assert store.file_content(hers, late - timedelta(minutes=1)) == b"two"
        assert store.file_content(hers, late) is None
        assert store.forget_copies(late) == 1 + 1  # the colleague's, asked for by `fill`
        assert store.waiting_file(hers, NOW) is None


def test_the_queue_makes_what_is_wanted_and_nothing_else(filled: Flask) -> None:
    with filled.app_context():
        hers = account_of(HERS)
        store.ask_file(hers, "en", NOW)

        tasks.make_copy(hers)

        _language, made = store.wanted_file(hers), store.file_content(hers, clock.now())
        row = db.session.execute(text("SELECT count(*) FROM copied_file WHERE content IS NOT NULL"))
        assert _language is None
        assert row.scalar_one() == 1
        assert made is None or opened(made)


def test_a_file_asked_for_anew_is_not_filled_with_the_former(filled: Flask) -> None:
    with filled.app_context():
        hers = account_of(HERS)
        store.ask_file(hers, "zh", NOW + timedelta(minutes=1))

        store.finish_file(hers, NOW, NOW, b"former")

        assert store.file_content(hers, NOW) is None


def test_erasure_takes_the_file_along(filled: Flask) -> None:
    with filled.app_context():
        hers = account_of(HERS)
        store.keep_file(hers, "zh", NOW, b"one")

        store.erase(HERS, NOW.date(), NOW)

        assert store.waiting_file(hers, NOW) is None


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0")))
def test_a_cell_gives_its_text_back_and_is_never_computed(typed: str) -> None:
    found = lines(csv_bytes([[cell(typed), "end"]]))

    assert uncell(found[0][0]) == typed
    assert not found[0][0].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.binary(max_size=50), max_size=5))
def test_a_zip_gives_its_files_back(files: dict[str, bytes]) -> None:
    assert opened(zipped(files, NOW)) == files


def test_she_asks_for_it_and_fetches_it_with_her_password_just_given(
    filled: Flask, make: Factory
) -> None:
    with filled.app_context():
        account_id = account_of(HERS)
    client = make.signed_in(account_id)
    asked = client.get("/me/copy/file")
    with client.session_transaction() as session:
        session["password_at"] = session["seen_at"] = 4_000_000_000

    made = client.post("/me/copy")
    page = client.get("/me/copy").text
    file = client.get("/me/copy/file")

    assert str(asked.location).startswith("/confirm-password")
    assert made.status_code == 303
    assert "下载文件" in page
    assert file.mimetype == "application/zip"
    assert file.headers["Cache-Control"] == "no-store"
    assert "attachment" in file.headers["Content-Disposition"]
    assert "66617" in opened(file.data)["csv/reading.csv"].decode()
    client.post("/me/copy/delete")
    assert client.get("/me/copy/file").status_code == 404
