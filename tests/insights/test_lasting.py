"""Counts of the past fall between two snapshots by ten people or not at all."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tracker.insights.rules.keeping_up import KeepingUp, KeptWeek
from tracker.insights.rules.lasting import kept_lasting, lasting, learned_lasting
from tracker.insights.rules.learning import ChapterLearned, Learned, QuestionLearned
from tracker.insights.rules.releases import K

COUNTS = st.integers(0, 60)
WEEK = KeptWeek(date(2024, 9, 2), 70, 60, 50, 30, 150, 20, {})
SERIES = st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=2, max_size=8)


def falls(before: int, after: int) -> bool:
    """Whether a count fell by one to nine."""
    return 0 < before - after < K


@given(st.lists(COUNTS, min_size=2, max_size=12))
def test_no_count_ever_falls_by_one_to_nine(exact: list[int]) -> None:
    shown = exact[0]
    for each in exact[1:]:
        now = lasting(shown, each)

        assert not falls(shown, now)
        assert abs(now - each) < K
        shown = now


@given(SERIES)
def test_no_count_of_readers_or_of_people_who_answered_falls_by_one_to_nine(
    exact: list[tuple[int, int, int]],
) -> None:
    shown = learned(*exact[0])
    for each in exact[1:]:
        now = learned_lasting(shown, learned(*each))

        for before, after in zip(people(shown), people(now), strict=True):
            assert not falls(before, after)
        shown = now


def learned(readers: int, quizzers: int, answered: int) -> Learned:
    return Learned(
        enrolled=100,
        readers=readers,
        quizzers=quizzers,
        quizzes=2 * quizzers,
        chapters=(ChapterLearned(1, readers, answered, 3 * answered, 2 * answered),),
        questions=(QuestionLearned("q", answered, answered // 2),) if answered else (),
    )


def people(of: Learned) -> tuple[int, ...]:
    asked = sum(each.people for each in of.questions)
    (chapter,) = of.chapters
    return of.readers, of.quizzers, chapter.readers, chapter.people, asked


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=8))
def test_no_number_of_people_who_weighed_in_a_past_week_falls_by_one_to_nine(
    exact: list[tuple[int, int]],
) -> None:
    shown = weighed(*exact[0])
    for each in exact[1:]:
        now = kept_lasting(shown, weighed(*each))

        assert not falls(shown.weeks[0].weighed, now.weeks[0].weighed)
        assert now.weeks[0].often <= now.weeks[0].weighed
        shown = now


def weighed(people: int, often: int) -> KeepingUp:
    week = replace(WEEK, weighed=people, often=min(often, people), weighings=3 * people)
    return KeepingUp(enrolled=70, weeks=(week,))


def test_participation_is_live_and_does_not_stand() -> None:
    before = KeepingUp(enrolled=70, weeks=(WEEK,))

    now = kept_lasting(before, replace(before, weeks=(replace(WEEK, active=59, reached=19),)))

    assert (now.weeks[0].active, now.weeks[0].reached) == (59, 19)


def test_a_first_snapshot_is_what_there_is() -> None:
    now = KeepingUp(enrolled=70, weeks=(WEEK,))

    assert kept_lasting(KeepingUp(), now) == now
