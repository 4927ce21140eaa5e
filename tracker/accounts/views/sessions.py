"""The devices an account is signed in on, and what it is told of them."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker.accounts import store
from tracker.accounts.guards import clear_session, current_person, signed_in
from tracker.accounts.views.room import pages
from tracker.clock import now


@pages.get("/account/sessions")
@signed_in
def sessions() -> str:
    """Every device that is signed in, this one first."""
    person = current_person()
    found = store.sessions(person.account_id, person.session_id)
    return render_template("accounts/sessions.html", sessions=found)


@pages.post("/account/sessions/<key:session_id>/end")
@signed_in
def end_session(session_id: int) -> Response:
    """That device is out at its next request."""
    person = current_person()
    if not store.end_session(person.account_id, session_id, now()):
        abort(404)
    if session_id == person.session_id:
        clear_session()
        flash(_("您已退出。"), "good")
        return redirect(url_for("accounts.sign_in"), 303)
    flash(_("那台设备已退出。"), "good")
    return redirect(url_for("accounts.sessions"), 303)


@pages.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> Response:
    """Every device but this one is out."""
    person = current_person()
    store.end_other_sessions(person.account_id, person.session_id, now())
    flash(_("其他设备都已退出，这台保持登录。"), "good")
    return redirect(url_for("accounts.sessions"), 303)


@pages.post("/account/news/read")
@signed_in
def read_news() -> Response:
    """She has read it, and it was her."""
    person = current_person()
    store.answer_news(person.account_id, person.session_id, now())
    flash(_("好的，已经记下。"), "good")
    return redirect(url_for("accounts.sessions"), 303)


@pages.post("/account/news/<key:news_id>/not-me")
@signed_in
def not_me(news_id: int) -> Response:
    """It was not her: that device is out and unknown, and she changes the password next."""
    person = current_person()
    if not store.end_strange_device(person.account_id, news_id, person.session_id, now()):
        abort(404)
    flash(_("那台设备已退出。请现在就改密码，旧密码别人可能知道。"), "warn")
    return redirect(url_for("accounts.account"), 303)
