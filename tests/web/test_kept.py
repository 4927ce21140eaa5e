"""What is kept of finished pieces, and for how long."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from cachetools import LRUCache

from tracker.web import kept as module
from tracker.web.kept import forget, kept


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


def test_a_piece_is_made_once_for_each_key() -> None:
    made: list[int] = []

    def make(version: int) -> str:
        made.append(version)
        return f"<p>{version}</p>"

    def piece(version: int) -> str:
        return kept(("/city", version), lambda: make(version))

    assert [piece(1), piece(1), piece(2), piece(1)] == [
        "<p>1</p>",
        "<p>1</p>",
        "<p>2</p>",
        "<p>1</p>",
    ]
    assert made == [1, 2]


def test_the_longest_unused_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_pieces", LRUCache(10, getsizeof=len))
    made: list[str] = []

    def make(name: str) -> bytes:
        made.append(name)
        return b"12345"

    for name in ("a", "b", "a", "c", "a", "b"):
        kept(name, lambda name=name: make(name))  # type: ignore[misc]

    assert made == ["a", "b", "c", "b"]


def test_a_piece_too_large_to_keep_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BYTES_MAX", 4)

    assert kept("large", lambda: "12345") == "12345"
    assert kept("large", lambda: "54321") == "54321"


def test_many_threads_get_the_piece_of_their_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda place: kept(place % 7, lambda: str(place % 7)), range(700)))

    assert found == [str(place % 7) for place in range(700)]
