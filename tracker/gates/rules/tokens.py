"""A ticket's number and its token: what a phone without a network believes, and how it knows.

A token holds the showcase and the number of a ticket and a signature, nothing of the person. Its
text is in letters that a QR code packs closely, and each ticket signed once has one spelling.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERSION = 1
KEY_BYTES, NUMBER_BYTES, PART = 7, 3, 32
SIGNED = 1 + KEY_BYTES + NUMBER_BYTES
TOKEN_LENGTH = (SIGNED + 2 * PART) * 8 // 5
"""Letters of a token: its 75 bytes fill them to the last bit, so no letter says nothing."""
TOKEN = re.compile(rf"[A-Z2-7]{{{TOKEN_LENGTH}}}")

NUMBER_DIGITS = 6
"""Five that were drawn, and one that betrays a slip."""
NUMBERS = 10 ** (NUMBER_DIGITS - 1)
_STEPS = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""Damm's quasigroup: one wrong digit, or two neighbours swapped, never end at 0."""


class ForgedError(Exception):
    """Nothing that we signed for this showcase."""


@dataclass(frozen=True)
class KeyPair:
    """What a showcase signs with, and what everybody may check by."""

    private: str
    public: str


def new_keys() -> KeyPair:
    """A pair of its own for one showcase; one that gets out opens no other gate."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return KeyPair(f"{key.private_numbers().private_value:064x}", _text(point))


def number_of(drawn: int) -> str:
    """The ticket number with these five digits, its last digit the check."""
    digits = f"{drawn % NUMBERS:0{NUMBER_DIGITS - 1}}"
    return f"{digits}{_end(digits)}"


def is_number(text: str) -> bool:
    """Whether this can be a ticket's number at all."""
    plain = len(text) == NUMBER_DIGITS and text.isascii() and text.isdigit()
    return plain and _end(text) == 0


def spoken(number: str) -> str:
    """A number in two halves, as it is read out."""
    half = NUMBER_DIGITS // 2
    return f"{number[:half]} {number[half:]}"


def token(private: str, showcase_id: int, number: str) -> str:
    """The signed token of a ticket."""
    said = _said(showcase_id, number)
    return base64.b32encode(said + _signature(private, said)).decode()


def number_in(text: str, public: str, showcase_id: int) -> str:
    """The number in a token that was signed for this showcase; raises ForgedError."""
    if not TOKEN.fullmatch(text):
        raise ForgedError
    raw = base64.b32decode(text)
    said, signature = raw[:SIGNED], raw[SIGNED:]
    number = f"{int.from_bytes(said[-NUMBER_BYTES:]):0{NUMBER_DIGITS}}"
    if said != _said(showcase_id, number) or not _is_signed(public, said, signature):
        raise ForgedError
    return number


def signed_text(private: str, text: str) -> str:
    """A signature of a text, which no token can be: a token begins with its version's byte."""
    return _text(_signature(private, text.encode()))


def is_signed_text(public: str, text: str, signature: str) -> bool:
    """Whether a text is as it was signed."""
    try:
        return _is_signed(public, text.encode(), _bytes(signature))
    except (binascii.Error, ValueError):
        return False


def _said(showcase_id: int, number: str) -> bytes:
    parts = (bytes([VERSION]), showcase_id.to_bytes(KEY_BYTES), int(number).to_bytes(NUMBER_BYTES))
    return b"".join(parts)


def _signature(private: str, said: bytes) -> bytes:
    """As browsers write it: both numbers side by side, not wrapped in DER."""
    key = ec.derive_private_key(int(private, 16), ec.SECP256R1())
    first, second = decode_dss_signature(key.sign(said, ec.ECDSA(SHA256())))
    return first.to_bytes(PART) + second.to_bytes(PART)


def _is_signed(public: str, said: bytes, signature: bytes) -> bool:
    if len(signature) != 2 * PART:
        return False
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(public))
    first, second = (int.from_bytes(each) for each in (signature[:PART], signature[PART:]))
    try:
        key.verify(encode_dss_signature(first, second), said, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _end(digits: str) -> int:
    """Where a way through the quasigroup ends; at 0 for a number with its right check."""
    at = 0
    for digit in digits:
        at = int(_STEPS[at][int(digit)])
    return at


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
