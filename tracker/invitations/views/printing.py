"""What both kinds of slip share: the blueprint, and how a code is drawn and written."""

from dataclasses import dataclass

from flask import Blueprint, current_app, url_for
from markupsafe import Markup

from tracker.invitations import figures
from tracker.invitations.rules import code_of, handle_of, readable

pages = Blueprint("invitations", __name__)


@dataclass(frozen=True)
class Code:
    """A code as it is printed: to scan, and to type."""

    qr: Markup
    link: str


def printed(handle: str, endpoint: str) -> Code:
    """The code of a slip that opens a page."""
    code = code_of(handle, _secret())
    qr = figures.qr_inline(url_for(endpoint, code=code, _external=True))
    link = url_for(endpoint, code=readable(code), _external=True)
    return Code(Markup(qr), link.partition("://")[2])  # noqa: S704 - drawn by ourselves


def handle_in(code: str) -> str:
    """The handle in an address; raises UnknownSlipError when the code is not ours."""
    return handle_of(code, _secret())


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
