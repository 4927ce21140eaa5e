"""Pages of learning: reading, answering, the quiz, and editing, without a script."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import Factory
from tests.learning.writing import card as lesson_card
from tests.learning.writing import lesson
from tests.queries import counted
from tracker.campaign.rules import ConsentKind
from tracker.database import db
from tracker.learning import store
from tracker.learning.forms import MOST
from tracker.learning.rules import Card, Moment, Progress
from tracker.weight.models import GoalRow
from tracker.weight.rules import GoalKind

TODAY = date(2024, 10, 16)
TOMORROW = TODAY + timedelta(days=1)

pytestmark = pytest.mark.usefixtures("small_bank")


def text_of(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def progress(app: Flask, her: int, day: date = TODAY) -> Progress:
    with app.app_context():
        return store.progress(her, day)


def reply(browser: FlaskClient, option: str = "1", **more: str) -> TestResponse:
    usual = {"option-0": option, "version": "0"}
    return browser.post("/learn/questions/trend-1", data=usual | more)


def test_the_first_page_has_todays_card_the_quiz_and_the_chapters(browser: FlaskClient) -> None:
    page = text_of(browser, "/learn")

    assert "signal title·中" in page
    assert "开始今天的小测" in page
    assert page.count("/learn/knowing") == page.count("/learn/weighing") == 1


def test_a_chapter_says_kindly_how_far_she_is(browser: FlaskClient) -> None:
    browser.post("/learn/cards/signal/read")

    assert "2 张一分钟卡片，您读过 1 张。" in text_of(browser, "/learn/knowing")


def test_reading_leads_to_the_questions(app: Flask, browser: FlaskClient, her: int) -> None:
    answer = browser.post("/learn/cards/trend/read")

    assert (answer.status_code, answer.location) == (303, "/learn/cards/trend#questions")
    assert progress(app, her).read == {"trend": TODAY}
    assert "您 10月16日 读过这张卡片。" in text_of(browser, "/learn/cards/trend")


def test_no_explanation_is_on_the_page_before_the_answer(browser: FlaskClient) -> None:
    assert "because" not in text_of(browser, "/learn/cards/trend")


def test_after_the_answer_every_option_is_explained(browser: FlaskClient) -> None:
    answer = reply(browser)

    page = text_of(browser, "/learn/cards/trend")
    assert (answer.status_code, answer.location) == (303, "/learn/cards/trend#trend-1")
    assert [f"trend-1 because {n}·中" in page for n in range(3)] == [True] * 3
    assert "这次没选对，看看为什么" in page
    assert "这道题 10月17日 再来问您一次" in page


def test_what_is_answered_is_asked_again_only_when_it_is_due(
    app: Flask, browser: FlaskClient
) -> None:
    reply(browser)
    today = text_of(browser, "/learn/again")
    app.config["TRACKER_TODAY"] = TOMORROW

    assert "今天没有要回来的题" in today
    assert "trend-1 ask" in text_of(browser, "/learn/again")
    answer = reply(browser, "0", back="again")
    assert answer.location == "/learn/again?answered=trend-1"
    assert "今天回来的题都做完了" in text_of(browser, answer.location)


@pytest.mark.parametrize("option", ["", "9", "x"])
def test_nothing_chosen_is_asked_for_again(
    app: Flask, browser: FlaskClient, her: int, option: str
) -> None:
    answer = reply(browser, option)

    assert answer.status_code == 422
    assert "请选一个答案。" in answer.get_data(as_text=True) or option
    assert progress(app, her).answers == {}


@pytest.mark.parametrize("version", ["", "x", "7", "-1", "9" * 30])
def test_a_version_that_there_is_not_is_not_found(browser: FlaskClient, version: str) -> None:
    assert reply(browser, version=version).status_code == 404


@pytest.mark.parametrize(
    "address", ["/learn/cards/other", "/learn/other", "/learn/again?answered=other"]
)
def test_what_there_is_not_is_not_found(browser: FlaskClient, address: str) -> None:
    assert browser.get(address).status_code == (200 if "answered" in address else 404)


def quiz_options(page: str) -> list[str]:
    return sorted(set(re.findall(r'name="(option-\d)"', page)))


def test_a_quiz_is_begun_answered_and_explained(app: Flask, browser: FlaskClient, her: int) -> None:
    assert browser.post("/learn/quiz/begin").location == "/learn/quiz"
    names = quiz_options(text_of(browser, "/learn/quiz"))

    answer = browser.post("/learn/quiz", data=dict.fromkeys(names, "1"))

    page = text_of(browser, "/learn/quiz")
    assert answer.status_code == 303
    assert "做完了：5 道题，选对 0 道。" in page
    assert page.count("because 0·中") == 5
    with app.app_context():
        assert store.done_days(her, TODAY, TODAY) == [TODAY]


def test_a_quiz_half_filled_in_keeps_what_was_chosen(
    app: Flask, browser: FlaskClient, her: int
) -> None:
    browser.post("/learn/quiz/begin")

    answer = browser.post("/learn/quiz", data={"option-0": "1"})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count("checked") == 1
    assert page.count("请选一个答案。") == 4
    quiz = progress(app, her).quiz
    assert quiz is not None
    assert not quiz.is_finished


def test_a_quiz_handed_in_twice_or_before_it_began_is_shown_as_it_is(browser: FlaskClient) -> None:
    early = browser.post("/learn/quiz", data={"option-0": "1"})
    browser.post("/learn/quiz/begin")
    names = quiz_options(text_of(browser, "/learn/quiz"))
    browser.post("/learn/quiz", data=dict.fromkeys(names, "0"))

    again = browser.post("/learn/quiz", data=dict.fromkeys(names, "1"))

    assert (early.status_code, again.status_code) == (303, 303)
    assert "选对 5 道" in text_of(browser, "/learn/quiz")


def test_two_people_see_options_in_orders_of_their_own(
    make: Factory, season_id: int, browser: FlaskClient
) -> None:
    def order(of: FlaskClient) -> list[str]:
        return re.findall(r'id="(trend-\d-\d)"', text_of(of, "/learn/cards/trend"))

    team = make.team(season_id)
    others = [make.signed_in(make.account_of(make.participant(season_id, team))) for _ in range(6)]

    assert order(browser) == order(browser)
    assert len({tuple(order(each)) for each in [browser, *others]}) > 1


def test_youths_and_who_agreed_to_nothing_more_learn_too(make: Factory, season_id: int) -> None:
    refused = frozenset(ConsentKind) - {ConsentKind.TERMS}
    young = make.participant(season_id, make.team(season_id), refused=refused, height_mm=None)
    browser = make.signed_in(make.account_of(young))

    assert "今天的卡片" in text_of(browser, "/learn")
    assert reply(browser).status_code == 303
    assert browser.post("/learn/quiz/begin").status_code == 303


@pytest.fixture
def with_plateau(folder: Path) -> Path:
    path = folder / "3-weighing" / "02-still.md"
    path.write_text(lesson("still", Moment.PLATEAU), "utf-8")
    return path


@pytest.mark.parametrize("agrees", [True, False])
def test_a_plateau_brings_its_card_only_with_consent_to_body_data(
    app: Flask, make: Factory, season_id: int, with_plateau: Path, *, agrees: bool
) -> None:
    assert with_plateau
    refused = frozenset() if agrees else frozenset({ConsentKind.BODY_DATA})
    her = make.participant(season_id, make.team(season_id), refused=refused)
    for back in range(0, 30, 2):
        make.reading(her, TODAY - timedelta(days=back), 70_000)
    with app.app_context():
        db.session.add(GoalRow(participant_id=her, kind=GoalKind.LOSE, set_on=TODAY))
        db.session.commit()

    page = text_of(make.signed_in(make.account_of(her)), "/learn")

    assert ("still title" in page) is agrees


def test_pages_ask_the_database_few_questions(app: Flask, browser: FlaskClient) -> None:
    """`/learn` reads both her logs, since its card is chosen by them; the others hers alone."""
    found = {}
    for address in ("/learn", "/learn/cards/trend", "/learn/weighing", "/learn/quiz"):
        with counted(app) as asked:
            browser.get(address)
        found[address] = len(asked)

    assert found == {
        "/learn": 9,
        "/learn/cards/trend": 5,
        "/learn/weighing": 5,
        "/learn/quiz": 4,
    }


def typed(of: Card, **more: str) -> dict[str, str | list[str]]:
    """What the form sends for a card."""
    found: dict[str, str | list[str]] = {
        "title_zh": of.title.zh,
        "title_en": of.title.en,
        "body_zh": of.body.zh,
        "body_en": of.body.en,
        "moments": sorted(of.moments),
        "source_zh": of.source.name.zh,
        "source_en": of.source.name.en,
        "where_zh": of.source.where.zh,
        "where_en": of.source.where.en,
        "url": "",
        "based_on": "0",
    }
    for n, question in enumerate(of.questions):
        found |= {
            f"questions-{n}-zh": question.ask.zh,
            f"questions-{n}-en": question.ask.en,
            f"questions-{n}-right": str(question.right),
        }
        for k in range(MOST):
            option = question.options[k] if k < len(question.options) else None
            name = f"questions-{n}-options-{k}"
            found |= {
                f"{name}-zh": option.text.zh if option else "",
                f"{name}-en": option.text.en if option else "",
                f"{name}-because_zh": option.because.zh if option else "",
                f"{name}-because_en": option.because.en if option else "",
            }
    return found | more


def test_the_desk_shows_every_card_as_it_reads_now(city: FlaskClient) -> None:
    assert "trend title·中" in text_of(city, "/learn/edit")
    page = text_of(city, "/learn/edit/trend")
    assert "trend-2 because 3·中" in page


def test_a_preview_stores_nothing(app: Flask, city: FlaskClient) -> None:
    answer = city.post(
        "/learn/edit/trend", data=typed(lesson_card("trend"), title_zh="新标题", look="1")
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "存之前先看看" in page
    assert page.count("新标题") >= 2
    with app.app_context():
        assert store.lessons().version_of("trend") == 0


def test_saving_is_a_new_version_that_everybody_sees(
    app: Flask, city: FlaskClient, browser: FlaskClient
) -> None:
    answer = city.post(
        "/learn/edit/trend", data=typed(lesson_card("trend"), title_zh="新标题", save="1")
    )

    assert answer.status_code == 303
    assert "新标题" in text_of(browser, "/learn/cards/trend")
    assert "第 1 版" in text_of(city, "/learn/edit/trend")
    assert "trend title·中" in text_of(city, "/learn/edit/trend?version=0")
    with app.app_context():
        assert store.lessons().version_of("trend") == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title_zh", "", "请填上。"),
        ("title_zh", "长" * 91, "最多 90 个字。"),
        ("body_zh", "<b>x</b>", "正文里不要用尖括号的标记"),
        ("body_zh", "[x](javascript:x)", "链接只能是"),
        ("questions-0-options-1-because_en", "", "有一处还空着"),
        ("questions-0-options-1-zh", "trend-1 option 0·中", "有两个选项一样"),
        ("questions-0-right", "3", "每道题要选一个填了的选项"),
        ("moments", "monday", "有的格子还要填或改短"),
        ("url", "http://example.org", "链接只能是"),
    ],
)
def test_a_card_that_would_not_pass_the_check_is_not_stored(
    app: Flask, city: FlaskClient, field: str, value: str, words: str
) -> None:
    data = typed(lesson_card("trend"), save="1") | {field: value}

    answer = city.post("/learn/edit/trend", data=data)

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    with app.app_context():
        assert store.lessons().version_of("trend") == 0


def test_whoever_edited_an_older_version_is_told_and_loses_nothing(city: FlaskClient) -> None:
    city.post("/learn/edit/trend", data=typed(lesson_card("trend"), title_zh="一", save="1"))

    answer = city.post(
        "/learn/edit/trend", data=typed(lesson_card("trend"), title_zh="二", save="1")
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "有人存了新的一版" in page
    assert 'value="二"' in page


def test_an_answer_to_the_version_before_an_edit_is_judged_by_it(
    app: Flask, city: FlaskClient, browser: FlaskClient, her: int
) -> None:
    turned = typed(lesson_card("trend"), save="1") | {"questions-0-right": "2"}
    assert city.post("/learn/edit/trend", data=turned).status_code == 303

    reply(browser, "0", version="0")

    found = progress(app, her).answers["trend-1"]
    assert (found.version, found.is_right) == (0, True)


def test_only_the_city_edits(make: Factory, season_id: int, browser: FlaskClient) -> None:
    district = make.signed_in(make.organizer(season_id, "110112"))

    for each in (browser, district):
        assert each.get("/learn/edit").status_code == 403
        assert each.post("/learn/edit/trend", data={}).status_code == 403
