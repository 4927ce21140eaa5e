"""After a slip: no address shows anything of health to a session that began with it."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import update

from tests.security.season import live_through
from tests.security.test_canaries import COLLEAGUES, DRAWN, OWN, TYPED, numbers
from tests.security.test_matrix import LINES
from tests.security.town import Town
from tracker.accounts.models import Account, SessionRow
from tracker.clock import now
from tracker.database import db

WAITING, REDIRECT = "/account/hidden", 303

REMINDERS = "/me/reminders"
"""Whether she wishes to be reminded says nothing of health."""


def came_by_slip(town: Town) -> FlaskClient:
    """Her browser, signed in after a slip was used."""
    account_id = town.make.account_of(town.herself_id)
    browser = town.herself()
    with town.app.app_context():
        db.session.get_one(Account, account_id).opened_at = now() - timedelta(hours=1)
        hers = update(SessionRow).where(SessionRow.account_id == account_id)
        db.session.execute(hers.values(began_at=now()))
        db.session.commit()
    return browser


def test_no_address_shows_her_health_to_whoever_came_by_a_slip(town: Town) -> None:
    colleague = live_through(town, COLLEAGUES)
    before = town.herself()
    theirs = numbers(town.make.signed_in(colleague).get(each).text for each in OWN)
    canaries = (numbers(before.get(each).text for each in OWN) - theirs) | TYPED
    browser = came_by_slip(town)

    met = {}
    for (method, pattern), line in LINES.items():
        if method == "GET" and not pattern.startswith(DRAWN):
            page = browser.get(town.address(line.address))
            met[pattern] = canaries & numbers([page.get_data().decode(errors="replace")])

    assert not {pattern: found for pattern, found in met.items() if found}


def test_her_own_pages_send_her_to_wait(town: Town) -> None:
    browser = came_by_slip(town)

    sent = {
        each: browser.get(each).location for each in (*OWN, "/me/data", "/me/consents", "/learn")
    }

    assert dict.fromkeys(sent, WAITING) == sent


def test_nothing_can_be_written_where_health_is(town: Town) -> None:
    browser = came_by_slip(town)

    written = {
        pattern: browser.post(town.address(line.address), data=dict(line.fields or {})).status_code
        for (method, pattern), line in LINES.items()
        if method == "POST"
        and pattern.startswith(("/weight", "/me/", "/exercise"))
        and pattern != REMINDERS
    }

    assert {each for each, status in written.items() if status != REDIRECT} == set()
