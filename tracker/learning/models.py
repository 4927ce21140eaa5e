"""Edited lessons, and what each participant read, answered and was quizzed on."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Day, Moment
from tracker.learning.rules import ID_MAX, PAPER_MAX


class LessonVersion(Base):
    """A card as an organizer wrote it, in the format of its file, which is version 0."""

    __tablename__ = "lesson_version"

    card_id: Mapped[str] = mapped_column(String(ID_MAX), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    edited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    edited_at: Mapped[datetime] = mapped_column(Moment)


class LessonRead(Base):
    """The first day on which a participant had read a card."""

    __tablename__ = "lesson_read"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    card_id: Mapped[str] = mapped_column(String(ID_MAX), primary_key=True)
    read_on: Mapped[date] = mapped_column(Day)


class QuestionAnswer(Base):
    """A participant's first and last answer to a question, and when it comes back.

    One row a person and question, not one an answer: it cannot grow beyond the bank. Whether an
    answer was right is decided once, by the version it was given to.
    """

    __tablename__ = "question_answer"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    question_id: Mapped[str] = mapped_column(String(ID_MAX), primary_key=True)
    first_on: Mapped[date] = mapped_column(Day)
    first_version: Mapped[int]
    first_right: Mapped[bool]
    last_on: Mapped[date] = mapped_column(Day)
    last_version: Mapped[int]
    last_option: Mapped[int]
    last_right: Mapped[bool]
    box: Mapped[int]
    due_on: Mapped[date | None] = mapped_column(Day)


class QuizRow(Base):
    """A participant's quiz of a day: drawn when she begins, counted once when she hands it in."""

    __tablename__ = "quiz"
    __table_args__ = (Index(None, "day"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Day, primary_key=True)
    paper: Mapped[str] = mapped_column(String(PAPER_MAX))
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
