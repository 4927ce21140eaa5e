"""Whatever people type as names is text on every page of every role."""

from collections.abc import Iterator

import pytest

from tests.conftest import TODAY, app_on
from tests.security.season import live_through
from tests.security.town import ROLES, Town, build, crawl
from tracker.accounts.rules import NAME_MAX
from tracker.database import db
from tracker.teams.models import TeamRow, UnitRow

PERSON = '<script>x("\'{{7*7}}")</script>'
TEAM = "<img src=x onerror=\"alert('t')\">{{7*7}}"
UNIT = "</script></title><svg/onload='u()'>\"{% if 1 %}&amp;"

STARTS = ("/", "/me", "/weight", "/exercise", "/team", "/account", "/city", "/join/{code}")
PLACES = (
    "/units/{unit}",
    "/districts/{here}",
    "/districts/{here}/teams/{team}",
    "/districts/{here}/teams/new",
    "/districts/{here}/contact-requests",
    "/team/{team}/join-codes",
    "/team/{team}/join-codes/{code}/print",
)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town of its own whose names are markup; it is looked at and never changed."""
    app = app_on(f"sqlite:///{tmp_path_factory.mktemp('marked') / 'x.db'}")
    app.config["TRACKER_TODAY"] = TODAY
    town = build(app, person=PERSON, team=TEAM)
    live_through(town, 10)
    with app.app_context():
        unit_id = db.session.get_one(TeamRow, town.team_id).unit_id
        db.session.get_one(UnitRow, unit_id).name = UNIT
        db.session.commit()
    yield town
    with app.app_context():
        db.engine.dispose()


def html_of(town: Town, role: str) -> dict[str, str]:
    """Every page a role reaches; figures are JSON, which no browser takes for a page."""
    browser = town.herself() if role == "herself" else town.browser(role)
    found = crawl(browser, *(town.address(pattern) for pattern in (*STARTS, *PLACES)))
    return {address: page for address, page in found.items() if page.startswith("<!DOCTYPE")}


SHOWN = {
    "herself": "&lt;script&gt;x(&#34;&#39;{{7*7}}&#34;)&lt;/script&gt;",
    "leader": "&lt;script&gt;x(&#34;&#39;{{7*7}}&#34;)&lt;/script&gt;",
    "organizer": "&lt;img src=x onerror=&#34;alert(&#39;t&#39;)&#34;&gt;{{7*7}}",
    "contact": "&lt;svg/onload=&#39;u()&#39;&gt;&#34;{% if 1 %}&amp;amp;",
}
"""What these must meet somewhere, written as it was typed."""


@pytest.mark.parametrize("role", ["herself", *ROLES])
def test_markup_in_names_is_text_everywhere(marked: Town, role: str) -> None:
    pages = html_of(marked, role)

    raw = ("<script>x(", "<img src=x", 'onerror="alert', "<svg/onload", "</title><svg")
    alive = {address: mark for address, page in pages.items() for mark in raw if mark in page}
    assert alive == {}
    assert any(SHOWN.get(role, "") in page for page in pages.values())


def test_the_name_used_here_is_one_that_could_be_typed() -> None:
    assert len(PERSON) <= NAME_MAX
