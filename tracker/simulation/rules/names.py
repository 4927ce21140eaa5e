"""Invented names of people and employers, put together from common syllables."""

import numpy as np
from numpy.typing import NDArray

from tracker.teams.rules import UnitKind

Names = NDArray[np.object_]

SURNAMES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
FEMALE = tuple("芳娜敏静丽艳娟霞秀玲燕婷雪梅洁颖琳慧莹月兰凤红玉萍佳欣雅怡晓")
MALE = tuple("伟强磊军洋勇杰涛超明刚平辉鹏华飞斌波宇浩凯健俊帆建志文新国海")
BRANDS = (
    "晨禾",
    "远岭",
    "京穗",
    "安泽",
    "启澜",
    "和润",
    "朗程",
    "青禾",
    "北辰湾",
    "万栖",
    "云阔",
    "同舟里",
    "嘉木",
    "恒川",
    "星野",
    "瑞麓",
)
CORES = {
    UnitKind.ENTERPRISE: (
        "机械",
        "食品",
        "建筑",
        "物流",
        "软件",
        "印刷",
        "纺织",
        "电子",
        "园林",
        "公交",
    ),
    UnitKind.GOVERNMENT: ("街道办事处", "乡镇政府", "市政管理所", "政务服务中心"),
    UnitKind.INSTITUTION: ("图书馆", "文化馆", "检测所", "水务站", "环卫中心"),
    UnitKind.SCHOOL: ("小学", "中学", "职业学校", "幼儿园"),
    UnitKind.HOSPITAL: ("医院", "社区卫生服务中心", "康复医院"),
    UnitKind.SOCIETY: ("志愿服务协会", "老年大学", "社工事务所"),
}
COMPANY = "有限公司"
ONE_SYLLABLE = 0.35
NUMERALS = tuple("一二三四五六七八九")


def people_names(rng: np.random.Generator, female: NDArray[np.bool_]) -> Names:
    """A surname and one or two syllables each; the commonest surnames come oftenest."""
    count = len(female)
    weights = 1 / np.arange(2.0, len(SURNAMES) + 2)
    surname = _picked(rng, SURNAMES, count, weights / weights.sum())
    first = np.where(female, _picked(rng, FEMALE, count), _picked(rng, MALE, count))
    second = np.where(female, _picked(rng, FEMALE, count), _picked(rng, MALE, count))
    second[rng.random(count) < ONE_SYLLABLE] = ""
    names: Names = surname + first + second
    return names


def unit_names(
    rng: np.random.Generator, kinds: list[UnitKind], district_names: list[str]
) -> list[str]:
    """An employer's name: district, invented brand, trade; repeats are numbered."""
    seen: dict[str, int] = {}
    names = []
    for kind, district in zip(kinds, district_names, strict=True):
        brand, core = (str(rng.choice(words)) for words in (BRANDS, CORES[kind]))
        company = COMPANY if kind is UnitKind.ENTERPRISE else ""
        name = f"{district}{brand}{core}{company}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return names


def team_name(unit: str, position: int) -> str:
    """What a unit's n-th team is called, counted from 0."""
    return f"{unit.removesuffix(COMPANY)}第{NUMERALS[position]}组"


def _picked(
    rng: np.random.Generator,
    words: tuple[str, ...],
    count: int,
    weights: NDArray[np.float64] | None = None,
) -> Names:
    picked: Names = np.array(words, dtype=object)[rng.choice(len(words), count, p=weights)]
    return picked
