"""What people learned: cards read since August, questions answered, and quizzes of the day."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tracker.learning.rules import Asked, paper, shipped
from tracker.simulation.rules.people import NOBODY, People
from tracker.simulation.rules.plan import Flags, Integers, Plan, number

LEARNING_SHARE, EAGER_CARDS, DEMO_CARDS = 0.62, 6.0, 14
"""How many learn at all, how many cards these read on average, and the demo participant."""
LEAST_RIGHT, MOST_RIGHT = 0.45, 0.92
"""Of the hardest and the easiest question, right at first."""
IN_ORDER_SHARE = 0.5
"""How many begin with the first chapter; others begin with one that they like."""
RETURNED = 0.6
"""How many missed questions were asked again, and then known."""
QUIZZED, QUIZ_RIGHT, QUIZ_SIZE = 0.3, 0.78, 5
Figures = dict[str, Any]


@dataclass(frozen=True)
class Lessons:
    """Parallel columns of cards read, questions answered, and quizzes; days since 1970."""

    read_person: Integers
    read_card: Integers
    read_day: Integers
    answer_person: Integers
    answer_question: Integers
    first_day: Integers
    first_right: Flags
    last_day: Integers
    last_option: Integers
    last_right: Flags
    box: Integers
    due: Integers
    """NOBODY for a question that does not come back."""
    quiz_person: Integers
    quiz_day: Integers
    quiz_paper: list[str]


@dataclass(frozen=True)
class Bank:
    """The shipped lessons as positions: of each question its card, of each card its chapter."""

    cards: tuple[str, ...]
    questions: tuple[str, ...]
    card_of: Integers
    chapter_of: Integers
    right: Integers
    options: Integers


def bank() -> Bank:
    """The shipped lessons in their order."""
    found = shipped()
    cards = tuple(found.cards)
    asked = list(found.questions.values())
    return Bank(
        cards=cards,
        questions=tuple(each.id for each in asked),
        card_of=np.array([cards.index(found.card_of[each.id]) for each in asked], np.int64),
        chapter_of=np.array([found.chapter_of[each].number for each in cards], np.int64),
        right=np.array([each.right for each in asked], np.int64),
        options=np.array([len(each.options) for each in asked], np.int64),
    )


def make_lessons(plan: Plan, people: People, until: int, rng: np.random.Generator) -> Lessons:
    """Each learner reads cards in their order, some days apart, and answers their questions."""
    lessons = bank()
    person, card, day = _reading(plan, people, until, lessons, rng)
    per_card = np.bincount(lessons.card_of, minlength=len(lessons.cards))
    first_of = np.concatenate(([0], np.cumsum(per_card)[:-1]))
    rows = np.repeat(np.arange(len(card)), per_card[card])
    within = np.arange(len(rows)) - np.repeat(
        np.cumsum(per_card[card]) - per_card[card], per_card[card]
    )
    question = first_of[card[rows]] + within
    known = rng.uniform(LEAST_RIGHT, MOST_RIGHT, len(lessons.questions))
    first_right = rng.random(len(rows)) < known[question]
    first_day = day[rows]
    returned = ~first_right & (rng.random(len(rows)) < RETURNED) & (first_day + 1 < until)
    last_right = first_right | returned
    last_day = np.where(returned, first_day + 1, first_day)
    wrong = (lessons.right[question] + 1 + rng.integers(0, 2, len(rows))) % lessons.options[
        question
    ]
    due = np.where(returned, last_day + 3, np.where(first_right, NOBODY, first_day + 1))
    quiz_person, quiz_day, quiz_paper = _quizzes(people, until, lessons, (person, card, day), rng)
    return Lessons(
        read_person=person,
        read_card=card,
        read_day=day,
        answer_person=person[rows],
        answer_question=question,
        first_day=first_day,
        first_right=first_right,
        last_day=last_day,
        last_option=np.where(last_right, lessons.right[question], wrong),
        last_right=last_right,
        box=np.where(returned, 2, np.where(first_right, 0, 1)),
        due=due,
        quiz_person=quiz_person,
        quiz_day=quiz_day,
        quiz_paper=quiz_paper,
    )


def _reading(
    plan: Plan, people: People, until: int, lessons: Bank, rng: np.random.Generator
) -> tuple[Integers, Integers, Integers]:
    """Person, card and day of everything read up to a day, by person and card."""
    count, cards = len(people.id), len(lessons.cards)
    wanted = np.where(
        rng.random(count) < LEARNING_SHARE, 1 + rng.geometric(1 / EAGER_CARDS, count), 0
    )
    wanted[people.demo] = DEMO_CARDS
    starts = np.maximum(people.enrolled, number(plan.calendar.starts))
    days = starts[:, None] + np.cumsum(rng.integers(1, 9, (count, cards)), axis=1)
    # The demo participant read her last card yesterday, so that something comes back today.
    days[people.demo, :DEMO_CARDS] = until - 4 * np.arange(DEMO_CARDS)[::-1] - 1
    stays = np.where(people.left == NOBODY, until, np.minimum(people.left, until))
    read = (np.arange(cards) < wanted[:, None]) & (days <= stays[:, None])
    read[people.demo] &= days[people.demo] >= people.enrolled[people.demo]
    person, place = np.nonzero(read)
    begins = np.flatnonzero(np.diff(lessons.chapter_of, prepend=0))
    first = np.where(rng.random(count) < IN_ORDER_SHARE, 0, rng.choice(begins, count))
    first[people.demo] = 0
    return person, (place + first[person]) % cards, days[person, place]


def _quizzes(
    people: People,
    until: int,
    lessons: Bank,
    reading: tuple[Integers, Integers, Integers],
    rng: np.random.Generator,
) -> tuple[Integers, Integers, list[str]]:
    """On some days of reading a quiz too, of the questions of the first cards."""
    person, card, day = reading
    place = np.arange(len(person)) - np.searchsorted(person, person)
    taken = (rng.random(len(person)) < QUIZZED) & (place >= QUIZ_SIZE) & (day < until)
    taken &= (card == place) & (person != people.demo)  # the first cards were hers
    who, when = person[taken], day[taken]
    right = rng.random((len(who), QUIZ_SIZE)) < QUIZ_RIGHT
    papers = _papers(lessons)
    codes = right @ (1 << np.arange(QUIZ_SIZE))
    return who, when, [papers[code] for code in codes.tolist()]


def _papers(lessons: Bank) -> list[str]:
    """A quiz of the first questions, for every pattern of right and wrong answers."""
    asked = range(min(QUIZ_SIZE, len(lessons.questions)))
    found = []
    for code in range(1 << QUIZ_SIZE):
        hits = [bool(code >> place & 1) for place in asked]
        options = [
            int(
                lessons.right[place] if hit else (lessons.right[place] + 1) % lessons.options[place]
            )
            for place, hit in zip(asked, hits, strict=True)
        ]
        found.append(
            paper(
                [
                    Asked(lessons.questions[place], 0, option, hit)
                    for place, option, hit in zip(asked, options, hits, strict=True)
                ]
            )
        )
    return found


def figures(people: People, lessons: Lessons, monday: int, inside: Flags) -> Figures:
    """What a group learned before a Monday, counted from these columns."""
    there = inside & (people.enrolled < monday)
    known = bank()
    read = there[lessons.read_person] & (lessons.read_day < monday)
    answered = there[lessons.answer_person] & (lessons.first_day < monday)
    quizzed = there[lessons.quiz_person] & (lessons.quiz_day < monday)
    chapter_read = known.chapter_of[lessons.read_card]
    chapter_asked = known.chapter_of[known.card_of[lessons.answer_question]]
    return {
        "enrolled": int(there.sum()),
        "readers": _people(lessons.read_person[read]),
        "quizzers": _people(lessons.quiz_person[quizzed]),
        "quizzes": int(quizzed.sum()),
        "chapters": [
            {
                "number": chapter,
                "readers": _people(lessons.read_person[read & (chapter_read == chapter)]),
                "people": _people(lessons.answer_person[answered & (chapter_asked == chapter)]),
                "answers": int((answered & (chapter_asked == chapter)).sum()),
                "right": int((answered & lessons.first_right & (chapter_asked == chapter)).sum()),
            }
            for chapter in np.unique(known.chapter_of).tolist()
        ],
        "questions": _questions(
            _counts(lessons.answer_question[answered], known),
            _counts(lessons.answer_question[answered & lessons.first_right], known),
            known,
        ),
    }


def _questions(answered: list[int], right: list[int], known: Bank) -> list[Figures]:
    """Every question that somebody answered, by its name."""
    told = zip(known.questions, answered, right, strict=True)
    return [
        {"id": name, "people": some, "right": hits} for name, some, hits in sorted(told) if some
    ]


def _people(persons: Integers) -> int:
    return len(np.unique(persons))


def _counts(questions: Integers, known: Bank) -> list[int]:
    found: list[int] = np.bincount(questions, minlength=len(known.questions)).tolist()
    return found
