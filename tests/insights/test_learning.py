"""What an area learned: equal to the simulation's truth, and released like everything else."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import cattrs
import plotly.graph_objects as go
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TODAY, app_on, empty_database
from tests.factories import Factory
from tests.insights import MONDAY
from tests.insights.shown import Page
from tests.queries import counted
from tracker.accounts.rules import CITY_SCOPE, Role, district_scope
from tracker.campaign.store import current_season
from tracker.clock import now
from tracker.database import db
from tracker.insights.rules import Share
from tracker.insights.rules.learning import (
    ChapterLearned,
    Learned,
    QuestionLearned,
    ShownLearned,
    released,
)
from tracker.insights.store import freeze_as_of, learned_as_of, snapshot
from tracker.learning.rules import shipped
from tracker.simulation import store
from tracker.simulation.rules import Plan, World, make_world, truth
from tracker.simulation.rules.staff import grants
from tracker.teams.rules import districts

CODES = [each.code for each in districts()]
CONVERTER = cattrs.Converter()
CHAPTERS = (
    "正确认知", "终生管理", "主动监测", "平衡膳食",
    "动则有益", "睡眠与心态", "科学减重", "共同行动",
)  # fmt: skip
TITLES = {
    "reach": "每一章有多少人读过",
    "right": "第一次就答对的占多少",
    "missed": "最常答错的题",
}


@cache
def world() -> World:
    return make_world(Plan(1_500, 4, TODAY))


@cache
def told_truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(truth(world())))
    return found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The product on one database with the season in it, frozen on Monday."""
    app = app_on(empty_database(request, tmp_path_factory.mktemp("truth")))
    app.config["TRACKER_TODAY"] = TODAY
    with app.app_context():
        store.write(world(), lambda _table, _rows: None)
        season = current_season()
        assert season
        freeze_as_of(season, MONDAY, now())
    yield app
    with app.app_context():
        db.engine.dispose()


def true_of(code: str) -> Learned:
    """The truth of the city, or of a district."""
    found = told_truth()["districts"][code] if code else told_truth()["city"]
    return CONVERTER.structure(found["learning"], Learned)


def test_what_is_frozen_is_the_truth(told: Flask) -> None:
    with told.app_context():
        season = current_season()
        assert season
        which = snapshot(season.id)
        scopes = {"": CITY_SCOPE} | {code: district_scope(code) for code in CODES}
        for code, scope in scopes.items():
            assert learned_as_of(season.id, which, scope) == true_of(code)


def share(found: Share | None) -> str:
    return "–" if found is None else f"{found.bound}{found.percent} %"


def count(people: int | None) -> str:
    return "–" if people is None else f"{people:,}"


def expected(shown: ShownLearned) -> dict[str, list[list[str]]]:
    """The tables of a page, by the name of the figure."""
    names = {each.number: CHAPTERS[each.number - 1] for each in shown.chapters}
    asked = shipped().questions
    return {
        "reach": [
            [names[each.number], share(each.reach), count(each.readers)] for each in shown.chapters
        ],
        "right": [
            [names[each.number], share(each.right), count(each.people)] for each in shown.chapters
        ],
        "missed": [
            [
                str(place),
                asked[each.id].ask.zh,
                share(each.missed),
                count(each.people),
            ]
            for place, each in enumerate(shown.missed, 1)
        ],
    }


def browser_of(app: Flask, role: Role, scope: str) -> FlaskClient:
    holders = {(each.role, each.scope): each.account_id for each in grants(world())}
    return Factory(app).signed_in(holders[role, scope])


@pytest.mark.parametrize("code", ["", *CODES])
def test_every_number_on_the_page_is_the_truth_released(told: Flask, code: str) -> None:
    role, scope = (Role.DISTRICT, district_scope(code)) if code else (Role.CITY, CITY_SCOPE)
    address = f"/districts/{code}/learning" if code else "/city/learning"

    page = Page(browser_of(told, role, scope).get(address).get_data(as_text=True))

    shown = released(true_of(code))
    for name, rows in expected(shown).items():
        assert page.tables.get(TITLES[name], []) == rows, name


def test_figures_are_ones_that_plotly_takes_and_come_as_csv(told: Flask) -> None:
    city = browser_of(told, Role.CITY, CITY_SCOPE)

    for name in TITLES:
        go.Figure(city.get(f"/city/learning/{name}.json").get_json())
        assert city.get(f"/city/learning/{name}.csv").status_code == 200
    assert city.get("/city/learning/other.json").status_code == 404


def test_the_page_scans_no_answers(told: Flask) -> None:
    city = browser_of(told, Role.CITY, CITY_SCOPE)

    with counted(told) as asked:
        city.get("/city/learning?as_of=" + MONDAY.isoformat())

    tables = ("question_answer", "lesson_read", "FROM quiz")
    assert not [sql for sql in asked if any(each in sql for each in tables)]
    assert len(asked) <= 8


def test_before_anything_was_frozen_the_page_says_when(app: Flask, make: Factory) -> None:
    season_id = make.season()
    assert app

    page = make.signed_in(make.organizer(season_id)).get("/city/learning").get_data(as_text=True)

    assert "还不到时候" in page


people = st.integers(0, 200)


@st.composite
def learned(draw: st.DrawFn) -> Learned:
    enrolled = draw(people)
    some = st.integers(0, enrolled)
    answered = draw(st.lists(some, max_size=6))
    chapters = []
    for number in range(1, 9):
        answering = draw(some)
        answers = answering * draw(st.integers(1, 10))
        chapters.append(
            ChapterLearned(number, draw(some), answering, answers, draw(st.integers(0, answers)))
        )
    questions = [
        QuestionLearned(f"q-{n}", each, draw(st.integers(0, each)))
        for n, each in enumerate(answered)
    ]
    return Learned(
        enrolled, draw(some), draw(some), draw(people), tuple(chapters), tuple(questions)
    )


@given(learned())
def test_no_count_and_no_share_of_fewer_than_ten_leaves(of: Learned) -> None:
    shown = released(of)

    if of.enrolled < 10:
        assert shown == ShownLearned()
    for each, exact in zip(shown.chapters, of.chapters, strict=False):
        assert each.readers is None or each.readers >= 10
        assert each.people is None or each.people >= 10
        assert each.right is None or exact.people > 20
    for question in shown.missed:
        assert question.people > 20
        assert question.missed.bound != "<"


def test_the_most_missed_come_first_and_alike_ones_by_name() -> None:
    of = Learned(
        enrolled=200,
        questions=(
            QuestionLearned("b", 100, 40),
            QuestionLearned("a", 100, 41),
            QuestionLearned("c", 100, 80),
            QuestionLearned("d", 100, 95),
        ),
    )

    assert [(each.id, each.missed.percent) for each in released(of).missed] == [
        ("a", 60),
        ("b", 60),
        ("c", 20),
    ]
