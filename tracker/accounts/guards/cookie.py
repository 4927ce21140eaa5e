"""What a browser's cookie says, and who is behind it."""

from datetime import UTC, datetime
from typing import cast

from flask import session
from flask_login import UserMixin, current_user

from tracker.accounts import store
from tracker.accounts.rules import CookieId, NewsItem, Person, is_fresh
from tracker.clock import now

PASSWORD_AT = "password_at"  # noqa: S105 - the name of a moment in the cookie, no password
SEEN_AT = "seen_at"
USER = "_user_id"
"""Where Flask-Login keeps who is signed in."""
READING_HABITS = ("language", "display")


class SessionUser(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps for a request: the person, and the id its cookie carries."""

    def __init__(self, person: Person, token: str) -> None:
        self.person = person
        self.token = token

    def get_id(self) -> str:
        """Account and epoch, which ends every session when it is raised, and the session."""
        return CookieId(self.person.account_id, self.person.epoch, self.token).text


def current_person() -> Person:
    """Whoever is signed in; only behind a guard."""
    return cast(SessionUser, current_user).person


def person_or_none() -> Person | None:
    """Whoever is signed in, or None."""
    person: Person | None = getattr(current_user, "person", None)  # one look through the proxy
    return person


def account_news() -> list[NewsItem]:
    """What the reader's other devices did that she has to know; asked only when there is some."""
    person = person_or_none()
    if person is None or not person.has_news:
        return []
    return store.news(person.account_id, person.session_id)


def note_password_given() -> None:
    """The password was given just now: nobody is asked again for a while."""
    session[PASSWORD_AT] = int(now().timestamp())


def password_is_fresh() -> bool:
    """Whether this browser gave the password in the last ten minutes."""
    return is_fresh(moment(PASSWORD_AT), now())


def clear_session() -> None:
    """Forget everything in this browser's cookie but how it likes to read."""
    kept = {key: session[key] for key in READING_HABITS if key in session}
    session.clear()
    session.update(kept)


def moment(key: str) -> datetime | None:
    """A moment that the cookie carries."""
    seconds = session.get(key)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
