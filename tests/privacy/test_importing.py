"""A former copy comes back through the site: kept apart, hers alone, all or nothing, once."""

import io
import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import Factory
from tests.privacy.rows import HERS, NAME
from tracker.campaign.rules import ConsentKind, LimitedError
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.privacy import figures, store
from tracker.privacy.models import BroughtEntryRow, BroughtReadingRow
from tracker.privacy.rules import brought
from tracker.privacy.rules.brought import read_file
from tracker.privacy.rules.history import History
from tracker.privacy.store.importing import bring, forget_history, history
from tracker.privacy.views import importing
from tracker.weight.models import ReadingRow

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
TODAY = NOW.date()
SEPTEMBER = date(2024, 9, 2)


@pytest.fixture
def content(app: Flask, make: Factory, season_id: int, team_id: int) -> bytes:
    """The copy of an account that has two weights and a walk."""
    former = make.participant(season_id, team_id, account_id=make.account(NAME, HERS))
    make.reading(former, SEPTEMBER, 68_400)
    make.reading(former, date(2024, 10, 11), 66_617)
    make.exercise(former, date(2024, 10, 9), 43)
    with app.app_context():
        return figures.file_of(store.copy_of(HERS), "zh", NOW)


@pytest.fixture
def her(make: Factory, season_id: int, team_id: int) -> int:
    return make.participant(season_id, team_id)


@pytest.fixture
def client(make: Factory, her: int) -> FlaskClient:
    return make.signed_in(make.account_of(her))


def uploaded(client: FlaskClient, content: bytes, name: str = "my-data.zip") -> Any:
    return client.post("/me/import", data={"file": (io.BytesIO(content), name)})


def carried_by(page: str) -> str:
    found = re.search(r'name="brought" value="([^"]+)"', page)
    assert found
    return found[1]


def rows() -> int:
    tables = (BroughtReadingRow, BroughtEntryRow)
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def logged(participant_id: int) -> int:
    tables = (ReadingRow, EntryRow)
    counts = (
        select(func.count()).select_from(table).where(table.participant_id == participant_id)
        for table in tables
    )
    return sum(db.session.scalar(query) or 0 for query in counts)


def test_a_copy_comes_back_after_a_look_and_a_second_time_changes_nothing(
    app: Flask, client: FlaskClient, content: bytes, her: int
) -> None:
    preview = uploaded(client, content)
    with app.app_context():
        before = rows()
    kept = client.post("/me/import/keep", data={"brought": carried_by(preview.text)})
    page = client.get("/me/history").text
    again = uploaded(client, content)
    client.post("/me/import/keep", data={"brought": carried_by(again.text)})

    assert preview.status_code == 200
    assert "从 2024-09-02 到 2024-10-11" in preview.text
    assert "体重 2 条" in preview.text
    assert "运动 1 条" in preview.text
    assert before == 0
    assert (kept.status_code, kept.location) == (303, "/me/history")
    assert "导入了 3 条以前的记录。" in page
    assert "不计入任何统计" in page
    assert "2024-09：体重 1 条" in page
    assert "其中 3 条已经导入过" in again.text
    assert "没有改动" in client.get("/me/history").text
    with app.app_context():
        assert rows() == 3
        assert logged(her) == 0


def test_the_json_alone_will_do_and_the_chart_is_there_as_files(
    client: FlaskClient, content: bytes, app: Flask, her: int
) -> None:
    with app.app_context():
        bring(her, read_file(content, TODAY))

    drawn = json.loads(client.get("/me/history/weight.json").data)
    table = client.get("/me/history/weight.csv").text

    assert drawn["data"][0]["x"] == ["2024-09-02", "2024-10-11"]
    assert "2024-09-02" in table
    assert "68.4" in table


def test_nothing_of_it_is_anywhere_but_on_her_own_page(
    app: Flask,
    make: Factory,
    client: FlaskClient,
    content: bytes,
    her: int,
    season_id: int,
    team_id: int,
) -> None:
    with app.app_context():
        bring(her, read_file(content, TODAY))
    leader = make.signed_in(make.leader(season_id, team_id))
    other = make.signed_in(make.account_of(make.participant(season_id, team_id)))

    pages = [client.get(path).text for path in ("/", "/weight", "/exercise")]
    pages.append(leader.get("/lead").text)

    assert not [page for page in pages if "68.4" in page]
    assert "68.4" not in other.get("/me/history").text
    assert other.get("/me/history/weight.json").status_code == 404


@pytest.mark.parametrize(
    ("name", "bad", "words"),
    [
        ("x.zip", b"", "请先选一个文件"),
        ("x.zip", b"PK\3\4 nonsense", "文件打不开"),
        ("x.json", b'{"format": "other"}', "这不是"),
        ("x.json", b'{"format": "healthy-weight-copy", "version": 2}', "另一个版本"),
        ("x.json", b"{" + b" " * 9_000, "超过 8 MB"),
    ],
)
def test_another_file_is_refused_with_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, name: str, bad: bytes, words: str
) -> None:
    monkeypatch.setattr(brought, "FILE_MAX", 8_000)

    answer = uploaded(client, bad, name)

    assert answer.status_code == 422
    assert words in answer.text


def test_no_file_a_field_made_up_and_far_too_much_are_refused(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "REQUEST_MAX", 9_000)

    assert client.post("/me/import").status_code == 422
    assert client.post("/me/import/keep", data={"brought": "AAAA"}).status_code == 422
    assert client.post("/me/import/keep").status_code == 422
    assert uploaded(client, b"x" * 10_000).status_code == 413
    with app.app_context():
        assert rows() == 0


def test_without_consent_to_body_data_exercise_alone_is_taken_and_the_page_says_so(
    app: Flask, make: Factory, season_id: int, team_id: int, content: bytes
) -> None:
    refused = frozenset({ConsentKind.BODY_DATA})
    her = make.participant(season_id, team_id, refused=refused)
    client = make.signed_in(make.account_of(her))

    page = uploaded(client, content).text
    client.post("/me/import/keep", data={"brought": carried_by(page)})

    assert "文件里还有 2 条体重" in page
    with app.app_context():
        found = history(her)
        assert (len(found.readings), len(found.entries)) == (0, 1)
        assert bring(her, read_file(content, TODAY)) == 0


def test_who_limited_what_is_done_with_her_data_imports_nothing(
    app: Flask, client: FlaskClient, content: bytes, her: int
) -> None:
    carried = carried_by(uploaded(client, content).text)
    with app.app_context():
        store.limit(her, TODAY, NOW)

    answers = [
        client.get("/me/import"),
        uploaded(client, content),
        client.post("/me/import/keep", data={"brought": carried}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    with app.app_context():
        with pytest.raises(LimitedError):
            bring(her, read_file(content, TODAY))
        assert rows() == 0


def test_a_copy_of_the_new_account_brings_it_on(
    app: Flask, make: Factory, content: bytes, season_id: int, team_id: int
) -> None:
    phone = "13899990000"
    second = make.participant(season_id, team_id, account_id=make.account("张三", phone))
    third = make.participant(season_id, team_id)
    with app.app_context():
        bring(second, read_file(content, TODAY))
        copied = figures.file_of(store.copy_of(phone), "en", NOW)

        bring(third, read_file(copied, TODAY))

        assert history(third) == history(second) == read_file(content, TODAY)


def test_withdrawing_body_data_takes_weights_erasing_takes_all_and_so_does_she(
    app: Flask, her: int, content: bytes, make: Factory, season_id: int, team_id: int
) -> None:
    phone = "13899990000"
    gone = make.participant(season_id, team_id, account_id=make.account("张三", phone))
    found = read_file(content, TODAY)
    with app.app_context():
        for each in (her, gone):
            assert bring(each, found) == 3
        kind = ConsentKind.BODY_DATA
        store.decide(her, kind, "0" * 64, 1, TODAY, NOW, given=False)
        store.erase(phone, TODAY, NOW)

        assert history(her) == History((), found.entries)
        assert history(gone).is_empty
        forget_history(her)
        assert rows() == 0


def test_she_deletes_what_she_brought_and_her_log_stays(
    app: Flask, make: Factory, client: FlaskClient, content: bytes, her: int
) -> None:
    make.reading(her, date(2024, 10, 14), 70_000)
    with app.app_context():
        bring(her, read_file(content, TODAY))

    answer = client.post("/me/history/delete")

    assert answer.status_code == 303
    assert "还没有导入过" in client.get("/me/history").text
    with app.app_context():
        assert (rows(), logged(her)) == (0, 1)


def test_the_way_there_is_on_the_page_of_her_data(client: FlaskClient) -> None:
    assert 'href="/me/import"' in client.get("/me/data").text
    assert "还没有导入过" in client.get("/me/history").text
