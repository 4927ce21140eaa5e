"""One message on its way to one robot: the only place that speaks to another machine."""

import json
import logging
import time
from functools import cache
from ssl import SSLContext

import httpx

from tracker.notices.rules import Trouble

TIMEOUT = httpx.Timeout(6, connect=3)
ANSWER_SECONDS, ANSWER_BYTES = 6, 65_536
"""No robot says more, or takes longer over it."""

for name in ("httpx", "httpcore"):
    # They log addresses, and the address of a robot is its key.
    logging.getLogger(name).setLevel(logging.WARNING)


class NotSentError(Exception):
    """No answer came; `trouble` says whether the message may have arrived all the same."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def post(address: str, body: object) -> tuple[int, bytes]:
    """Status and the beginning of the answer; raises NotSentError.

    No redirect is followed and no proxy of the environment used: the address is one of the
    allowed, and what it leads to might not be.
    """
    written = json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity"}
    try:
        with (
            httpx.Client(
                timeout=TIMEOUT, trust_env=False, follow_redirects=False, verify=_trusted()
            ) as client,
            client.stream("POST", address, content=written, headers=headers) as answer,
        ):
            return answer.status_code, _beginning(answer)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise NotSentError(Trouble.DOWN) from None
    except (httpx.HTTPError, httpx.InvalidURL):
        # It had the message, or part of it, and then said nothing.
        raise NotSentError(Trouble.SILENT) from None


def _beginning(answer: httpx.Response) -> bytes:
    found, until = b"", time.monotonic() + ANSWER_SECONDS
    for part in answer.iter_raw():
        found += part
        if len(found) > ANSWER_BYTES or time.monotonic() > until:
            break
    return found[:ANSWER_BYTES]


@cache
def _trusted() -> SSLContext:
    """Made once: reading the certificates takes longer than sending a message."""
    return httpx.create_ssl_context(trust_env=False)
