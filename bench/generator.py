"""Keep-alive connections that ask a server and time its answers, from one thread.

The requests are ready-made bytes and an answer is looked at only as far as HTTP needs, so that the
generator takes as little as it can of the cores that it shares with the server; how much it took
is in every `Load`.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf

RECEIVED_AT_ONCE = 1 << 18
SILENT_SECONDS = 60.0
"""A server that says nothing for so long has failed."""

LENGTH = b"content-length: "
REDIRECTED = frozenset({301, 302, 303, 307, 308})


class RefusedError(Exception):
    """An answer that was not the one wanted; it ends the measuring."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, the status that is wanted, and what to do with the answer if anything."""

    data: bytes
    status: int = 200
    done: Callable[[bytes], None] | None = None


@dataclass(frozen=True)
class Load:
    """How a server stood what it was asked: seconds by answer, and over all."""

    latencies: list[float]
    seconds: float
    """Until no more was asked; answers that came later are not counted in the rate."""
    within: int
    """Answers that came in that time."""
    cpu: float
    """The share of one core that the generator took."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.within / self.seconds


@dataclass
class Lane:
    """Connections to one server, and what they ask.

    Without a rate each connection has its own asks and sends the next once it is answered. With
    one, asks of the first source arrive that many times a second, whether or not a connection is
    free, and the time of an answer counts from the arrival.
    """

    port: int
    sources: Sequence[Iterator[Ask]]
    connections: int
    rate: float = 0.0
    free: "deque[Connection]" = field(default_factory=deque)
    latencies: list[float] = field(default_factory=list)
    arrived: int = 0
    busy: int = 0
    ended: int = 0
    over: bool = False

    def begin(self, connection: "Connection", since: float) -> None:
        """Send a connection's next ask; without one more, the lane is over or one connection is."""
        ask = next(self.sources[0 if self.rate else connection.place], None)
        if ask is not None:
            self.busy += 1
            connection.send(ask, since)
            return
        self.ended += 1
        self.over = bool(self.rate) or self.ended == self.connections

    def end(self, connection: "Connection") -> None:
        """Note how long an answer took that has come."""
        self.latencies.append(time.perf_counter() - connection.since)
        connection.ask = None
        self.busy -= 1
        self.free.append(connection)


class Connection:
    """One keep-alive connection, and the answer that is coming in on it."""

    def __init__(self, lane: Lane, place: int) -> None:
        self.lane = lane
        self.place = place
        self.since = 0.0
        self.ask: Ask | None = None
        self.held = b""
        self.whole = 0
        self.socket = _connected(lane.port)

    def open_again(self) -> None:
        """Connect anew in place of a connection that has ended."""
        self.socket.close()
        self.socket = _connected(self.lane.port)

    def send(self, ask: Ask, since: float) -> None:
        """Ask; the time counts from `since`."""
        self.ask, self.since, self.held, self.whole = ask, since, b"", 0
        self.socket.sendall(ask.data)

    def answered(self) -> bool:
        """Take in what has come; whether the answer is whole and the one wanted."""
        came = self.socket.recv(RECEIVED_AT_ONCE)
        if not came:
            raise RefusedError(f"the server hung up instead of answering {self._asked()}")
        self.held = self.held + came if self.held else came
        if not self.whole:
            self.whole = _length(self.held)
        if not self.whole or len(self.held) < self.whole:
            return False
        self._judge()
        return True

    def _judge(self) -> None:
        assert self.ask is not None
        status = int(self.held[9:12])
        if status != self.ask.status or (status in REDIRECTED and b"/sign-in" in self.held):
            head = self.held.partition(b"\r\n\r\n")[0].decode(errors="replace")
            raise RefusedError(f"wanted {self.ask.status} for {self._asked()}, but:\n{head}")
        if self.ask.done:
            self.ask.done(self.held)

    def _asked(self) -> str:
        return self.ask.data.partition(b"\r\n")[0].decode() if self.ask else "nothing"


def _connected(port: int) -> socket.socket:
    found = socket.create_connection(("127.0.0.1", port), SILENT_SECONDS)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def _length(held: bytes) -> int:
    """How many bytes an answer has with its head, or 0 while the head is still coming."""
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return 0
    head = held[:end].lower()
    at = head.find(LENGTH)
    if at < 0:
        raise RefusedError(f"an answer without a length:\n{head.decode(errors='replace')}")
    return end + 4 + int(head[at + len(LENGTH) :].split(b"\r\n", 1)[0])


class Generator:
    """Loads the servers of some lanes until time is up, and waits for the last answers."""

    def __init__(
        self, lanes: Sequence[Lane], seconds: float, least: int = 0, most: float = inf
    ) -> None:
        self.lanes = lanes
        self.seconds = seconds
        self.least = least
        self.most = most
        self.epoll = select.epoll()
        self.open: dict[int, Connection] = {}
        self.began = 0.0

    def run(self) -> list[Load]:
        """A load for each lane; raises RefusedError."""
        try:
            for lane in self.lanes:
                for place in range(lane.connections):
                    connection = Connection(lane, place)
                    self._listen(connection)
                    lane.free.append(connection)
            return self._measured()
        finally:
            for connection in self.open.values():
                connection.socket.close()
            self.epoll.close()

    def _listen(self, connection: Connection) -> None:
        self.open[connection.socket.fileno()] = connection
        self.epoll.register(connection.socket, select.EPOLLIN)

    def _measured(self) -> list[Load]:
        processor = time.process_time()
        self.began = time.perf_counter()
        while not self._is_over():
            for lane in self.lanes:
                self._send(lane)
            self._receive(self._pause())
        taken = time.perf_counter() - self.began
        within = [len(lane.latencies) for lane in self.lanes]
        while any(lane.busy for lane in self.lanes):
            self._receive(SILENT_SECONDS)
        share = (time.process_time() - processor) / (time.perf_counter() - self.began)
        return [
            Load(lane.latencies, taken, number, share)
            for lane, number in zip(self.lanes, within, strict=True)
        ]

    def _is_over(self) -> bool:
        """Time is up and enough was answered, or a lane has nothing left to ask."""
        taken = time.perf_counter() - self.began
        if taken >= self.most or any(lane.over and not lane.busy for lane in self.lanes):
            return True
        return taken >= self.seconds and all(
            len(lane.latencies) >= self.least for lane in self.lanes
        )

    def _send(self, lane: Lane) -> None:
        while lane.free and not lane.over:
            now = time.perf_counter()
            due = self.began + lane.arrived / lane.rate if lane.rate else now
            if due > now:
                return
            lane.arrived += 1
            lane.begin(lane.free.popleft(), due)

    def _pause(self) -> float:
        """How long to wait for answers before something is due or time is up."""
        if any(lane.over and not lane.busy for lane in self.lanes):
            return 0.0
        now = time.perf_counter()
        waits = [
            self.began + lane.arrived / lane.rate - now
            for lane in self.lanes
            if lane.rate and lane.free and not lane.over
        ]
        left = self.began + self.seconds - now
        return max(0.0, min([*waits, left if left > 0 else 1.0]))

    def _receive(self, wait: float) -> None:
        found = self.epoll.poll(wait)
        if not found and wait >= SILENT_SECONDS:
            raise RefusedError(f"no answer in {SILENT_SECONDS:.0f} s")
        for number, _events in found:
            connection = self.open[number]
            if connection.ask is None:
                self._open_again(connection)
            elif connection.answered():
                connection.lane.end(connection)

    def _open_again(self, connection: Connection) -> None:
        """A server may hang up on a connection that has nothing to answer."""
        self.epoll.unregister(connection.socket)
        del self.open[connection.socket.fileno()]
        connection.open_again()
        self._listen(connection)


def closed_loop(
    port: int, sources: Sequence[Iterator[Ask]], seconds: float, least: int = 0, most: float = inf
) -> Load:
    """As many connections as there are sources, each asking again once it is answered."""
    lane = Lane(port, sources, len(sources))
    return Generator([lane], seconds, least, most).run()[0]
