"""One file with everything about her: asked for, made, fetched by her alone, soon gone."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.accounts.guards import current_person, password_again_for_all, signed_in
from tracker.clock import now, today
from tracker.privacy import figures, store, tasks
from tracker.privacy.rules.files import KEPT_HOURS, SMALL_ROWS
from tracker.privacy.views.room import pages
from tracker.web.exports import file_named
from tracker.web.filters import language
from tracker.web.guards import always, limited

ASKED = "10/hour"


@pages.get("/me/copy")
@signed_in
@password_again_for_all
def copying() -> str:
    """Ask for the file; that it is being made; or fetch it."""
    waiting = store.waiting_file(current_person().account_id, now())
    return render_template("privacy/copy.html", waiting=waiting, hours=KEPT_HOURS)


@pages.post("/me/copy")
@limited(ASKED, always)
@signed_in
@password_again_for_all
def ask_copy() -> BaseResponse:
    """A small file is made at once, a big one by the queue; it takes the place of one before."""
    account_id, moment = current_person().account_id, now()
    if store.rows_of(account_id) <= SMALL_ROWS:
        copy = store.copy_of_account(account_id)
        content = figures.file_of(copy, language(), moment)
        store.keep_file(account_id, language(), moment, content)
    else:
        store.ask_file(account_id, language(), moment)
        tasks.make_copy(account_id)
    return redirect(url_for("privacy.copying"), 303)


@pages.get("/me/copy/file")
@signed_in
@password_again_for_all
def copied_file() -> BaseResponse:
    """Her file, to her alone; no browser and nobody between keeps a copy."""
    content = store.file_content(current_person().account_id, now())
    if content is None:
        abort(404)
    answer = BaseResponse(content, mimetype="application/zip")
    on = today().isoformat()
    file_named(answer.headers, f"my-data-{on}", _("我的数据") + f" {on}", "zip")
    return answer


@pages.post("/me/copy/delete")
@signed_in
def delete_copy() -> BaseResponse:
    """The file that waits is gone; she may ask for another."""
    store.discard_file(current_person().account_id)
    flash(_("等待下载的文件已经删除。"), "good")
    return redirect(url_for("privacy.copying"), 303)
