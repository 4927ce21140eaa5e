"""The unit contact's roster: uploaded, previewed, confirmed, and saved again as it was.

For the contact alone: no organizer above sees a unit's people. Nothing on these pages reads who
claimed an invitation or declined it.
"""

from functools import partial

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import Role, unit_scope
from tracker.campaign.guards import season_or_none
from tracker.rosters import store
from tracker.rosters.documents.writing import PEOPLE_HEADER, Kind, file_of, template_of
from tracker.rosters.forms import columns_in, teams_in
from tracker.rosters.rules.cells import key_of
from tracker.rosters.rules.columns import Draft
from tracker.rosters.rules.files import UnreadableError
from tracker.rosters.rules.headers import PEOPLE, Field
from tracker.rosters.rules.people import FINE, Fate, counted, unmatched
from tracker.rosters.views.shared import FILES, pages, received, rows_shown, saved, sentence
from tracker.teams.rules import Unit, UnknownUnitError
from tracker.teams.store.places import unit
from tracker.web.guards import always, limited

contact_alone = granted(Role.CONTACT, scope="unit:{unit_id}", or_city=False)


@pages.get("/units/<key:unit_id>/roster")
@contact_alone
@password_again
def people(unit_id: int) -> str:
    """Upload a roster, go on with one that waits, or save what was uploaded."""
    return _people(_unit_or_404(unit_id))


@pages.post("/units/<key:unit_id>/roster")
@contact_alone
@password_again
@limited(FILES, always)
def upload_people(unit_id: int) -> BaseResponse | tuple[str, int]:
    """A file is read and waits; nothing of it counts until it is confirmed."""
    place = _unit_or_404(unit_id)
    try:
        file = received(PEOPLE)
    except UnreadableError as error:
        return _people(place, sentence(error.trouble)), 422
    account_id = current_person().account_id
    key = store.keep(unit_scope(unit_id), account_id, file.name, file.draft, clock.now())
    return _to_preview(unit_id, key)


@pages.get("/units/<key:unit_id>/roster/<key:upload_id>")
@contact_alone
@password_again
def preview_people(unit_id: int, upload_id: int) -> str:
    """How each column was understood and what becomes of each row."""
    return _preview(_unit_or_404(unit_id), _waiting_or_404(unit_id, upload_id))


@pages.post("/units/<key:unit_id>/roster/<key:upload_id>/columns")
@contact_alone
@password_again
def understand_people(unit_id: int, upload_id: int) -> BaseResponse:
    """The columns and the teams are understood as the contact says."""
    draft, teams = _waiting_or_404(unit_id, upload_id).draft, store.open_teams(unit_id)
    asked = unmatched(store.judge(unit_id, draft, teams), store.team_keys(teams))
    keys = [key_of(name) for name in asked]
    said = teams_in(request.form, keys, {team_id for team_id, _name in teams})
    chosen = columns_in(request.form, PEOPLE)
    how = partial(_understood, chosen=chosen, matched=said)
    try:
        store.change(unit_scope(unit_id), upload_id, how, clock.now())
    except store.UnknownUploadError:
        abort(404)
    return _to_preview(unit_id, upload_id)


@pages.post("/units/<key:unit_id>/roster/<key:upload_id>/confirm")
@contact_alone
@password_again
def confirm_people(unit_id: int, upload_id: int) -> BaseResponse:
    """The new people are invited, all at once; whoever confirms second changes nothing."""
    _unit_or_404(unit_id)
    try:
        number = store.confirm(unit_id, upload_id, clock.now())
    except store.UnknownUploadError:
        flash(_("这份名单刚才已经确认过了，或者已经删除。"), "warn")
        return redirect(url_for("rosters.people", unit_id=unit_id), 303)
    except store.NothingNewError:
        flash(_("没有新的人，什么也没有改。"), "warn")
        return _to_preview(unit_id, upload_id)
    said = _("已确认：新增 %(number)s 人。接下来打印邀请条，当面交给本人。", number=number)
    flash(said, "good")
    return redirect(url_for("rosters.people", unit_id=unit_id), 303)


@pages.post("/units/<key:unit_id>/roster/<key:upload_id>/discard")
@contact_alone
@password_again
def discard_people(unit_id: int, upload_id: int) -> BaseResponse:
    """The file waits no longer."""
    store.discard(unit_scope(unit_id), upload_id)
    flash(_("这次上传已经删除，什么也没有改。"), "good")
    return redirect(url_for("rosters.people", unit_id=unit_id), 303)


@pages.get("/units/<key:unit_id>/roster.<any(xlsx,csv):kind>")
@contact_alone
@password_again
def save_people(unit_id: int, kind: str) -> Response:
    """What the unit uploaded, and nothing that came after."""
    place = _unit_or_404(unit_id)
    content = file_of(Kind(kind), PEOPLE_HEADER, store.roster(unit_id))
    return saved(content, Kind(kind), f"roster-{unit_id}", _("%(unit)s 花名册", unit=place.name))


@pages.get("/units/<key:unit_id>/roster-template.<any(xlsx):kind>")
@contact_alone
def people_template(unit_id: int, kind: str) -> Response:
    """An empty roster whose cells are text, so that no phone becomes 1.38E+10."""
    _unit_or_404(unit_id)
    hints = [
        _("一人一行；只需要姓名、手机号和队伍三列。"),
        _("队伍可以不填，本人扫码以后自己选。"),
        _("请不要填身高、体重等身体数据：不会读取，也不会保存。"),
    ]
    teams = [name for _id, name in store.open_teams(unit_id)]
    content = template_of(PEOPLE_HEADER, hints, {PEOPLE_HEADER[2]: teams})
    return saved(content, Kind(kind), "roster-template", _("花名册模板"))


def _understood(draft: Draft, chosen: dict[Field, int], matched: dict[str, int]) -> Draft:
    return draft.with_columns(chosen).with_teams(matched)


def _people(place: Unit, problem: str = "") -> str:
    return render_template(
        "rosters/people.html",
        what="people",
        where={"unit_id": place.id},
        unit=place,
        problem=problem,
        waiting=store.names_waiting(unit_scope(place.id), clock.now()),
        uploaded=store.uploaded(place.id),
    )


def _preview(place: Unit, waiting: store.Waiting) -> str:
    teams = store.open_teams(place.id)
    rows = store.judge(place.id, waiting.draft, teams)
    wrong = [each for each in rows if each.fate not in FINE]
    counts = counted(rows)
    return render_template(
        "rosters/preview_people.html",
        what="people",
        where={"unit_id": place.id},
        waiting=waiting,
        draft=waiting.draft,
        fields=PEOPLE,
        teams=teams,
        team_names=dict(teams),
        asked=unmatched(rows, store.team_keys(teams)),
        key_of=key_of,
        counts=counts,
        new=counts.get(Fate.NEW, 0),
        **rows_shown(rows, wrong),
    )


def _to_preview(unit_id: int, upload_id: int) -> BaseResponse:
    return redirect(url_for("rosters.preview_people", unit_id=unit_id, upload_id=upload_id), 303)


def _unit_or_404(unit_id: int) -> Unit:
    season = season_or_none()
    try:
        found = unit(unit_id)
    except UnknownUnitError:
        abort(404)
    return found if season and found.season_id == season.id else abort(404)


def _waiting_or_404(unit_id: int, upload_id: int) -> store.Waiting:
    try:
        return store.waiting(unit_scope(unit_id), upload_id, clock.now())
    except store.UnknownUploadError:
        abort(404)
