"""The order of things in a backup: what it is, then each part's bytes, then what it must add up to.

Compressed and sealed as one stream. SQLite has one part, the file; PostgreSQL one for each table.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from tracker.backups.rules.sealing import CHUNK_BYTES, Opening, SealError, Sealing

HEAD = struct.Struct(">cI")
WORDS, BYTES, END = b"w", b"b", b"e"
LEVEL = 3
"""Half the size at a quarter of the time that the best would take."""
Words = dict[str, Any]


class Writer:
    """Puts words and bytes into a file, in order."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        self._sealing = Sealing(target, key)
        self._packing = zlib.compressobj(LEVEL)
        self._hash = hashlib.sha256()

    def words(self, words: Words) -> None:
        """Something said about what follows."""
        self._put(WORDS, json.dumps(words, ensure_ascii=False).encode())

    def part(self, pieces: Iterable[bytes]) -> None:
        """A part."""
        for piece in pieces:
            self._put(BYTES, piece)
        self._put(END, b"")

    def close(self) -> str:
        """The end; the hash of everything that was put in."""
        self._sealing.write(self._packing.flush())
        self._sealing.close()
        return self._hash.hexdigest()

    def _put(self, kind: bytes, data: bytes) -> None:
        for piece in (HEAD.pack(kind, len(data)), data):
            self._hash.update(piece)
            self._sealing.write(self._packing.compress(piece))


class Reader:
    """Takes them out again in the same order; raises SealError."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        self._opening = Opening(source, key)
        self._unpacking = zlib.decompressobj()
        self._hash = hashlib.sha256()

    def words(self) -> Words:
        """Something said about what follows."""
        kind, data = self._take()
        if kind != WORDS:
            raise SealError("is not in the order of a backup")
        found: Words = json.loads(data)
        return found

    def part(self) -> Iterator[bytes]:
        """A part, piece by piece."""
        kind, data = self._take()
        while kind == BYTES:
            yield data
            kind, data = self._take()
        if kind != END:
            raise SealError("is not in the order of a backup")

    def close(self) -> str:
        """Make sure that nothing follows; the hash of everything that was taken out."""
        if self._unpacked(1) or not self._unpacking.eof:
            raise SealError("does not end where it should")
        return self._hash.hexdigest()

    def _take(self) -> tuple[bytes, bytes]:
        head = self._exactly(HEAD.size)
        kind, size = HEAD.unpack(head)
        data = self._exactly(size)
        self._hash.update(head + data)
        return kind, data

    def _exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            piece = self._unpacked(size - len(found))
            if not piece:
                raise SealError("ends too early")
            found += piece
        return bytes(found)

    def _unpacked(self, size: int) -> bytes:
        while True:
            packed = self._unpacking.unconsumed_tail or self._opening.read(CHUNK_BYTES)
            found = self._unpacking.decompress(packed, size)
            if found or not packed:
                return found
