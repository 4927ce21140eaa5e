"""Head and foot of a page: kept for everybody, with what is one reader's own put in."""

import re
from collections.abc import Iterator
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Factory
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.guards import PLACES
from tracker.config import PROJECT
from tracker.web.pieces import MARK, forget, piece

MARKED = re.compile(r'<a href="([^"]+)"\s+aria-current="page"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def season_id(make: Factory) -> int:
    """An open season."""
    return make.season()


def page(client: FlaskClient, address: str = "/season") -> str:
    """A page as this browser sees it."""
    return client.get(address).get_data(as_text=True)


def test_each_reader_has_tokens_of_her_own(
    make: Factory, season_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(make.app.config, "WTF_CSRF_ENABLED", value=True)
    team_id = make.team(season_id)
    browsers = [
        make.signed_in(make.account_of(make.participant(season_id, team_id))) for _ in range(2)
    ]

    first, second = (set(TOKEN.findall(page(browser))) for browser in browsers)

    assert len(first) == len(second) == 1
    assert not first & second
    for tokens, status in ((first, 303), (second, 400)):
        sent = {"csrf_token": next(iter(tokens)), "next": "/season"}
        assert browsers[0].post("/display/large", data=sent).status_code == status


def test_nobody_sees_the_duties_of_another(make: Factory, season_id: int) -> None:
    organizer, participant = make.account(), make.participant(season_id, make.team(season_id))
    make.grant(organizer, season_id, Role.CITY, CITY_SCOPE)

    assert 'href="/city"' in page(make.signed_in(organizer))
    assert 'href="/city"' not in page(make.signed_in(make.account_of(participant)))
    assert 'href="/city"' in page(make.signed_in(organizer))


def test_a_duty_that_was_given_is_there_at_once(make: Factory, season_id: int) -> None:
    account_id = make.account()
    browser = make.signed_in(account_id)
    assert 'href="/city"' not in page(browser)

    make.grant(account_id, season_id, Role.CITY, CITY_SCOPE)

    assert 'href="/city"' in page(browser)


def test_the_place_one_is_at_is_marked_below_it_too(make: Factory, season_id: int) -> None:
    organizer = make.account()
    make.grant(organizer, season_id, Role.DISTRICT, "district:110112")
    browser = make.signed_in(organizer)

    for address in ("/districts/110112", "/districts/110112/keeping-up"):
        marked = MARKED.findall(page(browser, address))

        assert marked == ["/districts/110112"], address
    assert MARKED.findall(page(browser, "/season")) == []


def test_every_place_a_head_names_can_be_marked() -> None:
    head = (PROJECT / "templates" / "_header.html").read_text(encoding="utf-8")

    named = set(re.findall(r"""place\('([^']+)'[,)]""", head)) | {"/account", "/sign-in"}

    assert named <= set(PLACES)


def test_the_foot_leads_back_to_the_page_it_is_on(client: FlaskClient, season_id: int) -> None:
    assert season_id
    for address in ("/season?a=1&b=%22%3E%3Cb%3E", "/notice", "/season"):
        shown = re.findall(r'name="next" value="([^"]*)"', page(client, address))

        assert len(set(shown)) == 1
        assert shown[0].startswith(escape(address.partition("?")[0]))
        assert "<" not in shown[0]


def test_what_is_put_in_is_escaped_and_never_taken_for_a_hole(sqlite_app: Flask) -> None:
    sly = f'{MARK}csrf_token{MARK}"><script>'
    with sqlite_app.test_request_context("/"):
        found = piece(
            "_footer.html", "test", {"csrf_token": lambda: "secret", "way_back": lambda: sly}
        )

    assert f'value="{MARK}csrf_token{MARK}&#34;&gt;&lt;script&gt;"' in found
    assert found.count("secret") == 2
