"""Asking for a call, and the educator's list."""

import re

import pytest
from flask.testing import FlaskClient

from tests.weight.browsing import Her, other_browser
from tracker import clock
from tracker.accounts.guards import PASSWORD_AT
from tracker.accounts.models import AccessLook
from tracker.accounts.rules import Role, district_scope
from tracker.database import db


def test_the_safety_card_passes_on_name_and_phone_when_asked(her: Her) -> None:
    participant_id, other = other_browser(her, doctor_first=True)

    assert "请医生联系我" in other.get("/weight").text
    answer = other.post("/weight/contact-me", data={"next": "/weight"})

    assert answer.status_code == 303
    assert answer.location == "/weight"
    assert "不用联系了" in other.get("/weight").text
    educator = educator_browser(her)
    page = educator.get("/districts/110112/contact-requests").text
    assert "赵丽" in page
    assert re.search(r"tel:137\d{8}", page)
    done = educator.post("/districts/110112/contact-requests", data={"participant": participant_id})
    assert done.status_code == 303
    assert "tel:" not in educator.get("/districts/110112/contact-requests").text


def test_a_wish_for_a_call_can_be_taken_back(her: Her) -> None:
    her.client.post("/weight/contact-me")

    her.client.post("/weight/contact-me", data={"withdraw": "1"})

    assert "王芳" not in educator_browser(her).get("/districts/110112/contact-requests").text


def educator_browser(her: Her, district: str = "110112") -> FlaskClient:
    account_id = her.make.account("孙洁")
    her.make.grant(account_id, her.season, Role.EDUCATOR, district_scope(district))
    client = her.make.signed_in(account_id)
    with her.app.app_context():
        given = int(clock.now().timestamp())
    with client.session_transaction() as session:
        session[PASSWORD_AT] = given
    return client


def test_an_educator_is_asked_for_her_password_again(her: Her) -> None:
    educator = educator_browser(her)
    with educator.session_transaction() as session:
        del session[PASSWORD_AT]

    answer = educator.get("/districts/110112/contact-requests")

    assert answer.status_code == 302
    assert answer.location.startswith("/confirm-password")


def test_an_educator_sees_only_her_own_district(her: Her) -> None:
    her.client.post("/weight/contact-me")
    other = educator_browser(her, "110105")

    assert other.get("/districts/110112/contact-requests").status_code == 403
    assert "王芳" not in other.get("/districts/110105/contact-requests").text
    answer = other.post("/districts/110105/contact-requests", data={"participant": her.id})
    assert answer.status_code == 404


def test_organizers_and_leaders_do_not_see_who_asked(her: Her) -> None:
    accounts = (
        her.make.organizer(her.season),
        her.make.organizer(her.season, "110112"),
        her.make.leader(her.season, her.team),
    )

    for account_id in accounts:
        answer = her.make.signed_in(account_id).get("/districts/110112/contact-requests")
        assert answer.status_code == 403


def test_every_look_at_the_list_is_in_the_access_log(her: Her) -> None:
    educator = educator_browser(her)
    educator.get("/districts/110112/contact-requests")
    educator.get("/districts/110112/contact-requests")

    with her.app.app_context():
        look = db.session.query(AccessLook).one()
    assert (look.scope, look.what, look.looks) == ("district:110112", "contact_requests", 1)


@pytest.mark.parametrize("key", ["", "0", "-1", "one", "9223372036854775808", "9" * 1_000])
def test_a_key_that_nobody_has_is_404(her: Her, key: str) -> None:
    educator = educator_browser(her)

    answer = educator.post("/districts/110112/contact-requests", data={"participant": key})

    assert answer.status_code == 404


def test_a_role_over_a_district_that_is_none_opens_no_page(her: Her) -> None:
    assert (
        educator_browser(her, "999999").get("/districts/999999/contact-requests").status_code == 404
    )
