"""Mobile numbers as typed, as kept and as others see them."""

import re
import unicodedata

PHONE_LENGTH = 11
NO_PHONE_MARK = "-"
"""Begins what stands where an account has no phone: no phone does."""

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_NOT_DIALLED = frozenset({"Zs", "Cc", "Cf", "Pd"})
"""Spaces, dashes and the invisible marks that phones put around a copied number."""
_COUNTRY = re.compile(r"^(\+|00)?86(?=1[3-9])")


class PhoneTakenError(Exception):
    """An account with this phone exists already."""


class UnknownPhoneError(Exception):
    """Nobody has an account with this phone."""


def phone_of(text: str) -> str | None:
    """The 11 digits of a mainland mobile number however typed, or None if it is not one."""
    plain = unicodedata.normalize("NFKC", text)
    dialled = "".join(each for each in plain if unicodedata.category(each) not in _NOT_DIALLED)
    digits = _COUNTRY.sub("", dialled)
    return digits if _PHONE.fullmatch(digits) else None


def no_phone(key: int) -> str:
    """What stands where an account has no phone: unique, and no phone."""
    return NO_PHONE_MARK + f"{key:x}"[-(PHONE_LENGTH - 1) :]


def masked(phone: str) -> str:
    """A phone as others see it: 138****5678."""
    return f"{phone[:3]}****{phone[-4:]}"
