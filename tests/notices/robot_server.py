"""A local server that behaves like the robots of 企业微信 and 钉钉, on good days and bad."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "0a1b2c3d-key-of-a-robot-nobody-sees"
SECRET = "SECret-of-a-robot-nobody-sees"
PER_MINUTE = 20
HUGE = 50_000_000
SLOW_SECONDS = 3.0


class RobotServer(ThreadingHTTPServer):
    """Keeps what it was sent; `mood` decides how it answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mood = ""
        self.heard: list[dict[str, Any]] = []
        self.asked = 0

    @property
    def origin(self) -> str:
        """Scheme and host of it."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def wecom(self) -> str:
        """The address of its 企业微信 robot."""
        return f"{self.origin}/cgi-bin/webhook/send?key={KEY}"

    @property
    def dingtalk(self) -> str:
        """The address of its 钉钉 robot."""
        return f"{self.origin}/robot/send?access_token={KEY}"


class _Handler(BaseHTTPRequestHandler):
    server: RobotServer

    def do_POST(self) -> None:
        self.server.asked += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        mood = self.server.mood
        if mood == "slow":
            time.sleep(SLOW_SECONDS)
        elif mood == "down":
            self._answer(b"<html>502 Bad Gateway</html>", 502)
        elif mood == "redirect":
            self._answer(b"", 302, Location=f"{self.server.origin}/elsewhere")
        elif mood == "huge":
            self._answer(b" " * HUGE)
        else:
            self._answer(json.dumps(self._taken(json.loads(body))).encode())

    def do_GET(self) -> None:
        """Nobody should ever come here: it is where a redirect leads."""
        self.server.asked += 1000
        self._answer(b"{}")

    def _taken(self, body: dict[str, Any]) -> dict[str, Any]:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        is_wecom = parts.path == "/cgi-bin/webhook/send"
        if query.get("key" if is_wecom else "access_token") != KEY:
            return {"errcode": 93000 if is_wecom else 300001, "errmsg": "invalid webhook url"}
        if not is_wecom and not _is_signed(query):
            return {"errcode": 310000, "errmsg": "sign not match, more: [https://example.org]"}
        if self.server.mood == "throttled" or len(self.server.heard) >= PER_MINUTE:
            return {"errcode": 45009 if is_wecom else 130101, "errmsg": "send too fast"}
        self.server.heard.append(body)
        return {"errcode": 0, "errmsg": "ok"}

    def _answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked has heard enough

    def log_message(self, *_: object) -> None:
        """Silent."""


def _is_signed(query: dict[str, str]) -> bool:
    stamp = query.get("timestamp", "")
    mac = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    return query.get("sign") == base64.b64encode(mac).decode()


@contextmanager
def robots_answer() -> Iterator[RobotServer]:
    """The server while it runs."""
    server = RobotServer()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
