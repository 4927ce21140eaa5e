"""A contact who wants to know who claimed, declined or kept silent: everything looks the same."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tests.invitations.inviting import OTHER_PHONE, PHONE, Inviting
from tests.joining.filling import ANSWERS
from tests.queries import counted
from tracker.database import db
from tracker.teams.models import TeamRow

FORM = {"name": "王芳", "password": "healthy-weight"}
TOKENS = re.compile(r'name="csrf_token" value="[^"]*"')
"""Signed with the second they were made in; the rest of a page is compared to the byte."""


def claim(inviting: Inviting) -> None:
    """王芳 joins."""
    client = inviting.app.test_client()
    client.post(f"/claim/{inviting.code()}", data={"phone": PHONE})
    answer = client.post(f"/claim/{inviting.code()}/join", data=FORM | ANSWERS)
    assert answer.status_code == 303


def decline(inviting: Inviting) -> None:
    """王芳 says no."""
    answer = inviting.app.test_client().post(f"/claim/{inviting.code()}/decline")
    assert answer.status_code == 303


def wrong(inviting: Inviting) -> None:
    """Somebody tries a wrong phone for her slip."""
    inviting.app.test_client().post(f"/claim/{inviting.code()}", data={"phone": "13900000009"})


ACTS = pytest.mark.parametrize("act", [claim, decline, wrong])


def pages(contact: FlaskClient, inviting: Inviting) -> dict[str, str]:
    """Everything a contact sees of slips."""
    unit = f"/units/{inviting.unit_id}/slips"
    addresses = [
        unit,
        f"{unit}/team/{inviting.team_id}",
        f"{unit}/team/{inviting.team_id}/print",
        f"{unit}/{inviting.ids[PHONE]}/print",
        f"{unit}/team/0",
        f"{unit}/team/0/print",
        f"/units/{inviting.unit_id}",
    ]
    return {each: TOKENS.sub("", contact.get(each).text) for each in addresses}


def prober(inviting: Inviting, code: str) -> list[tuple[int, str]]:
    """What whoever knows code and phone finds out short of joining in her name."""
    client = inviting.app.test_client()
    asked = [
        client.get(f"/claim/{code}"),
        client.post(f"/claim/{code}", data={"phone": PHONE}),
        client.get(f"/claim/{code}/join"),
        client.post(f"/claim/{code}/join", data=FORM),
    ]
    return [(each.status_code, TOKENS.sub("", each.text)) for each in asked]


@ACTS
def test_no_page_of_the_contact_differs_by_a_byte(
    inviting: Inviting, act: Callable[[Inviting], None]
) -> None:
    contact = inviting.contact()
    before = pages(contact, inviting)

    act(inviting)

    assert pages(contact, inviting) == before


@ACTS
@pytest.mark.parametrize("step", ["revoke", "renew"])
def test_taking_back_and_renewing_look_the_same(
    inviting: Inviting, act: Callable[[Inviting], None], step: str
) -> None:
    act(inviting)
    contact, unit = inviting.contact(), f"/units/{inviting.unit_id}/slips"

    answers = [contact.post(f"{unit}/{inviting.ids[each]}/{step}") for each in (PHONE, OTHER_PHONE)]
    shown = [contact.get(f"{unit}/team/{team}").text for team in (inviting.team_id, 0)]

    assert [each.status_code for each in answers] == [303, 303]
    rows = [re.findall(r"<td>(?!138)(.*?)</td>", each, re.DOTALL)[0] for each in shown]
    assert rows[0] == rows[1]


@ACTS
def test_trying_a_slip_with_its_phone_tells_nothing(
    inviting: Inviting, act: Callable[[Inviting], None]
) -> None:
    before = prober(inviting, inviting.code())

    act(inviting)

    assert prober(inviting, inviting.code()) == before


@ACTS
def test_nor_does_trying_after_it_was_renewed_or_revoked(
    inviting: Inviting, act: Callable[[Inviting], None]
) -> None:
    contact, steps = inviting.contact(), f"/units/{inviting.unit_id}/slips/{inviting.ids[PHONE]}"
    contact.post(f"{steps}/renew")
    renewed = [status for status, _ in prober(inviting, inviting.code())]
    act(inviting)
    contact.post(f"{steps}/renew")

    assert [status for status, _ in prober(inviting, inviting.code())] == renewed
    contact.post(f"{steps}/revoke")
    assert [status for status, _ in prober(inviting, inviting.code())] == [404] * 4


@pytest.mark.parametrize("act", [claim, decline])
def test_a_full_team_refuses_a_used_slip_like_a_fresh_one(
    inviting: Inviting, act: Callable[[Inviting], None], app: Flask, make: Factory
) -> None:
    act(inviting)
    make.participant(inviting.season_id, inviting.team_id, name="别人")
    with app.app_context():
        db.session.get_one(TeamRow, inviting.team_id).places = 1
        db.session.commit()
    client, code = app.test_client(), inviting.code()
    client.post(f"/claim/{code}", data={"phone": PHONE})

    answer = client.post(f"/claim/{code}/join", data=FORM | ANSWERS)

    assert answer.status_code == 409
    assert "满员" in answer.text


def test_the_contacts_queries_never_read_whether_a_slip_was_used(
    inviting: Inviting, app: Flask
) -> None:
    contact = inviting.contact()

    with counted(app) as queries:
        pages(contact, inviting)

    read = [each for each in queries if "invitation" in each]
    assert read
    assert not any("used" in each or "misses" in each for each in read)
