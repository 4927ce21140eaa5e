from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.factories import LONG_AGO, Factory
from tests.joining.filling import ANSWERS, BODY, ENROLMENT, NAMES, WHO, count, rows
from tests.queries import counted
from tracker import create_app
from tracker.accounts.models import Account
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import BEIJING_2024, ConsentKind, with_late_joining
from tracker.campaign.store import end_season
from tracker.clock import now
from tracker.database import db
from tracker.teams.models import TeamRow
from tracker.teams.store import revoke_code
from tracker.web.guards import limiter
from tracker.weight.models import BodyRow, GoalRow
from tracker.weight.rules import GoalKind, Sex


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


def test_who_is_in_a_team_is_told_so_and_may_ask_for_the_other(app: Flask, make: Factory) -> None:
    season_id = make.season()
    mine, other = make.team(season_id, "一组"), make.team(season_id, "二组")
    path = f"/join/{make.join_code(other)}"
    client = make.signed_in(make.account_of(make.participant(season_id, mine)))

    look, attempt = client.get(path), client.post(path, data=ANSWERS)

    assert (look.status_code, attempt.status_code) == (200, 409)
    told, offered = look.text.split('action="/me/transfer"')
    assert "一组" in told
    assert "申请转到这个队" in offered
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

    assert len(asked) == 3  # the season, the team, the notice in force


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


@pytest.mark.parametrize(
    ("values", "words"),
    [({"places": 0}, "这支队伍满员了"), ({"closed_at": LONG_AGO}, "这支队伍不再加人")],
)
def test_a_team_without_a_place_says_so_before_and_after_the_form(
    app: Flask, client: FlaskClient, path: str, values: dict[str, object], words: str
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(TeamRow).values(**values))

    looked, tried = client.get(path), client.post(path, data=WHO | ANSWERS)

    assert (looked.status_code, tried.status_code) == (200, 409)
    assert words in looked.text
    assert words in tried.text
    assert count(app, Account) == 0


def test_whoever_is_in_a_full_team_reads_that_she_is_in(
    app: Flask, client: FlaskClient, path: str
) -> None:
    client.post(path, data=WHO | ANSWERS)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(update(TeamRow).values(places=1))

    assert "您已经加入了" in client.get(path).text
