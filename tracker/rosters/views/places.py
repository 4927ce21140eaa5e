"""A district's sheet: units, contacts, teams, leaders and deputies from one file."""

from functools import partial

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, granted, password_again
from tracker.accounts.rules import Role, district_scope
from tracker.campaign.guards import season_or_none
from tracker.rosters import store
from tracker.rosters.documents.writing import PLACES_HEADER, Kind, template_of
from tracker.rosters.forms import columns_in
from tracker.rosters.rules.columns import Draft
from tracker.rosters.rules.files import UnreadableError
from tracker.rosters.rules.headers import PLACES
from tracker.rosters.rules.places import DONE, KINDS, NOT_WRONG, counted
from tracker.rosters.views.shared import FILES, pages, received, rows_shown, saved, sentence
from tracker.teams.guards import district_or_404
from tracker.teams.rules import District
from tracker.web.guards import always, limited

organizing = granted(Role.DISTRICT, scope="district:{code}")


@pages.get("/districts/<string:code>/roster")
@organizing
@password_again
def places(code: str) -> str:
    """Upload a sheet of teams, or go on with one that waits."""
    return _places(district_or_404(code))


@pages.post("/districts/<string:code>/roster")
@organizing
@password_again
@limited(FILES, always)
def upload_places(code: str) -> BaseResponse | tuple[str, int]:
    """A sheet is read and waits; nothing of it counts until it is confirmed."""
    place = district_or_404(code)
    try:
        file = received(PLACES)
    except UnreadableError as error:
        return _places(place, sentence(error.trouble)), 422
    account_id = current_person().account_id
    key = store.keep(district_scope(code), account_id, file.name, file.draft, clock.now())
    return _to_preview(code, key)


@pages.get("/districts/<string:code>/roster/<key:upload_id>")
@organizing
@password_again
def preview_places(code: str, upload_id: int) -> str:
    """How each column was understood and what becomes of each row."""
    return _preview(district_or_404(code), _waiting_or_404(code, upload_id))


@pages.post("/districts/<string:code>/roster/<key:upload_id>/columns")
@organizing
@password_again
def understand_places(code: str, upload_id: int) -> BaseResponse:
    """The columns are understood as the organizer says."""
    how = partial(Draft.with_columns, chosen=columns_in(request.form, PLACES))
    try:
        store.change(district_scope(code), upload_id, how, clock.now())
    except store.UnknownUploadError:
        abort(404)
    return _to_preview(code, upload_id)


@pages.post("/districts/<string:code>/roster/<key:upload_id>/confirm")
@organizing
@password_again
def confirm_places(code: str, upload_id: int) -> BaseResponse:
    """What the sheet adds is opened, all at once; whoever confirms second changes nothing."""
    district_or_404(code)
    try:
        opened = store.confirm_places(_season_id(), code, upload_id, clock.now())
    except store.UnknownUploadError:
        flash(_("这份表刚才已经确认过了，或者已经删除。"), "warn")
        return redirect(url_for("rosters.places", code=code), 303)
    except store.NothingNewError:
        flash(_("没有新的单位、队伍或负责人，什么也没有改。"), "warn")
        return _to_preview(code, upload_id)
    said = _(
        "已确认：新增 %(units)s 个单位、%(teams)s 支队伍、%(people)s 个账号。"
        "请给新账号的人做纸条，当面交给本人。",
        units=opened.units,
        teams=opened.teams,
        people=opened.people,
    )
    flash(said, "good")
    return redirect(url_for("rosters.places", code=code), 303)


@pages.post("/districts/<string:code>/roster/<key:upload_id>/discard")
@organizing
@password_again
def discard_places(code: str, upload_id: int) -> BaseResponse:
    """The sheet waits no longer."""
    store.discard(district_scope(code), upload_id)
    flash(_("这次上传已经删除，什么也没有改。"), "good")
    return redirect(url_for("rosters.places", code=code), 303)


@pages.get("/districts/<string:code>/roster-template.<any(xlsx):kind>")
@organizing
def places_template(code: str, kind: str) -> Response:
    """An empty sheet whose cells are text."""
    district_or_404(code)
    hints = [
        _("一支队伍一行；同一个单位有几支队伍，单位和联系人只写在第一行也可以。"),
        _("每支队伍要有组长和副组长，必须是两个人。手机号已有账号的，姓名可以不填。"),
        _("已经有的单位、队伍和负责人不会改动；空缺的会补上。"),
    ]
    kinds = [name for name in KINDS if name and name not in {"公司", "国企", "政府机关"}]
    content = template_of(PLACES_HEADER, hints, {PLACES_HEADER[1]: kinds})
    return saved(content, Kind(kind), "teams-template", _("单位和队伍模板"))


def _places(place: District, problem: str = "") -> str:
    return render_template(
        "rosters/places.html",
        what="places",
        where={"code": place.code},
        district=place,
        problem=problem,
        waiting=store.names_waiting(district_scope(place.code), clock.now()),
    )


def _preview(place: District, waiting: store.Waiting) -> str:
    rows = store.judge_places(_season_id(), place.code, waiting.draft)
    wrong = [each for each in rows if each.fate not in NOT_WRONG]
    return render_template(
        "rosters/preview_places.html",
        what="places",
        where={"code": place.code},
        waiting=waiting,
        draft=waiting.draft,
        fields=PLACES,
        counts=counted(rows),
        new=sum(each.fate in DONE for each in rows),
        **rows_shown(rows, wrong),
    )


def _to_preview(code: str, upload_id: int) -> BaseResponse:
    return redirect(url_for("rosters.preview_places", code=code, upload_id=upload_id), 303)


def _season_id() -> int:
    season = season_or_none() or abort(404)
    return season.id


def _waiting_or_404(code: str, upload_id: int) -> store.Waiting:
    try:
        return store.waiting(district_scope(code), upload_id, clock.now())
    except store.UnknownUploadError:
        abort(404)
