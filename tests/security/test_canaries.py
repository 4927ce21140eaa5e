"""One person's numbers, found nowhere else: nobody but she ever meets one of them."""

import logging
import re
import time
from collections.abc import Iterable
from datetime import date

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import TODAY
from tests.security.season import live_through
from tests.security.town import ROLES, Town, crawl, read
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db
from tracker.insights.store import freeze
from tracker.web.kept import forget
from tracker.weight.models import BodyRow, GoalRow, ReadingRow
from tracker.weight.rules.quantities import GoalKind

COLLEAGUES = 12
SEASON_OVER = date(2024, 11, 12)
ROUND_OVER = date(2024, 10, 6)

OWN = ("/", "/me", "/weight", "/weight/goal", "/exercise", "/me/weight.json", "/me/exercise.json")
PLACES = ("/team", "/city", "/account", "/districts/{here}", "/districts/{here}/teams/{team}")
KEEPING_UP = ("/city/keeping-up", "/districts/{here}/keeping-up")
OUTCOME = ("/city/outcome", "/districts/{here}/outcome")
ABOVE = (
    "/units/{unit}",
    "/units/{unit}/figures",
    "/districts/{here}/contact-requests",
    "/team/{team}/join-codes",
    "/units/{unit}/slips",
    "/districts/{here}/help",
    "/districts/{here}/leader-slips",
    "/team/{team}/requests",
    "/team/{team}/announcements",
    "/units/{unit}/announcements",
    "/announcements",
    "/lectures",
    "/lectures/{lecture}",
    "/lectures/{lecture}/people",
    "/lectures/{lecture}/door",
    "/units/{unit}/lectures",
    "/city/lectures",
    "/showcases/{showcase}/gate",
    "/showcases/{showcase}/gate/list",
    "/showcases/{showcase}/ticket",
    "/gates/{showcase}",
    "/gates/{showcase}/tickets.json",
)

DRAWN = "/skills"
"""Full of points of drawings, the same for everybody: only whether they change is looked at."""
LOOKS = "/me/seen"
"""Everybody's own list of who looked; it grows by the very looks of this test."""

NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\d{1,6}(?:\.\d+)?(?![A-Za-z0-9_])")
CHANGING = re.compile(
    r'(?:value|data-csrf)="[^"]{16,}"|"(?:csrf|signature)":"[^"]*"'
    r"|[0-9a-f]{32}|[0-9]{1,2}:[0-9]{2}"
)
"""Tokens, signatures, form keys and the time of day: new in every answer."""

TYPED = {"118.3", "118.31", "193.1", "1931", "109.4", "109.37", "118310", "109370"}


def numbers(pages: Iterable[str]) -> set[str]:
    """Numbers long enough to be somebody's alone: 31.7, 0.14 or 247, but neither 12 nor 3.6."""
    found = {each for page in pages for each in NUMBER.findall(CHANGING.sub("", page))}
    return {each for each in found if len(each) > (3 if "." in each else 2)}


Seen = dict[tuple[str, str], str]
"""Pages by role and address, without what is new in every answer."""


def everything_seen(town: Town, browsers: dict[str, FlaskClient]) -> Seen:
    """What each role reaches from its own pages and from everybody else's addresses."""
    starts = [town.address(pattern) for pattern in (*OWN, *PLACES, *KEEPING_UP, *OUTCOME, *ABOVE)]
    return {
        (role, address): CHANGING.sub("", page)
        for role, browser in browsers.items()
        for address, page in crawl(browser, *starts).items()
    }


def seen_again(browsers: dict[str, FlaskClient], before: Seen) -> Seen:
    """What each role meets now where it was before."""
    return {
        (role, address): CHANGING.sub("", read(browsers[role].get(address)))
        for role, address in before
    }


def own_pages(browser: FlaskClient) -> list[str]:
    """What a person sees of herself."""
    return [browser.get(address).text for address in OWN]


def change_her_values(town: Town) -> None:
    """Other weights, height, goal and flag; the days she noted stay what they were."""
    hers = town.herself_id
    with town.app.app_context():
        for model, values in (
            (ReadingRow, {"grams": ReadingRow.grams + 9_870}),
            (BodyRow, {"height_mm": 1519, "doctor_first": False, "birth_year": 1961}),
            (GoalRow, {"kind": GoalKind.KEEP, "target_grams": None}),
        ):
            db.session.execute(update(model).where(model.participant_id == hers).values(values))
        db.session.commit()


@pytest.fixture
def canaries(town: Town) -> set[str]:
    """Numbers on her own pages that a colleague's own pages do not have."""
    colleague = live_through(town, COLLEAGUES)
    with town.app.app_context():
        season = current_season()
        assert season
        freeze(season, TODAY, now())
    hers = numbers(own_pages(town.herself()))
    return (hers - numbers(own_pages(town.make.signed_in(colleague)))) | TYPED


def test_her_own_pages_are_full_of_them(town: Town, canaries: set[str]) -> None:
    shown = numbers(own_pages(town.herself()))

    assert {"118.31", "109.37"} & shown
    assert len(canaries & shown) > 30


def test_nobody_else_meets_one_of_them_and_nothing_they_see_depends_on_them(
    town: Town, canaries: set[str]
) -> None:
    with time_machine.travel(time.time(), tick=False):  # pages say when they were counted
        browsers = {role: town.browser(role) for role in ROLES}
        before = everything_seen(town, browsers)

        change_her_values(town)
        forget()

        after = seen_again(browsers, before)
    met = {
        each: canaries & numbers([page])
        for each, page in before.items()
        if not each[1].startswith(DRAWN)
    }
    assert {each: found for each, found in met.items() if found} == {}
    changed = [each for each, page in before.items() if after[each] != page]
    assert [each for each in changed if each[1] != LOOKS] == []


def test_her_weights_are_in_no_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    browser = town.herself()

    with caplog.at_level(logging.DEBUG):
        browser.post("/weight", data={"weight": "65.43", "unit": "kg", "day": "2024-10-16"})
        browser.post("/weight", data={"weight": "6543", "unit": "kg", "day": "2024-10-16"})
        browser.get("/me")

    assert not [line for line in caplog.messages if "65.4" in line or "6543" in line]


def shown_changes(browser: FlaskClient) -> list[float]:
    """The mean changes that a team's figure holds for whoever asks."""
    figure = browser.get("/team/change.json").get_json()
    values = [value for trace in figure["data"] for value in trace["y"]]
    return [value for value in values if value is not None]


def test_who_stays_is_shown_round_after_round(town: Town) -> None:
    live_through(town, COLLEAGUES, until=SEASON_OVER, hers=SEASON_OVER)
    leader = town.browser("leader")

    middle = shown_changes(leader)
    town.app.config["TRACKER_TODAY"] = SEASON_OVER

    assert [len(middle), len(shown_changes(town.browser("leader")))] == [1, 2]


def test_two_means_without_one_leaver_are_never_both_shown(town: Town) -> None:
    live_through(town, COLLEAGUES, until=SEASON_OVER, hers=ROUND_OVER)
    middle = shown_changes(town.browser("leader"))
    town.app.config["TRACKER_TODAY"] = SEASON_OVER

    late = {role: shown_changes(town.browser(role)) for role in ("leader", "deputy")}

    assert len(middle) == 1
    assert late == {"leader": middle, "deputy": middle}


def test_one_of_ten_does_not_see_the_mean_of_the_other_nine_and_herself(town: Town) -> None:
    live_through(town, 9)

    seen = [len(shown_changes(town.browser("leader"))), len(shown_changes(town.herself()))]

    assert seen == [1, 0]


def test_a_frozen_figure_does_not_move_when_she_changes_her_past(town: Town) -> None:
    live_through(town, COLLEAGUES)
    before = shown_changes(town.browser("leader"))

    change_her_values(town)

    assert shown_changes(town.browser("leader")) == before
