"""What is kept of finished pieces, for how long, and who makes them."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from cachetools import LRUCache

from tracker.web import kept as module
from tracker.web.kept import forget, kept


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


def noting(made: list[str], piece: str) -> Callable[[], str]:
    def make() -> str:
        made.append(piece)
        return piece

    return make


def test_a_piece_is_made_once_for_each_version() -> None:
    made: list[str] = []

    found = [
        kept("/city", noting(made, f"<p>{each}</p>"), version=each) for each in (1, 1, 2, 2, 1)
    ]

    assert found == [f"<p>{each}</p>" for each in (1, 1, 2, 2, 1)]
    assert made == ["<p>1</p>", "<p>2</p>", "<p>1</p>"]


def test_the_longest_unused_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_pieces", LRUCache(12, getsizeof=len))
    made: list[str] = []

    for name in ("aaaaa", "bbbbb", "aaaaa", "ccccc", "aaaaa", "bbbbb"):
        kept(name, noting(made, name))

    assert made == ["aaaaa", "bbbbb", "ccccc", "bbbbb"]


def test_a_piece_too_large_to_keep_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_pieces", LRUCache(4, getsizeof=len))

    assert kept("large", lambda: "12345") == "12345"
    assert kept("large", lambda: "54321") == "54321"


def test_many_threads_wait_for_the_one_that_makes_a_piece() -> None:
    made: list[str] = []

    def make() -> str:
        time.sleep(0.05)
        made.append("slow")
        return "slow"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: kept("slow", make), range(8)))

    assert (found, made) == (["slow"] * 8, ["slow"])


@pytest.mark.parametrize(("patience", "shown"), [(60, "old"), (0, "new")])
def test_with_patience_the_one_before_is_shown_while_the_next_is_made(
    patience: float, shown: str
) -> None:
    kept("/city", lambda: "old", version=1)
    begun, go = Event(), Event()

    def make() -> str:
        begun.set()
        go.wait(5)
        return "new"

    with ThreadPoolExecutor(2) as pool:
        maker = pool.submit(kept, "/city", make, version=2)
        begun.wait(5)
        other = pool.submit(kept, "/city", lambda: "new", version=2, patience=patience)
        if patience:
            assert other.result(5) == "old"
        go.set()

        assert (maker.result(5), other.result(5)) == ("new", shown)


def test_a_failed_piece_leaves_the_way_free() -> None:
    def fail() -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        kept("/city", fail)

    assert kept("/city", lambda: "made") == "made"
