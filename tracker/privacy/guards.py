"""Whether the reader limited what is done with her data, or asked to be erased."""

from flask import Flask, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.guards import person_or_none
from tracker.campaign.guards import UNREAD, participant_or_none
from tracker.campaign.rules import LimitedError
from tracker.privacy import store
from tracker.privacy.rules import NUMBER_DIGITS, Leaving
from tracker.web.errors import error_page

INTO_TEAMS = frozenset({"joining", "moves"})
"""The rooms through which people come into a team."""


def install(app: Flask) -> None:
    """Let every page say so with the one button, and nobody join who is to be erased."""
    app.register_error_handler(LimitedError, _limited)
    app.before_request(_come_back_first)
    app.add_template_global(leaving_or_none, "leaving_or_none")
    app.add_template_filter(in_fours)


def leaving_or_none() -> Leaving | None:
    """What the reader was told when she asked to be erased, read once a request.

    Nothing is asked of the database for whoever takes part or has a role: her parts and her roles
    ended when she asked.
    """
    found: Leaving | None = g.get("leaving", UNREAD)
    if found is UNREAD:
        g.leaving = found = _leaving()
    return found


def in_fours(number: int) -> str:
    """A certificate's number as one copies it from a screen: 0123 4567 8901 2345."""
    digits = f"{number:0{NUMBER_DIGITS}d}"
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _leaving() -> Leaving | None:
    person = person_or_none()
    if person is None or person.grants or person.withheld:
        return None
    part = participant_or_none()
    if part is not None and part.left_on is None:
        return None
    return store.leaving_of(person.account_id)


def _come_back_first() -> Response | None:
    if request.blueprint in INTO_TEAMS and leaving_or_none():
        return redirect(url_for("privacy.leaving"), 303)
    return None


def _limited(_error: LimitedError) -> tuple[str, int]:
    """To herself the page with the one button; to others she is just not there."""
    her = participant_or_none()
    if her is not None and her.is_limited:
        return render_template("privacy/limited.html"), 409
    return error_page(403)
