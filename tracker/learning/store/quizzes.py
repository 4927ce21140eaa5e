"""The quiz of the day: drawn when somebody begins, counted when she hands it in, once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from tracker.campaign.models import ParticipantRow
from tracker.campaign.store import hold
from tracker.database import db, writing
from tracker.learning.models import QuizRow
from tracker.learning.rules import Asked, NoQuizError, drawn, paper, read_paper
from tracker.learning.store.progress import add_answer, progress
from tracker.learning.store.texts import lessons


def begin(participant_id: int, today: date) -> None:
    """Draw today's quiz, if it is not drawn yet; nothing happens without any question."""
    current = lessons()
    with writing() as session:
        hold(session, participant_id)
        if session.get(QuizRow, (participant_id, today), populate_existing=True) is not None:
            return
        answers = progress(participant_id, today).answers
        boxes = {each: answer.box for each, answer in answers.items()}
        seed = f"{participant_id}:{today.isoformat()}"
        asked = [
            Asked(each, current.version_of_question(each))
            for each in drawn(current.bank.questions, boxes, seed, today)
        ]
        if asked:
            session.add(QuizRow(participant_id=participant_id, day=today, paper=paper(asked)))


def finish(participant_id: int, today: date, options: Sequence[int], now: datetime) -> None:
    """Hand in today's quiz; only the first time counts. Raises NoQuizError, UnknownQuestionError.

    Each question is judged by the version it was drawn in, whatever was edited since.
    """
    with writing() as session:
        hold(session, participant_id)
        row = session.get(QuizRow, (participant_id, today), populate_existing=True)
        if row is None:
            raise NoQuizError(today)
        if row.finished_at is not None:
            return
        asked = read_paper(row.paper)
        if len(options) != len(asked):
            raise NoQuizError(today)
        row.paper = paper(
            [
                Asked(
                    each.question_id,
                    each.version,
                    option,
                    add_answer(
                        session, participant_id, each.question_id, each.version, option, today
                    ),
                )
                for each, option in zip(asked, options, strict=True)
            ]
        )
        row.finished_at = now


def done_days(participant_id: int, first: date, last: date) -> list[date]:
    """The days on which she handed in a quiz, both ends included."""
    query = (
        select(QuizRow.day)
        .where(
            QuizRow.participant_id == participant_id,
            QuizRow.day.between(first, last),
            QuizRow.finished_at.is_not(None),
        )
        .order_by(QuizRow.day)
    )
    return list(db.session.scalars(query))


def done_between(season_id: int, first: date, last: date) -> list[tuple[int, date]]:
    """Who handed in a quiz on which day, of a whole season, both ends included."""
    query = (
        select(QuizRow.participant_id, QuizRow.day)
        .join(ParticipantRow, ParticipantRow.id == QuizRow.participant_id)
        .where(
            ParticipantRow.season_id == season_id,
            QuizRow.day.between(first, last),
            QuizRow.finished_at.is_not(None),
        )
        .order_by(QuizRow.day, QuizRow.participant_id)
    )
    return [(participant_id, day) for participant_id, day in db.session.execute(query)]
