"""What a former copy brings back: chosen, looked at, kept apart; and the page that shows it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.campaign.guards import current_participant, participating
from tracker.campaign.rules import LimitedError
from tracker.clock import today
from tracker.exercise.figures import kind_name
from tracker.privacy import figures
from tracker.privacy.rules.brought import (
    FILE_MAX,
    ROWS_MAX,
    Trouble,
    UnreadableError,
    carried,
    carried_back,
    read_file,
)
from tracker.privacy.rules.history import History, kept_with, months, there_already
from tracker.privacy.store import importing as store
from tracker.privacy.views.room import pages
from tracker.web.exports import Kind, chart_file
from tracker.web.guards import always, limited

IMPORTS = "30 per hour"
"""Reading a file takes a moment and some memory."""
REQUEST_MAX = FILE_MAX + 1_000_000
"""Something over a file's own limit, so that a file over it gets a sentence."""
MEGA = 1_000_000


@pages.url_value_preprocessor
def _let_copies_in(endpoint: str | None, _values: Any) -> None:
    """Only this address takes more than a form; before anything reads the request."""
    if endpoint == "privacy.read_import":
        request.max_content_length = REQUEST_MAX


@pages.get("/me/import")
@participating
def importing() -> str:
    """Choose the file, and what will and will not come of it."""
    _participating_id()
    return _choosing()


@pages.post("/me/import")
@limited(IMPORTS, always)
@participating
def read_import() -> str | tuple[str, int]:
    """What is in the file; nothing is kept before she says so."""
    participant_id = _participating_id()
    try:
        found = read_file(_chosen(), today())
    except UnreadableError as error:
        return _choosing(error.trouble), 422
    weights = current_participant().body_data
    brought = kept_with(found, readings=weights)
    return render_template(
        "privacy/import_preview.html",
        brought=brought,
        left_out=0 if weights else len(found.readings),
        there=there_already(brought, store.history(participant_id)),
        carried=carried(brought),
    )


@pages.post("/me/import/keep")
@limited(IMPORTS, always)
@participating
def keep_import() -> BaseResponse | tuple[str, int]:
    """Keep what she has looked at, all or nothing; what is there already stays as it is."""
    participant_id = _participating_id()
    try:
        brought = carried_back(request.form.get("brought", ""), today())
    except UnreadableError as error:
        return _choosing(error.trouble), 422
    count = store.bring(participant_id, brought)
    if count:
        flash(_("导入了 %(count)s 条以前的记录。", count=count), "good")
    else:
        flash(_("这些记录以前都导入过了，没有改动。"), "good")
    return redirect(url_for("privacy.history"), 303)


@pages.get("/me/history")
@participating
def history() -> str:
    """Everything she has brought, month by month, and her weights as a chart."""
    found = _hers()
    chart = figures.weights_of_former_seasons(found, today()) if found.readings else None
    return render_template(
        "privacy/history.html",
        history=found,
        months=months(found),
        chart=chart,
        kind_name=kind_name,
    )


@pages.get("/me/history/weight.<file:kind>")
@participating
def former_weights(kind: Kind) -> BaseResponse:
    """The chart of her page as a file, for herself."""
    found = _hers()
    if not found.readings:
        abort(404)
    return chart_file(figures.weights_of_former_seasons(found, today()), kind)


@pages.post("/me/history/delete")
@participating
def delete_history() -> BaseResponse:
    """What she brought is gone; the season's log stays."""
    store.forget_history(current_participant().id)
    flash(_("导入的记录已经删除，这一季的记录没有动。"), "good")
    return redirect(url_for("privacy.importing"), 303)


def _hers() -> History:
    return store.history(current_participant().id)


def _participating_id() -> int:
    """Raises LimitedError: who wants nothing done with her data brings nothing new."""
    her = current_participant()
    if her.is_limited:
        raise LimitedError(her.id)
    return her.id


def _chosen() -> bytes:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise UnreadableError(Trouble.EMPTY)
    with file.stream as stream:
        return stream.read(FILE_MAX + 1)


def _choosing(trouble: Trouble | None = None) -> str:
    return render_template(
        "privacy/import.html",
        problem=_sentence(trouble) if trouble else None,
        mega=FILE_MAX // MEGA,
        has_history=not _hers().is_empty,
    )


def _sentence(trouble: Trouble) -> str:
    """Why nothing was taken, and what to do."""
    found = {
        Trouble.EMPTY: _("请先选一个文件，再点上传。"),
        Trouble.TOO_LARGE: _("文件或里面的内容超过 %(mega)d MB，没有读。", mega=FILE_MAX // MEGA),
        Trouble.PATHS: _("这个压缩文件不像是从这里下载的，没有读。请用原来下载的文件。"),
        Trouble.BROKEN: _("文件打不开，可能没有传完整，或者已经损坏。请用原来下载的文件。"),
        Trouble.NOT_OURS: _("这不是“下载我的数据”做的文件，没有读。"),
        Trouble.OTHER_VERSION: _("这个文件是另一个版本做的，这里读不了。"),
        Trouble.CHANGED: _("文件里有读不懂的内容，可能被改过，一条也没有导入。"),
        Trouble.FUTURE: _("文件里有今天以后的日子，一条也没有导入。"),
        Trouble.TOO_MANY: _("文件里超过 %(rows)d 条，没有读。", rows=ROWS_MAX),
    }
    return str(found[trouble])
