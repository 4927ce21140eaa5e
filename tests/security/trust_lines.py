"""The same table for privacy, accounts and compliance."""

from tests.security.lines import CITY, CONTACT, EVERYBODY, HERE, SIGNED_IN, TAKING_PART, Line

AT_DESKS = frozenset(
    {"contact", "educator", "organizer", "other_organizer", "city", "statistician"}
)
"""For whom passkeys are."""
PASSKEYS = "/account/passkeys"
OPENING = "/city/opening"
BREACHES = "/city/breaches"

NUMBER = "/account/phone"
RECOVERY = "<key:unit_id>/recovery-slips"
UNIT_RECOVERY = "/units/{unit}/recovery-slips"
DISTRICT_RECOVERY = "/districts/{here}/recovery-slips"

LINES: dict[tuple[str, str], Line] = {
    # Her own data: who sees her, with whose eyes, and her consents.
    ("GET", "/me/data"): Line("/me/data", SIGNED_IN),
    ("GET", "/me/seen/leader"): Line("/me/seen/leader", TAKING_PART),
    ("GET", "/me/seen/contact"): Line("/me/seen/contact", TAKING_PART),
    ("GET", "/me/seen/district"): Line("/me/seen/district", TAKING_PART),
    ("GET", "/me/seen/city"): Line("/me/seen/city", TAKING_PART),
    ("GET", "/me/consents"): Line("/me/consents", TAKING_PART),
    ("POST", "/me/consents"): Line("/me/consents", TAKING_PART, 404),
    ("GET", "/me/notice"): Line("/me/notice", TAKING_PART, 302),
    ("POST", "/me/notice"): Line("/me/notice", TAKING_PART, 303),
    ("GET", "/me/body"): Line("/me/body", TAKING_PART),
    ("POST", "/me/body"): Line("/me/body", TAKING_PART, 422),
    # Correcting, limiting, leaving; a certificate is whoever's who has its number.
    ("GET", "/me/correct"): Line("/me/correct", TAKING_PART),
    ("POST", "/me/correct"): Line("/me/correct", TAKING_PART, 422),
    ("GET", "/me/limit"): Line("/me/limit", TAKING_PART),
    ("POST", "/me/limit"): Line("/me/limit", TAKING_PART, 303),
    ("POST", "/me/limit/lift"): Line("/me/limit/lift", TAKING_PART, 303),
    ("GET", "/me/leave"): Line("/me/leave", SIGNED_IN),
    ("POST", "/me/leave"): Line("/me/leave", SIGNED_IN, 422),  # without its word
    ("POST", "/me/leave/return"): Line("/me/leave/return", SIGNED_IN, 303),
    # Her copy: whoever is signed in her own, and nobody another's.
    ("GET", "/me/copy"): Line("/me/copy", SIGNED_IN),
    ("POST", "/me/copy"): Line("/me/copy", SIGNED_IN, 303),
    ("GET", "/me/copy/file"): Line("/me/copy/file", SIGNED_IN, 404),
    ("POST", "/me/copy/delete"): Line("/me/copy/delete", SIGNED_IN, 303),
    # What a former copy brings back: hers alone, and nobody else has a page of it.
    ("GET", "/me/import"): Line("/me/import", TAKING_PART),
    ("POST", "/me/import"): Line("/me/import", TAKING_PART, 422),
    ("POST", "/me/import/keep"): Line("/me/import/keep", TAKING_PART, 422),
    ("GET", "/me/history"): Line("/me/history", TAKING_PART),
    ("GET", "/me/history/weight.<file:kind>"): Line("/me/history/weight.json", TAKING_PART, 404),
    ("POST", "/me/history/delete"): Line("/me/history/delete", TAKING_PART, 303),
    ("GET", "/certificates"): Line("/certificates", EVERYBODY),
    ("GET", "/certificates/<key:number>"): Line("/certificates/1", EVERYBODY, 404),
    ("GET", "/certificates/<key:number>/file"): Line("/certificates/1/file", EVERYBODY, 404),
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
    # Coming back without the password: everybody alike; nobody sends messages here, so no codes.
    ("GET", "/sign-in/code"): Line("/sign-in/code", EVERYBODY, 404),
    ("POST", "/sign-in/code"): Line("/sign-in/code", EVERYBODY, 404),
    ("GET", "/sign-in/code/enter"): Line("/sign-in/code/enter", EVERYBODY, 302),
    ("POST", "/sign-in/code/enter"): Line("/sign-in/code/enter", EVERYBODY, 303),
    ("GET", "/forgot"): Line("/forgot", EVERYBODY),
    ("POST", "/forgot"): Line("/forgot", EVERYBODY, 404),
    ("GET", "/forgot/enter"): Line("/forgot/enter", EVERYBODY, 302),
    ("POST", "/forgot/enter"): Line("/forgot/enter", EVERYBODY, 303),
    ("GET", "/recover/<string:code>"): Line("/recover/{code}", EVERYBODY, 404),
    ("POST", "/recover/<string:code>"): Line("/recover/{code}", EVERYBODY, 404),
    # Her own number, password and code; nothing was opened by a slip, so nothing is hidden.
    ("GET", NUMBER): Line(NUMBER, SIGNED_IN),
    ("POST", NUMBER): Line(NUMBER, SIGNED_IN, 404),
    ("POST", f"{NUMBER}/verify"): Line(f"{NUMBER}/verify", SIGNED_IN, 404),
    ("GET", f"{NUMBER}/verify"): Line(f"{NUMBER}/verify", SIGNED_IN, 302),
    ("POST", f"{NUMBER}/verified"): Line(f"{NUMBER}/verified", SIGNED_IN, 303),
    ("GET", f"{NUMBER}/codes"): Line(f"{NUMBER}/codes", SIGNED_IN, 302),
    ("POST", f"{NUMBER}/codes"): Line(f"{NUMBER}/codes", SIGNED_IN, 303),
    ("GET", f"{NUMBER}/slip"): Line(f"{NUMBER}/slip", SIGNED_IN),
    ("POST", f"{NUMBER}/slip"): Line(f"{NUMBER}/slip", SIGNED_IN, 422),
    ("GET", "/account/first-password"): Line("/account/first-password", SIGNED_IN, 302),
    ("POST", "/account/first-password"): Line("/account/first-password", SIGNED_IN, 303),
    ("GET", "/account/hidden"): Line("/account/hidden", SIGNED_IN, 302),
    ("POST", "/account/hidden"): Line("/account/hidden", SIGNED_IN, 303),
    ("POST", "/account/slip/cancel"): Line("/account/slip/cancel", SIGNED_IN, 409),
    ("POST", "/account/own-code"): Line("/account/own-code", SIGNED_IN, 303),
    ("GET", "/account/own-code"): Line("/account/own-code", SIGNED_IN, 302),
    # Slips that open a new password: the contact's and the district's to print, never a leader's.
    ("GET", f"/units/{RECOVERY}"): Line(UNIT_RECOVERY, CONTACT),
    ("POST", f"/units/{RECOVERY}"): Line(UNIT_RECOVERY, CONTACT, 422),
    ("GET", f"/units/{RECOVERY}/<key:slip_id>"): Line(f"{UNIT_RECOVERY}/1", CONTACT, 404),
    ("POST", f"/units/{RECOVERY}/<key:slip_id>/revoke"): Line(
        f"{UNIT_RECOVERY}/1/revoke", CONTACT, 404
    ),
    ("GET", "/districts/<string:code>/recovery-slips"): Line(DISTRICT_RECOVERY, HERE),
    ("POST", "/districts/<string:code>/recovery-slips"): Line(DISTRICT_RECOVERY, HERE, 422),
    ("GET", "/districts/<string:code>/recovery-slips/<key:slip_id>"): Line(
        f"{DISTRICT_RECOVERY}/1", HERE, 404
    ),
    ("POST", "/districts/<string:code>/recovery-slips/<key:slip_id>/revoke"): Line(
        f"{DISTRICT_RECOVERY}/1/revoke", HERE, 404
    ),
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
