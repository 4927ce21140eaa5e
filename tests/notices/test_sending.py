"""Robots against a machine that answers as the real ones do: once, in their format, and kindly."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.factories import Factory
from tests.notices.conftest import MONDAY, Group, group_of
from tests.notices.robot_server import KEY, SECRET, RobotServer
from tracker.database import db
from tracker.insights.store import refresh
from tracker.notices import store
from tracker.notices.models import RobotMessage, RobotRow
from tracker.notices.rules import MessageState, RobotKind, Style, Trouble
from tracker.notices.tasks import let_robots_speak
from tracker.teams.models import TeamRow
from tracker.web.sealing import seal

NINE = datetime(2024, 10, 21, 1, 0, 30, tzinfo=UTC)
"""Monday 21 October, 9:00 in Beijing."""
MINUTE = timedelta(minutes=1)


@contextmanager
def at(app: Flask, moment: datetime) -> Iterator[None]:
    """The clock and the season's day at a moment."""
    before = app.config["TRACKER_TODAY"]
    app.config["TRACKER_TODAY"] = None
    with time_machine.travel(moment, tick=False):
        yield
    app.config["TRACKER_TODAY"] = before


def set_up(group: Group, machine: RobotServer, **fields: str) -> None:
    """A robot as a leader sets it up, some days before."""
    typed = {"kind": "wecom", "address": machine.wecom, "style": "markdown"} | fields
    answer = group.leader.post(f"/team/{group.team_id}/robots", data=typed)
    assert answer.status_code == 303


def work(app: Flask, moment: datetime = NINE) -> None:
    """What the runner does in a minute."""
    with at(app, moment), app.app_context():
        let_robots_speak()


def said(app: Flask) -> store.Robot:
    """The one robot there is, as its page shows it."""
    with app.app_context():
        scope = db.session.scalars(select(RobotRow.scope)).one()
        (found,) = store.robots_of(scope)
        return found


def state(app: Flask) -> tuple[MessageState, Trouble | None]:
    """What became of its latest message."""
    found = said(app).said
    assert found
    return found.state, found.trouble


def texts(machine: RobotServer) -> list[str]:
    """What the machine was told, as one text each."""
    return [json.dumps(each, ensure_ascii=False) for each in machine.heard]


def test_on_monday_at_nine_a_robot_tells_of_the_last_week(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    with app.app_context():
        refresh(group.season_id)

    work(app, NINE - MINUTE)
    assert machine.asked == 0
    work(app)

    (body,) = machine.heard
    assert body["msgtype"] == "markdown"
    assert "12 人有记录，打卡 12 人次，运动 240 分钟" in body["markdown"]["content"]
    assert state(app) == (MessageState.SENT, None)


def test_however_often_the_job_runs_a_week_is_told_once(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)

    for minute in range(4):
        work(app, NINE + minute * MINUTE)

    assert machine.asked == len(machine.heard) == 1


def test_several_runners_at_once_tell_it_once(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)

    def run(_: int) -> None:
        with app.app_context():
            let_robots_speak.call_local()

    with at(app, NINE), ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))

    assert machine.asked == 1


def test_who_dies_over_a_message_leaves_it_to_nobody(
    app: Flask, group: Group, machine: RobotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(group, machine)

    def die(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(store, "settle", die)
        work(app)
    for minute in (1, 6, 7):
        work(app, NINE + minute * MINUTE)

    assert machine.asked == 1
    assert state(app)[0] is MessageState.UNKNOWN


def test_a_test_message_says_that_it_is_one(app: Flask, group: Group, machine: RobotServer) -> None:
    set_up(group, machine, style="text")

    for _ in range(3):
        group.leader.post(f"/team/{group.team_id}/robots/wecom/test")

    assert machine.asked == 1
    assert "测试" in machine.heard[0]["text"]["content"]
    assert state(app) == (MessageState.SENT, None)
    assert "到了" in group.leader.get(f"/team/{group.team_id}/robots").text


@pytest.mark.parametrize(("secret", "trouble"), [(SECRET, None), ("SECwrong", Trouble.SIGN)])
def test_dingtalk_checks_our_signature(
    app: Flask, group: Group, machine: RobotServer, secret: str, trouble: Trouble | None
) -> None:
    set_up(group, machine, kind="dingtalk", address=machine.dingtalk, secret=secret)

    group.leader.post(f"/team/{group.team_id}/robots/dingtalk/test")

    assert state(app)[1] is trouble
    assert len(machine.heard) == (0 if trouble else 1)


@pytest.mark.parametrize(
    ("mood", "expected", "trouble"),
    [
        ("down", MessageState.WAITING, Trouble.DOWN),
        ("throttled", MessageState.WAITING, Trouble.BUSY),
        ("redirect", MessageState.FAILED, Trouble.REDIRECTED),
        ("slow", MessageState.UNKNOWN, Trouble.SILENT),
        ("huge", MessageState.FAILED, Trouble.ODD),
    ],
)
def test_on_bad_days_the_leader_is_told_in_a_sentence(
    app: Flask,
    group: Group,
    machine: RobotServer,
    mood: str,
    expected: MessageState,
    trouble: Trouble,
) -> None:
    set_up(group, machine)
    machine.mood = mood

    group.leader.post(f"/team/{group.team_id}/robots/wecom/test")

    assert state(app) == (expected, trouble)
    assert machine.asked == 1  # neither a redirect followed nor a second try at once
    assert 'class="robot-said"' in group.leader.get(f"/team/{group.team_id}/robots").text


def test_a_machine_that_is_back_gets_what_waited(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    machine.mood = "down"
    work(app)
    machine.mood = ""

    work(app, NINE + timedelta(seconds=20))
    assert machine.asked == 1
    work(app, NINE + 2 * MINUTE)

    assert (machine.asked, len(machine.heard)) == (2, 1)
    assert state(app)[0] is MessageState.SENT


def test_after_five_tries_it_is_given_up(app: Flask, group: Group, machine: RobotServer) -> None:
    set_up(group, machine)
    machine.mood = "down"

    for minute in range(0, 600, 20):
        work(app, NINE + minute * MINUTE)

    assert machine.asked == 5
    assert state(app) == (MessageState.FAILED, Trouble.DOWN)


def test_where_nobody_listens_it_is_tried_again(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    machine.shutdown()
    machine.server_close()

    work(app)

    assert state(app) == (MessageState.WAITING, Trouble.DOWN)


def test_nothing_is_sent_in_the_evening_or_a_week_late(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    machine.mood = "down"
    work(app)
    machine.mood = ""

    work(app, NINE + timedelta(hours=12))
    work(app, NINE + timedelta(days=1))
    assert machine.asked == 1
    work(app, NINE + timedelta(days=7))

    assert (machine.asked, len(machine.heard)) == (2, 1)


def test_no_robot_is_asked_more_than_twenty_times_a_minute(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    with app.app_context():
        robot_id = db.session.scalars(select(RobotRow.id)).one()
        waiting = {"state": MessageState.WAITING, "due_at": NINE, "tries": 0}
        db.session.add_all(
            RobotMessage(robot_id=robot_id, about=f"test {n:02}", **waiting) for n in range(25)
        )
        db.session.commit()

    work(app, NINE - MINUTE * 2)
    work(app, NINE + timedelta(seconds=10))

    assert machine.asked == 20
    machine.heard.clear()
    work(app, NINE + 2 * MINUTE)
    assert machine.asked == 26  # the rest and the week's own


def test_a_small_team_is_greeted_without_numbers(
    app: Flask, make: Factory, machine: RobotServer
) -> None:
    small = group_of(make, 9)
    set_up(small, machine)

    work(app)

    (text,) = texts(machine)
    assert "人有记录" not in text
    assert "新的一周" in text


def test_a_unit_has_a_robot_of_its_own(app: Flask, group: Group, machine: RobotServer) -> None:
    with app.app_context():
        refresh(group.season_id)
        robot = store.SealedRobot(
            RobotKind.WECOM,
            Style.TEXT,
            seal(machine.wecom, "robots"),
            None,
            "http://localhost/",
        )
        store.set_robot(group.season_id, f"unit:{group.unit_id}", robot, NINE - timedelta(days=1))

    work(app)

    assert "机械厂" in texts(machine)[0]
    assert "12 人有记录" in texts(machine)[0]


def test_nobody_is_named_to_a_robot_whatever_she_wished(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    with app.app_context():
        for each in group.people:
            store.wish_thanks(each, NINE)
            group.make.reading(each, MONDAY, 66_613)
    set_up(group, machine)

    work(app)

    text = texts(machine)[0]
    assert not [name for name in (f"王{n}" for n in range(12)) if name in text]
    assert "李伟" not in text
    assert "66" not in text
    assert "%" not in text


def test_its_key_is_in_no_page_log_or_column(
    app: Flask, group: Group, machine: RobotServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        set_up(group, machine, kind="dingtalk", address=machine.dingtalk, secret=SECRET)
        group.leader.post(f"/team/{group.team_id}/robots/dingtalk/test")
        machine.mood = "slow"
        work(app)

    page = group.leader.get(f"/team/{group.team_id}/robots").text
    with app.app_context():
        kept = str(db.session.execute(select(RobotRow.__table__)).all())
    for hidden in (KEY, SECRET, "access_token"):
        assert hidden not in page
        assert hidden not in caplog.text
        assert hidden not in kept
    assert machine.asked == 2


def test_what_was_sealed_with_a_former_key_is_still_read(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    before = app.config["SECRET_KEY"]

    try:
        app.config.update(SECRET_KEY="n" * 32, SECRET_KEY_FALLBACKS=[before])
        work(app)
        app.config.update(SECRET_KEY_FALLBACKS=[])
        work(app, NINE + timedelta(days=7))
    finally:
        app.config.update(SECRET_KEY=before, SECRET_KEY_FALLBACKS=[])

    assert len(machine.heard) == 1
    assert state(app) == (MessageState.FAILED, Trouble.SEALED)


def test_a_machine_that_is_no_longer_allowed_is_not_spoken_to(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    app.config["ROBOT_ORIGINS"] = frozenset({"https://oapi.dingtalk.com"})

    work(app)

    assert machine.asked == 0
    assert state(app) == (MessageState.FAILED, Trouble.HOST)


def test_proxies_of_the_environment_are_not_used(
    app: Flask, group: Group, machine: RobotServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    set_up(group, machine)

    work(app)

    assert len(machine.heard) == 1


def test_a_team_that_was_closed_hears_nothing_more(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)
    with app.app_context():
        db.session.get_one(TeamRow, group.team_id).closed_at = NINE
        db.session.commit()

    work(app)

    assert machine.asked == 0


def test_a_robot_that_is_gone_says_nothing_more(
    app: Flask, group: Group, machine: RobotServer
) -> None:
    set_up(group, machine)

    group.leader.post(f"/team/{group.team_id}/robots/wecom/remove")
    work(app)

    assert machine.asked == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RobotRow)) == 0
