"""Whoever sends text messages: chosen by the environment, and the only place that knows a number.

A message leaves in a thread of its own: no transaction waits for it, and how long an answer takes
does not tell whether there was anybody to send one to.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from ssl import SSLContext
from threading import BoundedSemaphore
from typing import cast

import httpx
from flask import Flask, current_app

from tracker.config import Sms
from tracker.sms.rules import (
    ADVICE,
    NotSentError,
    Provider,
    SmsTrouble,
    Template,
    query_of,
    request_of,
    text_of,
    trouble_in,
)

TIMEOUT = httpx.Timeout(5, connect=3)
WAITING_MAX = 200
"""More than so many on their way at once, and the next are given up: they would come too late."""
CONSOLE = "console"
OUTBOX = "tracker_outbox"

log = logging.getLogger(__name__)

Sender = Callable[[str, Template, Mapping[str, str]], None]

for _name in ("httpx", "httpcore"):
    # They log addresses, and the address of a message has the number in it.
    logging.getLogger(_name).setLevel(logging.WARNING)


class Outbox:
    """Messages on their way, each with nobody waiting for it."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._pool = ThreadPoolExecutor(4, "sms")
        self._places = BoundedSemaphore(WAITING_MAX)
        self._last: list[Future[None]] = []

    def put(self, phone: str, template: Template, values: Mapping[str, str]) -> None:
        """Send it, some moment from now."""
        if not self._places.acquire(blocking=False):
            log.warning("A text message was given up: too many are waiting.")
            return
        self._last = [each for each in self._last if not each.done()]
        self._last.append(self._pool.submit(self._send, phone, template, dict(values)))

    def flush(self) -> None:
        """Wait until everything has left."""
        for each in list(self._last):
            each.result()

    def _send(self, phone: str, template: Template, values: Mapping[str, str]) -> None:
        try:
            self._sender(phone, template, values)
        except NotSentError as error:
            log.warning("A text message did not leave: %s.", ADVICE[error.trouble])
        finally:
            self._places.release()


def install(app: Flask, chosen: Sms | None) -> None:
    """Give an application its sender."""
    app.config["SMS"] = chosen
    app.extensions[OUTBOX] = Outbox(sender_of(chosen))
    app.add_template_global(is_configured, "can_send_texts")


def is_configured() -> bool:
    """Whether anybody is there to send messages."""
    return current_app.config["SMS"] is not None


def send(phone: str, template: Template, values: Mapping[str, str]) -> None:
    """Send a message, some moment from now; what goes wrong with it is in the log."""
    outbox().put(phone, template, values)


def outbox() -> Outbox:
    """This application's messages on their way."""
    return cast(Outbox, current_app.extensions[OUTBOX])


def sender_of(chosen: Sms | None) -> Sender:
    """What sends, as it was chosen."""
    if chosen is None:
        return _nobody
    if chosen.sender == CONSOLE:
        return _print
    provider = Provider(
        chosen.key_id, chosen.key_secret, chosen.sign_name, chosen.templates, chosen.endpoint
    )
    return lambda phone, template, values: post(provider, phone, template, values)


def post(provider: Provider, phone: str, template: Template, values: Mapping[str, str]) -> None:
    """Hand one message to the provider; raises NotSentError.

    What the provider's template does not name is not sent: the host is part of its text there.
    """
    query = query_of(provider, phone, template, {k: v for k, v in values.items() if k != "host"})
    # The provider's own clock is asked for, whatever day a test or a demonstration has.
    at = datetime.fromtimestamp(time.time(), UTC)
    request = request_of(provider, query, secrets.token_hex(16), at)
    try:
        with httpx.Client(
            timeout=TIMEOUT, trust_env=False, follow_redirects=False, verify=_certificates()
        ) as client:
            answer = client.post(request.url, headers=dict(request.headers))
    except (httpx.HTTPError, httpx.InvalidURL):
        raise NotSentError(SmsTrouble.NETWORK) from None
    trouble = trouble_in(answer.content)
    if trouble:
        raise NotSentError(trouble)


def _nobody(_phone: str, _template: Template, _values: Mapping[str, str]) -> None:
    raise NotSentError(SmsTrouble.NONE)


def _print(_phone: str, template: Template, values: Mapping[str, str]) -> None:
    """In development the log of the server is the phone; production refuses this sender."""
    log.warning("Text message: %s", text_of(template, values))


@cache
def _certificates() -> SSLContext:
    return httpx.create_ssl_context(trust_env=False)
