"""A slip that opens a new password: the same answer for everybody, undone by its owner, once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import NamedTuple

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.browsing import NEW, RIGHT, is_in, sign_in
from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.accounts.rules import HIDDEN, Role, unit_scope
from tracker.accounts.store import hashed
from tracker.clock import now
from tracker.config import TESTING_DATA_KEY
from tracker.database import db
from tracker.database.encryption import Keyring
from tracker.invitations import store
from tracker.invitations.models import RecoverySlip
from tracker.invitations.rules import (
    MISSES_MAX,
    RECOVERY_KEPT,
    RECOVERY_VALID,
    SlipUsedError,
    UnknownSlipError,
    WrongPhoneError,
)
from tracker.invitations.store import Desk, Given
from tracker.teams.models import TeamRow

DISTRICT = "110112"
HERS, STRANGE, OTHER = "13812340001", "13812340002", "13812340003"
PEOPLE = 5


class Office(NamedTuple):
    """A unit with its contact, and somebody in one of its teams."""

    make: Factory
    season_id: int
    team_id: int
    unit_id: int
    account_id: int
    contact: FlaskClient


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel("2026-11-22T04:00:00+00:00", tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def office(app: Flask, make: Factory) -> Office:
    season_id = make.season()
    team_id = make.team(season_id)
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, team_id).unit_id
    account_id = make.account("王芳", HERS, RIGHT)
    make.participant(season_id, team_id, account_id=account_id)
    contact = make.account("李联系")
    make.grant(contact, season_id, Role.CONTACT, unit_scope(unit_id))
    browser = make.signed_in(contact)
    with browser.session_transaction() as session, app.app_context():
        session["password_at"] = session["seen_at"] = int(now().timestamp())
    return Office(make, season_id, team_id, unit_id, account_id, browser)


def print_slip(office: Office, phone: str = HERS) -> str:
    """The address on a slip that the contact prints."""
    page = f"/units/{office.unit_id}/recovery-slips"
    sheet = office.contact.post(page, data={"name": "王芳", "phone": phone}).location
    found = re.search(r"/recover/[-\w]+", office.contact.get(sheet).text)
    assert found
    return found[0]


def use(client: FlaskClient, slip: str, phone: str = HERS) -> tuple[int, str | None]:
    answer = client.post(slip, data={"phone": phone, "new": NEW, "again": NEW})
    return answer.status_code, answer.location


def recovered(app: Flask, office: Office) -> FlaskClient:
    """A browser that came in with a slip's password."""
    browser = app.test_client()
    use(browser, print_slip(office))
    sign_in(browser, NEW, HERS)
    return browser


def put(office: Office, phone: str = HERS, *, district: bool = False) -> str:
    """A slip's handle, put down without a page."""
    unit_id = None if district else office.unit_id
    desk = Desk(office.season_id, DISTRICT, unit_id)
    slip_id = store.add_recovery_slip(desk, phone, "-", now())
    return store.recovery_slip(desk, slip_id).handle


def given(handle: str, phone: str = HERS) -> Given:
    return Given(handle, phone)


def opened(handle: str, phone: str = HERS) -> bool:
    return store.recover(given(handle, phone), hashed(NEW), now())


def test_a_slip_opens_a_new_password(app: Flask, client: FlaskClient, office: Office) -> None:
    answer = use(client, print_slip(office))

    assert answer == (303, "/sign-in")
    assert sign_in(client, NEW, HERS).status_code == 303
    assert sign_in(app.test_client(), RIGHT, HERS).status_code == 422


def test_a_slip_printed_before_a_new_data_key_still_opens(
    app: Flask, client: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = print_slip(office)
    monkeypatch.setitem(app.extensions, "data_keys", Keyring([b"n" * 32, TESTING_DATA_KEY]))

    assert use(client, slip) == (303, "/sign-in")


def test_the_answer_is_the_same_where_nobody_has_the_number(
    app: Flask, client: FlaskClient, office: Office
) -> None:
    slips = {phone: print_slip(office, phone) for phone in (HERS, STRANGE)}

    pages = []
    for phone, slip in slips.items():
        looked = re.sub(r'value="[^"]*"', "", client.get(slip).text)
        answer = use(app.test_client(), slip, phone)
        again = client.get(slip)
        pages.append((looked, answer, again.status_code))

    assert pages[0] == pages[1]
    assert pages[0][2] == 409


def test_the_contacts_list_says_nothing_of_who_used_one(
    client: FlaskClient, office: Office
) -> None:
    page = f"/units/{office.unit_id}/recovery-slips"
    slip = print_slip(office)
    before = re.sub(r'value="[^"]*"', "", office.contact.get(page).text)

    use(client, slip)

    assert re.sub(r'value="[^"]*"', "", office.contact.get(page).text) == before


def test_a_revoked_slip_opens_nothing(client: FlaskClient, office: Office) -> None:
    slip = print_slip(office)
    page = f"/units/{office.unit_id}/recovery-slips"
    found = re.search(r'action="([^"]+/revoke)"', office.contact.get(page).text)
    assert found
    office.contact.post(found[1])

    assert use(client, slip)[0] == 404


def test_sessions_that_are_on_stay_on_and_one_of_them_undoes_it(app: Flask, office: Office) -> None:
    hers = app.test_client()
    sign_in(hers, RIGHT, HERS)
    thief = recovered(app, office)
    assert "有人用纸条" in hers.get("/account").text

    answer = hers.post("/account/slip/cancel")

    assert answer.status_code == 303
    assert is_in(hers)
    assert not is_in(thief)
    assert sign_in(app.test_client(), NEW, HERS).status_code == 422
    assert sign_in(app.test_client(), RIGHT, HERS).status_code == 303


def test_who_came_by_the_slip_cannot_undo_end_or_take_anything(app: Flask, office: Office) -> None:
    hers = app.test_client()
    sign_in(hers, RIGHT, HERS)
    thief = recovered(app, office)

    for page, fields in (
        ("/account/slip/cancel", {}),
        ("/account/password", {"current": NEW, "new": "another-one-1", "again": "another-one-1"}),
        ("/sign-out-everywhere", {}),
        ("/account/sessions/end-others", {}),
        ("/account/own-code", {}),
        ("/account/phone", {"phone": OTHER}),
        ("/account/phone/slip", {"phone": OTHER, "code": "x"}),
        ("/me/leave", {}),
    ):
        answer = thief.post(page, data=fields)
        assert (answer.status_code, answer.location) == (303, "/account/hidden"), page
    assert is_in(hers)


def test_health_is_hidden_for_two_days(app: Flask, office: Office) -> None:
    browser = recovered(app, office)

    assert browser.get("/").location == "/account/hidden"
    assert "48" in app.test_client().get("/forgot").text
    with app.app_context():
        account = db.session.get_one(Account, office.account_id)
        assert account.opened_at
        account.opened_at -= HIDDEN
        db.session.commit()
    assert browser.get("/me").status_code == 200


def test_her_own_code_shows_it_at_once(app: Flask, office: Office) -> None:
    hers = app.test_client()
    sign_in(hers, RIGHT, HERS)
    shown = hers.get(hers.post("/account/own-code").location).text
    code = re.findall(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", shown)[0]
    assert code not in hers.get("/account/own-code", follow_redirects=True).text
    browser = recovered(app, office)

    wrong = browser.post("/account/hidden", data={"code": "abcd-efgh-jkmn-pqrs"})
    right = browser.post("/account/hidden", data={"code": code.upper()})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert browser.get("/me").status_code == 200


def test_her_own_code_outlives_the_key_it_was_made_under(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = app.test_client()
    sign_in(hers, RIGHT, HERS)
    shown = hers.get(hers.post("/account/own-code").location).text
    code = re.findall(r"(?:[a-z2-9]{4}-){3}[a-z2-9]{4}", shown)[0]
    browser = recovered(app, office)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [app.config["SECRET_KEY"]])
    monkeypatch.setitem(app.config, "SECRET_KEY", "n" * 32)

    assert browser.post("/account/hidden", data={"code": code}).status_code == 303
    assert browser.get("/me").status_code == 200


@pytest.mark.usefixtures("database")
def test_a_wrong_number_is_counted_and_makes_the_slip_wait(office: Office) -> None:
    handle = put(office)
    for _ in range(MISSES_MAX):
        with pytest.raises(WrongPhoneError):
            opened(handle, STRANGE)
    with pytest.raises(Exception, match="20"):
        opened(handle)


@pytest.mark.usefixtures("database")
def test_a_slip_is_good_for_three_days(office: Office) -> None:
    handle = put(office)
    later = now() + RECOVERY_VALID

    with pytest.raises(UnknownSlipError):
        store.recover(given(handle), hashed(NEW), later)
    assert store.forget_recovery(later + RECOVERY_KEPT + timedelta(seconds=1)) == 1


@pytest.mark.usefixtures("database")
def test_another_slip_for_the_same_number_ends_the_one_before(office: Office) -> None:
    first, second = put(office), put(office)

    with pytest.raises(UnknownSlipError):
        opened(first)
    assert opened(second)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY])
def test_a_contact_helps_nobody_who_leads_and_a_district_does(office: Office, role: Role) -> None:
    office.make.grant(office.account_id, office.season_id, role, f"team:{office.team_id}")

    assert not opened(put(office))
    assert opened(put(office, district=True))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.CITY, "city"),
        (Role.STATISTICIAN, "city"),
        (Role.DISTRICT, "district:110112"),
        (Role.EDUCATOR, "district:110112"),
        (Role.CONTACT, "unit:1"),
    ],
)
def test_no_slip_opens_an_organizers_account(office: Office, role: Role, scope: str) -> None:
    office.make.grant(office.account_id, office.season_id, role, scope)

    assert not opened(put(office))
    assert not opened(put(office, district=True))


@pytest.mark.usefixtures("database")
def test_a_contact_helps_nobody_of_another_unit(office: Office) -> None:
    elsewhere = office.make.account("外人", OTHER)
    office.make.participant(
        office.season_id, office.make.team(office.season_id, "二组"), account_id=elsewhere
    )

    assert not opened(put(office, OTHER), OTHER)
    assert opened(put(office, OTHER, district=True), OTHER)


def test_one_of_many_at_once_uses_a_slip(app: Flask, office: Office) -> None:
    with app.app_context():
        handle = put(office)
    start = Barrier(PEOPLE)

    def come(_each: int) -> bool:
        with app.app_context():
            start.wait()
            try:
                return opened(handle)
            except SlipUsedError:
                return False

    with ThreadPoolExecutor(PEOPLE) as threads:
        assert sum(threads.map(come, range(PEOPLE))) == 1


def test_a_number_is_changed_by_a_slip_for_the_new_one(app: Flask, office: Office) -> None:
    hers = app.test_client()
    sign_in(hers, RIGHT, HERS)
    code = print_slip(office, OTHER).rpartition("/")[2]

    wrong = hers.post("/account/phone/slip", data={"phone": STRANGE, "code": code})
    right = hers.post("/account/phone/slip", data={"phone": OTHER, "code": code})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert sign_in(app.test_client(), RIGHT, OTHER).status_code == 303


def test_a_number_that_somebody_has_stays_hers(app: Flask, office: Office) -> None:
    office.make.account("李静", OTHER)
    hers = app.test_client()
    sign_in(hers, RIGHT, HERS)
    code = print_slip(office, OTHER).rpartition("/")[2]

    answer = hers.post("/account/phone/slip", data={"phone": OTHER, "code": code})

    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(RecoverySlip).one().used_at


def test_a_password_that_others_know_is_changed_before_anything_else(
    app: Flask, make: Factory, clock: time_machine.Traveller
) -> None:
    account_id = make.account("赵敏", OTHER, RIGHT)
    make.grant(account_id, make.season(), Role.CITY, "city")
    with app.app_context():
        db.session.get_one(Account, account_id).must_change = True
        db.session.commit()
    browser = app.test_client()
    sign_in(browser, RIGHT, OTHER)
    clock.shift(timedelta(seconds=1))

    for page in ("/", "/city", "/account", "/city/keeping-up"):
        assert browser.get(page).location == "/account/first-password", page
    same = browser.post("/account/first-password", data={"new": RIGHT, "again": RIGHT})
    new = browser.post("/account/first-password", data={"new": NEW, "again": NEW})

    assert (same.status_code, new.status_code) == (422, 303)
    assert is_in(browser)
