"""A slip, its phone and the form: claimed once, or declined on one tap."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.invitations.inviting import OTHER_PHONE, PHONE, Inviting
from tests.joining.filling import ANSWERS, BODY, count, rows
from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.invitations.rules import Invited, readable
from tracker.teams.models import Membership

FORM = {"name": "王芳", "password": "healthy-weight"}


@pytest.fixture
def inviting(app: Flask, make: Factory) -> Inviting:
    """A unit that invited 王芳 into its team, and 李伟 to choose one."""
    found = Inviting.begin(app, make)
    found.invite(Invited("王芳", PHONE, found.team_id, 1), Invited("李伟", OTHER_PHONE, None, 2))
    return found


def opened(client: FlaskClient, code: str, phone: str = PHONE) -> FlaskClient:
    """A browser in which the slip's phone was given."""
    client.post(f"/claim/{code}", data={"phone": phone})
    return client


def test_the_slip_asks_for_its_phone_and_stores_nothing(
    client: FlaskClient, inviting: Inviting, app: Flask
) -> None:
    first = client.get(f"/claim/{inviting.code()}").text
    answer = client.post(f"/claim/{inviting.code()}", data={"phone": "138 0000 0001"})

    assert "王芳" not in first
    assert (answer.status_code, answer.location) == (303, f"/claim/{inviting.code()}/join")
    assert count(app, Account) == count(app, ParticipantRow) == 0


def test_the_form_has_unit_team_and_name_filled_in(client: FlaskClient, inviting: Inviting) -> None:
    page = opened(client, inviting.code()).get(f"/claim/{inviting.code()}/join").text

    assert "加入 一组" in page
    assert "机械厂" in page
    assert 'value="王芳"' in page
    assert "138****0001" in page
    assert PHONE not in page


def test_claiming_enrols_her_and_signs_her_in(
    client: FlaskClient, inviting: Inviting, app: Flask
) -> None:
    code = inviting.code()

    answer = opened(client, code).post(f"/claim/{code}/join", data=FORM | ANSWERS | BODY)

    assert (answer.status_code, answer.location) == (303, "/")
    assert [row.phone for row in rows(app, Account)] == [PHONE]
    assert [row.team_id for row in rows(app, Membership)] == [inviting.team_id]
    assert "您已经加入了" in client.get(f"/claim/{code}").text


def test_a_code_is_understood_as_people_type_it(client: FlaskClient, inviting: Inviting) -> None:
    typed = readable(inviting.code()).upper()

    assert client.get(f"/claim/{typed}").status_code == 200


def test_a_form_that_lacks_something_keeps_the_slip(
    client: FlaskClient, inviting: Inviting, app: Flask
) -> None:
    code = inviting.code()

    answer = opened(client, code).post(f"/claim/{code}/join", data=FORM | {"birth_year": "1984"})

    assert answer.status_code == 422
    assert not inviting.row().used
    assert count(app, Account) == 0


def test_who_was_given_no_team_chooses_one(
    client: FlaskClient, inviting: Inviting, app: Flask, make: Factory
) -> None:
    second = make.team_in(inviting.unit_id, "二组")
    code = inviting.code(OTHER_PHONE)
    browser, address = opened(client, code, OTHER_PHONE), f"/claim/{code}/join"

    shown = browser.get(address).text
    without = browser.post(address, data=FORM | ANSWERS)
    foreign = browser.post(address, data=FORM | ANSWERS | {"team": "1"})
    joined = browser.post(address, data=FORM | ANSWERS | {"team": str(second)})

    assert "请选一支队伍" not in shown
    assert "加入 机械厂" in shown
    assert (without.status_code, foreign.status_code, joined.status_code) == (422, 422, 303)
    assert "请选一支队伍" in without.text
    assert [row.team_id for row in rows(app, Membership)] == [second]


def test_a_slip_counts_once(client: FlaskClient, inviting: Inviting, app: Flask) -> None:
    code, other = inviting.code(), opened(app.test_client(), inviting.code())
    opened(client, code).post(f"/claim/{code}/join", data=FORM | ANSWERS)

    answer = other.post(f"/claim/{code}/join", data=FORM | ANSWERS)

    assert answer.status_code == 422
    assert "这张邀请条不能再用" in answer.text
    assert count(app, Account) == 1


def test_without_its_phone_the_form_is_shut(client: FlaskClient, inviting: Inviting) -> None:
    code = inviting.code()

    wrong = client.post(f"/claim/{code}", data={"phone": OTHER_PHONE})
    form = client.post(f"/claim/{code}/join", data=FORM | ANSWERS)

    assert wrong.status_code == 422
    assert "不是给这个手机号的" in wrong.text
    assert (form.status_code, form.location) == (302, f"/claim/{code}")


def test_too_many_wrong_phones_make_a_slip_wait(client: FlaskClient, inviting: Inviting) -> None:
    address = f"/claim/{inviting.code()}"
    for number in range(5):
        client.post(address, data={"phone": f"1390000000{number}"})

    right = client.post(address, data={"phone": PHONE})

    assert right.status_code == 422
    assert "输错太多次了" in right.text
    assert client.post(f"/claim/{inviting.code(OTHER_PHONE)}", data={"phone": OTHER_PHONE})


@pytest.mark.parametrize("length", [0, 7, 13])
def test_a_code_nobody_printed_opens_nothing(
    client: FlaskClient, inviting: Inviting, length: int
) -> None:
    code = inviting.code()
    wrong = code[:length].ljust(14, "2" if code[-1] != "2" else "3")

    assert client.get(f"/claim/{wrong}").status_code == 404
    assert client.post(f"/claim/{wrong}/decline").status_code == 404


def test_declining_takes_one_tap_and_leaves_nothing(
    client: FlaskClient, inviting: Inviting, app: Flask
) -> None:
    code = inviting.code()

    answer = client.post(f"/claim/{code}/decline", follow_redirects=True)
    later = opened(app.test_client(), code).post(f"/claim/{code}/join", data=FORM | ANSWERS)

    assert "好的，不参加" in answer.text
    assert "这张邀请条不能再用" in later.text
    assert count(app, Account) == 0


def test_an_account_signs_in_first_and_is_led_back(
    client: FlaskClient, inviting: Inviting, app: Flask, make: Factory
) -> None:
    account_id = make.account("王芳", PHONE, password="healthy-weight")
    code = inviting.code()
    address = f"/claim/{code}/join"

    refused = opened(client, code).post(address, data=FORM | ANSWERS)
    back = client.post(
        f"/sign-in?next={address}", data={"phone": PHONE, "password": "healthy-weight"}
    )
    joined = client.post(back.location, data=ANSWERS)

    assert f"/sign-in?next={address}" in refused.text
    assert (back.location, joined.status_code) == (address, 303)
    assert [row.account_id for row in rows(app, ParticipantRow)] == [account_id]
    assert inviting.row().used


def test_somebody_else_signed_in_cannot_use_it(
    inviting: Inviting, app: Flask, make: Factory
) -> None:
    browser = opened(make.signed_in(make.account("李伟", OTHER_PHONE)), inviting.code())

    answer = browser.post(f"/claim/{inviting.code()}/join", data=ANSWERS)

    assert answer.status_code == 409
    assert "另一个账号" in answer.text
    assert count(app, ParticipantRow) == 0
