"""Health checks, and the switches in every page's footer: language and text size."""

from flask import Blueprint, Response, current_app, jsonify, redirect, request, session
from werkzeug.wrappers import Response as BaseResponse

from tracker.web.guards import public
from tracker.web.links import safe_next

pages = Blueprint("web", __name__)


@pages.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
@public
def readyz() -> Response:
    """200 if the database answers and every migration is applied; 503 otherwise.

    That is what a load balancer asks. Whether people may enrol is told beside it and changes no
    status: who takes part already must reach her pages (docs/decisions/0037).
    """
    ready = current_app.config["IS_READY"]()
    told = {"ready": ready, **(current_app.config["ENROLMENT"]() if ready else {})}
    answer = jsonify(told)
    answer.status_code = 200 if ready else 503
    return answer


@pages.post("/language/<any(zh, en):code>")
@public
def language(code: str) -> BaseResponse:
    """Remember a language for this browser and go back to the page."""
    session["language"] = code
    return redirect(safe_next(request.form.get("next")), 303)


@pages.post("/display/<any(normal, large):size>")
@public
def display(size: str) -> BaseResponse:
    """Remember a text size for this browser and go back to the page."""
    session["display"] = size
    return redirect(safe_next(request.form.get("next")), 303)
