"""What a log says of an error: where it came from, and never what it was about.

An error's own words quote what somebody typed, a database's the whole row that it refused, and an
address may have a slip's code in it. So a log has the lines of the program, the kind of error and
a database's code for it, whoever logs it: views, jobs or a library.
"""

import logging
import traceback
from collections.abc import Iterator
from typing import Any

from flask import Flask, current_app, request


def install(app: Flask) -> None:
    """For everything this process logs from now on."""
    logging.setLogRecordFactory(_record)

    def log_exception(exc_info: Any) -> None:
        app.logger.error("Exception on %s [%s]", _pattern(), request.method, exc_info=exc_info)

    app.log_exception = log_exception  # type: ignore[method-assign]


def log_refusal(code: int) -> None:
    """That somebody was turned away, for whoever looks for attempts; who is not said."""
    current_app.logger.warning("%s on %s [%s]", code, _pattern(), request.method)


def _pattern() -> str:
    """The address asked for, without its keys and codes."""
    return request.url_rule.rule if request.url_rule else "an unknown address"


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    """A record whose error is told already: formatters take the text that is there."""
    made = logging.LogRecord(*args, **kwargs)
    if made.exc_info and made.exc_info[1]:
        made.exc_text = "".join(_told(made.exc_info[1], set())).rstrip()
    return made


def _told(error: BaseException, seen: set[int]) -> Iterator[str]:
    """What it came of first, as Python tells it, without their words."""
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before and id(before) not in seen:
        yield from _told(before, seen)
        yield "\nand then\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or ""
    yield f"{type(error).__module__}.{type(error).__qualname__} {code}".rstrip() + "\n"
