"""Who gets what answer at every address, so that a new one fails until it has a line."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.security import lines, showing_lines, trust_lines
from tests.security.lines import EVERYBODY, Line
from tests.security.town import ROLES, Town, ask, routes
from tracker import clock
from tracker.accounts.rules import team_scope
from tracker.accounts.store import note_look
from tracker.web.exports import Kind

LINES = (
    showing_lines.LINES | trust_lines.LINES | lines.LINES
)  # signing out everywhere stays the last

NOWHERE = {
    "team": 1,
    "other_team": 2,
    "unit": 1,
    "station": 1,
    "showcase": 1,
    "lecture": 1,
    "squad": 1,
    "rehearsal": 1,
    "item": 1,
    "entry": 1,
    "here": "110112",
    "elsewhere": "110105",
    "code": "abcdefgh2345",
}
"""Keys for those who are turned away before anybody looks whether there is such a thing."""

FOREIGN = [
    "/units/1/slips",
    "/units/1/slips/team/1",
    "/units/1/recovery-slips",
    "/districts/{elsewhere}/recovery-slips",
    "/districts/{elsewhere}/help",
    "/districts/{elsewhere}/leader-slips",
    "/team/{other_team}/notice",
    "/team/{other_team}/digest",
    "/team/{other_team}/poster",
    "/team/{other_team}/poster.png",
    "/team/{other_team}/robots",
    "/units/1/robots",
    "/team/{other_team}/join-codes",
    "/team/1/join-codes",
    "/units/1",
    "/units/1/figures",
    "/units/1/roster",
    "/units/1/roster.csv",
    "/units/1/figures/active.json",
    "/districts/{elsewhere}",
    "/districts/{elsewhere}/targets",
    "/districts/{elsewhere}/standings",
    "/units/1/standings",
    "/standings/members?team={other_team}",
    "/standings/members?team=1",
    "/districts/{elsewhere}/teams/new",
    "/districts/{elsewhere}/roster",
    "/districts/{elsewhere}/teams/{other_team}",
    "/districts/{here}/teams/{other_team}",
    "/districts/{elsewhere}/teams/{team}",
    "/districts/{elsewhere}/contact-requests",
    "/districts/{elsewhere}/stations",
    "/districts/{elsewhere}/lectures",
    "/units/1/lectures",
    "/lectures/1/people",
    "/lectures/1/door",
    "/units/1/stations",
    "/stations/1",
    "/stations/1/doors",
    "/districts/999999",
    "/districts/999999/teams/{team}",
    "/districts/{elsewhere}/outcome",
    "/districts/{elsewhere}/outcome/flow.json",
    "/districts/{elsewhere}/keeping-up",
    "/districts/{elsewhere}/learning",
    "/districts/{elsewhere}/learning/reach.json",
    "/districts/{elsewhere}/keeping-up/weighed.json",
    "/districts/{elsewhere}/change.json",
    "/districts/{here}/teams/{other_team}/participation.json",
    "/districts/{elsewhere}/change.csv",
    "/districts/{elsewhere}/change.png",
    "/districts/{here}/teams/{other_team}/participation.csv",
    "/districts/{here}/teams/{other_team}/participation.png",
    "/team?team={other_team}",
    "/team/change.json?team={other_team}",
    "/team/change.csv?team={other_team}",
    "/team/change.png?team={other_team}",
    "/team?team=1",
    "/lead?team={other_team}",
    "/lead?team=1",
]
"""Addresses of other places: nobody of this team, unit or district gets anything there."""


def test_every_address_has_a_line(sqlite_app: Flask) -> None:
    asked = set(routes(sqlite_app))

    assert asked - set(LINES) == set(), "say in LINES who gets what answer"
    assert set(LINES) - asked == set(), "no such address any more"


def asked_of(town: Town, line: Line) -> tuple[str, dict[str, str]]:
    """A line's address and fields with the town's keys filled in."""
    fields = {name: town.address(value) for name, value in (line.fields or {}).items()}
    return town.address(line.address), fields


def surprises(town: Town, method: str) -> dict[tuple[str, str], tuple[int, int]]:
    """By role and address, the status that came and the one of the table, where they differ."""
    found = {}
    for role in ROLES:
        for route in (each for each in LINES if each[0] == method):
            # A browser for each: some addresses end the other sessions of the same person.
            came = ask(town.browser(role), method, *asked_of(town, LINES[route])).status_code
            found[role, route[1]] = (came, LINES[route].expected()[role])
    return {each: (came, said) for each, (came, said) in found.items() if came != said}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_address_answers_each_role_as_the_table_says(town: Town, method: str) -> None:
    with town.app.app_context():  # the leader was there today, so that her deputy stays one
        leader, scope = town.accounts["leader"], team_scope(town.team_id)
        note_look(leader, scope, "roster", clock.today(), clock.now())

    assert surprises(town, method) == {}


def test_nobody_gets_anything_of_a_place_that_is_not_theirs(town: Town) -> None:
    roles = ("member", "leader", "contact", "educator", "organizer")

    found = {
        (role, pattern): town.browser(role).get(town.address(pattern)).status_code
        for role in roles
        for pattern in FOREIGN
    }

    assert {each: code for each, code in found.items() if code not in {403, 404}} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_figure_as_a_file_is_behind_the_guard_of_the_page(town: Town, role: str) -> None:
    figures = [line for (_, rule), line in LINES.items() if rule.endswith(".<file:kind>")]
    refused = [line for line in figures if role not in line.allowed]
    browser = town.browser(role)

    found = {
        (line.address, kind): browser.get(
            town.address(line.address).replace(".csv", f".{kind}")
        ).status_code
        for line in refused
        for kind in Kind
    }

    assert len(figures) >= 6
    assert found == {
        (line.address, kind): line.expected()[role] for line in refused for kind in Kind
    }


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    guarded = {
        (method, LINES[method, rule].address.format(**NOWHERE))
        for method, rule in LINES
        if LINES[method, rule].allowed != EVERYBODY
    }

    sent_to = {
        (method, address): ask(client, method, address).location for method, address in guarded
    }

    assert sent_to == {
        (method, address): f"/sign-in?next={address if method == 'GET' else '/'}"
        for method, address in guarded
    }


def test_every_form_is_refused_without_its_token(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    posts = [LINES[route].address.format(**NOWHERE) for route in LINES if route[0] == "POST"]

    # The token is looked at before anybody's role or any row, so nobody needs to exist.
    codes = {address: client.post(address).status_code for address in posts}

    assert codes == dict.fromkeys(posts, 400)
