"""A provider on this machine: it checks the signature by itself and answers what a test wishes."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

SECRET = "provider-secret"


class LocalProvider(ThreadingHTTPServer):
    """Takes messages; `answer` is what it says to whoever signed well."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: dict[str, Any] = {"Code": "OK", "Message": "OK", "BizId": "1"}
        self.taken: list[dict[str, str]] = []
        self.nonces: set[str] = set()
        self.silent = False

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


def is_signed(method: str, target: str, headers: dict[str, str]) -> bool:
    """The provider's side of signature V3, written from its description and not from our code."""
    scheme, _, rest = headers["authorization"].partition(" ")
    given = dict(each.split("=", 1) for each in rest.split(","))
    query = sorted(parse_qsl(urlsplit(target).query, keep_blank_values=True))
    encoded = "&".join(f"{quote(k, safe='~')}={quote(v, safe='~')}" for k, v in query)
    names = given["SignedHeaders"].split(";")
    canonical = f"{method}\n{urlsplit(target).path}\n{encoded}\n"
    canonical += "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    canonical += f"\n{given['SignedHeaders']}\n{hashlib.sha256(b'').hexdigest()}"
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    right = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    must = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"}
    return scheme == "ACS3-HMAC-SHA256" and must <= set(names) and right == given["Signature"]


class _Handler(BaseHTTPRequestHandler):
    server: LocalProvider

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.server.silent:
            return
        if not is_signed("POST", self.path, headers):
            self._say(400, {"Code": "SignatureDoesNotMatch"})
        elif headers["x-acs-signature-nonce"] in self.server.nonces:
            self._say(400, {"Code": "SignatureNonceUsed"})
        else:
            self.server.nonces.add(headers["x-acs-signature-nonce"])
            self.server.taken.append(dict(parse_qsl(urlsplit(self.path).query)))
            self._say(200, self.server.answer)

    def _say(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Nothing: a test's own output is enough."""


@contextmanager
def local_provider() -> Iterator[LocalProvider]:
    """A provider that runs as long as a test does."""
    server = LocalProvider()
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
