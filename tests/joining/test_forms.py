import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.joining.filling import ANSWERS, BODY, ENROLMENT, WHO, count, rows
from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules import GoalKind


def test_a_recalled_weight_is_no_reading(app: Flask, client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY)

    assert count(app, ReadingRow) == 0
    assert rows(app, BodyRow)[0].recalled_grams == 67_500


def test_a_weight_of_today_is_a_reading(app: Flask, client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | {"weighed_today": "y"})

    reading = rows(app, ReadingRow)[0]
    assert (reading.day, reading.grams) == (ENROLMENT, 67_500)
    assert rows(app, BodyRow)[0].recalled_grams is None


def test_the_body_of_somebody_who_declined_is_ignored_even_if_typed(
    app: Flask, client: FlaskClient, path: str
) -> None:
    data = WHO | ANSWERS | BODY | {"weighed_today": "y"}
    del data["body_data"]

    answer = client.post(path, data=data)

    assert answer.status_code == 303
    assert [count(app, model) for model in (BodyRow, GoalRow, ReadingRow)] == [0, 0, 0]


@pytest.mark.parametrize("year", ["2006", "２００６"])
def test_adults_give_their_body(app: Flask, client: FlaskClient, path: str, year: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | {"birth_year": year})

    assert rows(app, BodyRow)[0].birth_year == 2006


@pytest.mark.parametrize("year", ["2007", "2008"])
def test_sixteen_and_seventeen_join_without_weight(
    app: Flask, client: FlaskClient, path: str, year: str
) -> None:
    answer = client.post(path, data=WHO | ANSWERS | BODY | {"birth_year": year})

    assert answer.status_code == 303
    assert [count(app, model) for model in (ParticipantRow, BodyRow, GoalRow)] == [1, 0, 0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "12345"}, "请输入 11 位手机号"),
        ({"name": ""}, "请填写姓名"),
        ({"name": "  "}, "请填写姓名"),
        ({"name": "王" * 31}, "姓名最多 30 个字"),
        ({"password": "short"}, "密码至少要 8 个字符"),
        ({"terms": ""}, "请先读告知书"),
        ({"birth_year": ""}, "请填写出生年份"),
        ({"birth_year": "84"}, "四位数的出生年份"),
        ({"birth_year": "1890"}, "四位数的出生年份"),
        ({"birth_year": "2025"}, "四位数的出生年份"),
        ({"birth_year": "2009"}, "年满 16 岁才能参加"),
        ({"height": ""}, "请只填数字"),
        ({"height": "99"}, "身高要在 100 到 230 厘米"),
        ({"height": "2.5"}, "身高要在 100 到 230 厘米"),
        ({"weight": ""}, "请只填数字"),
        ({"weight": "1e2"}, "请只填数字"),
        ({"weight": "NaN"}, "请只填数字"),
        ({"weight": "-67.5"}, "请只填数字"),
        ({"weight": "24.9"}, "25 到 300 公斤"),
        ({"weight": "301"}, "25 到 300 公斤"),
        ({"sex": ""}, "请选择一项"),
        ({"doctor_first": ""}, "请选择一项"),
        ({"goal": ""}, "请选择一项"),
        ({"target": "50.3"}, "这个目标偏轻"),
        ({"target": "70"}, "目标和您选的方向不一致"),
        ({"weight": "85", "target": "70"}, "这样变化太快了"),
        ({"goal": "gain", "target": "60"}, "目标和您选的方向不一致"),
        ({"target": "abc"}, "请只填数字"),
        ({"doctor_first": "yes"}, "请先和医生商量"),
    ],
)
def test_what_is_refused_is_explained_and_kept_and_stores_nothing(
    app: Flask, client: FlaskClient, path: str, change: dict[str, str], sentence: str
) -> None:
    data = {key: value for key, value in (WHO | ANSWERS | BODY | change).items() if value}

    answer = client.post(path, data=data)

    assert answer.status_code == 422
    assert sentence in answer.text
    kept = [data.get("phone", ""), data.get("height", ""), data.get("birth_year", "")]
    assert all(f'value="{each}"' in answer.text for each in kept if each)
    assert WHO["password"] not in answer.text
    assert (count(app, Account), count(app, ParticipantRow)) == (0, 0)


@pytest.mark.parametrize(
    ("change", "height_mm", "grams"),
    [
        ({"height": "1.65"}, 1650, 67_500),
        ({"height": "１６５"}, 1650, 67_500),
        ({"height": "165,5"}, 1655, 67_500),
        ({"weight": "67,5"}, 1650, 67_500),
        ({"weight": "67。5"}, 1650, 67_500),
        ({"weight": "６７．５"}, 1650, 67_500),
        ({"weight": "135", "weight_unit": "jin", "target": "128"}, 1650, 67_500),
    ],
)
def test_numbers_are_read_as_people_type_them(
    app: Flask,
    client: FlaskClient,
    path: str,
    change: dict[str, str],
    height_mm: int,
    grams: int,
) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | change)

    body = rows(app, BodyRow)[0]
    assert (body.height_mm, body.recalled_grams) == (height_mm, grams)
    assert rows(app, GoalRow)[0].target_grams == 64_000


def test_a_goal_needs_no_target(app: Flask, client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | {"target": ""})

    assert (rows(app, GoalRow)[0].kind, rows(app, GoalRow)[0].target_grams) == (
        GoalKind.LOSE,
        None,
    )


def test_asking_a_doctor_first_is_one_flag_and_leaves_other_goals(
    app: Flask, client: FlaskClient, path: str
) -> None:
    answer = client.post(
        path, data=WHO | ANSWERS | BODY | {"doctor_first": "yes", "goal": "keep", "target": ""}
    )

    assert answer.status_code == 303
    assert rows(app, BodyRow)[0].doctor_first is True
    assert rows(app, GoalRow)[0].kind is GoalKind.KEEP


def test_jin_typed_as_kilograms_is_asked_about_and_accepted_when_confirmed(
    app: Flask, client: FlaskClient, path: str
) -> None:
    data = WHO | ANSWERS | BODY | {"weight": "135"}

    asked = client.post(path, data=data)
    stored = client.post(path, data=data | {"weight_confirmed": "y", "goal": "keep"})

    assert asked.status_code == 422
    assert "135.0 公斤，还是 67.5 公斤" in asked.text
    assert "这样变化太快了" not in asked.text
    assert stored.status_code == 303
    assert rows(app, BodyRow)[0].recalled_grams == 135_000


def test_a_goal_far_away_is_stored_with_a_word_of_caution(client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | {"target": "63"})

    with client.session_transaction() as session:
        flashed = " ".join(message for _category, message in session["_flashes"])
    assert "超过 5 %" in flashed
