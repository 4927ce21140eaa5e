"""The impact assessment: written in drafts, handed in, approved by another, printed."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.rules import Season
from tracker.clock import now
from tracker.compliance import store
from tracker.compliance.forms import ApproveForm, AssessmentForm
from tracker.compliance.rules import (
    Assessment,
    HandedInError,
    Heading,
    NotHandedInError,
    OwnAssessmentError,
)
from tracker.compliance.views.opening import Page, open_season
from tracker.compliance.views.room import pages


@pages.get("/city/opening/assessment")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def assessment() -> str:
    """Every version, and where to go on writing."""
    found = store.assessments(open_season().id)
    return render_template("compliance/assessments.html", versions=found)


@pages.route("/city/opening/assessment/edit", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def write_assessment() -> Page:
    """The draft; without one a new version that begins with the words of the former."""
    season = open_season()
    found = store.assessments(season.id)
    latest = found[0] if found else None
    last = latest.version if latest else 0
    version = last if latest and latest.is_draft else last + 1
    form = AssessmentForm(latest)
    if form.validate_on_submit() and (not _hands_in() or form.is_whole()):
        return _kept(season, version, form)
    page = render_template("compliance/assessment_form.html", form=form, version=version)
    return page, 422 if form.is_submitted() else 200


@pages.get("/city/opening/assessment/<int(max=99999):version>")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def assessment_version(version: int) -> str:
    """One version, ready to be printed; with the form for whoever may approve it."""
    return _paper(open_season(), version, ApproveForm())


@pages.post("/city/opening/assessment/<int(max=99999):version>")
@granted(Role.CITY, scope=CITY_SCOPE)
@password_again
def approve_assessment(version: int) -> Page:
    """Another person than the author puts her name to it."""
    season, form = open_season(), ApproveForm()
    if not form.validate_on_submit():
        return _paper(season, version, form), 422
    me = current_person().account_id
    try:
        store.approve(season.id, version, me, str(form.signed.data), now())
    except OwnAssessmentError:
        return _paper(season, version, form, _("自己写的评估要由另一位市级管理员批准。")), 409
    except NotHandedInError:
        problem = _("这一版现在不能批准：还没有提交，或者已经批准过。")
        return _paper(season, version, form, problem), 409
    flash(_("影响评估第 %(version)s 版已批准。", version=version), "good")
    return redirect(url_for("compliance.opening"), 303)


def _hands_in() -> bool:
    return request.form.get("then") == "hand_in"


def _kept(season: Season, version: int, form: AssessmentForm) -> Page:
    """What was typed is kept, and handed in if that was pressed."""
    me = current_person().account_id
    try:
        store.save_assessment(season.id, version, form.answers, me, now(), hand_in=_hands_in())
    except HandedInError:
        form.say("occasion", _("这一版刚才已经有人提交了。请再存一次，会存成新的一版。"))
        page = render_template("compliance/assessment_form.html", form=form, version=version + 1)
        return page, 409
    if _hands_in():
        flash(_("已提交，请另一位市级管理员批准。"), "good")
        return redirect(url_for("compliance.assessment_version", version=version), 303)
    flash(_("草稿已保存。"), "good")
    return redirect(url_for("compliance.write_assessment"), 303)


def _paper(season: Season, version: int, form: ApproveForm, problem: str = "") -> str:
    found: Assessment = store.assessment(season.id, version) or abort(404)
    mine = found.author_id == current_person().account_id
    return render_template(
        "compliance/assessment.html",
        found=found,
        blank=_labels(),
        form=form,
        mine=mine,
        problem=problem,
        season=season,
    )


def _labels() -> list[tuple[str, str]]:
    """Each heading's name in the answers and on paper."""
    form = AssessmentForm(None)
    return [(each.value, form[each.value].label.text) for each in Heading]
