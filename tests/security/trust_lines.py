"""The same table for privacy, accounts and compliance."""

from tests.security.lines import CITY, EVERYBODY, SIGNED_IN, TAKING_PART, Line

AT_DESKS = frozenset(
    {"contact", "educator", "organizer", "other_organizer", "city", "statistician"}
)
"""For whom passkeys are."""
PASSKEYS = "/account/passkeys"
OPENING = "/city/opening"
BREACHES = "/city/breaches"

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
    # Devices: everybody her own, and nobody another's. Ending the others stands in the other table.
    ("GET", "/account/sessions"): Line("/account/sessions", SIGNED_IN),
    ("POST", "/account/sessions/<key:session_id>/end"): Line(
        "/account/sessions/1/end", SIGNED_IN, 404
    ),
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
    # Before real people come: the city's alone; the notice and whom to tell of a hole, everybody's.
    ("GET", "/notice/<int:version>"): Line("/notice/1", EVERYBODY, 404),
    ("GET", "/.well-known/security.txt"): Line("/.well-known/security.txt", EVERYBODY, 404),
    ("GET", OPENING): Line(OPENING, CITY),
    ("GET", f"{OPENING}/facts"): Line(f"{OPENING}/facts", CITY),
    ("POST", f"{OPENING}/facts"): Line(f"{OPENING}/facts", CITY, 422, fields={"site": "nowhere"}),
    ("GET", f"{OPENING}/retention"): Line(f"{OPENING}/retention", CITY),
    ("POST", f"{OPENING}/retention"): Line(f"{OPENING}/retention", CITY, 303),
    ("GET", f"{OPENING}/assessment"): Line(f"{OPENING}/assessment", CITY),
    ("GET", f"{OPENING}/assessment/edit"): Line(f"{OPENING}/assessment/edit", CITY),
    ("POST", f"{OPENING}/assessment/edit"): Line(
        f"{OPENING}/assessment/edit", CITY, 422, fields={"then": "hand_in"}
    ),
    ("GET", f"{OPENING}/assessment/<int:version>"): Line(f"{OPENING}/assessment/9", CITY, 404),
    ("POST", f"{OPENING}/assessment/<int:version>"): Line(f"{OPENING}/assessment/9", CITY, 404),
    ("GET", f"{OPENING}/notice"): Line(f"{OPENING}/notice", CITY),
    ("POST", f"{OPENING}/notice"): Line(f"{OPENING}/notice", CITY, 303),
    ("GET", f"{OPENING}/register"): Line(f"{OPENING}/register", CITY),
    # Records of the law, and breaches: names leave only in a list that the city takes.
    ("GET", "/city/records"): Line("/city/records", CITY),
    ("GET", "/city/records/<any:which>.csv"): Line("/city/records/consents.csv", CITY),
    ("GET", BREACHES): Line(BREACHES, CITY),
    ("POST", BREACHES): Line(BREACHES, CITY, 422),
    ("GET", f"{BREACHES}/<key:breach_id>"): Line(f"{BREACHES}/1", CITY, 404),
    ("POST", f"{BREACHES}/<key:breach_id>/steps/<any:step>"): Line(
        f"{BREACHES}/1/steps/decided", CITY, 404
    ),
    ("POST", f"{BREACHES}/<key:breach_id>/people"): Line(f"{BREACHES}/1/people", CITY, 404),
}
