"""The pages on which she corrects, limits, leaves and comes back, and the certificate."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import Factory
from tests.privacy.rows import HERS, NAME
from tracker.privacy import store
from tracker.weight.store import body

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
WEEK_LATER = NOW + timedelta(days=7)


@pytest.fixture
def her(make: Factory) -> int:
    season_id = make.season()
    return make.participant(season_id, make.team(season_id), account_id=make.account(NAME, HERS))


@pytest.fixture
def client(make: Factory, her: int) -> FlaskClient:
    return make.signed_in(make.account_of(her))


def test_leaving_takes_one_button_and_coming_back_one(client: FlaskClient) -> None:
    before = client.get("/me/leave").text
    asked = client.post("/me/leave", data={"sure": "yes"})
    page = client.get("/me/leave").text
    home = client.get("/").text
    back = client.post("/me/leave/return")

    assert "退出并删除我的数据" in before
    assert asked.status_code == 303
    assert "正在退出" in page
    assert "我要回来" in home
    assert back.status_code == 303
    assert "我要回来" not in client.get("/").text
    assert client.get("/weight").status_code == 200


def test_without_its_word_nothing_is_asked(client: FlaskClient) -> None:
    assert client.post("/me/leave").status_code == 422
    assert "正在退出" not in client.get("/me/leave").text


def test_whoever_is_to_be_erased_joins_no_team_before_she_comes_back(client: FlaskClient) -> None:
    client.post("/me/leave", data={"sure": "yes"})

    answer = client.get("/ask-to-join")

    assert (answer.status_code, answer.location) == (303, "/me/leave")


def test_the_certificate_is_read_by_its_number_without_an_account_and_names_nobody(
    app: Flask, make: Factory, her: int
) -> None:
    with app.app_context():
        number = store.leave(make.account_of(her), TODAY, NOW).number
    anybody = app.test_client()
    before = anybody.get(f"/certificates/{number}").text
    with app.app_context():
        store.erase_due(TODAY + timedelta(days=7), WEEK_LATER)

    typed = anybody.get(
        "/certificates", query_string={"number": f"{number:016d}"[:8] + " " + f"{number:016d}"[8:]}
    )
    page = anybody.get(f"/certificates/{number}").text
    file = anybody.get(f"/certificates/{number}/file")

    assert "还没有做" in before
    assert typed.location == f"/certificates/{number}"
    assert file.mimetype == "text/plain"
    for text in (before, page, file.text):
        assert NAME not in text
        assert HERS not in text
    for text in (page, file.text):
        assert "身体数据" in text
        assert "2027" in text  # the proofs of her consents


def test_a_number_that_nobody_was_given_has_no_certificate(client: FlaskClient) -> None:
    assert client.get("/certificates/12345").status_code == 404
    assert client.get("/certificates/12345/file").status_code == 404
    assert client.get("/certificates?number=12345").status_code == 404
    assert client.get("/certificates?number=x").status_code == 404


def test_while_limited_a_page_shows_what_there_is_and_saves_nothing(
    make: Factory, client: FlaskClient, her: int
) -> None:
    make.reading(her, TODAY, 66_617)

    client.post("/me/limit")
    page = client.get("/weight").text
    refused = client.post("/exercise", data={"kind": "yoga", "minutes": "30", "key": "a" * 32})

    assert "恢复处理" in page
    assert "66.6" in page
    assert refused.status_code == 409
    assert "恢复处理" in refused.text
    client.post("/me/limit/lift")
    again = client.post("/exercise", data={"kind": "yoga", "minutes": "30", "key": "a" * 32})
    assert again.status_code == 303


def test_silent_and_limited_she_is_not_spoken_to(client: FlaskClient) -> None:
    client.post("/me/limit")

    assert client.get("/").status_code == 200


def test_she_corrects_what_she_said_of_herself(app: Flask, client: FlaskClient, her: int) -> None:
    form = {
        "name": "王芳芳",
        "birth_year": "1986",
        "height": "166.5",
        "sex": "female",
        "doctor_first": "yes",
    }

    shown = client.get("/me/correct").text
    saved = client.post("/me/correct", data=form)

    assert 'value="165"' in shown
    assert saved.status_code == 303
    assert "王芳芳" in client.get("/me/correct").text
    with app.app_context():
        found = body(her)
    assert found
    assert (found.height_mm, found.birth_year, found.doctor_first) == (1665, 1986, True)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", " "),
        ("name", "王" * 31),
        ("birth_year", "2010"),
        ("birth_year", "1800"),
        ("birth_year", "x"),
        ("height", "50"),
        ("height", "tall"),
        ("sex", "other"),
        ("doctor_first", ""),
    ],
)
def test_a_wrong_correction_changes_nothing_and_keeps_what_was_typed(
    app: Flask, client: FlaskClient, her: int, field: str, typed: str
) -> None:
    form = {
        "name": "王芳芳",
        "birth_year": "1986",
        "height": "166.5",
        "sex": "female",
        "doctor_first": "yes",
    }

    answer = client.post("/me/correct", data=form | {field: typed})

    assert answer.status_code == 422
    with app.app_context():
        found = body(her)
    assert found
    assert (found.height_mm, found.birth_year) == (1650, 1984)


def test_without_body_data_only_the_name_is_asked(make: Factory) -> None:
    season_id = make.season()
    part = make.participant(season_id, make.team(season_id), height_mm=None)
    client = make.signed_in(make.account_of(part))

    page = client.get("/me/correct").text
    saved = client.post("/me/correct", data={"name": "李红"})

    assert "身高（厘米）" not in page
    assert saved.status_code == 303
