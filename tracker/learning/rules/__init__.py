"""What is true of learning: lessons and their format, what comes back, what fits today."""

from tracker.learning.rules.bank import Bank, assembled
from tracker.learning.rules.boxes import INTERVALS, Box, box_after
from tracker.learning.rules.cards import (
    BODY_MAX,
    ID_MAX,
    LINE_MAX,
    OPTIONS,
    TITLE_MAX,
    URL_MAX,
    Card,
    Chapter,
    Moment,
    Option,
    Question,
    Source,
    Words,
)
from tracker.learning.rules.files import FOLDER, checked, shipped
from tracker.learning.rules.mistakes import Flaw, Mistake, Parsed
from tracker.learning.rules.parsing import is_allowed_link, parse
from tracker.learning.rules.picking import Living, card_of_the_day, moments
from tracker.learning.rules.progress import (
    Answer,
    EditedMeanwhileError,
    NoQuizError,
    Progress,
    UnknownCardError,
    UnknownQuestionError,
)
from tracker.learning.rules.quiz import (
    ASKED,
    PAPER_MAX,
    Asked,
    Quiz,
    drawn,
    paper,
    read_paper,
    shuffled,
)
from tracker.learning.rules.writing import written

__all__ = [
    "ASKED",
    "BODY_MAX",
    "FOLDER",
    "ID_MAX",
    "INTERVALS",
    "LINE_MAX",
    "OPTIONS",
    "PAPER_MAX",
    "TITLE_MAX",
    "URL_MAX",
    "Answer",
    "Asked",
    "Bank",
    "Box",
    "Card",
    "Chapter",
    "EditedMeanwhileError",
    "Flaw",
    "Living",
    "Mistake",
    "Moment",
    "NoQuizError",
    "Option",
    "Parsed",
    "Progress",
    "Question",
    "Quiz",
    "Source",
    "UnknownCardError",
    "UnknownQuestionError",
    "Words",
    "assembled",
    "box_after",
    "card_of_the_day",
    "checked",
    "drawn",
    "is_allowed_link",
    "moments",
    "paper",
    "parse",
    "read_paper",
    "shipped",
    "shuffled",
    "written",
]
