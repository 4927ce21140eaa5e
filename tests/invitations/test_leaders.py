"""Appointed leaders begin with a slip of their own; a district sees who is stuck."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import Factory
from tests.invitations.inviting import NOW, Inviting
from tracker.accounts.models import Account, SignInLock
from tracker.accounts.rules import Role, unit_scope
from tracker.clock import now
from tracker.database import db
from tracker.invitations.models import RoleSlip
from tracker.invitations.rules import code_of
from tracker.teams.rules import Appointed, NewTeam, UnitKind
from tracker.teams.store import open_team

HERE = "110112"
LEADER, DEPUTY = "13811110001", "13811110002"


@pytest.fixture
def opened(inviting: Inviting) -> dict[str, str]:
    """A team opened by its district for two people without an account: first passwords."""
    wanted = NewTeam(inviting.season_id, HERE, "锅炉厂", UnitKind.ENTERPRISE, "三组")
    with inviting.app.app_context():
        found = open_team(wanted, Appointed(LEADER, "周强"), Appointed(DEPUTY, "吴敏"), NOW)
    return dict(found.first_passwords)


@pytest.fixture
def district(inviting: Inviting) -> FlaskClient:
    """The district's browser."""
    return inviting.organizing(inviting.make.organizer(inviting.season_id, HERE))


def code_for(app: Flask, phone: str) -> str:
    with app.app_context():
        query = select(RoleSlip.handle).join(Account).where(Account.phone == phone)
        return code_of(db.session.scalars(query).one(), app.config["SECRET_KEY"])


@pytest.mark.usefixtures("opened")
def test_a_leader_begins_with_her_slip_and_a_password_of_her_own(
    app: Flask, client: FlaskClient, district: FlaskClient
) -> None:
    district.post(f"/districts/{HERE}/leader-slips")
    sheet = district.get(f"/districts/{HERE}/leader-slips").text
    address = f"/begin/{code_for(app, LEADER)}"

    begun = client.post(address, data={"phone": LEADER, "password": "healthy-weight"})
    again = client.post(address, data={"phone": LEADER, "password": "another-weight"})
    signed_in = app.test_client().post(
        "/sign-in", data={"phone": LEADER, "password": "healthy-weight"}
    )

    assert sheet.count("<svg viewBox") == 2
    assert LEADER not in sheet
    assert (begun.status_code, begun.location) == (303, "/")
    assert client.get("/account").status_code == 200
    assert again.status_code == 404
    assert signed_in.status_code == 303


def test_a_first_password_that_an_organizer_saw_opens_its_change_alone(
    app: Flask, client: FlaskClient, opened: dict[str, str]
) -> None:
    client.post("/sign-in", data={"phone": LEADER, "password": opened[LEADER]})

    before = client.get("/account").location
    own = {"new": "healthy-weight", "again": "healthy-weight"}
    client.post("/account/first-password", data=own)
    after = client.get("/account")

    assert (before, after.status_code) == ("/account/first-password", 200)
    again = app.test_client().post("/sign-in", data={"phone": LEADER, "password": opened[LEADER]})
    assert again.status_code == 422


def test_a_contact_who_began_with_her_slip_registers_a_second_factor_first(
    app: Flask,
    client: FlaskClient,
    district: FlaskClient,
    opened: dict[str, str],
    inviting: Inviting,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert opened
    with app.app_context():
        her = db.session.scalars(select(Account.id).where(Account.has_phone(LEADER))).one()
    inviting.make.grant(her, inviting.season_id, Role.CONTACT, unit_scope(inviting.unit_id))
    district.post(f"/districts/{HERE}/leader-slips")
    monkeypatch.setitem(app.config, "SECOND_FACTOR", value=True)

    own = {"phone": LEADER, "password": "healthy-weight"}
    begun = client.post(f"/begin/{code_for(app, LEADER)}", data=own)

    assert (begun.status_code, begun.location) == (303, "/second-factor?next=/")


def test_signing_in_with_a_first_password_ends_the_slip(
    app: Flask, client: FlaskClient, district: FlaskClient, opened: dict[str, str]
) -> None:
    district.post(f"/districts/{HERE}/leader-slips")
    code = code_for(app, LEADER)

    app.test_client().post("/sign-in", data={"phone": LEADER, "password": opened[LEADER]})

    answer = client.post(f"/begin/{code}", data={"phone": LEADER, "password": "healthy-weight"})
    assert answer.status_code == 404
    assert "周强" not in district.get(f"/districts/{HERE}/help").text


@pytest.mark.usefixtures("opened")
def test_a_wrong_phone_is_refused_and_too_many_make_it_wait(
    app: Flask, client: FlaskClient, district: FlaskClient
) -> None:
    district.post(f"/districts/{HERE}/leader-slips")
    address = f"/begin/{code_for(app, LEADER)}"
    tries = [
        client.post(address, data={"phone": f"1390000000{each}", "password": "healthy-weight"})
        for each in range(5)
    ]

    right = client.post(address, data={"phone": LEADER, "password": "healthy-weight"})

    assert [each.status_code for each in tries] == [422] * 5
    assert "输错太多次了" in right.text


@pytest.mark.usefixtures("opened")
def test_a_lost_slip_is_made_anew_and_the_old_one_opens_nothing(
    app: Flask, client: FlaskClient, district: FlaskClient
) -> None:
    district.post(f"/districts/{HERE}/leader-slips")
    lost, other = code_for(app, LEADER), code_for(app, DEPUTY)
    with app.app_context():
        account_id = db.session.scalar(select(Account.id).where(Account.phone == LEADER))

    district.post(f"/districts/{HERE}/leader-slips", data={"account": str(account_id)})

    assert code_for(app, LEADER) != lost
    assert code_for(app, DEPUTY) == other
    data = {"phone": LEADER, "password": "healthy-weight"}
    assert client.post(f"/begin/{lost}", data=data).status_code == 404
    nobody = district.post(f"/districts/{HERE}/leader-slips", data={"account": "1"})
    assert nobody.status_code == 404


@pytest.mark.usefixtures("opened")
def test_a_slip_outlives_a_month_by_nothing(
    app: Flask, client: FlaskClient, district: FlaskClient
) -> None:
    district.post(f"/districts/{HERE}/leader-slips")
    code = code_for(app, LEADER)
    app.config["TRACKER_TODAY"] += timedelta(days=31)

    answer = client.post(f"/begin/{code}", data={"phone": LEADER, "password": "healthy-weight"})

    assert answer.status_code == 409


@pytest.mark.usefixtures("opened")
def test_the_help_list_says_who_waits_and_which_team_lacks_a_deputy(
    inviting: Inviting, district: FlaskClient
) -> None:
    inviting.make.leader(inviting.season_id, inviting.team_id)

    page = district.get(f"/districts/{HERE}/help").text

    assert "周强" in page
    assert "138****0001" in page
    assert page.split("没有副组长的队伍")[1].count("一组") == 1
    assert "没有组长的队伍" not in page
    assert "三组" not in page.split("没有副组长的队伍")[1]


def test_of_the_locked_out_only_who_leads_is_listed(
    app: Flask, inviting: Inviting, district: FlaskClient, make: Factory
) -> None:
    leader = make.account("郑洁", "13822220001")
    make.grant(leader, inviting.season_id, Role.LEADER, f"team:{inviting.team_id}")
    make.participant(
        inviting.season_id, inviting.team_id, account_id=make.account("冯霞", "13822220002")
    )
    with app.app_context():
        until = now() + timedelta(minutes=9)
        db.session.add_all(
            SignInLock(phone=phone, until=until) for phone in ("13822220001", "13822220002")
        )
        db.session.commit()

    page = district.get(f"/districts/{HERE}/help").text

    assert "郑洁" in page
    assert "冯霞" not in page


def test_another_district_and_a_contact_see_none_of_it(inviting: Inviting) -> None:
    other = inviting.organizing(inviting.make.organizer(inviting.season_id, "110105"))

    for browser in (other, inviting.contact()):
        for page in ("help", "leader-slips"):
            assert browser.get(f"/districts/{HERE}/{page}").status_code == 403
        assert browser.post(f"/districts/{HERE}/leader-slips").status_code == 403
