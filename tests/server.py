"""The real server in processes of its own, and browsers of the simplest kind to it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from tracker.config import PROJECT

SECRET_KEY = "s" * 32
WORKERS = 2
START_SECONDS = 60
ANSWER_SECONDS = 20
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Server:
    """A started server: where it listens, and how it ends."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(ANSWER_SECONDS)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def serve(database_url: str, today: str, log: Path, program: str = "app:app") -> Server:
    """Start a server of several worker processes on loopback; whoever starts it kills it."""
    port = free_port()
    environ = {
        **os.environ,
        "TRACKER_ENV": "development",
        "TRACKER_TODAY": today,
        "SECRET_KEY": SECRET_KEY,
        "DATABASE_URL": database_url,
        "TRACKER_PROXIES": "1",
    }
    words = ["--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "2"]
    granian = str(Path(sys.executable).with_name("granian"))
    command = [granian, *words, "--access-log", "--port", str(port), program]
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 (our own server)
            command,
            cwd=PROJECT,
            env=environ,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(process, port, log)
    await_ready(server)
    return server


def await_ready(server: Server) -> None:
    """Return once it answers that it is ready; fails with its log after a while."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if Browser(server.port).get("/readyz")[0] == http.client.OK:
                return
        except OSError:
            pass
        time.sleep(0.05)
    server.kill()
    raise AssertionError(server.log.read_text(encoding="utf-8"))


class Browser:
    """Keeps cookies and knows nothing else; each request may meet another worker."""

    def __init__(
        self, port: int, cookies: Mapping[str, str] | None = None, address: str = "127.0.0.1"
    ) -> None:
        self.cookies = dict(cookies or {})
        self.address = address
        self.port = port

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Status and text of the answer to a form."""
        return self._ask("POST", path, urlencode(fields))

    def token(self, path: str) -> str:
        """The CSRF token of a page's form."""
        found = TOKEN.search(self.get(path)[1])
        assert found, f"no form on {path}"
        return found.group(1)

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": self.address,
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        with closing(connection):
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, text
