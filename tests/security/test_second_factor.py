"""With the second factor asked of everybody: without it an organizer is anybody, on every page."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.security.lines import Line
from tests.security.test_matrix import LINES, asked_of
from tests.security.town import Town, ask
from tracker import clock

DESKS = ("contact", "educator", "organizer", "city", "statistician")
OWN = ("/account/passkeys", "/second-factor")
"""The way to confirm."""
ENDS = {"/sign-out-everywhere"}


@pytest.fixture
def strict(town: Town) -> Iterator[Town]:
    """The town, where every grant above a team needs a second factor."""
    town.app.config["SECOND_FACTOR"] = True
    yield town
    town.app.config["SECOND_FACTOR"] = False


def fresh(town: Town, account_id: int, *, confirmed: bool = False) -> FlaskClient:
    """A browser whose password was given a moment ago."""
    client = town.make.signed_in(account_id, confirmed=confirmed)
    with town.app.app_context():
        at = int(clock.now().timestamp())
    with client.session_transaction() as session:
        session["password_at"] = session["seen_at"] = at
    return client


def answers(
    town: Town, browser: FlaskClient, lines: dict[tuple[str, str], Line]
) -> dict[tuple[str, str], int]:
    return {
        route: ask(browser, route[0], *asked_of(town, line)).status_code
        for route, line in lines.items()
        if not route[1].startswith(OWN) and route[1] not in ENDS
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_it_every_address_answers_as_to_somebody_without_the_role(
    strict: Town, method: str
) -> None:
    lines = {route: line for route, line in LINES.items() if route[0] == method}
    anybodys = answers(strict, fresh(strict, strict.make.account("路人")), lines)

    hers = {role: answers(strict, fresh(strict, strict.accounts[role]), lines) for role in DESKS}

    assert {
        (role, route): (came, anybodys[route])
        for role, found in hers.items()
        for route, came in found.items()
        if came != anybodys[route]
    } == {}


@pytest.mark.parametrize("role", DESKS)
def test_without_it_no_page_names_a_desk_but_every_page_the_way_to_confirm(
    strict: Town, role: str
) -> None:
    page = fresh(strict, strict.accounts[role]).get("/account").text

    assert "确认身份" in page
    assert 'aria-label="管理页面"' not in page
    assert fresh(strict, strict.accounts[role]).get("/account/passkeys").status_code == 200


@pytest.mark.parametrize("role", DESKS)
def test_with_it_every_page_answers_as_the_table_says(strict: Town, role: str) -> None:
    looks = {route: line for route, line in LINES.items() if route[0] == "GET"}

    found = answers(strict, fresh(strict, strict.accounts[role], confirmed=True), looks)

    assert found == {route: looks[route].expected()[role] for route in found}


def test_a_leader_needs_none(strict: Town) -> None:
    browser = fresh(strict, strict.accounts["leader"])

    assert browser.get("/lead").status_code == 200
    assert "确认身份" not in browser.get("/account").text
