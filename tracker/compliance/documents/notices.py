"""The notice and the terms in words, made from the facts on record and the rules of the code."""

from collections.abc import Mapping

from flask import current_app, render_template
from flask_babel import force_locale

from tracker.campaign.rules import Season, kept_until
from tracker.compliance.documents.purposes import register
from tracker.compliance.rules import Facts, Language, Words
from tracker.compliance.rules.retention import LEAVING_DAYS


def words_of(season: Season, facts: Facts) -> Mapping[Language, Words]:
    """The notice and the terms of a season in both languages, ready to be published."""
    return {each: words_in(each, season, facts) for each in Language}


def words_in(language: Language, season: Season | None, facts: Facts) -> Words:
    """The same in one language."""
    values = {
        "season": season,
        "facts": facts,
        "english": language is Language.ENGLISH,
        "purposes": register(season.calendar if season else None),
        "kept_until": kept_until(season.calendar) if season else None,
        "leaving_days": LEAVING_DAYS,
        "backup_nights": current_app.config["BACKUP_KEEP"],
    }
    with force_locale(language.value):
        return Words(
            render_template("compliance/_notice.html", **values).strip(),
            render_template("compliance/_terms.html", **values).strip(),
        )
