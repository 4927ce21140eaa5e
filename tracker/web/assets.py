"""Static files under addresses that change with their content, served for a year."""

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.headers import Headers

from flask import Flask, url_for
from whitenoise import WhiteNoise

from tracker.web.headers import security_headers

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
YEAR_SECONDS = 31_536_000


def install(app: Flask) -> None:
    """Serve `static/` ahead of the application, compressed where a `.gz` lies beside a file."""
    inner: WSGIApplication = app.wsgi_app
    security = security_headers(app)

    def set_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in security.items():
            headers[name] = value
        headers["Cache-Control"] = f"max-age={YEAR_SECONDS}, public, immutable"

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        inner,
        root=str(STATIC),
        prefix="static/",
        max_age=YEAR_SECONDS,
        autorefresh=app.debug or app.testing,
        allow_all_origins=False,
        add_headers_function=set_headers,
    )
    app.add_template_global(asset)


def asset(path: str) -> str:
    """The address of a static file, with a fingerprint of its content."""
    return url_for("static", filename=path, v=_fingerprint(path))


@cache
def _fingerprint(path: str) -> str:
    return hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:12]
