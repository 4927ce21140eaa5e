"""Who asked for a call, written and read back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import Factory
from tracker.calls import store
from tracker.calls.rules import CallRequest, UnknownRequestError
from tracker.weight.store import profile

DAY = date(2024, 10, 16)
NOW = datetime(2024, 10, 16, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def season(make: Factory) -> int:
    return make.season()


@pytest.fixture
def team(make: Factory, season: int) -> int:
    return make.team(season)


@pytest.fixture
def her(make: Factory, season: int, team: int) -> Iterator[int]:
    participant_id = make.participant(season, team)
    with make.app.app_context():
        yield participant_id


def test_a_call_is_asked_for_made_and_asked_for_again(her: int, season: int) -> None:
    store.ask_for_call(her, NOW)
    (waiting,) = store.calls("110112", season, DAY)
    store.mark_called("110112", season, her, DAY, LATER)
    (called,) = store.calls("110112", season, DAY)

    assert waiting.phone is not None
    assert profile(her).doctor_asked_at is None
    assert called == CallRequest(her, "王芳", None, DAY, LATER)
    store.ask_for_call(her, LATER)
    assert store.calls("110112", season, DAY)[0].phone == waiting.phone


def test_a_call_can_be_withdrawn(her: int, season: int) -> None:
    store.ask_for_call(her, NOW)

    store.withdraw_call(her)

    assert store.calls("110112", season, DAY) == []


def test_a_call_is_seen_in_its_district_and_season_alone(her: int, season: int) -> None:
    store.ask_for_call(her, NOW)

    assert store.calls("110105", season, DAY) == []
    assert store.calls("110112", season + 1, DAY) == []
    with pytest.raises(UnknownRequestError):
        store.mark_called("110105", season, her, DAY, NOW)


def test_nobody_can_be_called_who_did_not_ask(her: int, season: int) -> None:
    with pytest.raises(UnknownRequestError):
        store.mark_called("110112", season, her, DAY, NOW)


def test_the_first_call_is_the_one_that_is_noted(her: int, season: int) -> None:
    store.ask_for_call(her, NOW)
    store.mark_called("110112", season, her, DAY, NOW)

    store.mark_called("110112", season, her, DAY, LATER)

    assert store.calls("110112", season, DAY)[0].called_at == NOW
