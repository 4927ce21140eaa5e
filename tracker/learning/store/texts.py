"""The lessons: files that come with the code, and what organizers wrote over them since."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import and_, func, select
from sqlalchemy.exc import IntegrityError

from tracker.accounts.models import Account
from tracker.database import Prepared, Row, db, reader, writing
from tracker.learning.models import LessonVersion
from tracker.learning.rules import (
    Bank,
    Card,
    EditedMeanwhileError,
    Question,
    UnknownCardError,
    UnknownQuestionError,
    parse,
    shipped,
    written,
)

FROM_FILE = 0
"""The version of a card that nobody edited."""
VERSION_MAX = 1_000_000
"""No card is edited so often, and no database is asked for a number it cannot hold."""


@dataclass(frozen=True)
class Lessons:
    """All cards as they read now, and in which version each of them is."""

    bank: Bank
    versions: dict[str, int]

    def version_of(self, card_id: str) -> int:
        """A card's version in force."""
        return self.versions.get(card_id, FROM_FILE)

    def version_of_question(self, question_id: str) -> int:
        """The version of a question's card."""
        return self.version_of(self.bank.card_of[question_id])


@dataclass(frozen=True)
class Edit:
    """One version of a card: who wrote it and when."""

    version: int
    by: str
    at: datetime


def _newest() -> object:
    newest = (
        select(LessonVersion.card_id, func.max(LessonVersion.version).label("version"))
        .group_by(LessonVersion.card_id)
        .subquery()
    )
    return (
        select(LessonVersion.card_id, LessonVersion.version, LessonVersion.text)
        .join(
            newest,
            and_(
                newest.c.card_id == LessonVersion.card_id,
                newest.c.version == LessonVersion.version,
            ),
        )
        .order_by(LessonVersion.card_id)
    )


NEWEST = Prepared(_newest)


def lessons() -> Lessons:
    """All cards as they read now; one query, and parsed only after an edit."""
    return _edited(tuple(tuple(row) for row in NEWEST.rows(reader())))


def card(card_id: str, version: int) -> Card:
    """A card in one of its versions; raises UnknownCardError."""
    if abs(version) > VERSION_MAX:
        raise UnknownCardError(card_id)
    if version == FROM_FILE:
        found = shipped().cards.get(card_id)
    else:
        text = db.session.scalar(
            select(LessonVersion.text).where(
                LessonVersion.card_id == card_id, LessonVersion.version == version
            )
        )
        found = _parsed(text) if text is not None else None
    if found is None:
        raise UnknownCardError(card_id)
    return found


def question(question_id: str, version: int) -> Question:
    """A question in a version of its card; raises UnknownQuestionError."""
    card_id = shipped().card_of.get(question_id)
    if card_id is None:
        raise UnknownQuestionError(question_id)
    try:
        seen = card(card_id, version)
    except UnknownCardError as error:
        raise UnknownQuestionError(question_id) from error
    found = next((each for each in seen.questions if each.id == question_id), None)
    if found is None:
        raise UnknownQuestionError(question_id)
    return found


def history(card_id: str) -> list[Edit]:
    """The versions of a card that were written here, the latest first."""
    query = (
        select(LessonVersion.version, Account.name, LessonVersion.edited_at)
        .join(Account, Account.id == LessonVersion.edited_by)
        .where(LessonVersion.card_id == card_id)
        .order_by(LessonVersion.version.desc())
    )
    return [Edit(*row) for row in db.session.execute(query)]


def edit(account_id: int, edited: Card, based_on: int, now: datetime) -> None:
    """A new version of a card, from now on in force.

    Raises UnknownCardError, and EditedMeanwhileError if it was not the newest that was edited.
    """
    if edited.id not in shipped().cards:
        raise UnknownCardError(edited.id)
    try:
        with writing() as session:
            newest = session.scalar(
                select(func.max(LessonVersion.version)).where(LessonVersion.card_id == edited.id)
            )
            if (newest or FROM_FILE) != based_on:
                raise EditedMeanwhileError(edited.id)
            session.add(
                LessonVersion(
                    card_id=edited.id,
                    version=based_on + 1,
                    text=written(edited),
                    edited_by=account_id,
                    edited_at=now,
                )
            )
    except IntegrityError as error:  # somebody else's version came between on PostgreSQL
        raise EditedMeanwhileError(edited.id) from error


@lru_cache(maxsize=4)
def _edited(rows: tuple[Row, ...]) -> Lessons:
    """Kept by everything that was read, so that it can only be as fresh as what was read."""
    bank = shipped()
    found = {card_id: (_parsed(text), version) for card_id, version, text in rows}
    read = {card_id: (each, version) for card_id, (each, version) in found.items() if each}
    in_force = {card_id: pair for card_id, pair in read.items() if card_id in bank.cards}
    cards = {card_id: each for card_id, (each, _) in in_force.items()}
    return Lessons(
        bank.with_edited(cards), {card_id: version for card_id, (_, version) in in_force.items()}
    )


def _parsed(text: str) -> Card | None:
    return parse(text, "").card
