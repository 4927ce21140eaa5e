"""Each consent is taken back by one tap, alone, and every room knows at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import Factory
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import ConsentKind, NotTakingPartError
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.privacy import store
from tracker.privacy.rules.consents import Decision, NeededConsentError, latest, moment_after
from tracker.privacy.store.consents import ON_BODY_DATA
from tracker.teams.models import StaleTeamDay
from tracker.weight import store as weight
from tracker.weight.models import BodyRow, ReadingRow
from tracker.weight.rules import BarredError, Goal, GoalKind, Reading, Source

NOW = datetime(2024, 10, 16, 4, tzinfo=UTC)
OTHERS = [kind for kind in ConsentKind if kind is not ConsentKind.TERMS]
HASH = "1" * 64


@dataclass
class Scene:
    """A woman in a team with her weights and her exercise."""

    make: Factory
    season: int
    team: int
    her: int
    browser: FlaskClient

    def decide(self, kind: ConsentKind, *, given: bool) -> Any:
        """Tap the button of a consent."""
        form = {"kind": kind.value, "given": "yes" if given else "no"}
        return self.browser.post("/me/consents", data=form)


@pytest.fixture
def scene(make: Factory) -> Scene:
    season = make.season()
    team = make.team(season)
    her = make.participant(season, team, name="王芳")
    for back in range(12):
        make.reading(her, TODAY - timedelta(days=back), 66_617)
    make.exercise(her, TODAY)
    return Scene(make, season, team, her, make.signed_in(make.account_of(her)))


def decide(her: int, kind: ConsentKind, *, given: bool, now: datetime = NOW) -> bool:
    return store.decide(her, kind, HASH, 1, TODAY, now, given=given)


def rows(table: str) -> int:
    return db.session.scalar(select(func.count()).select_from(db.metadata.tables[table])) or 0


decided = st.builds(
    Decision,
    st.sampled_from(ConsentKind),
    st.booleans(),
    st.datetimes(timezones=st.just(UTC)),
    st.integers(0, 3),
)


@given(st.lists(decided))
def test_the_latest_decision_counts_of_each_consent(found: list[Decision]) -> None:
    counting = latest(found)

    for kind, each in counting.items():
        assert each.kind is kind
        assert each.decided_at == max(one.decided_at for one in found if one.kind is kind)
    assert set(counting) == {one.kind for one in found}


@given(decided, st.datetimes(timezones=st.just(UTC), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001
def test_a_decision_is_put_down_after_the_one_it_follows(before: Decision, now: datetime) -> None:
    if before.decided_at.year < 9000:
        assert moment_after(before, now) > before.decided_at
    assert moment_after(None, now) == now


@pytest.mark.parametrize("kind", OTHERS)
def test_one_tap_takes_a_consent_back_alone_and_another_gives_it_again(
    app: Flask, scene: Scene, kind: ConsentKind
) -> None:
    answer = scene.decide(kind, given=False)

    assert answer.status_code == 303
    with app.app_context():
        found = store.decisions(scene.her)
        assert [each for each in ConsentKind if not found[each].given] == [kind]
    scene.decide(kind, given=True)
    with app.app_context():
        assert store.decisions(scene.her)[kind].given


def test_the_page_has_each_consents_words_state_and_button(scene: Scene) -> None:
    scene.decide(ConsentKind.PHOTOGRAPHS, given=False)

    page = scene.browser.get("/me/consents").text

    assert page.count("收回同意") == 4
    assert page.count("改为同意") == 1
    assert "我同意组长和副组长看到我哪天有记录" in page
    assert "马上删除，找不回来" in page
    assert "收回它，就是退出活动" in page


def test_taking_the_first_back_is_to_leave(app: Flask, scene: Scene) -> None:
    answer = scene.decide(ConsentKind.TERMS, given=False)

    assert (answer.status_code, answer.location) == (303, "/me/leave")
    with app.app_context():
        assert store.decisions(scene.her)[ConsentKind.TERMS].given
        with pytest.raises(NeededConsentError):
            decide(scene.her, ConsentKind.TERMS, given=False)


def test_an_unknown_consent_is_not_found(scene: Scene) -> None:
    answer = scene.browser.post("/me/consents", data={"kind": "soul", "given": "yes"})

    assert answer.status_code == 404


@pytest.mark.usefixtures("database")
def test_the_same_decision_twice_is_put_down_once(scene: Scene) -> None:
    first = decide(scene.her, ConsentKind.EVALUATION, given=False)
    again = decide(scene.her, ConsentKind.EVALUATION, given=False)

    assert (first, again) == (True, False)
    assert rows("consent") == len(ConsentKind) + 1


@pytest.mark.usefixtures("database")
def test_whoever_left_decides_nothing(scene: Scene) -> None:
    db.session.get_one(ParticipantRow, scene.her).left_on = TODAY
    db.session.commit()

    with pytest.raises(NotTakingPartError):
        decide(scene.her, ConsentKind.EVALUATION, given=False)


def test_opposite_decisions_in_one_moment_are_both_kept_and_one_counts(
    database: Flask, scene: Scene
) -> None:
    start = Barrier(4)

    def tap(given: bool) -> None:  # noqa: FBT001 - a map's argument
        with database.app_context():
            start.wait()
            decide(scene.her, ConsentKind.PHOTOGRAPHS, given=given)

    with ThreadPoolExecutor(4) as taps:
        list(taps.map(tap, [False, True, False, True]))

    query = select(ConsentRow.given, ConsentRow.decided_at).filter_by(
        participant_id=scene.her, kind=ConsentKind.PHOTOGRAPHS
    )
    found = db.session.execute(query.order_by(ConsentRow.decided_at)).all()
    assert len({each.decided_at for each in found}) == len(found)
    assert [one.given for one in found] == [place % 2 == 0 for place in range(len(found))]
    assert store.decisions(scene.her)[ConsentKind.PHOTOGRAPHS].given == found[-1].given


@pytest.mark.usefixtures("database")
def test_with_consent_to_body_data_goes_what_rests_on_it_and_nothing_else(scene: Scene) -> None:
    other = scene.make.participant(scene.season, scene.team, name="小红")
    scene.make.reading(other, TODAY, 70_000)

    decide(scene.her, ConsentKind.BODY_DATA, given=False)

    assert "reading" in ON_BODY_DATA
    for table in ON_BODY_DATA:
        hers = db.metadata.tables[table].c.participant_id == scene.her
        assert not db.session.scalar(select(func.count()).where(hers)), table
    assert db.session.scalar(select(ReadingRow.grams)) == 70_000
    assert db.session.scalar(select(BodyRow.participant_id)) == other
    assert db.session.scalar(select(func.count()).select_from(EntryRow)) == 1
    marked = set(db.session.scalars(select(StaleTeamDay.day).filter_by(team_id=scene.team)))
    assert {TODAY - timedelta(days=back) for back in range(12)} <= marked


@pytest.mark.usefixtures("database")
def test_nothing_of_her_body_is_stored_by_a_page_that_let_her_in_before(scene: Scene) -> None:
    decide(scene.her, ConsentKind.BODY_DATA, given=False)

    with pytest.raises(BarredError):
        weight.record(scene.her, Reading(TODAY, 66_600), None, Source.SELF, NOW)
    with pytest.raises(BarredError):
        weight.set_goal(scene.her, Goal(GoalKind.KEEP, None, TODAY))

    assert rows("reading") == rows("goal") == 0


def test_without_body_data_weight_is_closed_and_exercise_and_learning_go_on(scene: Scene) -> None:
    scene.decide(ConsentKind.BODY_DATA, given=False)

    weight_page = scene.browser.get("/weight").text
    mine = scene.browser.get("/me").text
    assert "不记体重，一样参加" in weight_page
    assert "66.6" not in weight_page + mine + scene.browser.get("/").text
    assert scene.browser.get("/exercise").status_code == 200
    assert scene.browser.get("/learn").status_code == 200
    form = {"kind": "yoga", "minutes": "30", "key": "a" * 32}
    assert scene.browser.post("/exercise", data=form).status_code == 303


BODY = {
    "birth_year": "1984",
    "height": "165",
    "weight": "66.6",
    "weight_unit": "kg",
    "weighed_today": "y",
    "sex": "female",
    "doctor_first": "no",
    "goal": "keep",
}


def test_giving_it_again_leads_to_the_questions_and_then_to_weight(
    app: Flask, scene: Scene
) -> None:
    scene.decide(ConsentKind.BODY_DATA, given=False)

    answer = scene.decide(ConsentKind.BODY_DATA, given=True)
    asked = scene.browser.get("/me/body")
    saved = scene.browser.post("/me/body", data=BODY)

    assert answer.location == "/me/body"
    assert "身高" in asked.text
    assert (saved.status_code, saved.location) == (303, "/weight")
    with app.app_context():
        assert db.session.scalars(select(ReadingRow.grams)).all() == [66_600]
        assert db.session.get_one(BodyRow, scene.her).height_mm == 1650


@pytest.mark.parametrize(("field", "value"), [("birth_year", "2007"), ("height", "1e3")])
def test_wrong_answers_stay_on_the_page(scene: Scene, field: str, value: str) -> None:
    scene.decide(ConsentKind.BODY_DATA, given=False)
    scene.decide(ConsentKind.BODY_DATA, given=True)

    answer = scene.browser.post("/me/body", data=BODY | {field: value})

    assert answer.status_code == 422
    assert value in answer.text


def test_without_the_consent_the_questions_are_not_asked(scene: Scene) -> None:
    scene.decide(ConsentKind.BODY_DATA, given=False)

    assert scene.browser.get("/me/body").location == "/me/consents"
    assert scene.browser.post("/me/body", data=BODY).location == "/me/consents"


def test_the_data_page_leads_to_both(scene: Scene) -> None:
    page = scene.browser.get("/me/data").text

    assert 'href="/me/seen"' in page
    assert 'href="/me/consents"' in page
    assert 'href="/me/data"' in scene.browser.get("/me").text
    assert 'href="/me/data"' in scene.browser.get("/account").text


def test_who_refused_is_asked_nowhere_again(scene: Scene) -> None:
    for kind in OTHERS:
        scene.decide(kind, given=False)
    scene.browser.get("/me/consents")  # reads what was said about the last one

    for address in ("/", "/me", "/exercise", "/learn", "/team", "/standings", "/account"):
        page = scene.browser.get(address).text
        assert "/me/consents" not in page, address
        assert "改为同意" not in page, address
