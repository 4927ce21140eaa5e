"""What robots say, and when: on Mondays from 9:00 the last week, and a test when asked for one."""

import logging
import time

from flask import current_app
from flask_babel import force_locale

from tracker.campaign.rules import Season
from tracker.campaign.store import current_season
from tracker.clock import BEIJING, now, today
from tracker.notices import figures, store
from tracker.notices.rules import (
    AddressError,
    Message,
    RobotKind,
    Style,
    Trouble,
    about_week,
    address_of,
    body_of,
    fate_of,
    finished_monday,
    is_hour_of_robots,
    is_told_by_robots,
    monday_nine,
    signed,
    trouble_in,
)
from tracker.notices.store import Sending
from tracker.notices.tasks.posting import NotSentError, post
from tracker.queue import queue
from tracker.teams.rules import UnknownTeamError, UnknownUnitError
from tracker.teams.store import team, unit
from tracker.web.sealing import UnsealedError, unseal

TURN_SECONDS = 8.0
"""So long one turn may take; what is left waits for the next minute, and other jobs have theirs."""
SEALED_FOR = "robots"
LANGUAGE = "zh"
"""A group reads what its people speak; nobody is there whose choice it could be."""

log = logging.getLogger(__name__)


@queue.task()  # type: ignore[untyped-decorator] # Huey has no types
def let_robots_speak() -> None:
    """Write down what is due, and send what was written down; as good twice as once."""
    season = current_season()
    if season is None:
        return
    about = _plan(season)
    if not store.has_anything_to_say(now()):
        return
    store.give_up_lost(now())
    until = time.monotonic() + TURN_SECONDS
    while time.monotonic() < until:
        sending = store.claim(now(), about)
        if sending is None:
            return
        trouble = _send(season, sending)
        store.settle(sending, fate_of(sending.robot.kind, trouble, sending.tries, now()))
        if trouble:
            log.warning("A robot of %s took no message: %s", sending.scope, trouble.value)


def _plan(season: Season) -> str | None:
    """What this hour's messages are about, written down for every robot; None in quiet hours."""
    local, monday = now().astimezone(BEIJING), finished_monday(season.calendar, today())
    if not is_hour_of_robots(local) or not is_told_by_robots(season.calendar, monday):
        return None
    about = about_week(monday)
    store.plan_week(season.id, about, monday_nine(local), now())
    return about


def _send(season: Season, sending: Sending) -> Trouble | None:
    """One message to one robot: what went wrong, or None."""
    robot = sending.robot
    try:
        address = address_of(
            robot.kind, unseal(robot.address, SEALED_FOR), current_app.config["ROBOT_ORIGINS"]
        )
        secret = unseal(robot.secret, SEALED_FOR) if robot.secret else None
        message = _message(season, sending)
    except UnsealedError:
        return Trouble.SEALED
    except AddressError:
        return Trouble.HOST
    except (UnknownTeamError, UnknownUnitError):
        return Trouble.STOPPED
    if secret and robot.kind is RobotKind.DINGTALK:
        address = signed(address, secret, now())
    try:
        answer = post(address, body_of(robot.kind, robot.style, message))
    except NotSentError as error:
        return error.trouble
    return trouble_in(robot.kind, *answer)


def _message(season: Season, sending: Sending) -> Message:
    """The words, in Chinese: of a week that is over, or to show that it works."""
    monday = finished_monday(season.calendar, today())
    place, key = sending.scope.split(":")
    group = team(int(key)) if place == "team" else unit(int(key))
    marked = sending.robot.style is Style.MARKDOWN
    with force_locale(LANGUAGE):
        if sending.about != about_week(monday):
            return figures.robot_test(group.name, sending.robot.site, marked=marked)
        told = store.group_week(season, group, monday, today())
        return figures.robot_message(group.name, told, sending.robot.site, marked=marked)
