"""Charts of what a group learned, from figures that passed their release before."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext

from tracker.insights.figures.words import NOTHING, share_bars, share_text
from tracker.insights.rules import K, Share
from tracker.insights.rules.learning import ShownLearned
from tracker.learning.figures import chapter_name
from tracker.web.charts import Chart, Figure
from tracker.web.filters import day, number

BAR_HEIGHT, MARGIN = 32, 70


def reach(subject: str, shown: ShownLearned, as_of: date) -> Chart:
    """Of everybody enrolled, how many read a card of each chapter."""
    return Chart(
        title=gettext("每一章有多少人读过"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：读过这一章至少一张卡片的人，占报名的 %(enrolled)s 人"
            "的百分比；没读过的人和后来退出的人都在分母里。"
            "读过任何卡片的 %(readers)s 人，做过小测的 %(quizzers)s 人，一共交了 %(quizzes)s 次。",
            subject=subject,
            as_of=day(as_of),
            enrolled=_count(shown.enrolled),
            readers=_count(shown.readers),
            quizzers=_count(shown.quizzers),
            quizzes=_count(shown.quizzes),
        ),
        figure=_bars([(chapter_name(each.number), each.reach) for each in shown.chapters]),
        header=(gettext("章"), gettext("占报名的人"), gettext("读过的人")),
        rows=tuple(
            (chapter_name(each.number), share_text(each.reach), _count(each.readers))
            for each in shown.chapters
        ),
        definition=gettext(
            "读过：点了“读好了”，或者答了那张卡片下面的题。只在小测里遇到的题不算读过。"
            "每人算在报名时的队所在的区。占比四舍五入；一边不足 %(k)s 人时只写上限或下限，"
            "人数或者其余的人不足 %(k)s 人时不写。",
            k=K,
        ),
        subject=subject,
        as_of=as_of,
    )


def right_answers(subject: str, shown: ShownLearned, as_of: date) -> Chart:
    """Of the first answers to each chapter's questions, how many were right."""
    return Chart(
        title=gettext("第一次就答对的占多少"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：各章的题第一次回答时选对的百分比，"
            "分母是答过这一章的人的第一次回答；没答过题的人不在里面，20 人以内不显示。",
            subject=subject,
            as_of=day(as_of),
        ),
        figure=_bars([(chapter_name(each.number), each.right) for each in shown.chapters]),
        header=(gettext("章"), gettext("第一次答对"), gettext("答过题的人")),
        rows=tuple(
            (chapter_name(each.number), share_text(each.right), _count(each.people))
            for each in shown.chapters
        ),
        definition=gettext(
            "同一道题只算每个人的第一次回答，后来再答对不改。题目改过的，改前改后的回答合在一起。"
            "占比按人数四舍五入：答题的人越少，写得越粗。"
        ),
        subject=subject,
        as_of=as_of,
    )


def most_missed(subject: str, shown: ShownLearned, as_of: date, asked: Mapping[str, str]) -> Chart:
    """The questions that most often were not right at first, with their words by id."""
    ranked = list(enumerate(shown.missed, 1))
    return Chart(
        title=gettext("最常答错的题"),
        caption=gettext(
            "%(subject)s，截至 %(as_of)s 零点：第一次回答没选对的百分比最高的题，最多 10 道，"
            "分母是答过这道题的人。条旁的数字是表格里的序号。答过的人在 20 人以内、"
            "或者没选对的不足 %(k)s 人的题不列。",
            subject=subject,
            as_of=day(as_of),
            k=K,
        ),
        figure=_bars([(f"{place}.", each.missed) for place, each in ranked]),
        header=(
            gettext("序号"),
            gettext("题目"),
            gettext("第一次没选对"),
            gettext("答过的人"),
        ),
        rows=tuple(
            (str(place), asked.get(each.id, each.id), share_text(each.missed), _count(each.people))
            for place, each in ranked
        ),
        definition=gettext(
            "同一道题只算每个人的第一次回答。先按写出来的百分比排，一样的按编号排。"
        ),
        subject=subject,
        as_of=as_of,
    )


def _bars(named: Sequence[tuple[str, Share | None]]) -> Figure:
    """A bar for each share that is more than a bound."""
    exact = [(name, share.percent) for name, share in named if share and not share.bound]
    return share_bars(exact, BAR_HEIGHT, MARGIN)


def _count(people: int | None) -> str:
    return NOTHING if people is None else number(people)
