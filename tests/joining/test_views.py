from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import Factory
from tests.queries import counted
from tracker import create_app
from tracker.accounts.models import Account
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import BEIJING_2024, ConsentKind, with_late_joining
from tracker.campaign.store import end_season
from tracker.clock import now
from tracker.database import db
from tracker.teams.store import revoke_code
from tracker.web.guards import limiter
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules import GoalKind, Sex

ENROLMENT = date(2024, 7, 20)
CODE = "abcdefgh2345"
WHO = {"phone": "13900000001", "name": "王芳", "password": "healthy-weight"}
BODY = {
    "body_data": "y",
    "height": "165",
    "weight": "67.5",
    "weight_unit": "kg",
    "sex": "female",
    "doctor_first": "no",
    "goal": "lose",
    "target": "64",
}
ANSWERS = {"terms": "y", "birth_year": "1984"}
NAMES = ", ".join((*WHO, *BODY, *ANSWERS))


@pytest.fixture(autouse=True)
def enrolment(app: Flask) -> None:
    """Everything here happens while people enrol, unless a test says otherwise."""
    app.config["TRACKER_TODAY"] = ENROLMENT


@pytest.fixture
def path(make: Factory) -> str:
    """The address in a team's QR code."""
    return f"/join/{make.join_code(make.team(make.season()), CODE)}"


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model)))


def count(app: Flask, model: type[Any]) -> int | None:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_unit_and_team_are_filled_in(client: FlaskClient, path: str) -> None:
    page = client.get(path)

    assert page.status_code == 200
    assert "加入 一组" in page.text
    assert "机械厂" in page.text


def test_every_field_is_on_the_page_without_javascript(client: FlaskClient, path: str) -> None:
    page = client.get(path).text

    for name in [*NAMES.split(", "), *(kind.value for kind in ConsentKind), "weighed_today"]:
        assert f'name="{name}"' in page
    assert " hidden" not in page.split("<main")[1].split("</main")[0].replace('type="hidden"', "")


def test_no_consent_and_no_goal_is_ticked_beforehand(client: FlaskClient, path: str) -> None:
    page = client.get(path).text

    checked = [line for line in page.split("<input") if " checked" in line]
    assert len(checked) == 1
    assert 'value="kg"' in checked[0]


def test_a_newcomer_joins_and_is_signed_in_for_the_season(
    app: Flask, client: FlaskClient, path: str
) -> None:
    answer = client.post(path, data=WHO | ANSWERS | BODY)

    assert (answer.status_code, answer.location) == (303, "/")
    cookie = client.get_cookie("session")
    assert cookie is not None
    assert cookie.expires is not None
    body, goal = rows(app, BodyRow)[0], rows(app, GoalRow)[0]
    assert (body.height_mm, body.sex, body.birth_year) == (1650, Sex.FEMALE, 1984)
    assert (goal.kind, goal.target_grams) == (GoalKind.LOSE, 64_000)
    assert client.get(path).text.count("您已经加入了") >= 1


def test_a_recalled_weight_is_no_reading(app: Flask, client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY)

    assert count(app, ReadingRow) == 0
    assert rows(app, BodyRow)[0].recalled_grams == 67_500


def test_a_weight_of_today_is_a_reading(app: Flask, client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | {"weighed_today": "y"})

    reading = rows(app, ReadingRow)[0]
    assert (reading.day, reading.grams) == (ENROLMENT, 67_500)
    assert rows(app, BodyRow)[0].recalled_grams is None


def test_only_the_first_consent_is_needed_and_refusals_are_on_record(
    app: Flask, client: FlaskClient, path: str
) -> None:
    answer = client.post(path, data=WHO | ANSWERS)

    assert answer.status_code == 303
    given = {row.kind: row.given for row in rows(app, ConsentRow)}
    assert given == {kind: kind is ConsentKind.TERMS for kind in ConsentKind}
    assert count(app, BodyRow) == 0


def test_each_decision_keeps_the_hash_of_its_own_words(
    app: Flask, client: FlaskClient, path: str
) -> None:
    client.post(path, data=WHO | ANSWERS)

    assert len({row.text_hash for row in rows(app, ConsentRow)}) == len(ConsentKind)


def test_the_words_of_another_language_are_other_words(
    app: Flask, client: FlaskClient, path: str
) -> None:
    client.post(path, data=WHO | ANSWERS)
    chinese = {row.text_hash for row in rows(app, ConsentRow)}

    other = app.test_client()
    other.post("/language/en")
    other.post(path, data=WHO | ANSWERS | {"phone": "13900000009"})

    both = {row.text_hash for row in rows(app, ConsentRow)}
    assert chinese <= both


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
        ({"weight": "100", "target": "80"}, "这样变化太快了"),
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
    data = WHO | ANSWERS | BODY | {"weight": "135", "goal": "keep", "target": ""}

    asked = client.post(path, data=data)
    stored = client.post(path, data=data | {"weight_confirmed": "y"})

    assert asked.status_code == 422
    assert "135.0 公斤，还是 67.5 公斤" in asked.text
    assert stored.status_code == 303
    assert rows(app, BodyRow)[0].recalled_grams == 135_000


def test_a_goal_far_away_is_stored_with_a_word_of_caution(client: FlaskClient, path: str) -> None:
    client.post(path, data=WHO | ANSWERS | BODY | {"target": "63"})

    with client.session_transaction() as session:
        flashed = " ".join(message for _category, message in session["_flashes"])
    assert "超过 5 %" in flashed


def test_a_phone_with_an_account_is_sent_to_sign_in_and_back(
    app: Flask, client: FlaskClient, make: Factory, path: str
) -> None:
    make.account("原来的人", phone=WHO["phone"])

    answer = client.post(path, data=WHO | ANSWERS | BODY)

    assert answer.status_code == 422
    assert "这个手机号已经有账号了" in answer.text
    assert f"/sign-in?next={quote(path)}" in answer.text
    assert count(app, ParticipantRow) == 0
    assert "原来的人" not in answer.text


def test_somebody_signed_in_joins_without_phone_and_password(
    app: Flask, make: Factory, path: str
) -> None:
    account_id = make.account("李伟")
    client = make.signed_in(account_id)

    page = client.get(path).text
    answer = client.post(path, data=ANSWERS | BODY)

    assert 'name="password"' not in page
    assert 'name="phone"' not in page
    assert answer.status_code == 303
    assert [row.account_id for row in rows(app, ParticipantRow)] == [account_id]


def test_who_is_in_a_team_is_told_which(app: Flask, make: Factory) -> None:
    season_id = make.season()
    mine, other = make.team(season_id, "一组"), make.team(season_id, "二组")
    path = f"/join/{make.join_code(other)}"
    client = make.signed_in(make.account_of(make.participant(season_id, mine)))

    look, attempt = client.get(path), client.post(path, data=ANSWERS)

    assert (look.status_code, attempt.status_code) == (200, 409)
    assert "一组" in look.text
    assert "二组" not in look.text
    assert count(app, ParticipantRow) == 1


def test_who_left_the_season_is_told_so(app: Flask, make: Factory) -> None:
    season_id = make.season()
    team_id = make.team(season_id)
    participant_id = make.participant(season_id, team_id)
    with app.app_context():
        db.session.get_one(ParticipantRow, participant_id).left_on = ENROLMENT
        db.session.commit()
    client = make.signed_in(make.account_of(participant_id))

    page = client.get(f"/join/{make.join_code(team_id)}").text

    assert "您已经退出这一季" in page


def test_unknown_and_revoked_codes_ask_for_a_new_one(
    app: Flask, client: FlaskClient, make: Factory
) -> None:
    team_id = make.team(make.season())
    revoked = make.join_code(team_id)
    with app.app_context():
        revoke_code(team_id, revoked, now())

    for code in (revoked, "aaaaaaaaaaaa", "x", "'--", "%E4%B8%80"):
        for answer in (client.get(f"/join/{code}"), client.post(f"/join/{code}", data=WHO)):
            assert answer.status_code == 404
            assert "向您的组长要一个新的二维码" in answer.text


def test_a_code_of_an_ended_season_lets_nobody_in(
    app: Flask, client: FlaskClient, make: Factory
) -> None:
    season_id = make.season(name="2023")
    code = make.join_code(make.team(season_id))
    with app.app_context():
        end_season(season_id, now())

    without_season = client.get(f"/join/{code}").status_code
    make.season()
    in_the_next = client.post(f"/join/{code}", data=WHO | ANSWERS).status_code

    assert (without_season, in_the_next) == (404, 404)
    assert count(app, Account) == 0


@pytest.mark.parametrize("day", [date(2024, 7, 10), date(2024, 8, 11)])
def test_closed_joining_is_a_page_and_stores_nothing(
    app: Flask, client: FlaskClient, path: str, day: date
) -> None:
    app.config["TRACKER_TODAY"] = day

    look, attempt = client.get(path), client.post(path, data=WHO | ANSWERS | BODY)

    assert (look.status_code, attempt.status_code) == (200, 409)
    assert "报名" in look.text
    assert count(app, Account) == 0


def test_late_joining_lets_people_in_until_the_last_day(
    app: Flask, client: FlaskClient, make: Factory
) -> None:
    code = make.join_code(make.team(make.season(with_late_joining(BEIJING_2024))))
    app.config["TRACKER_TODAY"] = date(2024, 11, 10)

    answer = client.post(f"/join/{code}", data=WHO | ANSWERS | BODY | {"target": ""})

    assert answer.status_code == 303
    assert rows(app, ParticipantRow)[0].enrolled_on == date(2024, 11, 10)


def test_joining_needs_the_forms_token(app: Flask, client: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(path, data=WHO | ANSWERS | BODY)

    assert answer.status_code == 400
    assert count(app, Account) == 0


def test_markup_in_a_persons_name_is_shown_as_text(client: FlaskClient, path: str) -> None:
    answer = client.post(path, data=WHO | ANSWERS | {"name": "<b>王芳</b>", "terms": ""})

    assert answer.status_code == 422
    assert "<b>王芳" not in answer.text
    assert "&lt;b&gt;王芳&lt;/b&gt;" in answer.text


def test_opening_the_form_takes_few_queries(app: Flask, client: FlaskClient, path: str) -> None:
    with counted(app) as asked:
        client.get(path)

    assert len(asked) == 2


@pytest.fixture
def throttling(app: Flask) -> Iterator[Flask]:
    """A second application on the same database, with its limits in force."""
    strict = create_app(
        {
            "TRACKER_ENV": "development",
            "SECRET_KEY": "t" * 32,
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            "TRACKER_TODAY": ENROLMENT.isoformat(),
        }
    )
    yield strict
    limiter.reset()
    limiter.enabled = False
    with strict.app_context():
        db.engine.dispose()


def test_guessing_codes_is_throttled_but_a_good_code_costs_nothing(
    throttling: Flask, path: str
) -> None:
    client = throttling.test_client()
    good = {client.get(path).status_code for _ in range(110)}

    guesses = [client.get("/join/aaaaaaaaaaaa").status_code for _ in range(101)]

    assert good == {200}
    assert guesses == [404] * 100 + [429]
