"""What is shown to people before they agree: the notice in force, in their language."""

from dataclasses import dataclass

from flask import g
from markupsafe import Markup

from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.compliance import store
from tracker.compliance.documents import words_in
from tracker.compliance.rules import FIRST_FACTS, UNPUBLISHED, Language
from tracker.web.filters import language


@dataclass(frozen=True)
class Shown:
    """The notice and the terms as this reader is shown them, and their version."""

    version: int
    notice: Markup
    terms: Markup
    text: str
    """What enters the fingerprint of a consent."""


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
