"""What a card looks like: its Markdown as safe HTML, and what chapters and moments are called."""

from functools import cache

from flask_babel import gettext
from markdown_it import MarkdownIt
from markupsafe import Markup

from tracker.learning.rules import Moment, is_allowed_link

ALLOWED = ("list", "blockquote", "emphasis", "link", "newline", "escape", "entity")
"""Paragraphs, lists, quotes, emphasis and links; a page's headings and pictures are its own."""


@cache
def _markdown() -> MarkdownIt:
    made = MarkdownIt("zero", {"html": False}).enable(list(ALLOWED))
    made.validateLink = is_allowed_link  # type: ignore[assignment, method-assign]
    return made


def card_html(text: str) -> Markup:
    """A card's Markdown as HTML; markup in it is text, and other links are no links."""
    return Markup(_markdown().render(text))  # noqa: S704 - rendered with HTML off


def chapter_name(number: int) -> str:
    """What a chapter is called."""
    names = {
        1: gettext("正确认知"),
        2: gettext("终生管理"),
        3: gettext("主动监测"),
        4: gettext("平衡膳食"),
        5: gettext("动则有益"),
        6: gettext("睡眠与心态"),
        7: gettext("科学减重"),
        8: gettext("共同行动"),
    }
    return str(names[number])


def moment_name(moment: Moment) -> str:
    """When a card fits, in a few words."""
    names = {
        Moment.FIRST_WEEK: gettext("报名后的第一周"),
        Moment.PLATEAU: gettext("趋势一阵子没有动"),
        Moment.FASTER_THAN_SAFE: gettext("降得偏快"),
        Moment.COMEBACK: gettext("隔了一阵子又回来"),
        Moment.WEEKEND: gettext("周五到周日"),
        Moment.FINAL_WEEKS: gettext("最后三周"),
        Moment.ANY: gettext("哪天都合适"),
    }
    return str(names[moment])
