"""The same table for privacy, accounts and compliance."""

from tests.security.lines import EVERYBODY, SIGNED_IN, TAKING_PART, Line

AT_DESKS = frozenset(
    {"contact", "educator", "organizer", "other_organizer", "city", "statistician"}
)
"""For whom passkeys are."""
PASSKEYS = "/account/passkeys"

LINES: dict[tuple[str, str], Line] = {
    # Her own data: who sees her, with whose eyes, and her consents.
    ("GET", "/me/data"): Line("/me/data", TAKING_PART),
    ("GET", "/me/seen/leader"): Line("/me/seen/leader", TAKING_PART),
    ("GET", "/me/seen/contact"): Line("/me/seen/contact", TAKING_PART),
    ("GET", "/me/seen/district"): Line("/me/seen/district", TAKING_PART),
    ("GET", "/me/seen/city"): Line("/me/seen/city", TAKING_PART),
    ("GET", "/me/consents"): Line("/me/consents", TAKING_PART),
    ("POST", "/me/consents"): Line("/me/consents", TAKING_PART, 404),
    ("GET", "/me/body"): Line("/me/body", TAKING_PART),
    ("POST", "/me/body"): Line("/me/body", TAKING_PART, 422),
    # Devices: everybody her own, and nobody another's.
    ("GET", "/account/sessions"): Line("/account/sessions", SIGNED_IN),
    ("POST", "/account/sessions/<key:session_id>/end"): Line(
        "/account/sessions/1/end", SIGNED_IN, 404
    ),
    ("POST", "/account/sessions/end-others"): Line("/account/sessions/end-others", SIGNED_IN, 303),
    ("POST", "/account/news/read"): Line("/account/news/read", SIGNED_IN, 303),
    ("POST", "/account/news/<key:news_id>/not-me"): Line("/account/news/1/not-me", SIGNED_IN, 404),
    # Passkeys: for the desks, the password given a moment ago.
    ("GET", PASSKEYS): Line(PASSKEYS, AT_DESKS),
    ("POST", PASSKEYS): Line(PASSKEYS, AT_DESKS, 422),
    ("POST", f"{PASSKEYS}/challenge"): Line(f"{PASSKEYS}/challenge", AT_DESKS),
    ("POST", f"{PASSKEYS}/codes"): Line(f"{PASSKEYS}/codes", AT_DESKS, 303),
    ("POST", f"{PASSKEYS}/<key:passkey_id>/remove"): Line(f"{PASSKEYS}/1/remove", AT_DESKS, 404),
    # The second factor: who has none, or has given it, has nothing to give.
    ("GET", "/second-factor"): Line("/second-factor", EVERYBODY, 302),
    ("POST", "/second-factor"): Line("/second-factor", SIGNED_IN, 422),
    ("POST", "/second-factor/code"): Line("/second-factor/code", SIGNED_IN, 422),
    ("POST", "/second-factor/challenge"): Line("/second-factor/challenge", SIGNED_IN, 404),
}
