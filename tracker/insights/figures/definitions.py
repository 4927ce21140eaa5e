"""How each number is computed, in the words that stand one tap away from its chart."""

from flask_babel import gettext

from tracker.insights.rules import COUNTED_FROM, REGULAR_DAYS, K


def of_days() -> str:
    """Participation on a day."""
    return str(
        gettext(
            "参与 = 当天有任何一条记录的成员 ÷ 当天的成员。算的是所记的日期，不是填写的时间；"
            "补记的也算。请假的人留在分母里。"
        )
    )


def of_weeks() -> str:
    """Active and exercising regularly in a week."""
    return str(
        gettext(
            "一周从周一到周日。有记录 = 周一之前报名、没有退出、本周至少有一条记录的人；"
            "规律运动 = 其中本周至少 %(days)s 天有运动记录的人；分母 = 周一已报名的所有人。",
            days=REGULAR_DAYS,
        )
    )


def of_minutes(kinds: int) -> str:
    """Minutes of exercise by kind."""
    return str(
        gettext(
            "每条运动记录的时长，按所记日期归入周和项目后相加，不按强度折算。"
            "最多的 %(kinds)s 个项目单列，其余合为“其他项目”。",
            kinds=kinds,
        )
    )


def of_enrolment() -> str:
    """People who enrolled."""
    return str(gettext("每人在报名那天算一次；后来退出或换队的人不从中减去。"))


def of_parts() -> str:
    """Active people of each part in a week."""
    return str(
        gettext(
            "参与 = 周一之前报名、没有退出、这一周至少有一条记录的人 ÷ 周一已报名的所有人，"
            "含请假的人。少于 %(k)s 人的部分不显示。",
            k=COUNTED_FROM,
        )
    )


def of_change() -> str:
    """A group's mean change."""
    return str(
        gettext(
            "基线 = 从第一次称重起 14 天里的体重平均值，至少两天；"
            "现在 = 截至日之前 14 天里的体重平均值，至少两天。"
            "资料完整 = 两者都有，而且后一个 14 天在前一个结束至少 28 天之后才开始。"
            "变化 = 100 ×（现在 ÷ 基线 − 1），先算每个人的，再取平均。"
            "不足 %(k)s 人不显示；自我管理的前六周不显示。",
            k=K,
        )
    )


def of_team_change() -> str:
    """A team's mean change at the end of a round."""
    return of_change() + str(
        gettext(
            "组长和副组长不算在内；与以前某一轮只差一两个人时不更新，免得从两个数推出一个人的体重。"
        )
    )
