"""What is kept about people and why: for the notice, and for the record of processing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from tracker.campaign.rules import Calendar
from tracker.compliance.rules.retention import RETENTIONS, Group, Term, kept_until


@dataclass(frozen=True)
class Told:
    """One purpose: what it needs, why, on what ground, who gets it, and until when."""

    group: Group
    name: Any
    what: Any
    why: Any
    ground: Any
    recipients: Any
    measures: Any
    tables: tuple[str, ...]
    until: tuple[tuple[Term, date | None], ...]
    """By which terms, and the day each comes to; without a season no day is known."""

    @property
    def sensitive(self) -> bool:
        """Whether it is sensitive data of the law."""
        return self.group is Group.BODY


BY_CONSENT = _l("您同意参加（第一项同意；《个人信息保护法》第十三条第一项）")
BY_DUTY = _l("法律规定的义务（《个人信息保护法》第十三条第三项）")
TO_RUN = _l("办好您参加的活动所必需（第一项同意）")
GENERAL = _l("按职务授权，谁看过都有记录；全程加密传输；备份加密")

PURPOSES: dict[Group, tuple[Any, Any, Any, Any, Any, Any]] = {
    Group.ACCOUNT: (
        _l("账号和登录"),
        _l("姓名、手机号、密码的摘要、登录用的验证码、设备和通行密钥"),
        _l("让您登录，找回密码，让同队的人知道您是谁"),
        BY_CONSENT,
        _l("同队的人看到姓名；组长看到打码的手机号，点开全号会留下记录"),
        _l("密码只存无法还原的摘要；姓名和手机号加密存放"),
    ),
    Group.TAKING_PART: (
        _l("参加和队伍"),
        _l("单位、队伍、哪天加入、暂停的日子、换队的申请、要不要看积分"),
        _l("把您放进队伍，按队、单位、区、市数参加的人数"),
        BY_CONSENT,
        _l("同队的人、组长看到您在队里；单位、区、市只看到人数"),
        GENERAL,
    ),
    Group.BODY: (
        _l("身体数据（敏感个人信息）"),
        _l(
            "身高、体重、腰围、性别、出生年份、目标，是否要先问医生（只记是或否），您请医生联系的申请"
        ),
        _l("给您自己看体重变化和安全提醒；10 个人以上的汇总用来看这次活动的情况"),
        _l("您单独同意（第二项同意；《个人信息保护法》第二十九条）"),
        _l("只有您自己；您点了“请医生联系我”，区里的健康教育人员才得到您的姓名和手机号"),
        _l("别人的查询里根本没有这些列；汇总至少 10 个人，只在固定的时刻算一次，并且取整"),
    ),
    Group.EXERCISE: (
        _l("运动"),
        _l("哪天做了什么运动、多少分钟、强度"),
        _l("给您看自己的运动情况，给队伍数参与的天数"),
        BY_CONSENT,
        _l("您同意了第三项，组长和副组长才看到哪天有记录和分钟数"),
        GENERAL,
    ),
    Group.LEARNING: (
        _l("学习和讲座"),
        _l("读过的卡片、答过的题、报名和到场的讲座"),
        _l("安排复习，给讲座留座位，数到场的人数"),
        BY_CONSENT,
        _l("讲座的主办人看到报名的姓名；答题只有您自己看得到"),
        GENERAL,
    ),
    Group.SHOWCASE: (
        _l("运动技能展示"),
        _l("展示队、排练、站位、为站位填的身高、入场票、照片里勾选的姓名"),
        _l("排队形、核票、整理展示的照片"),
        _l("您答应参加展示队；照片另需第六项同意"),
        _l("展示的组织者和同队的人；门口的人只看到姓和星号"),
        GENERAL,
    ),
    Group.TALK: (
        _l("提醒和联系"),
        _l("您定的提醒、系统说过的话、组长联系您的结果"),
        _l("在您愿意的时候提醒您；不让同一个人被反复联系"),
        TO_RUN,
        _l("组长和副组长看到自己队里联系的结果"),
        GENERAL,
    ),
    Group.DUTIES: (
        _l("职务和办过的事"),
        _l("谁担任组长、联系人、管理员，办过什么"),
        _l("让每个人知道谁有什么权限、谁为自己办过什么"),
        TO_RUN,
        _l("被办事的本人；同一范围的管理员"),
        GENERAL,
    ),
    Group.FIGURES: (
        _l("汇总图的保护"),
        _l("哪些小组图里用到了您的数据（只有记号，没有数值）"),
        _l("不让两张图相减推出一个人"),
        TO_RUN,
        _l("没有人；只有程序自己用"),
        GENERAL,
    ),
    Group.ACCESS: (
        _l("查看和登录的记录"),
        _l("谁在哪天看过什么、失败的登录和网络地址"),
        _l("让您知道谁看过您；防止冒用；法律要求网络日志保存至少六个月"),
        BY_DUTY,
        _l("本人看到谁看过自己；发生安全事件时的调查人员"),
        GENERAL,
    ),
    Group.CONSENTS: (
        _l("同意的记录"),
        _l("您对六项同意的每次决定、时间和当时文字的指纹"),
        _l("证明我们只做了您同意的事"),
        BY_DUTY,
        _l("本人；依法检查的主管部门"),
        GENERAL,
    ),
    Group.PROOFS: (
        _l("同意的证明"),
        _l("离开的人以前同意过什么，只连着证明上的编号，没有姓名"),
        _l("您走了以后，我们还能证明当时是您同意的；只有拿着编号的人能对上"),
        BY_DUTY,
        _l("拿着编号的人；依法检查的主管部门"),
        GENERAL,
    ),
    Group.RECORDS: (
        _l("法律要求的记录"),
        _l("影响评估、公布过的告知书、数据给过谁、信息安全事件"),
        _l("法律要求评估和处理情况的记录至少保存三年"),
        BY_DUTY,
        _l("三家共同处理者；依法检查的主管部门"),
        _l("只追加，不改写；里面没有参加者的姓名和数值"),
    ),
}


def register(calendar: Calendar | None) -> list[Told]:
    """Every purpose, in the order in which people are told."""
    return [_told(group, calendar) for group in Group]


def group_words(group: Group) -> Any:
    """What a purpose is called."""
    return PURPOSES[group][0]


def _told(group: Group, calendar: Calendar | None) -> Told:
    lines = [each for each in RETENTIONS if each.group is group]
    terms = [each for each in Term if any(line.term is each for line in lines)]
    until = tuple((each, kept_until(each, calendar) if calendar else None) for each in terms)
    return Told(group, *PURPOSES[group], tuple(each.table for each in lines), until)
