"""The real server in processes of its own, as `scripts/run` starts it, and what it takes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.seasons import environment
from tracker.config import PROJECT

GRANIAN = (
    "--interface wsgi --workers 2 --blocking-threads 2 --workers-kill-timeout 5"
    " --log-level warning --no-access-log"
)
"""How the product is served; a test compares it with `scripts/run`."""

PRODUCT, FLOOR = "app:app", "bench.floor:create_floor()"
READY = {PRODUCT: "/readyz", FLOOR: "/hello"}
START_SECONDS, STOP_SECONDS = 60, 30
RUNNER, RUNS, CATCH_UP_SECONDS = "work", "The job runner works.", 300


@dataclass(frozen=True)
class Server:
    """A server that has been started."""

    process: "subprocess.Popen[bytes]"
    port: int

    def worker_megabytes(self) -> float:
        """Resident memory of its largest worker."""
        return max(_resident(worker) for worker in _children(self.process.pid)) / 1024


@contextmanager
def served(program: str, url: str, log: Path) -> Iterator[Server]:
    """A server on loopback for as long as it is needed, whatever happens meanwhile."""
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    words = [*GRANIAN.split(), "--host", "127.0.0.1", "--port", str(port)]
    factory = ["--factory"] if program.endswith("()") else []
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own server
            [granian, *words, *factory, program.removesuffix("()")],
            cwd=PROJECT,
            env=environment(url, log.parent) | {"TRACKER_PROXIES": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await(f"http://127.0.0.1:{port}{READY[program]}", process, log)
        yield Server(process, port)
    finally:
        stop(process)


@contextmanager
def runner(url: str, folder: Path) -> Iterator[None]:
    """The job runner beside a server, as `scripts/run` has it; it has caught up before work."""
    log = folder / "runner.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "flask", "--app", "app", RUNNER],
            cwd=PROJECT,
            env=environment(url, folder),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _await_words(process, log)
        yield
    finally:
        stop(process)


def _await_words(process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + CATCH_UP_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if RUNS in log.read_text(encoding="utf-8"):
            return
        time.sleep(0.2)
    raise SystemExit(f"The job runner did not start:\n{log.read_text(encoding='utf-8')}")


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a server and its workers; those that do not listen are killed."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The server did not start:\n{log.read_text(encoding='utf-8')}")


def _children(parent: int) -> list[int]:
    """Processes that a process has started itself and that hold something of the application."""
    path = Path(f"/proc/{parent}/task/{parent}/children")
    found = [int(child) for child in path.read_text(encoding="ascii").split()]
    return [child for child in found if "resource_tracker" not in _command(child)]


def _command(process: int) -> str:
    return Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8", errors="replace")


def _resident(process: int) -> int:
    """Kilobytes of a process that are in memory."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
