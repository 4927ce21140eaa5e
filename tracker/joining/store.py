"""Joining a team, all or nothing."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.accounts.store import add_account
from tracker.campaign.store import add_participant
from tracker.database import writing
from tracker.joining.rules import Answers, Newcomer
from tracker.teams.store import add_membership, team_by_code
from tracker.weight.store import add_body, add_goal, add_reading


def join_as_newcomer(code: str, who: Newcomer, answers: Answers, day: date, now: datetime) -> int:
    """A new account that takes part in the code's team: the account's id.

    Raises UnknownCodeError, TeamClosedError, TeamFullError or PhoneTakenError; then nothing of it
    is stored.
    """
    with writing() as session:
        account_id = add_account(session, who.phone, who.name, who.password, now)
        _add(session, code, account_id, answers, day, now)
    return account_id


def join_with_account(
    code: str, account_id: int, answers: Answers, day: date, now: datetime
) -> None:
    """Somebody with an account takes part in the code's team.

    Raises UnknownCodeError, TeamClosedError, TeamFullError or AlreadyJoinedError; then nothing of
    it is stored.
    """
    with writing() as session:
        _add(session, code, account_id, answers, day, now)


def _add(
    session: Session, code: str, account_id: int, answers: Answers, day: date, now: datetime
) -> None:
    """The code is looked up again in here: it may have been revoked while the form was filled."""
    team = team_by_code(code)
    participant_id = add_participant(
        session, account_id, team.season_id, day, answers.consents, now
    )
    add_membership(session, participant_id, team.id, day)
    if answers.body:
        add_body(session, participant_id, answers.body)
    if answers.goal:
        add_goal(session, participant_id, answers.goal)
    if answers.reading:
        add_reading(session, participant_id, answers.reading, now)
