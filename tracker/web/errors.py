"""Error pages that say what to do next."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

PAGES = (400, 403, 404, 405, 409, 413, 429, 500)


def install(app: Flask) -> None:
    """Answer each of these with a page of our own."""
    for code in PAGES:
        app.register_error_handler(code, _page)
    app.register_error_handler(CSRFError, _page)


def error_page(code: int) -> tuple[str, int]:
    """The page for a status, with the status."""
    return render_template("errors/error.html", code=code if code in PAGES else 500), code


def _page(error: HTTPException | Exception) -> tuple[str, int]:
    return error_page(error.code if isinstance(error, HTTPException) and error.code else 500)
