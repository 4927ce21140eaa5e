"""Security headers on every answer, and caching: pages never, fingerprinted assets for a year."""

from flask import Flask, Response

from tracker.config import Environment

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
"""On every answer, pages and files alike."""
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
"""In production, where the cookie needs HTTPS anyway; elsewhere it would lock people out."""


def security_headers(app: Flask) -> dict[str, str]:
    """The headers that every answer of this application carries."""
    in_production = app.config["TRACKER_ENV"] is Environment.PRODUCTION
    return SECURITY | HTTPS_ONLY if in_production else SECURITY


def install(app: Flask) -> None:
    """Set the headers after every request."""
    found = security_headers(app) | {"Cache-Control": "no-store"}
    ours = [(name.lower(), name, value) for name, value in found.items()]

    def set_headers(response: Response) -> Response:
        headers = response.headers
        given = {name.lower() for name in headers.keys()}  # noqa: SIM118 - of pairs, not a dict
        for lower, name, value in ours:
            if lower not in given:
                headers.add(name, value)
        return response

    app.after_request(set_headers)
