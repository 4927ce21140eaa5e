"""Work that is cut short between any two of its statements, in a process of its own."""

import os
import signal
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import Engine, event

from tracker.database import db

Work = Callable[[], object]

DONE = 0
FAILED = 1


def steps_of(app: Flask, work: Work) -> int:
    """How many statements and commits this work takes; it is done when this returns."""
    told, tell = os.pipe()

    def counted() -> None:
        steps = _count_steps()
        work()
        os.write(tell, str(len(steps)).encode())

    _in_a_process_of_its_own(app, counted)
    os.close(tell)
    with os.fdopen(told) as answer:
        found = answer.read()
    assert found, "the work failed without being cut short"
    return int(found)


def cut_short(app: Flask, step: int, work: Work) -> bool:
    """Kill the work before this step of it, counted from 1; whether it came so far."""

    def cut() -> None:
        _count_steps(kill_at=step)
        work()

    return _in_a_process_of_its_own(app, cut) == -signal.SIGKILL


def spread(steps: int, most: int) -> Iterator[int]:
    """The first, the last, and as many between them as there may be."""
    yield from sorted({1 + (steps - 1) * number // max(1, most - 1) for number in range(most)})


def _count_steps(kill_at: int = 0) -> list[None]:
    """Count every statement and every commit of this process from now on."""
    steps: list[None] = []

    def step(*_of_event: object) -> None:
        steps.append(None)
        if len(steps) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, step)
    return steps


def _in_a_process_of_its_own(app: Flask, work: Work) -> int:
    """Fork, work, and end without any clearing up; the status as `subprocess` tells it."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        status = FAILED
        try:
            with app.app_context():
                work()
                status = DONE
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
