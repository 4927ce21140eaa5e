"""What is in a cell: a name or a phone as people and spreadsheets really write them."""

import re
import unicodedata
from enum import StrEnum

from tracker.accounts.rules import phone_of
from tracker.teams.rules import plain_name

NOTHING = frozenset(
    {"", "-", "--", "—", "/", "\\", "无", "暂无", "没有", "空", "null", "none", "n/a"}
)
"""What people write into a cell that has nothing in it."""
TOTALS = ("合计", "总计", "小计", "共计", "total")

SPACE_BESIDE_CHINESE = re.compile(r"(?<![A-Za-z.]) | (?![A-Za-z.])")
SCIENTIFIC = re.compile(r"\+?([1-9])(?:\.([0-9]+))?[eE]\+?([0-9]{1,2})")
MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
TRAILING_ZERO = re.compile(r"\.0+$")
BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[.,·](?=[0-9])")
DIGITS = 11


class PhoneProblem(StrEnum):
    """Why a phone cannot be read."""

    MISSING = "phone_missing"
    ROUNDED = "phone_rounded"
    """1.38E+10: the file itself no longer has the other digits."""
    SEVERAL = "phone_several"
    LENGTH = "phone_length"
    NOT_MOBILE = "phone_not_mobile"


class UnreadablePhoneError(ValueError):
    """No phone can be read from a cell."""

    def __init__(self, problem: PhoneProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def plain_cell(text: str) -> str:
    """A cell in one form: half-width, no invisible letters, spaces once; nothing for 无 or /."""
    plain = plain_name(unicodedata.normalize("NFKC", text)).lstrip("' ")
    return "" if plain.casefold() in NOTHING else plain


def name_in(text: str) -> str:
    """A name without the spaces that pad Chinese names: 王 芳 is 王芳, John Smith stays."""
    # An accent that stood alone may have come to stand on a letter: then they are one.
    return plain_cell(SPACE_BESIDE_CHINESE.sub("", plain_cell(text)))


def key_of(text: str) -> str:
    """What makes two names of a team or a unit the same, however spaced and in whatever width."""
    return "".join(plain_cell(text).split()).casefold()


def phone_in(text: str) -> str:
    """The 11 digits in a cell; raises UnreadablePhoneError, which says why there are none."""
    plain = plain_cell(text)
    if not plain:
        raise UnreadablePhoneError(PhoneProblem.MISSING)
    found = SCIENTIFIC.fullmatch(plain)
    whole = _whole(found[1], found[2] or "", int(found[3])) if found else _ungrouped(plain)
    phone = phone_of(whole)
    if phone:
        return phone
    inside = set(MOBILE.findall(plain))
    if len(inside) == 1:
        return str(inside.pop())
    raise UnreadablePhoneError(_problem(whole, len(inside)))


def _whole(first: str, rest: str, power: int) -> str:
    """A number in scientific notation written out, if all its digits are there."""
    if len(rest) < power:
        raise UnreadablePhoneError(PhoneProblem.ROUNDED)
    return first + rest[:power]


def _ungrouped(text: str) -> str:
    return BETWEEN_DIGITS.sub("", TRAILING_ZERO.sub("", text))


def _problem(text: str, phones: int) -> PhoneProblem:
    digits = sum(each.isdigit() for each in text)
    if phones:
        return PhoneProblem.SEVERAL
    if text.startswith("0") or digits in {0, DIGITS}:
        return PhoneProblem.NOT_MOBILE
    return PhoneProblem.LENGTH
