"""Finished pieces of pages and figures, kept while what they were made from stays the same.

A key holds everything a piece depends on, its version in the database among it. So another process
misses nothing that this one has: whoever finds another version makes the piece anew.
"""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from cachetools import LRUCache

BYTES_MAX = 24_000_000
"""What one process keeps at most; the longest unused goes first."""

Piece = TypeVar("Piece", str, bytes)

_pieces: LRUCache[Hashable, str | bytes] = LRUCache(BYTES_MAX, getsizeof=len)
_lock = Lock()


def kept(key: Hashable, make: Callable[[], Piece]) -> Piece:
    """The piece under this key, made if it is not there; two at once may both make it."""
    with _lock:
        found = _pieces.get(key)
    if found is not None:
        return cast("Piece", found)
    made = make()
    with _lock:
        if len(made) <= BYTES_MAX:
            _pieces[key] = made
    return made


def forget() -> None:
    """Keep nothing of what was made so far."""
    with _lock:
        _pieces.clear()
