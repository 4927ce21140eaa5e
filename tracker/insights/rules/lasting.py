"""Counts that only grow by themselves: they fall between two snapshots by ten people or not at all.

Who read a card or weighed in a past week stays one of those who did, so such a count falls when
somebody's data goes. What was frozen before then stands until ten have gone; nothing of anybody
has to be kept for it.
"""

from collections.abc import Iterable
from dataclasses import replace

from tracker.insights.rules.keeping_up import KeepingUp, KeptWeek
from tracker.insights.rules.learning import ChapterLearned, Learned, QuestionLearned
from tracker.insights.rules.releases import K


def stands(before: int, now: int) -> bool:
    """Whether the count of people before still stands: fewer than ten are missing from it."""
    return before - K < now < before


def lasting(before: int, now: int) -> int:
    """The count as it is, or as it was."""
    return before if stands(before, now) else now


def kept_lasting(before: KeepingUp, now: KeepingUp) -> KeepingUp:
    """How many weighed in past weeks; what else is in it are counts of participation, and live."""
    weeks = {week.monday: week for week in before.weeks}
    return replace(now, weeks=tuple(_week(weeks.get(each.monday), each) for each in now.weeks))


def _week(before: KeptWeek | None, now: KeptWeek) -> KeptWeek:
    if before is None or not _falls_a_little(
        (before.weighed, before.often, before.weighings), (now.weighed, now.often, now.weighings)
    ):
        return now
    weighed = min(before.weighed, now.enrolled)
    often = min(before.often, now.enrolled)
    return replace(now, weighed=weighed, often=often, weighings=before.weighings)


def _falls_a_little(before: tuple[int, ...], now: tuple[int, ...]) -> bool:
    """Whether anything falls and the first of it, people, not by ten: somebody may have gone."""
    return any(is_ < was for was, is_ in zip(before, now, strict=True)) and (now[0] > before[0] - K)


def learned_lasting(before: Learned, now: Learned) -> Learned:
    """What an area learned, where nothing falls by fewer than ten people."""
    quizzes = (before.quizzers, before.quizzes), (now.quizzers, now.quizzes)
    quizzers, count = quizzes[0] if _falls_a_little(*quizzes) else quizzes[1]
    return Learned(
        enrolled=now.enrolled,
        readers=lasting(before.readers, now.readers),
        quizzers=quizzers,
        quizzes=count,
        chapters=tuple(_chapters(before.chapters, now.chapters)),
        questions=tuple(_questions(before.questions, now.questions)),
    )


def _chapters(
    before: Iterable[ChapterLearned], now: Iterable[ChapterLearned]
) -> Iterable[ChapterLearned]:
    known = {each.number: each for each in before}
    for each in now:
        was = known.get(each.number, each)
        answered = _falls_a_little((was.people, was.answers), (each.people, each.answers))
        of = was if answered else each
        yield ChapterLearned(
            each.number, lasting(was.readers, each.readers), of.people, of.answers, of.right
        )


def _questions(
    before: Iterable[QuestionLearned], now: Iterable[QuestionLearned]
) -> Iterable[QuestionLearned]:
    """A question that nobody answers any more stands as well, while it was fewer than ten."""
    known, there = _by_id(before), _by_id(now)
    for key in sorted(known | there):
        is_ = there.get(key, QuestionLearned(key, 0, 0))
        was = known.get(key, is_)
        found = was if stands(was.people, is_.people) else is_
        if found.people:
            yield found


def _by_id(some: Iterable[QuestionLearned]) -> dict[str, QuestionLearned]:
    return {each.id: each for each in some}
