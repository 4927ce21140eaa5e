"""What one person read and answered, written and read back.

Every verb holds the participant first, so that two of her phones count once; it raises
NotTakingPartError for whoever left or was erased meanwhile.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    String,
    bindparam,
    case,
    cast,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from tracker.campaign.store import hold
from tracker.database import Prepared, Row, day_from_number, insert, reader, writing
from tracker.learning.models import LessonRead, QuestionAnswer, QuizRow
from tracker.learning.rules import (
    Answer,
    Box,
    Progress,
    Quiz,
    UnknownCardError,
    UnknownQuestionError,
    box_after,
    read_paper,
)
from tracker.learning.store.texts import lessons, question


def read(participant_id: int, card_id: str, today: date) -> None:
    """She read a card; the first time stays. Raises UnknownCardError."""
    if card_id not in lessons().bank.cards:
        raise UnknownCardError(card_id)
    with writing() as session:
        hold(session, participant_id)
        add_read(session, participant_id, card_id, today)


def answer(participant_id: int, question_id: str, version: int, option: int, today: date) -> None:
    """Her answer, judged by the version she saw.

    Between the first answer and the day it comes back nothing is counted again. Raises
    UnknownQuestionError.
    """
    with writing() as session:
        hold(session, participant_id)
        row = session.get(QuestionAnswer, (participant_id, question_id), populate_existing=True)
        if row is not None and not Box(row.box, row.due_on).is_due(today):
            return
        add_answer(session, participant_id, question_id, version, option, today)
        add_read(session, participant_id, lessons().bank.card_of[question_id], today)


def add_read(session: Session, participant_id: int, card_id: str, today: date) -> None:
    """Inside a caller's transaction: a card is read from this day on, if it was not before."""
    session.execute(
        insert(LessonRead)
        .values(participant_id=participant_id, card_id=card_id, read_on=today)
        .on_conflict_do_nothing(index_elements=["participant_id", "card_id"])
    )


def add_answer(
    session: Session,
    participant_id: int,
    question_id: str,
    version: int,
    option: int,
    today: date,
) -> bool:
    """Inside a transaction that holds her: an answer, and whether it was right."""
    is_right = judged(question_id, version, option)
    row = session.get(QuestionAnswer, (participant_id, question_id), populate_existing=True)
    box = box_after(Box(row.box, row.due_on) if row else Box(), today, is_right=is_right)
    if row is None:
        row = QuestionAnswer(
            participant_id=participant_id,
            question_id=question_id,
            first_on=today,
            first_version=version,
            first_right=is_right,
        )
        session.add(row)
    row.last_on, row.last_version, row.last_option = today, version, option
    row.last_right, row.box, row.due_on = is_right, box.number, box.due_on
    session.flush()
    return is_right


def judged(question_id: str, version: int, option: int) -> bool:
    """Whether an option of a question is right in a version; raises UnknownQuestionError."""
    found = question(question_id, version)
    if not 0 <= option < len(found.options):
        raise UnknownQuestionError(question_id)
    return found.options[option].is_right


READ, ANSWERED, QUIZ = "read", "answer", "quiz"


def _all_of_hers() -> Any:
    """Three kinds of rows as one answer: what it is, its key, its days and numbers, its text."""
    hers = bindparam("participant_id", type_=BigInteger)
    no_number, no_text = cast(null(), Integer), cast(null(), String)
    cards = select(
        literal(READ).label("what"),
        LessonRead.card_id.label("key"),
        type_coerce(LessonRead.read_on, Integer).label("day"),
        *(no_number.label(name) for name in ("version", "option", "is_right", "box", "due_on")),
        no_text.label("paper"),
    ).where(LessonRead.participant_id == hers)
    answers = select(
        literal(ANSWERED),
        QuestionAnswer.question_id,
        type_coerce(QuestionAnswer.last_on, Integer),
        QuestionAnswer.last_version,
        QuestionAnswer.last_option,
        case((QuestionAnswer.last_right, 1), else_=0),
        QuestionAnswer.box,
        type_coerce(QuestionAnswer.due_on, Integer),
        no_text,
    ).where(QuestionAnswer.participant_id == hers)
    quiz = select(
        literal(QUIZ),
        literal(""),
        type_coerce(QuizRow.day, Integer),
        no_number,
        no_number,
        case((QuizRow.finished_at.is_(None), 0), else_=1),
        no_number,
        no_number,
        QuizRow.paper,
    ).where(QuizRow.participant_id == hers, QuizRow.day == bindparam("today"))
    return union_all(cards, answers, quiz)


HERS = Prepared(_all_of_hers)


def progress(participant_id: int, today: date) -> Progress:
    """All she learned so far; one query."""
    read_on: dict[str, date] = {}
    answers: dict[str, Answer] = {}
    quiz = None
    for what, key, day, *rest in HERS.rows(reader(), participant_id=participant_id, today=today):
        if what == READ:
            read_on[key] = day_from_number(day)
        elif what == ANSWERED:
            answers[key] = _answer(day, rest)
        else:
            quiz = Quiz(day_from_number(day), read_paper(rest[-1]), is_finished=bool(rest[2]))
    return Progress(read_on, answers, quiz)


def _answer(day: int, rest: Row | list[Any]) -> Answer:
    version, option, is_right, box, due_on, _ = rest
    due = None if due_on is None else day_from_number(due_on)
    return Answer(day_from_number(day), version, option, bool(is_right), Box(box, due))
