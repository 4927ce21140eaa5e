"""A stream that only the holder of a key reads, and that nobody shortens or changes unseen.

AES-256-GCM in chunks, so that no database is ever in memory as a whole. A file has its own key,
made of the backup key and 32 random bytes that stand at its beginning. Each chunk is authenticated
with its number and whether it is the last: one that is missing, doubled, moved, cut or from another
file is refused, and so is whatever follows the last.
"""

import os
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"tracker backup 1\n"
SALT_BYTES = 32
TAG_BYTES = 16
CHUNK_BYTES = 1 << 18
LENGTH = struct.Struct(">I")
NONCE = struct.Struct(">4xQ")
AGAIN = "was changed, is not whole, or was made with another BACKUP_KEY"


class SealError(Exception):
    """It is no backup, is not whole, was changed, or was made with another key."""


class Sealing:
    """Takes bytes and writes them sealed; nothing is valid before `close`."""

    def __init__(self, target: BinaryIO, key: bytes, chunk: int = CHUNK_BYTES) -> None:
        salt = os.urandom(SALT_BYTES)
        self._target, self._chunk = target, chunk
        self._cipher, self._number = _cipher(key, salt), 0
        self._waiting = bytearray()
        target.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Seal what fills a chunk; the last chunk always waits for `close`."""
        self._waiting += data
        while len(self._waiting) > self._chunk:
            self._put(bytes(self._waiting[: self._chunk]), last=False)
            del self._waiting[: self._chunk]
        return len(data)

    def flush(self) -> None:
        """Nothing: chunks go out when they are full."""

    def close(self) -> None:
        """Seal what is left, and say that it is the last."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, data: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(NONCE.pack(self._number), data, _place(last=last))
        self._target.write(LENGTH.pack(len(sealed) << 1 | last) + sealed)
        self._number += 1


class Opening:
    """Gives back what was sealed, chunk by chunk; raises SealError."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        begin = source.read(len(MAGIC) + SALT_BYTES)
        if not begin.startswith(MAGIC) or len(begin) != len(MAGIC) + SALT_BYTES:
            raise SealError("is not a backup of this product")
        self._source, self._cipher = source, _cipher(key, begin[len(MAGIC) :])
        self._number, self._ended = 0, False
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """At most this many bytes; none at the end, which is reached only if everything fits."""
        if size < 0:
            return b"".join(iter(lambda: self.read(CHUNK_BYTES), b""))
        while size and not self._ready and not self._ended:
            self._ready = self._next()
        found, self._ready = self._ready[:size], self._ready[size:]
        return found

    def _next(self) -> bytes:
        head = self._source.read(LENGTH.size)
        if len(head) != LENGTH.size:
            raise SealError(AGAIN)
        size, last = LENGTH.unpack(head)[0] >> 1, bool(head[-1] & 1)
        if not TAG_BYTES <= size <= CHUNK_BYTES + TAG_BYTES:
            raise SealError(AGAIN)
        sealed = self._source.read(size)
        if len(sealed) != size:
            raise SealError(AGAIN)
        try:
            data = self._cipher.decrypt(NONCE.pack(self._number), sealed, _place(last=last))
        except InvalidTag:
            raise SealError(AGAIN) from None
        if last and self._source.read(1):
            raise SealError(AGAIN)
        self._number, self._ended = self._number + 1, last
        return data


def _place(*, last: bool) -> bytes:
    """Authenticated beside a chunk; its number is its nonce already."""
    return b"last" if last else b"more"


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), len(key), salt=salt, info=MAGIC).derive(key))
