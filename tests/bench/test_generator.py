"""The generator of load, against a server of a few lines."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, repeat

import pytest

from bench.generator import Ask, Generator, Lane, RefusedError, closed_loop

SLOW_SECONDS = 0.05


class Echo(BaseHTTPRequestHandler):
    """Answers by address: some later, some with a refusal, some with a lot."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/slow":
            threading.Event().wait(SLOW_SECONDS)
        body = b"x" * (2_000_000 if self.path == "/large" else 5)
        self.send_response({"/away": 302, "/broken": 500}.get(self.path, 200))
        if self.path == "/away":
            self.send_header("Location", "/sign-in?next=/")
        self.send_header("Content-Length", str(len(body)))
        if self.path == "/once":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Where the server listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def ask(path: str, status: int = 200) -> Ask:
    """A request for an address."""
    return Ask(f"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n".encode(), status)


def test_every_connection_asks_again_until_time_is_up(port: int) -> None:
    load = closed_loop(port, [repeat(ask("/")) for _ in range(4)], seconds=0.2)

    assert load.within > 40
    assert 0.2 <= load.seconds < 0.5
    assert load.rate == pytest.approx(load.within / load.seconds)
    assert load.cpu > 0


def test_a_slow_page_is_asked_for_until_there_are_enough_answers(port: int) -> None:
    load = closed_loop(port, [repeat(ask("/slow"))], seconds=0.0, least=3)

    assert len(load.latencies) == 3
    assert min(load.latencies) >= SLOW_SECONDS


def test_a_slice_ends_at_its_longest_time_and_waits_for_the_last_answers(port: int) -> None:
    load = closed_loop(port, [repeat(ask("/slow"))] * 2, seconds=0.0, least=1000, most=0.12)

    assert load.within <= len(load.latencies) <= 8
    assert load.seconds < 0.3


def test_a_source_that_has_no_more_ends_the_load(port: int) -> None:
    load = closed_loop(port, [iter([ask("/")] * 3), iter([ask("/")] * 2)], seconds=60)

    assert len(load.latencies) == 5
    assert load.seconds < 5


def test_a_large_answer_is_read_to_its_end(port: int) -> None:
    answers: list[bytes] = []
    asked = Ask(ask("/large").data, done=answers.append)

    closed_loop(port, [iter([asked, ask("/")])], seconds=60)

    assert answers[0].endswith(b"x" * 2_000_000)


@pytest.mark.parametrize("path", ["/away", "/broken"])
def test_an_answer_that_was_not_wanted_ends_the_load(port: int, path: str) -> None:
    with pytest.raises(RefusedError, match=f"wanted 200 for GET {path}"):
        closed_loop(port, [cycle([ask("/"), ask(path)])], seconds=5)


def test_being_sent_to_sign_in_is_never_the_wanted_redirect(port: int) -> None:
    with pytest.raises(RefusedError):
        closed_loop(port, [repeat(ask("/away", status=302))], seconds=5)


def test_a_connection_that_the_server_closed_is_opened_again(port: int) -> None:
    lane = Lane(port, [iter([ask("/once"), ask("/"), ask("/")])], 1, rate=20.0)

    load = Generator([lane], seconds=10).run()[0]

    assert len(load.latencies) == 3


def test_arrivals_keep_their_rate_and_waits_count_from_the_arrival(port: int) -> None:
    queued = Lane(port, [iter([ask("/slow")] * 4)], 1, rate=1000.0)

    load = Generator([queued], seconds=10).run()[0]

    assert len(load.latencies) == 4
    assert load.latencies[-1] >= 4 * SLOW_SECONDS - 0.01


def test_lanes_of_two_kinds_share_a_run_and_the_finite_one_ends_it(port: int) -> None:
    saving = Lane(port, [iter([ask("/")] * 10)], 2, rate=50.0)
    browsing = Lane(port, [repeat(ask("/slow"))], 2, rate=20.0)

    saved, browsed = Generator([saving, browsing], seconds=30).run()

    assert len(saved.latencies) == 10
    assert len(browsed.latencies) >= 3
    assert 0.15 < saved.seconds < 1.0
