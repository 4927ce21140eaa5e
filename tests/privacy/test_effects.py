"""What she takes back is gone in every room at the next look, and back when she gives it again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import TODAY
from tests.factories import Factory
from tests.photographs.conftest import Show
from tests.photographs.conftest import show as show  # noqa: PLC0414 - a fixture of another room
from tests.stations.conftest import NOW as AT_STATION
from tests.stations.conftest import Hall
from tests.stations.conftest import hall as hall  # noqa: PLC0414 - a fixture of another room
from tracker.campaign.rules import ConsentKind
from tracker.campaign.store import current_season
from tracker.evaluation.store import agreed
from tracker.insights.rules.departed import Going
from tracker.photographs import store as photographs
from tracker.privacy import store
from tracker.standings.rules.scoring import latest
from tracker.standings.store import member_points
from tracker.stations.rules import UnusableCodeError
from tracker.stations.store import guest
from tracker.weight.models import ReadingRow

NOW = datetime(2024, 10, 20, 4, tzinfo=UTC)


def decide(app: Flask, her: int, kind: ConsentKind, *, given: bool) -> None:
    with app.app_context():
        at = NOW + timedelta(seconds=len(store.decisions(her)))
        store.decide(her, kind, "1" * 64, 1, TODAY, at, given=given)


@pytest.fixture
def team(make: Factory) -> tuple[int, int]:
    """A season and a team."""
    season = make.season()
    return season, make.team(season)


@pytest.fixture
def her(make: Factory, team: tuple[int, int]) -> int:
    """Somebody whose last exercise was three weeks ago, so that her leader may ask after her."""
    found = make.participant(*team, name="王小芳")
    make.exercise(found, TODAY - timedelta(days=21))
    return found


@pytest.fixture
def leader(make: Factory, team: tuple[int, int]) -> FlaskClient:
    """Whoever leads her team."""
    return make.signed_in(make.leader(*team))


def test_her_leader_no_longer_sees_when_she_noted_something_nor_is_asked_to_call(
    app: Flask, her: int, leader: FlaskClient
) -> None:
    assert "最近记录" in leader.get("/lead").text
    assert f'id="person-{her}"' in leader.get("/lead").text

    decide(app, her, ConsentKind.LEADER_SEES, given=False)

    page = leader.get("/lead").text
    assert "不显示" in page
    assert "最近记录" not in page
    assert f'id="person-{her}"' not in page
    decide(app, her, ConsentKind.LEADER_SEES, given=True)
    assert "最近记录" in leader.get("/lead").text


def test_her_name_is_in_no_standing(app: Flask, her: int, team: tuple[int, int]) -> None:
    def named() -> list[int]:
        with app.app_context():
            season = current_season()
            assert season is not None
            round_ = season.calendar.rounds[-1]
            return list(member_points(season, team[1], round_, latest(), TODAY))

    assert named() == [her]
    decide(app, her, ConsentKind.NAME_IN_STANDINGS, given=False)
    assert named() == []
    decide(app, her, ConsentKind.NAME_IN_STANDINGS, given=True)
    assert named() == [her]


def test_she_is_in_no_evaluation_file(app: Flask, her: int, team: tuple[int, int]) -> None:
    decide(app, her, ConsentKind.EVALUATION, given=False)
    with app.app_context():
        assert agreed(team[0]).people == 0

    decide(app, her, ConsentKind.EVALUATION, given=True)

    with app.app_context():
        assert agreed(team[0]).people == 1


def test_a_photograph_with_her_is_shown_to_nobody(app: Flask, show: Show) -> None:
    photograph_id = show.upload(show.agreed)
    show.approve(photograph_id)
    address = f"/photographs/{photograph_id}/large.jpg"
    colleague = show.browser(show.make.account_of(show.refused))

    def shown() -> bool:
        with app.app_context():
            return photographs.photograph(photograph_id).is_shown

    before = shown() and colleague.get(address).status_code == 200
    decide(app, show.agreed, ConsentKind.PHOTOGRAPHS, given=False)

    assert before
    assert not shown()
    assert colleague.get(address).status_code == 404


def test_no_station_weighs_her_with_a_code_she_showed_before(app: Flask, hall: Hall) -> None:
    code = hall.code()
    with app.app_context():
        assert guest(code, hall.staff, hall.season, TODAY, AT_STATION)

    decide(app, hall.her, ConsentKind.BODY_DATA, given=False)

    with app.app_context(), pytest.raises(UnusableCodeError):
        guest(code, hall.staff, hall.season, TODAY, AT_STATION)


def test_her_leader_cannot_tell_that_body_data_was_taken_back(
    app: Flask, make: Factory, her: int, leader: FlaskClient
) -> None:
    make.reading(her, TODAY - timedelta(days=21), 66_617)
    before = leader.get("/lead").text

    decide(app, her, ConsentKind.BODY_DATA, given=False)

    assert leader.get("/lead").text == before


def test_group_figures_lose_her_by_the_rule_of_batches_and_before_her_weights_go(
    app: Flask, make: Factory, her: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[list[int], Going, int]] = []

    def departing(session: Session, ids: list[int], _today: date, going: Going) -> None:
        readings = session.scalar(select(func.count()).select_from(ReadingRow)) or 0
        told.append((ids, going, readings))

    monkeypatch.setattr("tracker.privacy.store.consents.add_departing", departing)
    make.reading(her, TODAY, 66_617)

    decide(app, her, ConsentKind.BODY_DATA, given=False)
    decide(app, her, ConsentKind.EVALUATION, given=False)

    assert told == [([her], Going.WITHDREW, 1)]
