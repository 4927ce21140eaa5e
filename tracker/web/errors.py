"""Error pages that say what to do next."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from tracker.web.logs import log_refusal

PAGES = (400, 403, 404, 405, 409, 413, 429, 500)
REFUSALS = frozenset({400, 403, 429})
"""A form without its token, a page of somebody else's, a limit that was reached."""


def install(app: Flask) -> None:
    """Answer each of these with a page of our own."""
    for code in PAGES:
        app.register_error_handler(code, _page)
    app.register_error_handler(CSRFError, _page)


def error_page(code: int) -> tuple[str, int]:
    """The page for a status, with the status."""
    return render_template("errors/error.html", code=code if code in PAGES else 500), code


def _page(error: HTTPException | Exception) -> tuple[str, int]:
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if code in REFUSALS:
        log_refusal(code)
    return error_page(code)
