"""What a browser is asked for a passkey, and whether its answer proves one: the WebAuthn standard.

The library is 16 MB of a worker, so this module is loaded when somebody uses a passkey.
"""

from collections.abc import Iterable

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from tracker.accounts.rules import (
    NewPasskey,
    PasskeyRefusedError,
    Person,
    Site,
    StoredKey,
)

SITE_NAME = "健康体重行动"
WRONG = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)
"""What the library raises for an answer that is not one."""


def creation_options(site: Site, person: Person, challenge: str, known: Iterable[StoredKey]) -> str:
    """What a browser is told to make a passkey, as JSON; not one it has made before."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=SITE_NAME,
        user_id=str(person.account_id).encode(),
        user_name=person.name,
        challenge=base64url_to_bytes(challenge),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json(options)


def request_options(site: Site, challenge: str, known: Iterable[StoredKey]) -> str:
    """What a browser is told to sign with one of these passkeys, as JSON."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=base64url_to_bytes(challenge),
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options)


def made(site: Site, challenge: str, answer: str) -> NewPasskey:
    """The passkey that a browser made; raises PasskeyRefusedError."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except WRONG as error:
        raise PasskeyRefusedError from error
    credential = bytes_to_base64url(found.credential_id)
    return NewPasskey(credential, found.credential_public_key, found.sign_count)


def count_signed(site: Site, challenge: str, key: StoredKey, answer: str) -> int:
    """The count that a passkey's signature carries; raises PasskeyRefusedError.

    Whether it rose is the store's to judge, in the transaction that writes it.
    """
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=0,
        )
    except WRONG as error:
        raise PasskeyRefusedError from error
    return found.new_sign_count


def _described(keys: Iterable[StoredKey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in keys]
