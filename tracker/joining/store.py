"""Joining a team, all or nothing."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.accounts.store import account_id_of, add_account
from tracker.campaign.store import add_participant
from tracker.database import writing
from tracker.invitations.rules import Offer, WrongPhoneError
from tracker.invitations.store import add_claim, add_look_at
from tracker.joining.rules import Answers, Claim, Newcomer
from tracker.teams.rules import Team
from tracker.teams.store import add_membership, team, team_by_code
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


def claim_as_newcomer(
    claim: Claim, who: Newcomer, answers: Answers, day: date, now: datetime
) -> int:
    """A new account that takes part in the team of an invitation: the account's id.

    Raises what `_claimed` does, WrongPhoneError or PhoneTakenError; then nothing of it is stored,
    and the slip is as good as before.
    """
    with writing() as session:
        if _claimed(session, claim, day).phone != who.phone:
            raise WrongPhoneError
        account_id = add_account(session, who.phone, who.name, who.password, now)
        _add_to(session, team(claim.team_id), account_id, answers, day, now)
    return account_id


def claim_with_account(
    claim: Claim, account_id: int, answers: Answers, day: date, now: datetime
) -> None:
    """Somebody with an account of the invitation's phone takes part in its team.

    Raises what `_claimed` does, WrongPhoneError or AlreadyJoinedError; then nothing is stored.
    """
    with writing() as session:
        if account_id_of(_claimed(session, claim, day).phone) != account_id:
            raise WrongPhoneError
        _add_to(session, team(claim.team_id), account_id, answers, day, now)


def _claimed(session: Session, claim: Claim, day: date) -> Offer:
    """The slip is used up for a place in the team.

    Raises UnknownSlipError, SlipExpiredError, UnknownTeamError, TeamClosedError, TeamFullError or
    SlipUsedError.
    """
    offer = add_look_at(session, claim.handle, day)
    add_claim(session, offer, claim.team_id)
    return offer


def _add(
    session: Session, code: str, account_id: int, answers: Answers, day: date, now: datetime
) -> None:
    """The code is looked up again in here: it may have been revoked while the form was filled."""
    _add_to(session, team_by_code(code), account_id, answers, day, now)


def _add_to(
    session: Session, into: Team, account_id: int, answers: Answers, day: date, now: datetime
) -> None:
    participant_id = add_participant(
        session, account_id, into.season_id, day, answers.consents, now, answers.version
    )
    add_membership(session, participant_id, into.id, day)
    if answers.body:
        add_body(session, participant_id, answers.body)
    if answers.goal:
        add_goal(session, participant_id, answers.goal)
    if answers.reading:
        add_reading(session, participant_id, answers.reading, now)
