"""The city's page about opening: what is missing, and the facts and dates on record."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import now
from tracker.compliance import store
from tracker.compliance.documents import reason_words, register, where_to, words_of
from tracker.compliance.forms import FactsForm
from tracker.compliance.guards import missing_for
from tracker.compliance.rules import BY_OPERATORS, FIRST_FACTS, Reason, dates_hash, words_hash
from tracker.compliance.views.room import pages

Page = str | tuple[str, int] | Response


@pages.get("/city/opening")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def opening() -> str:
    """Whether people may enrol, and if not, why and where to see to it."""
    season = open_season()
    found = missing_for(season)
    ways = {each: where for each in Reason if (where := where_to(each))}
    return render_template(
        "compliance/opening.html",
        season=season,
        missing=found,
        reasons=[each for each in Reason if each not in BY_OPERATORS],
        by_operators=[each for each in Reason if each in BY_OPERATORS],
        words=reason_words,
        ways={each: url_for(where) for each, where in ways.items()},
        asked=current_app.config["GATE"],
        stale=_is_stale(season),
    )


@pages.route("/city/opening/facts", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def facts() -> Page:
    """The three handlers, the processor, the contact; what is half done can be saved."""
    season = open_season()
    form = FactsForm(store.facts_of(season.id))
    if form.validate_on_submit():
        store.save_facts(season.id, form.facts, current_person().account_id, now())
        flash(_("已保存。"), "good")
        return redirect(url_for("compliance.opening"), 303)
    page = render_template("compliance/facts.html", form=form)
    return page, 422 if form.is_submitted() else 200


@pages.get("/city/opening/retention")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def retention() -> str:
    """What is kept until when, as the code has it."""
    season = open_season()
    found = store.facts_of(season.id)
    return render_template(
        "compliance/retention.html",
        purposes=register(season.calendar),
        nights=current_app.config["BACKUP_KEEP"],
        confirmed=found is not None and found.retention == dates_hash(season.calendar),
        before=found is not None and bool(found.retention),
    )


@pages.post("/city/opening/retention")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def confirm_retention() -> Response:
    """These dates were read and stand."""
    season = open_season()
    dates = dates_hash(season.calendar)
    store.confirm_retention(season.id, dates, current_person().account_id, now())
    flash(_("保存期限已确认。"), "good")
    return redirect(url_for("compliance.opening"), 303)


def open_season() -> Season:
    """The open season; without one there is nothing to open."""
    return season_or_none() or abort(404)


def _is_stale(season: Season) -> bool:
    """Whether the notice in force says something else than one published now would."""
    current = store.current_notice(season.id)
    if current is None:
        return False
    written = words_of(season, store.facts_of(season.id) or FIRST_FACTS)
    return words_hash(written) != current.sha256
