"""The product with a clock that a story moves: what day it is stands in the file DAY_FILE."""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from tracker import create_app

DAY = Path(os.environ["DAY_FILE"])
product = create_app()


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer as on that day."""
    product.config["TRACKER_TODAY"] = date.fromisoformat(DAY.read_text(encoding="utf-8"))
    return product(environ, start_response)
