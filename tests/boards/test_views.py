"""The board: what was agreed and no person, and a stream that says nothing twice."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.queries import counted
from tests.timetables.conftest import Fair, fair_in
from tracker.database import db
from tracker.showcases.models import ShowcaseRow, SquadRow
from tracker.showcases.rules import State
from tracker.timetables import store
from tracker.timetables.rules import Step

SEEN = re.compile(r'data-seen="([^"]+)"')


@pytest.fixture
def fair(app: Flask) -> Fair:
    """An event with sixteen squads."""
    return fair_in(app, 16)


def stream(client: FlaskClient, fair: Fair, seen: str | None = None) -> str:
    """What a board is told that has seen this."""
    headers = {"Last-Event-ID": seen} if seen else {}
    answer = client.get(f"/showcases/{fair.showcase_id}/board/stream", headers=headers)
    assert answer.mimetype == "text/event-stream"
    return answer.text


def last_id(told: str) -> str:
    """The id of an event."""
    return str(re.findall(r"^id: (.+)$", told, re.MULTILINE)[0])


def test_everybody_sees_now_next_and_later_and_nobodys_name(
    client: FlaskClient, fair: Fair
) -> None:
    first = fair.plan().rows[0].id
    with fair.app.app_context():
        store.note(fair.showcase_id, first, Step.STARTED, fair.read().settings.starts)

    page = client.get(f"/showcases/{fair.showcase_id}/board").text

    for words in ("八段锦", "第10队", "朝阳区", "通州区", "还有 5 项", "已展示 0 / 17 项"):
        assert words in page
    assert "王芳" not in page


def test_nothing_is_called_on_stage_before_it_begins(client: FlaskClient, fair: Fair) -> None:
    first = fair.plan().rows[0].id
    board = f"/showcases/{fair.showcase_id}/board"

    before = client.get(board).text
    with fair.app.app_context():
        store.note(fair.showcase_id, first, Step.STARTED, fair.read().settings.starts)

    assert "正在展示" not in before
    assert "正在展示" in client.get(board).text


def test_a_board_is_told_once_and_again_when_something_happened(
    client: FlaskClient, fair: Fair
) -> None:
    first = fair.plan().rows[0].id

    told = stream(client, fair)
    quiet = stream(client, fair, last_id(told))
    with fair.app.app_context():
        store.note(fair.showcase_id, first, Step.CALLED, fair.read().settings.starts)
    again = stream(client, fair, last_id(told))

    assert quiet in {":\n\n", again[: len(quiet)]}  # a minute may pass between the two
    assert "retry: 2000" in told
    data = json.loads(re.findall(r"^data: (.+)$", again, re.MULTILINE)[0])
    assert "请到入口" in data["inside"]


def test_the_page_itself_counts_as_seen(client: FlaskClient, fair: Fair) -> None:
    fair.plan()
    seen = SEEN.findall(client.get(f"/showcases/{fair.showcase_id}/board").text)[0]

    with counted(fair.app) as asked:
        answer = client.get(f"/showcases/{fair.showcase_id}/board/stream?seen={seen}")

    assert (answer.text, len(asked)) == (":\n\n", 1)


def test_a_squad_that_is_open_again_is_not_shown(client: FlaskClient, fair: Fair) -> None:
    fair.plan()
    with fair.app.app_context():
        db.session.get_one(SquadRow, fair.squads[9]).confirmed_at = None
        db.session.commit()

    page = client.get(f"/showcases/{fair.showcase_id}/board").text

    assert "第10队" not in page
    assert "第12队" in page


def test_what_is_not_published_or_is_cancelled_is_no_board(client: FlaskClient, fair: Fair) -> None:
    fair.plan(publish=False)
    board = f"/showcases/{fair.showcase_id}/board"
    before = client.get(board).status_code
    with fair.app.app_context():
        store.publish(fair.showcase_id, 1, fair.read().settings.starts, shown=True)
    shown = client.get(board).status_code
    with fair.app.app_context():
        db.session.get_one(ShowcaseRow, fair.showcase_id).state = State.CANCELLED
        db.session.commit()

    after = [client.get(each).status_code for each in (board, board + "/stream")]
    assert (before, shown, after) == (404, 200, [404, 404])


def test_on_any_other_day_nothing_is_late_and_boards_ask_seldom(
    client: FlaskClient, fair: Fair
) -> None:
    fair.plan()
    fair.app.config["TRACKER_TODAY"] = fair.app.config["TRACKER_TODAY"].replace(day=20)

    told = stream(client, fair)

    assert "retry: 30000" in told
    inside = json.loads(re.findall(r"^data: (.+)$", told, re.MULTILINE)[0])["inside"]
    assert "09:00 开始" in inside
    assert "耐心等候" not in inside
