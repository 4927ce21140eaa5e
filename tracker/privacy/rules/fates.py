"""How a person is found in a table, and what becomes of her rows."""

from dataclasses import dataclass
from enum import StrEnum


class Key(StrEnum):
    """By which of a person's keys a table points at her."""

    ACCOUNT = "account"
    PARTICIPANT = "participant"
    PHONE = "phone"
    NUMBER = "number"
    """Her phone as codes and slips know it."""


class Fate(StrEnum):
    """What erasure does with a person's rows in a table."""

    DELETED = "deleted"
    BARE = "bare"
    """Kept without anything that says who or what she was: a number among the enrolled."""
    ENDED = "ended"
    """Kept as the record of what was done to others, ended and pointing at a bare account."""


@dataclass(frozen=True)
class Kept:
    """One table that points at a person: how she is found in it, and what erasure does."""

    table: str
    column: str
    key: Key
    fate: Fate
    about: str
    """What the table holds, for the codebook of an export."""
    why: str = ""
    """Why something is left after an erasure; empty where nothing is."""
    withheld: tuple[str, ...] = ()
    """Columns an export leaves out: they protect her, or somebody else, and tell her nothing."""

    @property
    def name(self) -> str:
        """What a copy calls it: a table is there twice if it also says who acted."""
        return f"{self.table}_by_you" if self.column == "actor_id" else self.table


COUNTED = (
    "报名总数不因有人离开而改变，只留一个无名的数 · a number without a name, so totals stay true"
)
AUDITED = (
    "被查看的人有权知道有过查看，姓名手机号已去除 · whoever was looked at may know; no name is left"
)
RELEASED = (
    "数据给过谁、谁批准，参加者有权知道 · to whom data was given, and by whom, stays on record"
)
BY_LAW = "法律要求这类记录保存三年 · the law has such records kept for three years"


def hers(table: str, about: str) -> Kept:
    """A table of her own doing, found by her part in a season, of which nothing is left."""
    return Kept(table, "participant_id", Key.PARTICIPANT, Fate.DELETED, about)


def recorded(table: str, about: str, *withheld: str) -> Kept:
    """A record that the law has kept for three years; whoever made it is a bare account after."""
    return Kept(table, "account_id", Key.ACCOUNT, Fate.ENDED, about, BY_LAW, withheld)
