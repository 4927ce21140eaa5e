"""Two browsers with one slip at once: one wins, the other gets a sentence."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import Factory
from tests.invitations.inviting import PHONE, Inviting
from tests.joining.filling import ANSWERS, count
from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.invitations.rules import Invited

FORM = {"name": "王芳", "password": "healthy-weight"}
BROWSERS = 4


def invited(app: Flask, make: Factory) -> Inviting:
    found = Inviting.begin(app, make)
    found.invite(Invited("王芳", PHONE, found.team_id, 1))
    return found


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
    """All of these, begun at one moment."""
    barrier = Barrier(len(acts))

    def begin(act: Callable[[], TestResponse]) -> TestResponse:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def claiming(app: Flask, code: str) -> Callable[[], TestResponse]:
    """A browser in which the form is about to be sent."""
    client = app.test_client()
    client.post(f"/claim/{code}", data={"phone": PHONE})
    return lambda: client.post(f"/claim/{code}/join", data=FORM | ANSWERS)


def test_one_of_several_browsers_wins(app: Flask, make: Factory) -> None:
    code = invited(app, make).code()

    answers = at_once(*(claiming(app, code) for _ in range(BROWSERS)))

    assert sorted(each.status_code for each in answers) == [303] + [422] * (BROWSERS - 1)
    lost = [each.text for each in answers if each.status_code == 422]
    assert all("这张邀请条不能再用" in each for each in lost)
    assert count(app, Account) == count(app, ParticipantRow) == 1


def test_a_claim_and_a_refusal_at_once_end_as_one_of_them(app: Flask, make: Factory) -> None:
    inviting = invited(app, make)
    code = inviting.code()
    decline = app.test_client()

    claimed, declined = at_once(claiming(app, code), lambda: decline.post(f"/claim/{code}/decline"))

    assert declined.status_code == 303
    assert count(app, ParticipantRow) == (1 if claimed.status_code == 303 else 0)
    assert inviting.row().used


def test_guesses_at_once_are_all_counted(app: Flask, make: Factory) -> None:
    inviting = invited(app, make)
    address = f"/claim/{inviting.code()}"

    def guess(number: int) -> Callable[[], TestResponse]:
        client = app.test_client()
        return lambda: client.post(address, data={"phone": f"1390000000{number}"})

    at_once(*(guess(number) for number in range(BROWSERS)))

    assert inviting.row().misses == BROWSERS
