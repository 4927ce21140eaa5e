"""Secrets that must be kept and read again: sealed with keys made from the application's own.

A sealed text says nothing to whoever has the database alone. `SECRET_KEY_FALLBACKS` holds former
keys: what was sealed with one of them can still be read.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

KEY_BYTES = 32


class UnsealedError(Exception):
    """It was sealed with a key that this application does not have, or changed since."""


def seal(text: str, purpose: str) -> str:
    """The text as only this application reads it, for this purpose alone."""
    return _sealer(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """What was sealed; raises UnsealedError."""
    try:
        return _sealer(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnsealedError from None


def resealed(sealed: str, purpose: str) -> str:
    """The same secret, sealed with the key in force; raises UnsealedError."""
    try:
        return _sealer(purpose).rotate(sealed.encode()).decode()
    except InvalidToken:
        raise UnsealedError from None


def _sealer(purpose: str) -> MultiFernet:
    config = current_app.config
    secrets = config["SECRET_KEY"], *(config.get("SECRET_KEY_FALLBACKS") or ())
    return MultiFernet([_fernet(secret, purpose) for secret in secrets])


@cache
def _fernet(secret: str, purpose: str) -> Fernet:
    """Not the key of cookies itself: who learns one of the two knows nothing of the other."""
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"tracker {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
