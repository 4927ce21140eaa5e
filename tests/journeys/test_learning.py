"""王芳 reads a card, misses a question, sees why, is quizzed, and meets the question again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Site, Visitors
from tests.journeys.visitor import DESK, PHONE, Scheme, Visitor, visiting
from tests.server import Server, serve
from tracker.learning.rules import shipped

PARTICIPANT, CITY = "13900000001", "13900000004"
TOMORROW = "2024-10-17"


@pytest.fixture
def tomorrow(site: Site, tmp_path: Path) -> Iterator[Server]:
    """The same season a day later."""
    server = serve(site.environ["DATABASE_URL"], TOMORROW, tmp_path / "server.log")
    yield server
    server.kill()


def choose(her: Visitor, within: str, *, right: bool) -> str:
    """Tap an option of the first open question there; the question's id."""
    first = her.page.locator(f"{within} input[type=radio]").first
    question_id = str(first.get_attribute("id")).rpartition("-")[0]
    question = shipped().questions[question_id]
    option = question.right if right else (question.right + 1) % len(question.options)
    her.tap(her.page.locator(f"label[for={question_id}-{option}]"))
    return question_id


def test_a_missed_question_is_explained_and_comes_back_when_it_is_due(
    visitors: Visitors, chromium: Browser, tomorrow: Server
) -> None:
    her = visitors(PHONE)
    her.sign_in(PARTICIPANT)
    her.go(her.link("今天学一点"))
    her.go(her.link("读一读"))
    her.go(her.button("读好了"))

    question_id = choose(her, "#questions", right=False)
    her.go(her.button("看答案"))

    question = shipped().questions[question_id]
    told = her.read(f"[id={question_id}]")
    assert "这次没选对，看看为什么" in told
    assert all(option.because.zh in told for option in question.options)

    with visiting(chromium, tomorrow, PHONE) as later:
        later.sign_in(PARTICIPANT)
        later.visit("/learn")
        later.go(later.link("想一想"))
        met = [choose(later, "main", right=True)]
        later.go(later.button("看答案"))
        while later.link("下一题").count():
            later.go(later.link("下一题"))
            met.append(choose(later, "main", right=True))
            later.go(later.button("看答案"))
        assert question_id in met
        assert "今天回来的题都做完了" in later.read()


@pytest.mark.parametrize("scheme", ["dark"])
def test_a_quiz_is_handed_in_and_every_option_explained(visitors: Visitors, scheme: Scheme) -> None:
    her = visitors(PHONE, scheme=scheme)
    her.sign_in(PARTICIPANT)
    her.visit("/learn")
    her.go(her.button("开始今天的小测"))
    cards = her.page.locator("main form fieldset")
    for place in range(cards.count()):
        her.tap(cards.nth(place).locator("label").first)

    her.go(her.button("交卷"))

    assert "做完了：5 道题" in her.read()
    assert her.page.locator(".explained .is-right").count() == 5


def test_an_organizer_looks_before_a_card_is_stored(visitors: Visitors) -> None:
    city = visitors(DESK)
    city.sign_in(CITY)
    city.visit("/city/learning")
    city.go(city.link("编辑学习卡片"))
    city.go(city.link("看趋势，不看单点"))
    city.page.get_by_label("标题（中文）").fill("看线，不看点")

    city.go(city.button("先看看"))
    assert "存之前先看看" in city.read()
    city.go(city.button("存成新的一版"))

    assert "存好了" in city.saved()
    assert "第 1 版" in city.read()
