"""Finished pieces of pages and figures, kept while what they were made from stays the same.

A key says what a piece is and for whom, a version what it was made from; the version is read from
the database. So another process misses nothing that this one has: whoever finds another version
makes the piece anew.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar, cast

from cachetools import LRUCache

BYTES_MAX = 8_000_000
"""What one process keeps at most; the longest unused goes first."""

Piece = TypeVar("Piece", str, bytes)


@dataclass
class _Kept(Generic[Piece]):
    """One piece, and who is making it just now."""

    making: Lock = field(default_factory=Lock)
    version: Hashable = None
    piece: Piece | None = None
    made_at: float = 0.0

    def __len__(self) -> int:
        """Its bytes, for the bound."""
        return 1 + len(self.piece or b"")


_pieces: LRUCache[Hashable, _Kept[str] | _Kept[bytes]] = LRUCache(BYTES_MAX, getsizeof=len)
_lock = Lock()


def kept(
    key: Hashable, make: Callable[[], Piece], *, version: Hashable = "", patience: float = 0
) -> Piece:
    """The piece of this version, made by one thread while others wait for it.

    A key that holds everything a piece is made from needs no version. With patience the others get
    the piece before instead of waiting, if it is not older than so many seconds: a large page is
    then never made by everybody at once.
    """
    with _lock:
        found = cast("_Kept[Piece] | None", _pieces.get(key))
        if found is None:
            found = _Kept()
            _keep(key, found)
    if found.version == version and found.piece is not None:
        return found.piece
    is_mine = found.making.acquire(blocking=False)
    if not is_mine and found.piece is not None and found.made_at > time.monotonic() - patience:
        return found.piece
    if not is_mine:
        found.making.acquire()
    try:
        if found.version != version or found.piece is None:
            found.piece = make()
            found.version, found.made_at = version, time.monotonic()
            with _lock:
                _keep(key, found)
        return found.piece
    finally:
        found.making.release()


def forget() -> None:
    """Keep nothing of what was made so far."""
    with _lock:
        _pieces.clear()


def _keep(key: Hashable, found: "_Kept[str] | _Kept[bytes]") -> None:
    """What has grown too large for all of it is not kept at all."""
    _pieces.pop(key, None)
    if len(found) <= _pieces.maxsize:
        _pieces[key] = found
