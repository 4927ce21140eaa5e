"""What the room's pages share: the blueprint, her progress, and a question as it is asked."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint

from tracker import clock
from tracker.campaign.guards import current_participant
from tracker.learning import figures, store
from tracker.learning.rules import (
    Answer,
    Card,
    Option,
    Progress,
    Question,
    UnknownCardError,
    UnknownQuestionError,
    shuffled,
)
from tracker.web.errors import error_page

pages = Blueprint("learning", __name__)
pages.add_app_template_filter(figures.card_html, "card_html")
pages.add_app_template_filter(figures.chapter_name, "chapter_name")
pages.add_app_template_filter(figures.moment_name, "moment_name")


@pages.errorhandler(UnknownCardError)
@pages.errorhandler(UnknownQuestionError)
def unknown(_error: LookupError) -> Any:
    """A card or question that there is not."""
    return error_page(404)


@dataclass(frozen=True)
class Shown:
    """A question with its options in the order that this one person always sees them."""

    question: Question
    version: int
    options: tuple[tuple[int, Option], ...]
    """Each with its place in the file."""
    answer: Answer | None = None
    is_open: bool = True
    """Whether an answer counts now; if not, what is right and why is shown."""

    @property
    def chosen(self) -> int | None:
        """Her last option; of an answer to another version nothing can be pointed at."""
        same = self.answer is not None and self.answer.version == self.version
        return self.answer.option if self.answer and same else None


def own_progress() -> Progress:
    """All she learned so far."""
    return store.progress(current_participant().id, clock.today())


def shown(
    question: Question, version: int, answer: Answer | None = None, *, is_open: bool = True
) -> Shown:
    """A question as she sees it."""
    seed = f"{current_participant().id}:{question.id}"
    order = shuffled(len(question.options), seed)
    options = tuple((place, question.options[place]) for place in order)
    return Shown(question, version, options, answer, is_open)


def questions_of(card: Card, version: int, progress: Progress) -> list[Shown]:
    """A card's questions, each open or with its explanations."""
    today = clock.today()
    return [
        shown(
            each,
            version,
            progress.answers.get(each.id),
            is_open=progress.is_open(each.id, today),
        )
        for each in card.questions
    ]
