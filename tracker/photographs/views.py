"""Uploading photographs, deciding on them, what a district showed, and those somebody is in."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, signed_in
from tracker.campaign.guards import (
    current_participant,
    participant_or_none,
    participating,
    season_or_none,
)
from tracker.photographs import store
from tracker.photographs.documents import prepared
from tracker.photographs.forms import PhotographForm
from tracker.photographs.rules import (
    FILE_MAX,
    UNDECIDED_DAYS,
    NewPhotograph,
    NotInTheSquadError,
    Photograph,
    Prepared,
    Size,
    State,
    TooManyPhotographsError,
    Trouble,
    UnknownPhotographError,
    UnusablePictureError,
)
from tracker.showcases.guards import (
    current_showcase,
    current_squad,
    planning_squad,
    showing_district,
)
from tracker.showcases.rules import (
    Showcase,
    UnknownShowcaseError,
    UnknownSquadError,
    may_plan_squad,
)
from tracker.showcases.store import (
    invited_districts,
    items,
    members,
    note_look,
    showcase,
    squad,
    squads,
)
from tracker.teams.guards import district_or_404
from tracker.web.filters import language
from tracker.web.guards import limited

Answer = BaseResponse | tuple[str, int]

REQUEST_MAX = FILE_MAX + 1_000_000
"""Something over a file's own limit, so that a file over it gets a sentence."""
UPLOADS = "60 per hour"
QUESTIONS = "20 per hour"

pages = Blueprint("photographs", __name__)


@pages.url_value_preprocessor
def _let_photographs_in(endpoint: str | None, _values: Any) -> None:
    """Only this address takes more than a form; before anything reads the request."""
    if endpoint == "photographs.upload":
        request.max_content_length = REQUEST_MAX


def _was_taken(response: BaseResponse) -> bool:
    return response.status_code == HTTPStatus.SEE_OTHER


@pages.route("/squads/<key:squad_id>/photographs", methods=["GET", "POST"])
@planning_squad
@limited(UPLOADS, _was_taken)
def upload(squad_id: int) -> Answer:
    """A squad's photographs, and one more: nobody else sees it before everybody in it agrees."""
    form = PhotographForm(members(squad_id))
    if form.validate_on_submit() and _uploaded(squad_id, form):
        flash(_("收到了。照片里的人都同意、区里看过以后，别人才看得到。"), "good")
        return redirect(url_for("photographs.upload", squad_id=squad_id), 303)
    note_look(current_person().account_id, [current_squad()], clock.now())
    page = render_template(
        "photographs/upload.html",
        squad=current_squad(),
        showcase=current_showcase(),
        form=form,
        photographs=store.of_squad(squad_id),
        days=UNDECIDED_DAYS,
    )
    return page, 422 if form.is_submitted() else 200


@pages.post("/squads/<key:squad_id>/photographs/<key:photograph_id>/remove")
@planning_squad
def remove(squad_id: int, photograph_id: int) -> BaseResponse:
    """Delete a photograph for good."""
    try:
        store.remove(squad_id, photograph_id)
    except UnknownPhotographError:
        abort(404)
    flash(_("照片已经删除。"), "good")
    return redirect(url_for("photographs.upload", squad_id=squad_id), 303)


@pages.get("/showcases/<key:showcase_id>/districts/<string:code>/photographs")
@showing_district
def desk(showcase_id: int, code: str) -> str:
    """What an organizer is asked about: photographs whose people all agree."""
    found = store.of_district(showcase_id, code)
    return render_template(
        "photographs/desk.html",
        showcase=current_showcase(),
        code=code,
        district=_name(code),
        waiting=[each for each in found if each.can_be_decided],
        shown=[each for each in found if each.is_shown],
    )


@pages.post(
    "/showcases/<key:showcase_id>/districts/<string:code>/photographs"
    "/<key:photograph_id>/<any(approved, refused):state>"
)
@showing_district
def decide(showcase_id: int, code: str, photograph_id: int, state: str) -> BaseResponse:
    """Let others see a photograph, or nobody any more."""
    try:
        store.decide(showcase_id, code, photograph_id, State(state))
    except UnknownPhotographError:
        abort(404)
    flash(_("已经公开。") if state == State.APPROVED else _("不用这张，别人看不到。"), "good")
    return redirect(url_for("photographs.desk", showcase_id=showcase_id, code=code), 303)


@pages.get("/showcases/<key:showcase_id>/shown")
@signed_in
def shown_districts(showcase_id: int) -> str:
    """The districts of an event, each with what it showed."""
    event = _published_or_404(showcase_id)
    codes = [each.district_code for each in invited_districts(showcase_id)]
    return render_template(
        "photographs/districts.html",
        showcase=event,
        districts=[(code, _name(code)) for code in codes],
    )


@pages.get("/showcases/<key:showcase_id>/shown/<string:code>")
@signed_in
def shown(showcase_id: int, code: str) -> str:
    """What a district showed: squads by item, and photographs that everybody in them agrees to."""
    event = _published_or_404(showcase_id)
    if all(each.district_code != code for each in invited_districts(showcase_id)):
        abort(404)
    theirs = [each for each in squads(showcase_id, code) if each.is_confirmed]
    part = participant_or_none()
    return render_template(
        "photographs/shown.html",
        showcase=event,
        district=_name(code),
        items=items(showcase_id),
        squads=theirs,
        photographs=[each for each in store.of_district(showcase_id, code) if each.is_shown],
        takes_part=part is not None and part.left_on is None,
    )


@pages.get("/me/photographs")
@participating
def mine() -> str:
    """The photographs she was named in, shown or not, each with a way out."""
    return render_template(
        "photographs/mine.html", photographs=store.showing(current_participant().id)
    )


@pages.post("/me/photographs/<key:photograph_id>/take-out")
@participating
def take_out(photograph_id: int) -> BaseResponse:
    """Nobody sees a photograph of hers any more; no reason is asked."""
    try:
        store.take_out(current_participant().id, photograph_id)
    except UnknownPhotographError:
        abort(404)
    flash(_("已经拿下来了，别人看不到。"), "good")
    return redirect(url_for("photographs.mine"), 303)


@pages.post("/photographs/<key:photograph_id>/question")
@participating
@limited(QUESTIONS, _was_taken)
def question(photograph_id: int) -> BaseResponse:
    """She is in it and was not named: it is hidden until an organizer has looked again."""
    found = _seen_or_404(photograph_id)
    try:
        store.question(photograph_id)
    except UnknownPhotographError:
        abort(404)
    flash(_("谢谢您告诉我们。照片先收起来了，区里会再看一遍。"), "good")
    address = url_for("photographs.shown", showcase_id=found.showcase_id, code=found.district_code)
    return redirect(address, 303)


@pages.get("/photographs/<key:photograph_id>/<any(large, small):size>.jpg")
@signed_in
def picture(photograph_id: int, size: str) -> Response:
    """The picture itself; never cached, since a consent may be taken back."""
    found = _seen_or_404(photograph_id)
    return Response(store.picture(found.id, Size(size)), mimetype="image/jpeg")


def _uploaded(squad_id: int, form: PhotographForm) -> bool:
    """Whether the photograph was stored; if not, the form says why."""
    by, now = current_person().account_id, clock.now()
    try:
        new = NewPhotograph(_received(), str(form.caption.data), form.named)
        store.upload(squad_id, by, new, now)
    except UnusablePictureError as error:
        form.explain(error.trouble)
    except NotInTheSquadError:
        form.say("people", _("有人刚刚退出了这支队，请再看一遍名单。"))
    except TooManyPhotographsError:
        form.say("file", _("这支队的照片已经够多了，请先删掉几张。"))
    else:
        return True
    return False


def _received() -> Prepared:
    """The photograph of this request, made ready; raises UnusablePictureError."""
    file = request.files.get("file")
    if file is None:
        raise UnusablePictureError(Trouble.EMPTY)
    with file.stream as stream:
        content = stream.read(FILE_MAX + 1)
    if len(content) > FILE_MAX:
        raise UnusablePictureError(Trouble.TOO_LARGE)
    return prepared(content)


def _seen_or_404(photograph_id: int) -> Photograph:
    """A photograph that the reader may see: shown, of her squad or district, or with her in it."""
    try:
        found = store.photograph(photograph_id)
        of = squad(found.squad_id)
    except (UnknownPhotographError, UnknownSquadError):
        abort(404)
    event = _published_or_404(found.showcase_id)
    part = participant_or_none()
    is_hers = part is not None and store.is_in(photograph_id, part.id)
    may = found.is_shown or is_hers or may_plan_squad(current_person(), of)
    return found if may and event else abort(404)


def _published_or_404(showcase_id: int) -> Showcase:
    """An event of the open season that people know of."""
    season = season_or_none()
    try:
        found = showcase(showcase_id)
    except UnknownShowcaseError:
        abort(404)
    is_open = season is not None and found.season_id == season.id and found.is_published
    return found if is_open else abort(404)


def _name(code: str) -> str:
    place = district_or_404(code)
    return place.english if language() == "en" else place.name
