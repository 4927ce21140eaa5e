"""What each area learned before a moment, counted once for a snapshot.

No page counts it: the answers of a season are some hundred thousand rows, and nobody who answers
has to write a sum that everybody else writes too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import cattrs
from sqlalchemy import ColumnElement, Integer, case, cast, func, select, type_coerce

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.database import day_number
from tracker.insights.rules.lasting import learned_lasting
from tracker.insights.rules.learning import ChapterLearned, Learned, QuestionLearned
from tracker.insights.store.before import frozen_before
from tracker.insights.store.population import people_used
from tracker.learning.models import LessonRead, QuestionAnswer, QuizRow
from tracker.learning.rules import shipped

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment

LEARNED = "learned"
"""The section with each area's `Learned`."""

Sums = dict[str, dict[Any, tuple[int, ...]]]
"""By district and by chapter or question, how many people and what they add up to."""

EVERY = 0
"""In place of a chapter's number: all of them."""


def learned(moment: Moment) -> dict[str, dict[str, Any]]:
    """What the city and each district learned; the city is the sum of its districts.

    Whose data is gone is counted until ten have gone.
    """
    before = frozen_before(moment, LEARNED)
    read, quizzed, answered = _readers(moment), _quizzes(moment), _answers(moment)
    chapters = _chapters_answered(moment)
    found = {}
    for scope, inside in moment.scopes.items():
        codes = [code for code in read | quizzed | answered if _is_in(scope, code)]
        now = Learned(
            enrolled=int(inside.sum()),
            readers=sum(_total(read, codes).get(EVERY, (0,))),
            quizzers=_total(quizzed, codes).get(EVERY, (0, 0))[0],
            quizzes=_total(quizzed, codes).get(EVERY, (0, 0))[1],
            chapters=tuple(_chapters(_total(read, codes), _total(chapters, codes))),
            questions=tuple(
                QuestionLearned(question_id, people, right)
                for question_id, (people, right) in sorted(_total(answered, codes).items())
            ),
        )
        found[scope] = asdict(learned_lasting(learned_from(before.get(scope)), now))
    return found


def learned_from(found: Any) -> Learned:
    """As it was frozen; nobody, where it was frozen without this section."""
    return cattrs.structure(found, Learned) if found else Learned()


def _is_in(scope: str, code: str) -> bool:
    return scope in {CITY_SCOPE, district_scope(code)}


def _total(sums: Sums, codes: Iterable[str]) -> dict[Any, tuple[int, ...]]:
    """The same of several districts together: nobody is counted in two of them."""
    found: dict[Any, tuple[int, ...]] = {}
    for code in codes:
        for key, counts in sums.get(code, {}).items():
            before = found.get(key, (0,) * len(counts))
            found[key] = tuple(map(sum, zip(before, counts, strict=True)))
    return found


def _chapters(
    read: dict[Any, tuple[int, ...]], answered: dict[Any, tuple[int, ...]]
) -> Iterable[ChapterLearned]:
    for chapter in shipped().chapters:
        (readers,) = read.get(chapter.number, (0,))
        people, answers, right = answered.get(chapter.number, (0, 0, 0))
        yield ChapterLearned(chapter.number, readers, people, answers, right)


def _readers(moment: Moment) -> Sums:
    """Readers of each chapter, and of any."""
    people = people_used(moment.season, moment.as_of).subquery()
    who, district = LessonRead.participant_id, people.c.district_code
    chapter = _chapter_of(LessonRead.card_id, {each: each for each in shipped().cards})
    before = type_coerce(LessonRead.read_on, Integer) < day_number(moment.as_of)
    reading = select(district, func.count(who.distinct())).join(people, people.c.id == who)
    by_chapter = reading.add_columns(chapter).where(before).group_by(district, chapter)
    found: Sums = defaultdict(dict)
    for code, count, number in moment.session.execute(by_chapter):
        if number is not None:
            found[code][number] = (count,)
    for code, count in moment.session.execute(reading.where(before).group_by(district)):
        found[code][EVERY] = (count,)
    return dict(found)


def _quizzes(moment: Moment) -> Sums:
    """How many handed in a quiz, and how many quizzes these are."""
    people = people_used(moment.season, moment.as_of).subquery()
    district, who = people.c.district_code, QuizRow.participant_id
    query = (
        select(district, func.count(who.distinct()), func.count())
        .join(people, people.c.id == who)
        .where(QuizRow.day < moment.as_of, QuizRow.finished_at.is_not(None))
        .group_by(district)
    )
    return {code: {EVERY: (some, all_)} for code, some, all_ in moment.session.execute(query)}


def _answers(moment: Moment) -> Sums:
    """How many answered each question, and how many of their first answers were right."""
    people = people_used(moment.season, moment.as_of).subquery()
    district, question = people.c.district_code, QuestionAnswer.question_id
    query = (
        select(district, question, func.count(), _right())
        .join(people, people.c.id == QuestionAnswer.participant_id)
        .where(QuestionAnswer.first_on < moment.as_of)
        .group_by(district, question)
    )
    found: Sums = defaultdict(dict)
    for code, question_id, count, right in moment.session.execute(query):
        if question_id in shipped().questions:
            found[code][question_id] = (count, int(right))
    return dict(found)


def _chapters_answered(moment: Moment) -> Sums:
    """How many answered a question of each chapter, how many answers, how many right at first."""
    people = people_used(moment.season, moment.as_of).subquery()
    district, who = people.c.district_code, QuestionAnswer.participant_id
    chapter = _chapter_of(QuestionAnswer.question_id, dict(shipped().card_of))
    query = (
        select(district, chapter, func.count(who.distinct()), func.count(), _right())
        .join(people, people.c.id == who)
        .where(QuestionAnswer.first_on < moment.as_of)
        .group_by(district, chapter)
    )
    found: Sums = defaultdict(dict)
    for code, number, some, answers, right in moment.session.execute(query):
        if number is not None:
            found[code][number] = (some, answers, int(right))
    return dict(found)


def _chapter_of(column: Any, card_of: dict[str, str]) -> ColumnElement[Any]:
    """SQL for the number of the chapter of a card or a question; NULL for one that is gone."""
    chapters = shipped().chapter_of
    inside: dict[int, list[str]] = defaultdict(list)
    for key, card_id in card_of.items():
        inside[chapters[card_id].number].append(key)
    whens = [(column.in_(keys), number) for number, keys in sorted(inside.items())]
    return case(*whens, else_=None) if whens else cast(None, Integer)


def _right() -> ColumnElement[int]:
    return func.sum(case((QuestionAnswer.first_right, 1), else_=0))
