"""The page of exercise: noting, answers to bad input, taking back, and who may do what."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import Factory
from tests.queries import counted
from tracker.campaign.rules import BEIJING_2024
from tracker.exercise import store
from tracker.exercise.rules import Effort, Entry

TODAY = date(2024, 10, 16)
KEY = "a" * 32


@pytest.fixture
def season_id(make: Factory) -> int:
    return make.season()


@pytest.fixture
def participant_id(make: Factory, season_id: int) -> int:
    return make.participant(season_id, make.team(season_id))


@pytest.fixture
def neighbour(make: Factory, season_id: int) -> FlaskClient:
    """A browser of somebody else who takes part."""
    participant_id = make.participant(season_id, make.team(season_id), name="陈静")
    return make.signed_in(make.account_of(participant_id))


@pytest.fixture
def browser(make: Factory, participant_id: int) -> FlaskClient:
    return make.signed_in(make.account_of(participant_id))


def post(browser: FlaskClient, **values: str) -> TestResponse:
    usual = {"kind": "brisk_walking", "minutes": "30", "day": TODAY.isoformat(), "key": KEY}
    return browser.post("/exercise", data=usual | values)


def stored(app: Flask, participant_id: int) -> tuple[Entry, ...]:
    with app.app_context():
        return store.entries(participant_id, date.min, date.max)


def test_an_entry_is_stored_and_the_next_page_says_so(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    answer = post(browser)

    assert (answer.status_code, answer.location) == (303, f"/exercise?saved={KEY}")
    assert stored(app, participant_id) == (Entry(KEY, TODAY, "brisk_walking", Effort.MODERATE, 30),)
    assert (
        "已记：10月16日 健步走 30 分钟。本周折合 30 / 150 分钟。"
        in browser.get(answer.location).text
    )


def test_a_replayed_form_succeeds_and_stores_once(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    first, second = post(browser), post(browser)

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(stored(app, participant_id)) == 1


def test_each_form_on_the_page_has_a_key_of_its_own(browser: FlaskClient) -> None:
    post(browser)

    keys = re.findall(r'name="key" value="(\w{32})"', browser.get("/exercise").text)

    unused = [key for key in keys if key != KEY]
    assert len(unused) == len(set(unused)) == 2


def test_a_chip_notes_the_same_again_in_one_tap(
    app: Flask, browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    make.exercise(participant_id, TODAY - timedelta(days=20), 45, "swimming")
    page = browser.get("/exercise").text
    chip = page.partition('class="chips"')[2].partition("</ul>")[0]

    browser.post("/exercise", data=dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', chip)))

    latest = stored(app, participant_id)[-1]
    assert (latest.day, latest.kind, latest.minutes) == (TODAY, "swimming", 45)


def test_the_talk_test_decides_intensity(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    post(browser, effort="vigorous")

    assert stored(app, participant_id)[0].effort is Effort.VIGOROUS


def test_typed_minutes_count_before_a_button(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    data = {"kind": "yoga", "minutes": ["30", "３７"], "day": "", "key": KEY, "effort": ""}

    browser.post("/exercise", data=data)

    assert stored(app, participant_id) == (Entry(KEY, TODAY, "yoga", Effort.LIGHT, 37),)


@pytest.mark.parametrize("back", [0, 6])
def test_the_window_reaches_six_days_back(
    app: Flask, browser: FlaskClient, participant_id: int, back: int
) -> None:
    day = TODAY - timedelta(days=back)

    assert post(browser, day=day.isoformat()).status_code == 303
    assert stored(app, participant_id)[0].day == day


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "skydiving"},
        {"minutes": ""},
        {"minutes": "0"},
        {"minutes": "601"},
        {"minutes": "1e2"},
        {"day": "2024-10-17"},
        {"day": "2024-10-09"},
        {"day": "yesterday"},
        {"effort": "heroic"},
        {"key": "again"},
        {"key": ""},
    ],
)
def test_bad_input_is_refused_and_stores_nothing(
    app: Flask, browser: FlaskClient, participant_id: int, wrong: dict[str, str]
) -> None:
    answer = post(browser, **wrong)

    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert stored(app, participant_id) == ()


def test_a_refused_form_keeps_what_was_typed(browser: FlaskClient) -> None:
    page = post(browser, kind="swimming", minutes="7oo", day="2024-10-15", effort="light").text

    checked = re.findall(r'value="([^"]*)"\s+checked', page)
    assert checked == ["swimming", "2024-10-15", "light"]
    assert 'value="7oo"' in page


def test_markup_in_a_field_comes_back_as_text(browser: FlaskClient) -> None:
    page = post(browser, minutes="<b>30").text

    assert "&lt;b&gt;30" in page
    assert "<b>30" not in page


def test_a_full_day_is_refused_with_what_it_holds(
    browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    for _ in range(2):
        make.exercise(participant_id, TODAY, 600)

    answer = post(browser, minutes="241")

    assert answer.status_code == 422
    assert "这一天已经记了 1200 分钟" in answer.text


def test_undo_takes_the_entry_back(app: Flask, browser: FlaskClient, participant_id: int) -> None:
    post(browser)

    answer = browser.post("/exercise/undo", data={"key": KEY})

    assert (answer.status_code, answer.location) == (303, "/exercise")
    assert stored(app, participant_id) == ()
    assert "已撤销" in browser.get("/exercise").text


def test_a_deleted_entry_can_be_brought_back(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    post(browser)
    answer = browser.post("/exercise/delete", data={"key": KEY})
    page = browser.get(answer.location).text

    browser.post("/exercise/undo", data={"key": KEY})

    assert (answer.status_code, answer.location) == (303, f"/exercise?deleted={KEY}")
    assert "已删除：10月16日 健步走 30 分钟。" in page
    assert len(stored(app, participant_id)) == 1


@pytest.mark.parametrize("address", ["/exercise/undo", "/exercise/delete"])
@pytest.mark.parametrize("key", [KEY, "b" * 32, "", "nonsense"])
def test_anothers_or_unknown_key_is_not_found(
    app: Flask,
    browser: FlaskClient,
    participant_id: int,
    neighbour: FlaskClient,
    address: str,
    key: str,
) -> None:
    post(browser)

    answer = neighbour.post(address, data={"key": key})

    assert answer.status_code == 404
    assert len(stored(app, participant_id)) == 1


def test_the_answer_of_another_person_is_not_shown(
    browser: FlaskClient, neighbour: FlaskClient
) -> None:
    post(browser)

    page = neighbour.get(f"/exercise?saved={KEY}").text

    assert "已记" not in page


@pytest.mark.parametrize(
    "today", [BEIJING_2024.logging_starts - timedelta(days=1), date(2024, 11, 14)]
)
def test_outside_the_season_the_page_says_so(
    app: Flask, browser: FlaskClient, participant_id: int, today: date
) -> None:
    app.config["TRACKER_TODAY"] = today

    assert browser.get("/exercise").status_code == 200
    assert post(browser, day=today.isoformat()).status_code == 409
    assert browser.post("/exercise/undo", data={"key": KEY}).status_code == 409
    assert browser.post("/exercise/delete", data={"key": KEY}).status_code == 409
    assert stored(app, participant_id) == ()


def test_after_the_end_the_last_days_can_still_be_noted(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    app.config["TRACKER_TODAY"] = date(2024, 11, 13)

    page = browser.get("/exercise").text
    answer = post(browser, day="")

    assert "今天" not in page[page.index("哪一天") : page.index("强度")]
    assert answer.status_code == 303
    assert stored(app, participant_id)[0].day == BEIJING_2024.ends


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client: FlaskClient, make: Factory) -> None:
    make.season()

    answers = [client.get("/exercise"), client.get("/me/exercise.json")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == "/sign-in?next=/exercise"


def test_an_organizer_who_does_not_take_part_has_no_such_page(make: Factory) -> None:
    browser = make.signed_in(make.organizer(make.season()))

    assert browser.get("/exercise").status_code == 403
    assert post(browser).status_code == 403


def test_a_form_without_its_token_is_refused(
    app: Flask, browser: FlaskClient, participant_id: int
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True

    answers = [
        browser.post(address, data={"key": KEY})
        for address in ("/exercise", "/exercise/undo", "/exercise/delete")
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert stored(app, participant_id) == ()


def test_the_page_teaches_when_nothing_is_noted(browser: FlaskClient) -> None:
    page = browser.get("/exercise").text

    assert "这几天还没有记录" in page
    assert "再来一次" not in page


def test_the_page_reads_in_english(browser: FlaskClient) -> None:
    post(browser)

    page = browser.get("/exercise", headers={"Accept-Language": "en"}).text

    assert "Brisk walking for exercise" in page


def test_the_page_is_never_cached(browser: FlaskClient) -> None:
    assert browser.get("/exercise").headers["Cache-Control"] == "no-store"


def test_the_page_asks_five_questions_and_a_sixth_to_answer(
    app: Flask, browser: FlaskClient
) -> None:
    post(browser)

    with counted(app) as plain:
        browser.get("/exercise")
    with counted(app) as answered:
        browser.get(f"/exercise?saved={KEY}")

    # Person, season, participant, these two weeks, chips; after saving also the step to undo.
    assert (len(plain), len(answered)) == (5, 6)


def test_the_chart_is_plain_json_of_her_own_minutes(
    browser: FlaskClient, participant_id: int, make: Factory
) -> None:
    make.exercise(participant_id, TODAY, 25, "cycling")

    answer = browser.get("/me/exercise.json")

    assert answer.json is not None
    assert answer.json["data"][0]["name"] == "骑行"
    assert answer.json["data"][0]["y"][-1] == 25
    assert answer.headers["Cache-Control"] == "no-store"
