"""The page of the goal."""

import re
from datetime import date

import pytest

from tests.weight.browsing import TODAY, Her, history, other_browser
from tracker.database import db
from tracker.weight import store
from tracker.weight.models import BodyRow
from tracker.weight.rules import Goal, GoalKind


def test_a_safe_goal_is_kept(her: Her) -> None:
    history(her, 68_000)

    answer = her.client.post("/weight/goal", data={"kind": "lose", "target": "66", "unit": "kg"})

    assert answer.status_code == 303
    with her.app.app_context():
        assert store.goal(her.id) == Goal(GoalKind.LOSE, 66_000, TODAY)
    assert "65.0 到 67.0" in her.page()


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("lose", "50"),
        ("lose", "60"),
        ("lose", "69"),
        ("gain", "67"),
        ("lose", ""),
        ("", "66"),
        ("lose", "<b>"),
    ],
)
def test_a_goal_that_is_not_safe_is_refused(her: Her, kind: str, target: str) -> None:
    history(her, 68_000)

    answer = her.client.post("/weight/goal", data={"kind": kind, "target": target, "unit": "kg"})

    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert "<b>" not in answer.text
    with her.app.app_context():
        assert store.goal(her.id) is None


def test_a_goal_more_than_five_percent_away_is_asked_about(her: Her) -> None:
    her.app.config["TRACKER_TODAY"] = date(2024, 8, 11)
    history(her, 68_000, last=date(2024, 8, 10))
    data = {"kind": "lose", "target": "62", "unit": "kg"}

    asked = her.client.post("/weight/goal", data=data)
    kept = her.client.post("/weight/goal", data=data | {"confirmed": "1"})

    assert asked.status_code == 200
    assert "超过百分之五" in asked.text
    assert kept.status_code == 303


def test_whoever_asks_a_doctor_first_is_not_offered_a_losing_goal(her: Her) -> None:
    _, other = other_browser(her, doctor_first=True)

    page = other.get("/weight/goal").text
    answer = other.post("/weight/goal", data={"kind": "lose", "target": "66", "unit": "kg"})

    assert 'value="lose"' not in page
    assert answer.status_code == 422


def test_a_heavy_person_opens_on_losing_and_a_light_one_on_gaining(her: Her) -> None:
    history(her, 80_000)
    light, other = other_browser(her)
    her.make.reading(light, TODAY, 45_000)

    assert re.search(r'checked[^>]*value="lose"', her.page("/weight/goal"))
    assert re.search(r'checked[^>]*value="gain"', other.get("/weight/goal").text)


@pytest.mark.parametrize(
    ("target", "said"), [("50.3", "50.4 公斤或以上"), ("60", "最多是 2.5 公斤")]
)
def test_a_refusal_names_a_value_that_would_be_kept(her: Her, target: str, said: str) -> None:
    history(her, 68_000)

    answer = her.client.post("/weight/goal", data={"kind": "lose", "target": target, "unit": "kg"})

    assert said in answer.text


def test_a_remembered_weight_decides_nothing_about_a_goal(her: Her) -> None:
    with her.app.app_context():
        db.session.get_one(BodyRow, her.id).recalled_grams = 90_000
        db.session.commit()

    opened = her.page("/weight/goal")
    answer = her.client.post("/weight/goal", data={"kind": "lose", "target": "66", "unit": "kg"})

    assert re.search(r'checked[^>]*value="keep"', opened)
    assert "90.0" not in opened
    assert answer.status_code == 303
