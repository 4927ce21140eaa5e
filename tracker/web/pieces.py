"""Parts of every page that are the same for nearly everybody, made once and kept.

What differs in them from request to request, a form's token among it, is left out as a hole and
put in when a page is made.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from threading import Lock

from cachetools import LRUCache
from flask import Flask, render_template, request, session
from markupsafe import Markup, escape

from tracker.web.filters import language
from tracker.web.forms import csrf_token

MARK = "\ue000"
"""Around a hole's name; a letter that no font and no sentence of ours has."""
HOLE = re.compile(f"{MARK}([a-z_]+){MARK}")


PIECES_MAX = 1000
"""Of 3 kB each; there are as many as duties and addresses without a key, in two languages."""

_pieces: LRUCache[Hashable, str] = LRUCache(PIECES_MAX)
_lock = Lock()


def piece(template: str, key: Hashable, holes: Mapping[str, Callable[[], str]]) -> Markup:
    """A template made once for each language and key; the key holds all it depends on.

    Each hole is a function that the template calls, and what it answers is escaped. They are
    filled in one pass, so that nothing which is put in can be taken for a hole.
    """
    marks = {name: lambda name=name: f"{MARK}{name}{MARK}" for name in holes}
    whole = (template, language(), key)
    with _lock:
        text = _pieces.get(whole)
    if text is None:
        text = render_template(template, **marks)
        with _lock:
            _pieces[whole] = text
    return Markup(HOLE.sub(lambda hole: escape(holes[hole[1]]()), text))  # noqa: S704 - our own


def forget() -> None:
    """Keep nothing of what was made so far."""
    with _lock:
        _pieces.clear()


def footer() -> Markup:
    """The foot of the page, whose two forms lead back to where the reader is."""
    is_large = session.get("display") == "large"
    return piece("_footer.html", is_large, {"csrf_token": csrf_token, "way_back": _way_back})


def _way_back() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def install(app: Flask) -> None:
    """Let the base of all pages ask for its foot."""
    app.add_template_global(footer, "page_footer")
