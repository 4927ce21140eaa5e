"""The city's page about breaches: what happened, whom it affected, whom to tell and what to say."""

import csv
from io import StringIO

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role, phone_of
from tracker.accounts.store import account_id_of
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.compliance import store as records
from tracker.compliance.documents import group_words
from tracker.compliance.forms import BreachForm
from tracker.compliance.forms.breaches import REACHES
from tracker.compliance.rules import FIRST_FACTS, Breach, Reach, Step, UnknownBreachError
from tracker.compliance.rules.retention import Group
from tracker.privacy.store.affected import affected, hand_out, team_called, unit_called
from tracker.privacy.views.room import pages
from tracker.teams.rules import districts
from tracker.web.exports import cell_text

Page = str | tuple[str, int] | BaseResponse


@pages.route("/city/breaches", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def breaches() -> Page:
    """What is on record, and a form for another."""
    season = _season()
    form = BreachForm(
        {each.code: each.name for each in districts()},
        {each.value: group_words(each) for each in Group},
    )
    if form.validate_on_submit():
        key = _key(season, form)
        if key is not None:
            me = current_person().account_id
            breach_id = records.note_breach(season.id, form.happened(key), me, clock.now())
            flash(_("已登记。下面是影响到的人数和要说的话。"), "good")
            return redirect(url_for("privacy.breach", breach_id=breach_id), 303)
    page = render_template(
        "privacy/breaches.html",
        form=form,
        found=records.breaches(season.id),
        reach_words=REACHES,
    )
    return page, 422 if form.is_submitted() else 200


@pages.get("/city/breaches/<key:breach_id>")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def breach(breach_id: int) -> str:
    """How many are affected, the texts for the authority and for them, and what was done when."""
    season = _season()
    found = _breach(season, breach_id)
    people, erased = affected(season.id, found.happened)
    return render_template(
        "privacy/breach.html",
        found=found,
        count=len(people),
        erased=erased,
        facts=records.facts_of(season.id) or FIRST_FACTS,
        kinds=[group_words(each) for each in found.happened.kinds],
        reach_words=REACHES,
        season=season,
        steps=list(Step),
    )


@pages.post("/city/breaches/<key:breach_id>/steps/<any(decided, authority, people):step>")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def note_breach_step(breach_id: int, step: str) -> BaseResponse:
    """It was decided, the authority was told, or the people were: just now."""
    try:
        records.note_step(_season().id, breach_id, Step(step), clock.now())
    except UnknownBreachError:
        abort(404)
    flash(_("已记下时间。"), "good")
    return redirect(url_for("privacy.breach", breach_id=breach_id), 303)


@pages.post("/city/breaches/<key:breach_id>/people")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def breach_people(breach_id: int) -> Response:
    """Names and phones of those who have to be told: on record before it leaves."""
    season = _season()
    found = _breach(season, breach_id)
    people, _erased = affected(season.id, found.happened)
    hand_out(season.id, found, people, current_person().account_id, clock.now())
    text = StringIO()
    lines = csv.writer(text, quoting=csv.QUOTE_ALL)
    lines.writerow([_("姓名"), _("手机号")])
    lines.writerows([cell_text(each.name), each.phone] for each in people)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="to-tell-{breach_id}.csv"'},
    )


def _season() -> Season:
    return season_or_none() or abort(404)


def _breach(season: Season, breach_id: int) -> Breach:
    try:
        return records.breach(season.id, breach_id)
    except UnknownBreachError:
        abort(404)


def _key(season: Season, form: BreachForm) -> str | None:
    """Which district, unit, team or account was named; None with a word under what is unknown."""
    match form.kind:
        case Reach.DISTRICT:
            return str(form.district.data)
        case Reach.LOOKS:
            return _account(form)
        case Reach.UNIT | Reach.TEAM:
            return _group(season, form)
        case _:
            return ""


def _group(season: Season, form: BreachForm) -> str | None:
    unit = unit_called(season.id, str(form.district.data), str(form.unit.data))
    if unit is None:
        form.say("unit", _("这个区里没有叫这个名字的单位，请写全名。"))
        return None
    if form.kind is Reach.UNIT:
        return str(unit)
    team = team_called(unit, str(form.team.data))
    if team is None:
        form.say("team", _("这个单位里没有叫这个名字的队伍。"))
        return None
    return str(team)


def _account(form: BreachForm) -> str | None:
    phone = phone_of(str(form.phone.data))
    account_id = account_id_of(phone) if phone else None
    if account_id is None:
        form.say("phone", _("没有用这个手机号的账号。"))
        return None
    return str(account_id)
