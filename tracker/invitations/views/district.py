"""Slips with which appointed leaders begin, and where a district can help this week."""

from datetime import date

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import begin_session, granted, password_again, way_on
from tracker.accounts.rules import Person, Role
from tracker.accounts.store import hashed
from tracker.campaign.guards import season_or_none
from tracker.invitations import store
from tracker.invitations.forms import BeginForm
from tracker.invitations.rules import (
    SlipExpiredError,
    TooManyMissesError,
    UnknownSlipError,
    WrongPhoneError,
)
from tracker.invitations.views.printing import handle_in, pages, printed
from tracker.teams.guards import district_or_404
from tracker.web.guards import limited, public
from tracker.web.links import key_of

GUESSES = "100 per 15 minutes"
"""Wrong codes and phones from one address, as many as wrong passwords."""

organizing = granted(Role.DISTRICT, scope="district:{code}")


@pages.get("/districts/<string:code>/help")
@organizing
def help_page(code: str) -> str:
    """Who that leads is stuck, and what to do; nothing of participants."""
    return render_template(
        "invitations/help.html",
        district=district_or_404(code),
        list=store.help_list(_season_id(), code, clock.now()),
        today=clock.today(),
        roles=_roles(),
    )


@pages.get("/districts/<string:code>/leader-slips")
@organizing
@password_again
def leader_slips(code: str) -> str:
    """A sheet of the slips there are, and whoever needs one yet."""
    today, waiting = clock.today(), store.beginners(_season_id(), code)
    have = [each for each in waiting if each.handle and each.has_slip(today)]
    return render_template(
        "invitations/leader_slips.html",
        district=district_or_404(code),
        printed=[(each, printed(str(each.handle), "invitations.begin")) for each in have],
        without=[each for each in waiting if each not in have],
        roles=_roles(),
    )


@pages.post("/districts/<string:code>/leader-slips")
@organizing
@password_again
def make_leader_slips(code: str) -> Response:
    """Slips for all who have none, or another one for the one person whose slip was lost."""
    today, one = clock.today(), key_of(request.form.get("account", ""))
    waiting = store.beginners(_season_id(), code)
    wanted = [
        each.account_id
        for each in waiting
        if (each.account_id == one if one else not each.has_slip(today))
    ]
    if one and not wanted:
        abort(404)
    store.make_role_slips(wanted, _season_id(), clock.now())
    flash(_("纸条已经做好，请打印。换过的，旧的那张不能再用。"), "good")
    return redirect(url_for("invitations.leader_slips", code=code), 303)


def _was_a_guess(_response: Response) -> bool:
    return bool(g.get("slip_guess"))


@pages.route("/begin/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, _was_a_guess)
def begin(code: str) -> str | tuple[str, int] | Response:
    """The first time of somebody who was appointed: her phone, and a password she chooses."""
    form = BeginForm()
    try:
        handle = handle_in(code)
        person = _begun(handle, form, clock.today()) if form.validate_on_submit() else None
        if person is not None:
            begin_session(person)
            flash(_("密码定好了，欢迎。以后用手机号和这个密码登录。"), "good")
            return redirect(way_on(person, "/"), 303)
    except UnknownSlipError:
        g.slip_guess = True
        return render_template("invitations/no_beginning.html", last_day=None), 404
    except SlipExpiredError as error:
        return render_template("invitations/no_beginning.html", last_day=error.last_day), 409
    page = render_template("invitations/begin.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _begun(handle: str, form: BeginForm, today: date) -> Person | None:
    """Whose account it is now; otherwise the form says why it is nobody's."""
    try:
        password = hashed(str(form.password.data))
        return store.begin(handle, form.phone.phone, password, today, clock.now())
    except WrongPhoneError:
        g.slip_guess = True
        form.say("phone", _("这张纸条不是给这个手机号的。请看一下号码，或者请区里的管理员看一下。"))
        return None
    except TooManyMissesError as error:
        opens = error.until.astimezone(clock.BEIJING)
        form.say("phone", _("输错太多次了，请 %(time)s 以后再试。", time=f"{opens:%H:%M}"))
        return None


def _season_id() -> int:
    season = season_or_none()
    return season.id if season else abort(404)


def _roles() -> dict[Role, str]:
    return {Role.LEADER: _("组长"), Role.DEPUTY: _("副组长"), Role.CONTACT: _("单位联系人")}
