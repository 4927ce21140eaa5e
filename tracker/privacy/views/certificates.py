"""The certificate of an erasure: whoever has its number reads it; it names nobody."""

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker.privacy import store
from tracker.privacy.rules import Erased, number_typed
from tracker.privacy.views.room import pages
from tracker.web.guards import public


@pages.get("/certificates")
@public
def certificates() -> str | tuple[str, int] | BaseResponse:
    """Where a number that was written down is typed."""
    typed = request.args.get("number", "")
    number = number_typed(typed)
    if number is not None and (_erased(number) or store.leaving_numbered(number)):
        return redirect(url_for("privacy.certificate", number=number))
    page = render_template("privacy/certificates.html", typed=typed)
    return (page, 404) if typed else page


@pages.get("/certificates/<key:number>")
@public
def certificate(number: int) -> str:
    """What was erased, what the law keeps and until when; before it is done, when it will be."""
    erased = _erased(number)
    asked = None if erased else store.leaving_numbered(number)
    if not erased and not asked:
        abort(404)
    return render_template("privacy/certificate.html", erased=erased, asked=asked, number=number)


@pages.get("/certificates/<key:number>/file")
@public
def certificate_file(number: int) -> Response:
    """The same as a file of plain text, which every phone can keep and print."""
    erased = _erased(number)
    if erased is None:
        abort(404)
    text = render_template("privacy/certificate.txt", erased=erased, number=number)
    answer = Response(text, mimetype="text/plain; charset=utf-8")
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"{_('删除证明')}-{number}.txt"
    )
    return answer


def _erased(number: int) -> Erased | None:
    return store.certificate(number, current_app.config["BACKUP_KEEP"])
