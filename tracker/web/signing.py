"""The signer of cookies and form tokens, with its keys derived once instead of at every use.

What it signs is to the letter what Flask and Flask-WTF sign. What it accepts is that, and what
another machine signed whose clock is ahead, or this one before its clock was set back.
"""

from functools import cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import want_bytes

TOKEN_SALT = "wtf-csrf-token"  # noqa: S105 - Flask-WTF's own, no secret


class _Signer(TimestampSigner):
    """Derives the key of each secret when it is first needed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._derived: dict[bytes, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """The same key as ever for a secret, by default the newest."""
        secret = self.secret_keys[-1] if secret_key is None else want_bytes(secret_key)
        found = self._derived.get(secret)
        if found is None:
            found = self._derived[secret] = super().derive_key(secret)
        return found

    def unsign(
        self, signed_value: Any, max_age: int | None = None, *given: Any, **named: Any
    ) -> Any:
        """What was signed; raises BadSignature, but not of a signature that is younger than now."""
        try:
            return super().unsign(signed_value, max_age, *given, **named)
        except SignatureExpired as error:
            if error.date_signed is None or error.date_signed.timestamp() <= self.get_timestamp():
                raise
            return super().unsign(signed_value, None, *given, **named)


class _Serializer(URLSafeTimedSerializer):
    """Signs everything with one signer."""

    default_signer = _Signer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signer = super().make_signer()

    def make_signer(self, salt: str | bytes | None = None) -> Any:
        """The one signer, unless another salt is asked for."""
        return self._signer if salt in {None, self.salt} else super().make_signer(salt)


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, read and written with a serializer that is kept."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The serializer for the application's secrets as they are now."""
        if not app.secret_key:
            return None
        return _of_sessions((*(app.config["SECRET_KEY_FALLBACKS"] or ()), app.secret_key))


@cache
def _of_sessions(secrets: tuple[str | bytes, ...]) -> URLSafeTimedSerializer:
    interface = SecureCookieSessionInterface
    return _Serializer(
        list(secrets),
        salt=interface.salt,
        serializer=interface.serializer,
        signer_kwargs={
            "key_derivation": interface.key_derivation,
            "digest_method": interface.digest_method,
        },
    )


@cache
def _of_tokens(secret: str | bytes) -> URLSafeTimedSerializer:
    return _Serializer(secret, salt=TOKEN_SALT)


def signed_token(secret: str | bytes, raw: str) -> str:
    """A form's token as Flask-WTF signs it and checks it."""
    signed = _of_tokens(secret).dumps(raw)
    return signed if isinstance(signed, str) else signed.decode()


def install(app: Flask) -> None:
    """Make these the application's sessions."""
    app.session_interface = Sessions()
