"""Publishing the notice and the terms: read first, in both languages, then put in force."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.clock import now
from tracker.compliance import store
from tracker.compliance.documents import words_of
from tracker.compliance.rules import FIRST_FACTS, Language, Words, added_and_gone, words_hash
from tracker.compliance.views.opening import open_season
from tracker.compliance.views.room import pages


@pages.get("/city/opening/notice")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def publishing() -> str:
    """What would be published now, what is in force, and what differs."""
    season = open_season()
    facts = store.facts_of(season.id)
    written, current = words_of(season, facts or FIRST_FACTS), store.current_notice(season.id)
    spoken = {each: _marked(written[each]) for each in Language}
    changes = None
    if current and words_hash(written) != current.sha256:
        changes = added_and_gone(current.words[Language.CHINESE], written[Language.CHINESE])
    return render_template(
        "compliance/publishing.html",
        spoken=spoken,
        sha256=words_hash(written),
        current=current,
        versions=store.notices(season.id),
        changes=changes,
        ready=facts is not None and facts.complete,
    )


@pages.post("/city/opening/notice")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def publish() -> Response:
    """Put it in force; a changed one asks everybody anew."""
    season = open_season()
    facts = store.facts_of(season.id)
    if facts is None or not facts.complete:
        flash(_("请先填完处理者、运营方和联系人，再公布。"), "warn")
        return redirect(url_for("compliance.facts"), 303)
    version = store.publish(season.id, words_of(season, facts), current_person().account_id, now())
    flash(_("第 %(version)s 版已公布，两种语言。", version=version), "good")
    return redirect(url_for("compliance.opening"), 303)


def _marked(words: Words) -> Words:
    """Ready for a page: our own templates made them, and escaped what they were given."""
    return Words(Markup(words.notice), Markup(words.terms))  # noqa: S704
