from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.factories import Factory
from tracker.accounts.models import Account
from tracker.accounts.rules import PhoneTakenError
from tracker.accounts.store import hashed
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import AlreadyJoinedError, ConsentKind
from tracker.database import db
from tracker.joining import store
from tracker.joining.rules import Answers, Newcomer
from tracker.teams.rules import UnknownCodeError
from tracker.teams.store import revoke_code, team_of
from tracker.weight.rules import Body, Goal, GoalKind, Reading, Sex
from tracker.weight.store import body, goal, readings

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 7, 20, 4, tzinfo=UTC)
TODAY = date(2024, 7, 20)
CONSENTS = dict.fromkeys(ConsentKind, (True, "a" * 64))
BODY = Body(height_mm=1650, sex=Sex.FEMALE, birth_year=1984, doctor_first=False)
GOAL = Goal(GoalKind.LOSE, 64_000, TODAY)
EVERYTHING = Answers(CONSENTS, BODY, GOAL, Reading(TODAY, 67_500))


def newcomer(phone: str = "13900000001") -> Newcomer:
    return Newcomer(phone, "王芳", hashed("healthy-weight"))


def participant_id(account_id: int) -> int:
    query = select(ParticipantRow.id).where(ParticipantRow.account_id == account_id)
    return db.session.scalars(query).one()


def rows(model: type) -> int | None:
    return db.session.scalar(select(func.count()).select_from(model))


def test_everything_a_newcomer_answered_is_stored_together(make: Factory) -> None:
    team_id = make.team(make.season())
    code = make.join_code(team_id)

    account_id = store.join_as_newcomer(code, newcomer(), EVERYTHING, TODAY, NOW)

    found = participant_id(account_id)
    team = team_of(found, TODAY)
    assert team is not None
    assert team.id == team_id
    assert (body(found), goal(found)) == (BODY, GOAL)
    assert readings(found) == (Reading(TODAY, 67_500),)


def test_without_body_data_nothing_of_the_body_is_stored(make: Factory) -> None:
    code = make.join_code(make.team(make.season()))

    account_id = store.join_as_newcomer(code, newcomer(), Answers(CONSENTS), TODAY, NOW)

    found = participant_id(account_id)
    assert (body(found), goal(found), readings(found)) == (None, None, ())


def test_a_taken_phone_stores_nothing(make: Factory) -> None:
    code = make.join_code(make.team(make.season()))
    store.join_as_newcomer(code, newcomer(), EVERYTHING, TODAY, NOW)

    with pytest.raises(PhoneTakenError):
        store.join_as_newcomer(code, replace(newcomer(), name="冒名"), EVERYTHING, TODAY, NOW)

    assert (rows(Account), rows(ParticipantRow)) == (1, 1)


def test_a_code_revoked_while_the_form_was_filled_stores_nothing(make: Factory) -> None:
    team_id = make.team(make.season())
    code = make.join_code(team_id)
    revoke_code(team_id, code, NOW)

    with pytest.raises(UnknownCodeError):
        store.join_as_newcomer(code, newcomer(), EVERYTHING, TODAY, NOW)

    assert (rows(Account), rows(ParticipantRow)) == (0, 0)


def test_somebody_with_an_account_joins_once(make: Factory) -> None:
    season_id = make.season()
    first = make.join_code(make.team(season_id), "aaaaaaaaaaaa")
    second = make.join_code(make.team(season_id), "bbbbbbbbbbbb")
    account_id = make.account()
    store.join_with_account(first, account_id, EVERYTHING, TODAY, NOW)

    with pytest.raises(AlreadyJoinedError):
        store.join_with_account(second, account_id, EVERYTHING, TODAY, NOW)

    assert rows(ParticipantRow) == 1
