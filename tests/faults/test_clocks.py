"""The machine's clock jumps, forward and back: what is answered is kept, and nothing stops."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tests.factories import PASSWORD, Factory
from tracker import clock
from tracker.exercise.store import entries
from tracker.jobs import store as jobs
from tracker.jobs.rules import Job, minute_of
from tracker.weight.store import readings

NOON = datetime(2024, 10, 16, 4, tzinfo=UTC)
JUMPS = st.lists(
    st.timedeltas(timedelta(hours=-30), timedelta(hours=30)).map(
        lambda jump: jump - timedelta(microseconds=jump.microseconds)
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(jumps=JUMPS)
def test_what_is_answered_while_the_clock_jumps_is_kept_once(
    app: Flask, make: Factory, jumps: list[timedelta]
) -> None:
    season_id = make.season()
    person = make.participant(season_id, make.team(season_id))
    app.config["TRACKER_TODAY"] = None
    answered: set[str] = set()
    grams = 66_000

    with time_machine.travel(NOON, tick=False) as traveller:
        browser = make.signed_in(make.account_of(person))
        moment = NOON
        for jump in (timedelta(), *jumps):
            moment += jump
            traveller.move_to(moment)
            key, grams = uuid4().hex, grams - 100
            with app.app_context():
                day = clock.today().isoformat()
            noted = {"kind": "brisk_walking", "minutes": "1", "day": day, "key": key}
            weighed = {"weight": f"{grams / 1000}", "unit": "kg", "day": day}
            answers = [
                browser.post("/exercise", data=noted),
                browser.post("/exercise", data=noted),
                browser.post("/weight", data=weighed),
            ]
            assert {each.status_code for each in answers} == {303}, answers[-1].text
            answered.add(key)
    app.config["TRACKER_TODAY"] = TODAY

    with app.app_context():
        stored = entries(person, TODAY - timedelta(days=30), TODAY + timedelta(days=30))
        weights = readings(person, TODAY + timedelta(days=30))
    assert sorted(each.key for each in stored) == sorted(answered)
    assert weights[-1].grams >= grams


@pytest.mark.usefixtures("database")
def test_jobs_go_on_after_the_clock_was_a_day_ahead() -> None:
    ahead = [minute_of(NOON + timedelta(days=1)), minute_of(NOON), minute_of(NOON)]

    begun = [jobs.begin(Job.REFRESH, due) for due in ahead]

    assert begun == [True, True, False]


def test_whoever_was_locked_out_by_a_clock_ahead_signs_in_once_it_is_right(
    app: Flask, make: Factory
) -> None:
    app.config["TRACKER_TODAY"] = None
    make.account("李伟", "13811112222", PASSWORD)
    browser = app.test_client()
    wrong, right = ({"phone": "13811112222", "password": each} for each in ("no" * 5, PASSWORD))

    with time_machine.travel(NOON + timedelta(days=1), tick=False) as traveller:
        for _ in range(5):
            browser.post("/sign-in", data=wrong)
        locked = browser.post("/sign-in", data=right).status_code
        traveller.move_to(NOON)
        opened = browser.post("/sign-in", data=right).status_code

    assert (locked, opened) == (429, 303)
