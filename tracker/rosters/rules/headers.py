"""Headers and what they mean: synonyms, and what is about a body or of no use."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Field(StrEnum):
    """What a column can be."""

    NAME = "name"
    PHONE = "phone"
    TEAM = "team"
    UNIT = "unit"
    KIND = "kind"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    LEADER_NAME = "leader_name"
    LEADER_PHONE = "leader_phone"
    DEPUTY_NAME = "deputy_name"
    DEPUTY_PHONE = "deputy_phone"


PEOPLE = (Field.NAME, Field.PHONE, Field.TEAM)
"""The columns of a unit's roster."""
PLACES = (
    Field.UNIT,
    Field.KIND,
    Field.CONTACT_NAME,
    Field.CONTACT_PHONE,
    Field.TEAM,
    Field.LEADER_NAME,
    Field.LEADER_PHONE,
    Field.DEPUTY_NAME,
    Field.DEPUTY_PHONE,
)
"""The columns of a district's sheet of units and teams."""

PHONES = ("手机号", "手机号码", "手机", "电话", "电话号码", "联系电话", "联系方式", "联系手机")


def _both(*whose: str) -> dict[bool, tuple[str, ...]]:
    """Headers of somebody's name and of her phone."""
    names = tuple(who + name for who in whose for name in ("姓名", "", "名字"))
    return {True: tuple(who + phone for who in whose for phone in PHONES), False: names}


_CONTACT = _both("单位联系人", "联系人", "联络员", "对接人")
_LEADER = _both("组长", "队长", "领队", "小组长")
_DEPUTY = _both("副组长", "副队长")
SYNONYMS: Mapping[Field, tuple[str, ...]] = {
    Field.NAME: ("姓名", "名字", "员工姓名", "职工姓名", "人员姓名", "参加人", "参加者", "name"),
    Field.PHONE: (*PHONES, "移动电话", "本人手机", "本人手机号", "phone", "mobile", "tel"),
    Field.TEAM: (
        "队伍", "小组", "组别", "队名", "分组", "组", "队", "团队", "队伍名称", "小组名称",
        "所属队伍", "所在队伍", "所在小组", "team", "group",
    ),
    Field.UNIT: (
        "单位", "工作单位", "单位名称", "所在单位", "所属单位", "公司", "公司名称", "unit",
    ),
    Field.KIND: ("单位类型", "单位性质", "类型", "性质"),
    Field.CONTACT_NAME: _CONTACT[False],
    Field.CONTACT_PHONE: _CONTACT[True],
    Field.LEADER_NAME: _LEADER[False],
    Field.LEADER_PHONE: _LEADER[True],
    Field.DEPUTY_NAME: _DEPUTY[False],
    Field.DEPUTY_PHONE: _DEPUTY[True],
}  # fmt: skip
"""Each in the order of preference: of 手机 and 电话 side by side the first is taken."""

_BODY = (
    "身高 体重 腰围 臀围 bmi 体脂 血压 血糖 血脂 心率 疾病 病史 慢病 慢性病 用药 孕 健康 体检 "
    "height weight waist"
)
BODY = tuple(_BODY.split())
"""In a header: about a body, and never kept for a moment."""
_PRIVATE = (
    "身份证 证件 性别 年龄 出生 生日 民族 住址 地址 邮箱 备注 说明 微信 银行 工资 政治面貌 学历 婚 "
    "紧急 家属 email sex age idcard"
)
PRIVATE = tuple(_PRIVATE.split())
"""In a header: about a person, and of no use here."""
BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")
NOT_LETTERS = re.compile(r"[\s*:：、.。_/\\#\-]+")


def header_key(text: str) -> str:
    """What makes two headers the same: no width, spaces, marks, or words in brackets."""
    plain = unicodedata.normalize("NFKC", BRACKETED.sub("", text)).casefold()
    return NOT_LETTERS.sub("", plain)


def field_of(title: str, fields: Iterable[Field]) -> tuple[Field, int] | None:
    """What a header says its column is, and how far down its list of synonyms."""
    key = header_key(title)
    for field in fields:
        if key in SYNONYMS[field]:
            return field, SYNONYMS[field].index(key)
    if Field.TEAM in fields and key.endswith(("小组", "队伍", "组别")):
        return Field.TEAM, len(SYNONYMS[Field.TEAM])
    return None


def speaks_of(title: str, words: Iterable[str]) -> bool:
    """Whether a header has one of these words in it."""
    key = header_key(title)
    return any(word in key for word in words)
