"""Columns that hold somebody's phone or name: encrypted at rest, found by a blind index.

The keys are outside the database. A text is AES-256-GCM with a random nonce; its key's id stands in
front and its table and column are authenticated with it, so that no value passes for another
column's. A blind index is a keyed hash: equal phones are found, and nobody without the key can try
all phones there are.
"""

import base64
import hmac
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import eq, ne
from secrets import token_bytes
from typing import Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Dialect,
    LargeBinary,
    String,
    TypeDecorator,
    event,
    inspect,
    not_,
    text,
    type_coerce,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.operators import in_op, is_, is_not, not_in_op
from sqlalchemy.types import TypeEngine

KEY_BYTES = 32
ID_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16
MARK = "1."
"""In front of every encrypted text: the first format there is."""
INDEX_LENGTH = 64
STORED_LENGTH = 240
"""What thirty letters need, and all that are shorter get."""
INDEX_SUFFIX = "_index"


class UnreadableError(Exception):
    """A stored value was encrypted with a key that is not here, or changed since."""


@dataclass(frozen=True)
class DataKey:
    """One key, and what is derived from it: who learns one of them knows nothing of the others."""

    id: bytes
    cipher: AESGCM
    index_key: bytes
    number_key: bytes

    def index(self, phone: str) -> str:
        """The blind index of a phone under this key."""
        return hmac.digest(self.index_key, phone.encode(), "sha256").hex()


class Keyring:
    """The key that is written with, first, and former ones that are still read."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        self.keys = tuple(_key(secret) for secret in secrets)
        self.current = self.keys[0]
        self._by_id = {key.id: key for key in self.keys}

    def encrypt(self, plain: bytes, place: str) -> bytes:
        """What only this place is read from."""
        nonce = token_bytes(NONCE_BYTES)
        hidden = self.current.cipher.encrypt(nonce, plain, place.encode())
        return self.current.id + nonce + hidden

    def decrypt(self, stored: bytes, place: str) -> bytes:
        """What was encrypted for this place; raises UnreadableError."""
        key = self._by_id.get(stored[:ID_BYTES])
        if key is None:
            raise UnreadableError(
                f"A value of {place} has a key that is not here: set DATA_KEY as it was, or add"
                " the former key to DATA_KEY_FALLBACKS."
            )
        nonce, hidden = stored[ID_BYTES : ID_BYTES + NONCE_BYTES], stored[ID_BYTES + NONCE_BYTES :]
        try:
            return key.cipher.decrypt(nonce, hidden, place.encode())
        except (InvalidTag, ValueError):
            raise UnreadableError(f"A value of {place} was changed since it was written.") from None


def _key(secret: bytes) -> DataKey:
    return DataKey(
        sha256(b"tracker data key id" + secret).digest()[:ID_BYTES],
        AESGCM(_derived(secret, b"tracker data encryption")),
        _derived(secret, b"tracker data index"),
        _derived(secret, b"tracker data numbers"),
    )


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(secret)


def keyring() -> Keyring:
    """The keys of the application at work."""
    found: Keyring = current_app.extensions["data_keys"]
    return found


def blind_index(phone: str) -> str:
    """What stands for a phone where it need not be read again."""
    return keyring().current.index(phone)


def blind_indexes(phones: Collection[str]) -> list[str]:
    """The indexes of phones under every key that is read, as long as a rotation is under way."""
    return [key.index(phone) for phone in phones for key in keyring().keys]


def is_rotating() -> bool:
    """Whether there are former keys: what is stored may be found by either."""
    return len(keyring().keys) > 1


def one_at_a_time(session: Session, phone: str) -> None:
    """Inside a transaction: nobody else passes here with this phone until it ends."""
    if session.connection().dialect.name == "postgresql":  # on SQLite one writes at a time anyway
        number = int(blind_index(phone)[:15], 16)
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def index_of(column: str) -> Callable[[Any], str]:
    """The default of a column that holds the blind index of another one in the same row."""

    def default(context: Any) -> str:
        return blind_index(context.get_current_parameters()[column])

    return default


def reindex_on_change(model: type[Any]) -> None:
    """Whoever gets another phone is found by that one; a bare UPDATE has to say both."""

    @event.listens_for(model, "before_update")
    def _reindex(_mapper: Any, _connection: Any, row: Any) -> None:
        if inspect(row).attrs.phone.history.has_changes():
            row.phone_index = blind_index(row.phone)


def key_id(stored: str | bytes) -> str:
    """Which key a stored value has; its first letters say so."""
    if isinstance(stored, str):
        stored = base64.b64decode(stored.removeprefix(MARK))
    return bytes(stored[:ID_BYTES]).hex()


def key_ids() -> list[str]:
    """The ids of the keys that are here, the one that is written with first."""
    return [key.id.hex() for key in keyring().keys]


def encrypted(plain: str, place: str) -> str:
    """A text as an encrypted column stores it."""
    return MARK + base64.b64encode(keyring().encrypt(plain.encode(), place)).decode("ascii")


def stored_length(letters: int) -> int:
    """How long so many letters of four bytes are with key, nonce and tag, as base64."""
    hidden = ID_BYTES + NONCE_BYTES + 4 * letters + TAG_BYTES
    return max(STORED_LENGTH, len(MARK) + 4 * -(-hidden // 3))


def decrypted(stored: str, place: str) -> str:
    """What such a column's text says; raises UnreadableError."""
    if not stored.startswith(MARK):
        raise UnreadableError(f"A value of {place} is not encrypted: apply the migrations.")
    return keyring().decrypt(base64.b64decode(stored[len(MARK) :]), place).decode()


class _Looked(TypeEngine.Comparator[str]):
    """Equality by blind index; whatever else SQL would compare is ciphertext, and refused."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> ColumnElement[Any]:
        """Equality and membership with texts, and whether there is anything at all."""
        if op in {is_, is_not}:
            return op(type_coerce(self.expr, String), *other)  # type: ignore[no-any-return]
        wanted = [other[0]] if op in {eq, ne} else other[0] if op in {in_op, not_in_op} else None
        if not isinstance(wanted, Collection) or not all(isinstance(each, str) for each in wanted):
            self._refuse()
        found = self._column().in_(blind_indexes(list(wanted)))
        return not_(found) if op in {ne, not_in_op} else found

    def reverse_operate(self, op: Any, other: Any, **kwargs: Any) -> NoReturn:
        """A value on the left of an operator that has no other side."""
        self._refuse()

    def _column(self) -> ColumnElement[Any]:
        table, name = getattr(self.expr, "table", None), getattr(self.expr, "name", "")
        if table is None or name + INDEX_SUFFIX not in table.c:
            self._refuse()
        found: ColumnElement[Any] = table.c[name + INDEX_SUFFIX]
        return found

    def _refuse(self) -> NoReturn:
        raise TypeError(
            f"{self.expr} is encrypted: SQL finds it by a known phone only (Account.has_phone);"
            " compare, sort and search in Python."
        )


class Encrypted(TypeDecorator[str]):
    """A text that the database never sees; in Python it reads and writes as what it says."""

    impl = String
    cache_ok = True
    comparator_factory = _Looked

    def __init__(self, place: str, length: int) -> None:
        super().__init__()
        self.place = place
        self.plain_length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite takes no notice of a length, and could change it only with the whole table."""
        length = self.plain_length if dialect.name == "sqlite" else stored_length(self.plain_length)
        return dialect.type_descriptor(String(length))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On its way in."""
        return None if value is None else encrypted(value, self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """On its way out."""
        return None if value is None else decrypted(value, self.place)


class EncryptedBytes(TypeDecorator[bytes]):
    """The same of bytes."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """On its way in."""
        return None if value is None else keyring().encrypt(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """On its way out."""
        return None if value is None else keyring().decrypt(bytes(value), self.place)


class _Indexed(_Looked):
    """The index is the column itself."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> ColumnElement[Any]:
        """With a value that is bound later, as the mapper does by key: it is indexed then."""
        if op is eq and isinstance(other[0], BindParameter):
            return op(type_coerce(self.expr, String), other[0])  # type: ignore[no-any-return]
        return super().operate(op, *other, **kwargs)

    def _column(self) -> ColumnElement[Any]:
        return type_coerce(self.expr, String)


class BlindIndex(TypeDecorator[str]):
    """A phone of which only the blind index is kept: it is found, and never read again."""

    impl = String
    cache_ok = True
    comparator_factory = _Indexed

    def __init__(self, length: int) -> None:
        super().__init__()
        self.plain_length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """As with an encrypted text."""
        length = self.plain_length if dialect.name == "sqlite" else INDEX_LENGTH
        return dialect.type_descriptor(String(length))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On its way in."""
        return None if value is None else blind_index(value)
