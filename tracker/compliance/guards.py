"""Whether people may enrol, and what is shown to them before they agree."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, render_template, request, url_for
from markupsafe import Markup

from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now
from tracker.compliance import store
from tracker.compliance.documents import reason_words, words_in
from tracker.compliance.rules import (
    FIRST_FACTS,
    UNPUBLISHED,
    Language,
    Machine,
    NotOpenError,
    Reason,
    dates_hash,
    missing,
)
from tracker.web.filters import language


@dataclass(frozen=True)
class Shown:
    """The notice and the terms as this reader is shown them, and their version."""

    version: int
    notice: Markup
    terms: Markup
    text: str
    """What enters the fingerprint of a consent."""


def install(app: Flask) -> None:
    """Whoever comes to enrol before it is open is told so kindly."""
    app.register_error_handler(NotOpenError, lambda _error: _not_open())


def check_open(season: Season) -> None:
    """Before anything is asked of somebody who wants to enrol; raises NotOpenError."""
    if current_app.config["GATE"] and missing_for(season):
        raise NotOpenError


def missing_for(season: Season) -> tuple[Reason, ...]:
    """What this season lacks, asked for or not: empty means that real people may come."""
    return missing(store.on_record(season.id), machine(), dates_hash(season.calendar), now())


def machine() -> Machine:
    """What the program knows of how it is run."""
    config = current_app.config
    return Machine(
        own_secret_key=config["OWN_SECRET_KEY"],
        own_data_key=config["OWN_DATA_KEY"],
        secure_cookies=config["SESSION_COOKIE_SECURE"],
        proxies=config["PROXIES"],
        origin=config["PUBLIC_ORIGIN"],
        backups=bool(config["BACKUP_KEY"] and config["BACKUP_FOLDER"]),
        last_backup=config["LAST_BACKUP"](config["BACKUP_FOLDER"]),
    )


def enrolment() -> dict[str, Any]:
    """What `/readyz` says: whether people may enrol and, where the gate is asked for, why not."""
    season = season_or_none()
    if season is None:
        return {"enrolment": "no season"}
    if not current_app.config["GATE"]:
        return {"enrolment": "open", "gate": "not asked for"}
    found = missing_for(season)
    return {
        "enrolment": "closed" if found else "open",
        "missing": [{"reason": each.value, "why": str(reason_words(each))} for each in found],
        "see_to_it": url_for("compliance.opening"),
    }


def shown_notice() -> Shown:
    """The notice in force for the open season, ready for a page or a consent, read once."""
    found: Shown | None = g.get("shown_notice")
    if found is None:
        g.shown_notice = found = _shown(season_or_none())
    return found


def _shown(season: Season | None) -> Shown:
    current = store.current_notice(season.id) if season else None
    spoken = Language(language())
    # Nobody is enrolled by the draft where the gate is asked for: it is for development.
    words = current.words[spoken] if current else words_in(spoken, season, FIRST_FACTS)
    # Both are made by our own templates, which escape what they are given.
    return Shown(
        current.version if current else UNPUBLISHED,
        Markup(words.notice),  # noqa: S704
        Markup(words.terms),  # noqa: S704
        words.shown,
    )


def _not_open() -> tuple[str, int]:
    """200 for a look, 409 for an attempt, as everything that is closed for now."""
    return render_template("compliance/not_open.html"), 409 if request.method == "POST" else 200
