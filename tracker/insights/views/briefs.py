"""What a district sends upward and the city's report: read on a page, taken as a file."""

from datetime import date
from hashlib import sha256
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as Answer

from tracker.accounts.guards import current_person, granted
from tracker.accounts.rules import CITY_SCOPE, Role
from tracker.campaign.rules import monday_of
from tracker.clock import BEIJING, now
from tracker.compliance.rules import ReleaseKind
from tracker.compliance.store import note_release
from tracker.insights import store
from tracker.insights.figures.activities import Activities
from tracker.insights.figures.brief import Facts, brief_of
from tracker.insights.forms import BriefForm
from tracker.insights.rules import SnapshotOf
from tracker.insights.rules.brief import Brief
from tracker.insights.store import Desk
from tracker.insights.views.area import AREA
from tracker.insights.views.desks import city_desk, district_desk, pages
from tracker.insights.views.outcome import Outcome
from tracker.lectures import store as lectures
from tracker.showcases import store as showcases
from tracker.web.charts import Chart
from tracker.web.exports import file_named
from tracker.web.guards import always, limited

MIMETYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILES = "60 per hour"
"""Each draws up to nine pictures."""
DRAWN = ("active", "minutes", "change")
"""The three charts of every brief."""
OF_OUTCOME = ("flow", "populations", "shares", "bands", "distribution", "splits")
"""What a final report says besides."""


@pages.route("/districts/<string:code>/brief", methods=["GET", "POST"])
@granted(Role.DISTRICT, scope="district:{code}")
def district_brief(code: str) -> tuple[str, int] | Answer:
    """A district's brief as it would be sent, and what is to be said of activities."""
    return _page(district_desk(code), "insights.district_brief", code=code)


@pages.get("/districts/<string:code>/brief.<any(docx,xlsx):kind>")
@granted(Role.DISTRICT, scope="district:{code}")
@limited(FILES, always)
def district_brief_file(code: str, kind: str) -> Response:
    """A district's brief as a file."""
    return _file(district_desk(code), kind)


@pages.route("/city/brief", methods=["GET", "POST"])
@granted(Role.CITY, scope=CITY_SCOPE)
def city_brief() -> tuple[str, int] | Answer:
    """The city's brief, which is its final report once the last snapshot is there."""
    return _page(city_desk(), "insights.city_brief")


@pages.get("/city/brief.<any(docx,xlsx):kind>")
@granted(Role.CITY, scope=CITY_SCOPE)
@limited(FILES, always)
def city_brief_file(kind: str) -> Response:
    """The city's brief as a file."""
    return _file(city_desk(), kind)


def _page(desk: Desk, endpoint: str, **address: Any) -> tuple[str, int] | Answer:
    as_of = desk.snapshot.as_of.isoformat() if desk.snapshot else None
    here = url_for(endpoint, as_of=as_of, **address)
    form = BriefForm(activities=_activities(desk))
    if form.validate_on_submit():
        text = form.activities.data or ""
        store.save_activities(desk.season.id, desk.group.scope, _monday(desk), text.strip())
        flash(gettext("活动已保存，会写进简报。"), "good")
        return redirect(here, 303)
    files = {
        kind: url_for(f"{endpoint}_file", kind=kind, as_of=as_of, **address) for kind in MIMETYPES
    }
    up = url_for(endpoint.removesuffix("brief") + "page", as_of=as_of, **address)
    page = render_template(
        "insights/brief.html",
        brief=brief_of(_facts(desk)),
        form=form,
        files=files,
        here=here,
        up=up,
    )
    return page, 422 if form.is_submitted() else 200


def _file(desk: Desk, kind: str) -> Response:
    facts = _facts(desk)
    charts = [AREA[name](desk) for name in DRAWN]
    brief = brief_of(facts)
    headers = Headers()
    stem = f"brief-{desk.group.scope}".replace(":", "-")
    file_named(headers, stem, brief.title, kind)
    content = _written(brief, [*charts, *facts.outcome], kind)
    what = (desk.group.scope, f"{brief.title} {kind}", sha256(content).hexdigest())
    me = current_person().account_id
    note_release(desk.season.id, ReleaseKind.BRIEF, what, me, now())
    return Response(content, mimetype=MIMETYPES[kind], headers=headers)


def _written(brief: Brief, charts: list[Chart], kind: str) -> bytes:
    # Only here and only now: few workers ever write one, and what writes them is 10 MB large.
    from tracker.insights import documents  # noqa: PLC0415

    write = documents.docx_of if kind == "docx" else documents.xlsx_of
    return write(brief, charts)


def _facts(desk: Desk) -> Facts:
    """Counts as they are, or as of the snapshot that is open; health figures from the last one."""
    which = desk.snapshot or max(desk.snapshots.values(), key=_as_of, default=None)
    final = which is not None and which.is_final(desk.season.calendar)
    in_city = desk.group.scope == CITY_SCOPE
    return Facts(
        season=desk.season,
        subject=desk.subject,
        overview=desk.overview,
        last_day=desk.last_day,
        counted_at=desk.snapshot.frozen_at if desk.snapshot else now(),
        snapshot=which,
        is_final=final,
        activities=_activities(desk),
        held=_held(desk),
        units=() if in_city else desk.unit_counts,
        districts=desk.part_overviews if in_city else (),
        outcome=_outcome(desk) if final else (),
    )


def _held(desk: Desk) -> Activities:
    """Live, or as of the moment of the snapshot that is open."""
    code, until = desk.group.district_code, desk.snapshot.frozen_at if desk.snapshot else now()
    first, last = desk.season.calendar.logging_starts, until.astimezone(BEIJING).date()
    season_id = desk.season.id
    return Activities(
        [each for each in lectures.held(season_id, until) if code in {None, each.district_code}],
        [
            each
            for each in showcases.held(season_id, first, last)
            if code in {None, each.district_code}
        ],
        in_city=code is None,
    )


def _outcome(desk: Desk) -> list[Chart]:
    told = Outcome(desk.group, desk.subject)
    return [told.chart(name) for name in OF_OUTCOME if name in told.names]


def _as_of(which: SnapshotOf) -> date:
    return which.as_of


def _monday(desk: Desk) -> date:
    return desk.snapshot.as_of if desk.snapshot else monday_of(desk.as_of)


def _activities(desk: Desk) -> str:
    return store.activities(desk.season.id, desk.group.scope, _monday(desk))
