"""The room's pages in a browser without JavaScript."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from tests.queries import counted
from tests.weight.browsing import (
    TODAY,
    YESTERDAY,
    Her,
    doubt_values,
    history,
    other_browser,
    value_of,
)
from tracker.campaign.rules import ConsentKind
from tracker.database import db
from tracker.weight import store
from tracker.weight.models import BodyRow
from tracker.weight.rules import Goal, GoalKind, Source


def test_the_page_opens_on_the_last_weight_and_names_her(her: Her) -> None:
    history(her, 67_500)

    page = her.page()

    assert value_of(page, "weight") == "67.5"
    assert "为王芳记录" in page


def test_the_first_page_opens_on_the_recalled_weight(her: Her) -> None:
    with her.app.app_context():
        db.session.get_one(BodyRow, her.id).recalled_grams = 70_000
        db.session.commit()

    assert value_of(her.page(), "weight") == "70.0"


def test_a_save_redirects_and_says_what_was_noted(her: Her) -> None:
    history(her, 68_000, 67_800, 67_600)

    answer = her.post("67.5", waist="83")

    assert answer.status_code == 303
    assert answer.location == "/weight?saved=2024-10-16"
    page = her.page(answer.location)
    assert "已记 67.5 公斤" in page
    assert "趋势 67.8" in page
    assert "24.8" in page
    assert "超重" in page
    assert "腰围 83" in page
    assert "<svg" in page
    assert her.rows()[-1] == (TODAY, 67_500, 830)


def test_with_few_readings_the_page_says_how_many_are_missing(her: Her) -> None:
    page = her.page(her.post("67.5").location)

    assert "再记 2 次就能看到趋势" in page


def test_a_weekly_rate_is_shown_once_it_means_something(her: Her) -> None:
    for back, grams in enumerate([66_000, 66_600, 67_200, 67_800, 68_400, 69_000, 69_600, 70_200]):
        her.make.reading(her.id, TODAY - timedelta(days=3 * back), grams)

    assert "每周 −1." in her.page()


@pytest.mark.parametrize("typed", ["67.5", "67,5", "67。5", "６７．５"])
def test_every_way_to_write_a_number_is_read(her: Her, typed: str) -> None:
    answer = her.post(typed)

    assert answer.status_code == 303
    assert her.rows() == [(TODAY, 67_500, None)]


@pytest.mark.parametrize("typed", ["", "1e3", "NaN", "+67", "-67", "sixty", "24.9", "300.1"])
def test_what_is_no_weight_is_refused_with_what_was_typed(her: Her, typed: str) -> None:
    answer = her.post(typed)

    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert value_of(answer.text, "weight") == typed
    assert her.rows() == []


def test_markup_comes_back_as_text(her: Her) -> None:
    answer = her.post('"><script>alert(1)</script>', waist="<b>", unit="<i>", day=TODAY)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<b>" not in answer.text


def test_a_name_with_markup_is_only_text(her: Her) -> None:
    participant_id = her.make.participant(her.season, her.team, name="<img src=x>")
    client = her.make.signed_in(her.make.account_of(participant_id))

    assert "<img src=x>" not in client.get("/weight").text


def test_jin_are_half_kilograms_and_remembered(her: Her) -> None:
    answer = her.post("135", unit="jin")

    assert her.rows() == [(TODAY, 67_500, None)]
    page = her.page(answer.location)
    assert "135.0 斤" in page
    assert value_of(page, "weight") == "135.0"


@pytest.mark.parametrize("unit", ["", "lb"])
def test_an_unknown_unit_is_refused(her: Her, unit: str) -> None:
    assert her.post("67.5", unit=unit).status_code == 422
    assert her.rows() == []


@pytest.mark.parametrize("back", [0, 6])
def test_an_open_day_can_be_noted(her: Her, back: int) -> None:
    day = TODAY - timedelta(days=back)

    assert her.post("67.5", day=day).status_code == 303
    assert her.rows() == [(day, 67_500, None)]


@pytest.mark.parametrize("back", [-1, 7])
def test_a_day_outside_the_window_is_refused(her: Her, back: int) -> None:
    day = TODAY - timedelta(days=back)

    answer = her.post("67.5", day=day)

    assert answer.status_code == 422
    assert day.isoformat() in answer.text
    assert her.rows() == []


@pytest.mark.parametrize("waist", ["wide", "20", "300"])
def test_a_waist_that_nobody_has_is_refused(her: Her, waist: str) -> None:
    answer = her.post("67.5", waist=waist)

    assert answer.status_code == 422
    assert value_of(answer.text, "waist") == waist
    assert her.rows() == []


def test_swapped_digits_are_asked_about_with_both_values(her: Her) -> None:
    history(her, 67_400, 67_600, 67_500)

    answer = her.post("76.5")

    assert answer.status_code == 200
    assert sorted(doubt_values(answer.text)) == ["67.5", "76.5"]
    assert len(her.rows()) == 3


@pytest.mark.parametrize("chosen", ["67.5", "76.5"])
def test_either_answer_is_stored_as_it_is(her: Her, chosen: str) -> None:
    history(her, 67_400, 67_600, 67_500)

    answer = her.post(chosen, confirmed="1")

    assert answer.status_code == 303
    assert her.rows()[-1] == (TODAY, int(float(chosen) * 1000), None)


def test_jin_typed_as_kilograms_are_asked_about_on_the_first_day(her: Her) -> None:
    assert sorted(doubt_values(her.post("135").text)) == ["135.0", "67.5"]


def test_a_lost_decimal_point_is_offered_beside_the_refusal(her: Her) -> None:
    history(her, 67_400, 67_600, 67_500)

    answer = her.post("675")

    assert answer.status_code == 422
    assert doubt_values(answer.text) == ["67.5"]


def test_a_second_save_corrects_the_first(her: Her) -> None:
    her.post("67.5", waist="83")

    her.post("67.3")

    assert her.rows() == [(TODAY, 67_300, 830)]


def test_undo_brings_the_weight_before_back(her: Her) -> None:
    her.post("67.5")
    saved = her.page(her.post("67.3").location)

    answer = her.client.post("/weight/undo")

    assert "/weight/undo" in saved
    assert answer.status_code == 303
    assert her.rows() == [(TODAY, 67_500, None)]


def test_undo_is_offered_only_until_the_next_page(her: Her) -> None:
    her.post("67.5")

    assert "/weight/undo" not in her.page()


def test_a_second_undo_finds_nothing_and_says_so(her: Her) -> None:
    her.post("67.5")
    her.client.post("/weight/undo")

    answer = her.client.post("/weight/undo", follow_redirects=True)

    assert "没有可以撤销的了" in answer.text
    assert her.rows() == []


def test_a_deleted_weight_can_be_brought_back(her: Her) -> None:
    her.post("67.5")

    answer = her.client.post("/weight/delete", data={"day": TODAY.isoformat()})

    assert answer.status_code == 303
    assert her.rows() == []
    assert "恢复" in her.page(answer.location)
    her.client.post("/weight/undo")
    assert her.rows() == [(TODAY, 67_500, None)]


@pytest.mark.parametrize("day", ["2024-10-16", "soon", ""])
def test_deleting_what_is_not_there_is_404(her: Her, day: str) -> None:
    assert her.client.post("/weight/delete", data={"day": day}).status_code == 404


def test_somebody_elses_weight_cannot_be_deleted_or_undone(her: Her) -> None:
    her.post("67.5")
    _, other = other_browser(her)

    assert other.post("/weight/delete", data={"day": TODAY.isoformat()}).status_code == 404
    other.post("/weight/undo")
    assert her.rows() == [(TODAY, 67_500, None)]


def test_a_stations_weight_is_shown_and_not_hers_to_delete(her: Her) -> None:
    her.make.reading(her.id, TODAY, 66_900, Source.STATION)

    assert "站测" in her.page()
    answer = her.client.post("/weight/delete", data={"day": TODAY.isoformat()})
    assert answer.status_code == 404


def test_an_earlier_day_can_be_corrected_from_the_list(her: Her) -> None:
    history(her, 66_000)
    her.make.reading(her.id, TODAY, 67_000)

    page = her.page(f"/weight?day={YESTERDAY.isoformat()}")

    assert value_of(page, "weight") == "66.0"
    assert f'selected value="{YESTERDAY.isoformat()}"' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_consent_a_kind_page_leads_to_exercise(her: Her, method: str) -> None:
    _, other = other_browser(her, refused=frozenset({ConsentKind.BODY_DATA}))

    answer = other.open("/weight", method=method)

    assert answer.status_code == {"get": 200, "post": 409}[method]
    assert "/exercise" in answer.text
    assert "不记体重，一样参加" in answer.text


@pytest.mark.parametrize(("born", "status"), [(2006, 200), (2007, 409)])
def test_weight_is_for_adults_by_their_year_of_birth(her: Her, born: int, status: int) -> None:
    with her.app.app_context():
        db.session.get_one(BodyRow, her.id).birth_year = born
        db.session.commit()

    answer = her.client.post("/weight/undo", follow_redirects=True)

    assert answer.status_code == status


@pytest.mark.parametrize("address", ["/weight", "/weight/undo", "/weight/delete", "/weight/goal"])
def test_after_the_season_nothing_is_stored(her: Her, address: str) -> None:
    her.app.config["TRACKER_TODAY"] = date(2024, 11, 14)

    answer = her.client.post(address, data={"weight": "67.5", "unit": "kg", "day": "2024-11-10"})

    assert answer.status_code == 409
    assert her.client.get("/weight").status_code == 200
    assert her.rows() == []


def test_the_last_days_of_the_phase_can_be_noted_three_days_longer(her: Her) -> None:
    her.app.config["TRACKER_TODAY"] = date(2024, 11, 13)

    assert her.post("67.5", day=date(2024, 11, 11)).status_code == 422
    assert her.post("67.5", day=date(2024, 11, 10)).status_code == 303


@pytest.mark.parametrize("address", ["/weight", "/weight/goal", "/me/weight.json"])
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=")


def test_a_form_without_its_token_is_refused(her: Her) -> None:
    her.app.config["WTF_CSRF_ENABLED"] = True

    assert her.post("67.5").status_code == 400
    assert her.rows() == []


def test_her_chart_has_dots_trend_and_goal_band(her: Her) -> None:
    history(her, 68_000, 67_000)
    with her.app.app_context():
        store.set_goal(her.id, Goal(GoalKind.LOSE, 65_000, TODAY))

    answer = her.client.get("/me/weight.json")

    dots, line = answer.get_json()["data"]
    (band,) = answer.get_json()["layout"]["shapes"]
    assert dots["y"] == [68.0, 67.0]
    assert line["y"] == [68.0, 67.5]
    assert (band["type"], band["y0"], band["y1"]) == ("rect", 64.0, 66.0)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_chart_shows_nobody_elses_weight(her: Her) -> None:
    history(her, 68_123)
    _, other = other_browser(her)

    assert other.get("/me/weight.json").get_json()["data"][0]["y"] == []


def test_nobody_without_a_reason_sees_the_card(her: Her) -> None:
    assert "请医生联系我" not in her.page()


def test_an_english_reader_gets_the_page_too(her: Her) -> None:
    answer = her.client.get("/weight", headers={"Accept-Language": "en"})

    assert answer.status_code == 200
    assert '<html lang="en"' in answer.text


def test_a_page_asks_the_database_little(her: Her) -> None:
    history(her, 68_000, 67_800, 67_600)

    with counted(her.app) as asked:
        her.page()

    assert len(asked) == 5


def test_undo_in_another_tab_leaves_a_later_step_alone(her: Her) -> None:
    her.post("67.5")
    her.post("67.3", day=YESTERDAY)

    answer = her.client.post("/weight/undo", data={"day": TODAY.isoformat()}, follow_redirects=True)

    assert "没有可以撤销的了" in answer.text
    assert len(her.rows()) == 2


def test_the_undo_beside_a_save_names_its_day(her: Her) -> None:
    page = her.page(her.post("67.3", day=YESTERDAY).location)

    undo = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if "/undo" in form)
    assert f'name="day" value="{YESTERDAY.isoformat()}"' in undo


def test_a_waist_is_shown_to_the_millimetre(her: Her) -> None:
    assert "腰围 83.5 厘米" in her.page(her.post("67.5", waist="83.5").location)


@pytest.mark.parametrize("typed", ["67.5\0", "9" * 100_000, "\ud800", "67.5\u202e", "{{ 7 * 7 }}"])
def test_odd_text_is_refused_and_not_run(her: Her, typed: str) -> None:
    sent = typed.encode("utf-8", "surrogatepass")

    answer = her.client.post("/weight", data={"weight": sent, "unit": sent, "day": sent})

    assert answer.status_code == 422
    assert her.rows() == []


def test_a_file_or_json_in_place_of_a_form_is_nothing_typed(her: Her) -> None:
    file = her.client.post("/weight", data={"weight": (BytesIO(b"67.5"), "weight.txt")})
    number = her.client.post("/weight", json={"weight": 67.5, "day": [1]})
    listed = her.client.post("/weight", json=[67.5])

    assert (file.status_code, number.status_code, listed.status_code) == (422, 422, 422)
    assert her.rows() == []


def test_without_consent_her_chart_is_empty(her: Her) -> None:
    participant_id, other = other_browser(her, refused=frozenset({ConsentKind.BODY_DATA}))
    her.make.reading(participant_id, YESTERDAY, 68_000)

    assert other.get("/me/weight.json").get_json()["data"][0]["y"] == []
