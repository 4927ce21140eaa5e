"""The second factor: passkeys, the codes for whoever lost them, and what can go wrong."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CODES_MADE = 10
CODE_GROUPS, GROUP_LENGTH = 4, 4
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike: 16 of them are 79 bits, which nobody guesses or works back to."""
PASSKEYS_MAX = 10
CHALLENGE_LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    added_at: datetime
    used_on: date | None


@dataclass(frozen=True)
class StoredKey:
    """A passkey as it is checked: what the browser calls it, its public half, its last count."""

    id: int
    credential: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class NewPasskey:
    """What a browser made and proved to hold."""

    credential: str
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Site:
    """Whom passkeys are for: the site's origin, and the host in it."""

    origin: str

    @property
    def host(self) -> str:
        """The relying party's id, as the standard has it: the host without its port."""
        return self.origin.partition("//")[2].partition(":")[0]


class PasskeyRefusedError(Exception):
    """The browser's answer does not prove the key: another site, another challenge, a bad sign."""


class StaleChallengeError(Exception):
    """The challenge was used already, is too old, or was another session's."""


class UnknownPasskeyError(Exception):
    """No such passkey is registered on this account."""


class PasskeyTakenError(Exception):
    """This passkey is registered already."""


class TooManyPasskeysError(Exception):
    """Nobody needs more than there are."""


class CopiedPasskeyError(Exception):
    """Its count did not rise: somebody may have made a copy of it."""


class NotConfirmedError(Exception):
    """Who has a second factor changes it only in a session that has given it."""


class WrongCodeError(Exception):
    """No such code, or it was used."""


def new_code() -> str:
    """A code as it is printed: kq7m-28xv-tnhe-9cdw."""
    groups = (
        "".join(secrets.choice(CODE_LETTERS) for _ in range(GROUP_LENGTH))
        for _ in range(CODE_GROUPS)
    )
    return "-".join(groups)


def plain_code(text: str) -> str:
    """A code however typed: full-width, in capitals, with spaces or other dashes."""
    typed = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in typed if letter in CODE_LETTERS)
