"""What our signer signs and accepts is what Flask and Flask-WTF sign and accept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import BadSignature, SignatureExpired
from wtforms import ValidationError

from tracker.web.forms import csrf_token
from tracker.web.signing import Sessions, signed_token

NOON = datetime(2024, 10, 16, 4, tzinfo=UTC)
HELD = {"_user_id": "1:0", "display": "large", "_permanent": True}


def serializers(app: Flask) -> tuple[Any, Any]:
    """Ours and Flask's own."""
    return Sessions().get_signing_serializer(
        app
    ), SecureCookieSessionInterface().get_signing_serializer(app)


def test_either_reads_the_cookies_of_the_other(sqlite_app: Flask) -> None:
    ours, flasks = serializers(sqlite_app)

    for _ in range(2):
        assert flasks.loads(ours.dumps(HELD)) == HELD
        assert ours.loads(flasks.dumps(HELD)) == HELD


def test_a_cookie_of_a_machine_whose_clock_is_ahead_is_read_and_an_old_one_is_not(
    sqlite_app: Flask,
) -> None:
    ours, _ = serializers(sqlite_app)
    with time_machine.travel(NOON, tick=False):
        cookie = ours.dumps(HELD)

    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        assert ours.loads(cookie, max_age=60) == HELD
    with (
        time_machine.travel(NOON + timedelta(hours=1), tick=False),
        pytest.raises(SignatureExpired),
    ):
        ours.loads(cookie, max_age=60)


def test_a_cookie_that_was_changed_is_refused(sqlite_app: Flask) -> None:
    ours, _ = serializers(sqlite_app)
    payload, _, rest = ours.dumps(HELD).partition(".")
    other, _, _ = ours.dumps(HELD | {"_user_id": "2:0"}).partition(".")

    assert other != payload
    with pytest.raises(BadSignature):
        ours.loads(f"{other}.{rest}")


def test_a_new_secret_ends_what_the_old_one_signed() -> None:
    app = Flask("secrets")
    app.secret_key = "first"
    ours, _ = serializers(app)
    cookie = ours.dumps(HELD)

    app.secret_key = "second"
    with pytest.raises(BadSignature):
        serializers(app)[0].loads(cookie)

    app.config["SECRET_KEY_FALLBACKS"] = ["first"]
    assert serializers(app)[0].loads(cookie) == HELD


def test_flask_wtf_accepts_our_token_and_no_other_sessions(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/"):
        session["csrf_token"] = "a" * 40
        token = csrf_token()

        assert csrf_token() is token
        assert generate_csrf() == token
        validate_csrf(token)
        with pytest.raises(ValidationError):
            validate_csrf(signed_token(str(sqlite_app.secret_key), "b" * 40))
        with pytest.raises(ValidationError):
            validate_csrf(signed_token("another secret", "a" * 40))


def test_a_session_without_a_token_gets_one(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/"):
        token = csrf_token()

        assert session["csrf_token"]
        assert g.csrf_token == token
        validate_csrf(token)
