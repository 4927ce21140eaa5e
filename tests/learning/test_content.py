"""The lessons that come with the code: sourced, fair and kindly worded in both languages."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pytest
from scipy.stats import chisquare  # type: ignore[import-untyped]

from tracker.learning.rules import FOLDER, Bank, Card, Moment, Question, Words, checked

CHAPTERS = 8
CARDS = 40
QUESTIONS = 80
CARDS_A_CHAPTER = 5
CARDS_A_MOMENT = 4
ONE_MINUTE = range(120, 261)
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,.:;!?()]|[,;!?()][\u4e00-\u9fff]|\"")
FORBIDDEN = ("效果", "必须打卡", "你", "暴瘦", "燃脂", "神器", "根治", "保证瘦", "肥婆", "胖子")
FORBIDDEN_ENGLISH = ("guaranteed", "miracle", "fat-burning", "cheat day", "fatty!", "fatso")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def bank() -> Bank:
    """Everything as the loader reads it."""
    return checked(FOLDER)


def both(words: Words) -> tuple[str, str]:
    """A text in both languages."""
    return words.zh.strip(), words.en.strip()


def words_of_question(question: Question) -> Iterator[Words]:
    """Every text of a question."""
    yield question.ask
    for option in question.options:
        yield from (option.text, option.because)


def words_of(card: Card) -> Iterator[Words]:
    """Every text of a card and of its questions."""
    yield from (card.title, card.body, card.source.name, card.source.where)
    yield from chain.from_iterable(map(words_of_question, card.questions))


def every_text(bank: Bank) -> list[tuple[str, Words]]:
    """Every text with its card's id."""
    return [(card.id, words) for card in bank.cards.values() for words in words_of(card)]


def longest_alone(lengths: list[int], right: int) -> bool:
    """Whether the right answer is longer than each of the others."""
    return all(lengths[right] > each for at, each in enumerate(lengths) if at != right)


def test_the_loader_finds_no_mistake(bank: Bank) -> None:
    mistakes = bank.mistakes

    assert mistakes == ()


def test_there_are_eight_chapters_with_enough_cards_and_questions(bank: Bank) -> None:
    sizes = {chapter.number: len(chapter.cards) for chapter in bank.chapters}

    assert sorted(sizes) == list(range(1, CHAPTERS + 1))
    assert min(sizes.values()) >= CARDS_A_CHAPTER
    assert len(bank.cards) >= CARDS
    assert len(bank.questions) >= QUESTIONS


def test_every_card_asks_at_least_two_questions(bank: Bank) -> None:
    few = [card.id for card in bank.cards.values() if len(card.questions) < 2]

    assert few == []


def test_every_card_names_a_published_source_and_the_place_in_it(bank: Bank) -> None:
    bare = [
        card.id
        for card in bank.cards.values()
        if not all((*both(card.source.name), *both(card.source.where)))
    ]

    assert bare == []


def test_exactly_one_option_is_right_and_each_is_explained_in_both_languages(bank: Bank) -> None:
    wrong = [
        question.id
        for question in bank.questions.values()
        if sum(option.is_right for option in question.options) != 1
        or not all(all(both(option.because)) for option in question.options)
    ]

    assert wrong == []


def test_no_explanation_is_used_twice(bank: Bank) -> None:
    said = Counter(
        option.because.zh for question in bank.questions.values() for option in question.options
    )

    assert [text for text, times in said.items() if times > 1] == []


def test_ids_are_unique_and_questions_carry_the_id_of_their_card(bank: Bank) -> None:
    ids = [
        each
        for chapter in bank.chapters
        for card in chapter.cards
        for each in (card.id, *(question.id for question in card.questions))
    ]

    strangers = [
        question for question, card in bank.card_of.items() if not question.startswith(f"{card}-")
    ]

    assert len(ids) == len(set(ids))
    assert strangers == []


def test_right_answers_are_spread_evenly_over_the_positions(bank: Bank) -> None:
    places = Counter[int]()
    fair = Counter[int]()
    for question in bank.questions.values():
        places[question.right] += 1
        for at in range(len(question.options)):
            fair[at] += 1

    total = sum(places.values())
    expected = [total * fair[at] / sum(fair.values()) for at in sorted(fair)]
    found = [places[at] for at in sorted(fair)]

    assert chisquare(found, expected).pvalue > 0.5
    assert max(abs(a - b) / b for a, b in zip(found, expected, strict=True)) < 0.25


def test_the_right_answer_is_not_told_by_its_length(bank: Bank) -> None:
    questions = bank.questions.values()

    chinese = sum(longest_alone([len(o.text.zh) for o in q.options], q.right) for q in questions)
    english = sum(longest_alone([len(o.text.en) for o in q.options], q.right) for q in questions)

    assert chinese <= len(questions) * 0.35
    assert english <= len(questions) * 0.35


def test_english_is_complete_and_holds_no_chinese(bank: Bank) -> None:
    flawed = [
        (card, words.zh)
        for card, words in every_text(bank)
        if not words.en.strip() or CHINESE.search(words.en)
    ]

    assert flawed == []


def test_english_is_not_a_copy_of_another_text(bank: Bank) -> None:
    bodies = Counter(card.body.en for card in bank.cards.values())
    asked = Counter(question.ask.en for question in bank.questions.values())

    assert max(bodies.values()) == 1
    assert max(asked.values()) == 1


def test_chinese_bodies_are_read_in_a_minute(bank: Bank) -> None:
    lengths = {card.id: len(re.sub(r"\s", "", card.body.zh)) for card in bank.cards.values()}

    assert {card: length for card, length in lengths.items() if length not in ONE_MINUTE} == {}


def test_chinese_is_set_with_its_own_punctuation(bank: Bank) -> None:
    flawed = [
        (card, found.group(), words.zh)
        for card, words in every_text(bank)
        if (found := HALF_WIDTH.search(words.zh))
    ]

    assert flawed == []


def test_quotation_marks_come_in_pairs(bank: Bank) -> None:
    flawed = [
        (card, words.zh)
        for card, words in every_text(bank)
        if words.zh.count("“") != words.zh.count("”") or words.en.count('"') % 2
    ]

    assert flawed == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_claim_command_or_insult_in_chinese(bank: Bank, word: str) -> None:
    cards = [card for card, words in every_text(bank) if word in words.zh]

    assert cards == []


@pytest.mark.parametrize("word", FORBIDDEN_ENGLISH)
def test_no_claim_or_insult_in_english(bank: Bank, word: str) -> None:
    cards = [card for card, words in every_text(bank) if word in words.en.lower()]

    assert cards == []


@pytest.mark.parametrize("moment", Moment)
def test_every_moment_has_several_cards(bank: Bank, moment: Moment) -> None:
    fitting = [card.id for card in bank.cards.values() if moment in card.moments]

    assert len(fitting) >= CARDS_A_MOMENT


def test_cards_for_whoever_loses_too_fast_speak_of_a_doctor(bank: Bank) -> None:
    silent = [
        card.id
        for card in bank.cards.values()
        if Moment.FASTER_THAN_SAFE in card.moments
        if "医生" not in card.body.zh or "doctor" not in card.body.en
    ]

    assert silent == []


def test_chinese_options_say_the_same_numbers_as_english(bank: Bank) -> None:
    differing = [
        (question.id, option.text)
        for question in bank.questions.values()
        for option in question.options
        if not set(NUMBER.findall(option.text.zh)) <= set(NUMBER.findall(option.text.en))
    ]

    assert differing == []
