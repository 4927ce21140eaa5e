"""What an organizer types before real people come; half of it can be saved, and all is kept."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.compliance.forms.fields import one_line, paragraphs
from tracker.compliance.rules import (
    ANSWER_MAX,
    FACT_MAX,
    FIRST_FACTS,
    SIGNED_MAX,
    Assessment,
    Contact,
    Facts,
    Heading,
    Party,
)
from tracker.web.forms import Form

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PHONE = re.compile(r"\+?[0-9][0-9 -]{4,24}[0-9]")
SITE = re.compile(r"https://[a-z0-9.-]+(?::[0-9]{1,5})?")
LONG = Length(max=FACT_MAX, message=_l("最多 %(max)d 个字。"))


def _line(label: Any) -> StringField:
    return StringField(label, [LONG], filters=[one_line])


class FactsForm(Form):
    """Three handlers, the processor, the contact, and where the site is."""

    name_1 = _line(_l("名称"))
    name_en_1 = _line(_l("英文名称"))
    contact_1 = _line(_l("联系方式（地址或者电话）"))
    name_2 = _line(_l("名称"))
    name_en_2 = _line(_l("英文名称"))
    contact_2 = _line(_l("联系方式（地址或者电话）"))
    name_3 = _line(_l("名称"))
    name_en_3 = _line(_l("英文名称"))
    contact_3 = _line(_l("联系方式（地址或者电话）"))
    processor_name = _line(_l("名称"))
    processor_name_en = _line(_l("英文名称"))
    processor_contact = _line(_l("联系方式（地址或者电话）"))
    contact_name = _line(_l("联系人（部门或者岗位）"))
    contact_name_en = _line(_l("英文名称"))
    contact_phone = _line(_l("电话"))
    contact_email = _line(_l("邮箱"))
    site = _line(_l("网址"))

    def __init__(self, found: Facts | None) -> None:
        super().__init__(data=_typed(found or FIRST_FACTS))

    def validate_contact_phone(self, field: Any) -> None:
        """A number that can be called."""
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError(_l("请填写电话号码，比如 010-12345678。"))

    def validate_contact_email(self, field: Any) -> None:
        """An address that can be written to."""
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_l("请填写邮箱，比如 privacy@example.com。"))

    def validate_site(self, field: Any) -> None:
        """Scheme and host, nothing after them."""
        if not field.data:
            return
        if not SITE.fullmatch(field.data.rstrip("/")):
            raise ValidationError(
                _l("请填写 https:// 开头的网址，后面不带路径，比如 https://jkt.example.cn。")
            )

    @property
    def handlers(self) -> list[list[Any]]:
        """The fields of each handler, for the page."""
        names = ("name", "name_en", "contact")
        return [[self[f"{name}_{number}"] for name in names] for number in (1, 2, 3)]

    @property
    def facts(self) -> Facts:
        """What was typed."""
        handlers = tuple(Party(*(str(field.data) for field in each)) for each in self.handlers)
        return Facts(
            handlers,
            Party(
                str(self.processor_name.data),
                str(self.processor_name_en.data),
                str(self.processor_contact.data),
            ),
            Contact(
                str(self.contact_name.data),
                str(self.contact_name_en.data),
                str(self.contact_phone.data),
                str(self.contact_email.data),
            ),
            str(self.site.data).rstrip("/"),
        )


def _typed(facts: Facts) -> dict[str, str]:
    found = {"site": facts.site}
    for number, each in enumerate(facts.handlers, 1):
        found |= {
            f"name_{number}": each.name,
            f"name_en_{number}": each.name_en,
            f"contact_{number}": each.contact,
        }
    found |= {f"processor_{key}": value for key, value in vars(facts.processor).items()}
    return found | {f"contact_{key}": value for key, value in vars(facts.contact).items()}


def _answer(label: Any, hint: Any, rows: int = 8) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=ANSWER_MAX, message=_l("最多 %(max)d 个字。"))],
        description=hint,
        filters=[paragraphs],
        render_kw={"rows": rows},
    )


class AssessmentForm(Form):
    """The assessment under the law's headings."""

    occasion = _answer(
        _l("为什么要评估（第五十五条）"),
        _l("哪几种情形：处理敏感个人信息、委托处理、向他人提供、公开、其他有重大影响的处理。"),
        4,
    )
    purpose = _answer(
        _l("一、处理目的、处理方式是否合法、正当、必要（第五十六条第一项）"),
        _l(
            "逐项写：收集什么、为什么非收不可、依据是什么、有没有更少的办法。可以对照“处理活动记录”。"
        ),
    )
    impact = _answer(
        _l("二、对个人权益的影响及安全风险（第五十六条第二项）"),
        _l("谁可能受影响、最坏会怎样、可能性多大：泄露、被单位知道、被迫参加、差别对待。"),
    )
    measures = _answer(
        _l("三、保护措施是否合法、有效，与风险程度相适应（第五十六条第三项）"),
        _l("技术的、管理的、合同的；对着上面的每一种风险写。"),
    )
    consulted = _answer(_l("征求过谁的意见"), _l("参加者代表、法务、安全人员、受托方。"), 3)
    conclusion = _answer(
        _l("结论"), _l("可以处理、改进以后可以处理，还是不处理；剩下的风险由谁承担。"), 4
    )
    made_by = _answer(_l("谁做的评估"), _l("姓名、部门、职务。"), 2)

    def __init__(self, found: Assessment | None) -> None:
        data = {each.value: text for each, text in found.answers.items()} if found else {}
        super().__init__(data=data)

    @property
    def answers(self) -> dict[Heading, str]:
        """What was typed under each heading."""
        return {each: str(self[each.value].data or "") for each in Heading}

    def is_whole(self) -> bool:
        """Whether there is something under every heading; says so under those without."""
        empty = [each for each, text in self.answers.items() if not text]
        for each in empty:
            self.say(each.value, _l("提交以前请写这一项。"))
        return not empty


class ApproveForm(Form):
    """The name and office under which another person approves."""

    signed = StringField(
        _l("批准人的姓名、部门和职务"),
        [
            DataRequired(_l("请写批准人的姓名、部门和职务。")),
            Length(max=SIGNED_MAX, message=_l("最多 %(max)d 个字。")),
        ],
        filters=[one_line],
    )
