"""Slips that open a new password: printed by a contact or a district, used by whoever forgot hers.

Nobody who prints one learns whether anybody has that number, and a leader prints none.
"""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import (
    current_person,
    granted,
    password_again,
    password_again_for_all,
    signed_in,
)
from tracker.accounts.rules import Role
from tracker.accounts.store import hashed
from tracker.campaign.guards import season_or_none
from tracker.invitations import store
from tracker.invitations.forms import NumberBySlipForm, RecoverForm, RecoverySlipForm
from tracker.invitations.rules import (
    PrintedRecovery,
    SlipUsedError,
    TooManyMissesError,
    UnknownSlipError,
    WrongPhoneError,
)
from tracker.invitations.store import Desk, Given
from tracker.invitations.views.printing import handle_in, pages, printed
from tracker.sms import senders
from tracker.sms.rules import Template
from tracker.teams.guards import district_or_404
from tracker.teams.rules import UnknownUnitError
from tracker.teams.store import unit
from tracker.web.forms import Form
from tracker.web.guards import limited, public
from tracker.web.sealing import UnsealedError, seal, unseal

SEALED_FOR = "recovery slips"
GUESSES = "100 per 15 minutes"

contact_alone = granted(Role.CONTACT, scope="unit:{unit_id}", or_city=False)
organizing = granted(Role.DISTRICT, scope="district:{code}")


@dataclass(frozen=True)
class Place:
    """A desk as its pages need it: how it is called, and where it and its slips are."""

    desk: Desk
    name: str
    back: str
    form: str
    one: str
    revoke: str
    keys: dict[str, Any]


@pages.route("/units/<key:unit_id>/recovery-slips", methods=["GET", "POST"])
@contact_alone
@password_again
def unit_recovery(unit_id: int) -> str | tuple[str, int] | Response:
    """A unit's slips, and one more."""
    return _desk_page(_unit(unit_id))


@pages.get("/units/<key:unit_id>/recovery-slips/<key:slip_id>")
@contact_alone
@password_again
def print_unit_recovery(unit_id: int, slip_id: int) -> str:
    """One slip, to print."""
    return _sheet(_unit(unit_id), slip_id)


@pages.post("/units/<key:unit_id>/recovery-slips/<key:slip_id>/revoke")
@contact_alone
@password_again
def revoke_unit_recovery(unit_id: int, slip_id: int) -> Response:
    """The slip opens nothing any more."""
    return _revoked(_unit(unit_id), slip_id)


@pages.route("/districts/<string:code>/recovery-slips", methods=["GET", "POST"])
@organizing
@password_again
def district_recovery(code: str) -> str | tuple[str, int] | Response:
    """A district's slips, for those who lead as well, and one more."""
    return _desk_page(_district(code))


@pages.get("/districts/<string:code>/recovery-slips/<key:slip_id>")
@organizing
@password_again
def print_district_recovery(code: str, slip_id: int) -> str:
    """One slip, to print."""
    return _sheet(_district(code), slip_id)


@pages.post("/districts/<string:code>/recovery-slips/<key:slip_id>/revoke")
@organizing
@password_again
def revoke_district_recovery(code: str, slip_id: int) -> Response:
    """The slip opens nothing any more."""
    return _revoked(_district(code), slip_id)


def _was_a_guess(_response: Response) -> bool:
    return bool(g.get("slip_guess"))


@pages.route("/recover/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, _was_a_guess)
def recover(code: str) -> str | tuple[str, int] | Response:
    """A new password for whoever holds the slip and knows its number.

    What is said afterwards is the same whether or not anybody has that number.
    """
    form = RecoverForm()
    try:
        handle = handle_in(code)
        store.check_recovery(handle, clock.now())
        if form.validate_on_submit() and _recovered(handle, form):
            flash(_("纸条已经用掉。如果这个手机号有账号，现在就可以用新密码登录。"), "good")
            return redirect(url_for("accounts.sign_in"), 303)
    except (UnknownSlipError, SlipUsedError) as error:
        g.slip_guess = True
        used = isinstance(error, SlipUsedError)
        return render_template("invitations/no_recovery.html", used=used), 409 if used else 404
    page = render_template("invitations/recover.html", form=form)
    return page, 422 if form.is_submitted() else 200


@pages.route("/account/phone/slip", methods=["GET", "POST"])
@signed_in
@password_again_for_all
@limited(GUESSES, _was_a_guess)
def number_by_slip() -> str | tuple[str, int] | Response:
    """Another number, where somebody who saw her printed a slip for it."""
    form = NumberBySlipForm()
    if form.validate_on_submit() and _number_changed(form):
        flash(_("手机号换好了。以后用新号码登录。"), "good")
        return redirect(url_for("accounts.account"), 303)
    page = render_template("invitations/number_by_slip.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _recovered(handle: str, form: RecoverForm) -> bool:
    """Whether the slip is used up; otherwise the form says why not."""
    phone = form.phone.phone
    try:
        opened = store.recover(Given(handle, phone), hashed(form.new.text), clock.now())
    except WrongPhoneError:
        g.slip_guess = True
        form.say("phone", _("这张纸条不是给这个手机号的。请看一下号码。"))
        return False
    except TooManyMissesError as error:
        _say_waits(form, error)
        return False
    if opened and senders.is_configured():
        senders.send(phone, Template.SLIP_USED, {})
    return True


def _number_changed(form: NumberBySlipForm) -> bool:
    """Whether the number is hers now; otherwise the form says why not."""
    unusable = _("这个码不能用。请核对纸条和新号码；纸条三天内有效，只能用一次。")
    try:
        given = Given(handle_in(str(form.code.data)), form.phone.phone)
        before = store.change_number_by_slip(current_person().account_id, given, clock.now())
    except (UnknownSlipError, SlipUsedError, WrongPhoneError):
        g.slip_guess = True
        form.say("code", unusable)
        return False
    except TooManyMissesError as error:
        _say_waits(form, error)
        return False
    if before is None:
        form.say("phone", _("这个号码现在换不了。请联系单位联系人。"))
        return False
    if senders.is_configured():
        senders.send(before, Template.PHONE_CHANGED, {})
    return True


def _say_waits(form: Form, error: TooManyMissesError) -> None:
    opens = error.until.astimezone(clock.BEIJING)
    form.say("phone", _("输错太多次了，请 %(time)s 以后再试。", time=f"{opens:%H:%M}"))


def _desk_page(place: Place) -> str | tuple[str, int] | Response:
    form = RecoverySlipForm()
    if form.validate_on_submit():
        name = seal(str(form.name.data).strip(), SEALED_FOR)
        slip_id = store.add_recovery_slip(place.desk, form.phone.phone, name, clock.now())
        return redirect(url_for(place.one, slip_id=slip_id, **place.keys), 303)
    page = render_template(
        "invitations/recovery_slips.html",
        form=form,
        place=place,
        slips=[(each, _name(each)) for each in store.recovery_slips(place.desk)],
        now=clock.now(),
    )
    return page, 422 if form.is_submitted() else 200


def _sheet(place: Place, slip_id: int) -> str:
    slip = _slip_or_404(place, slip_id)
    if not slip.is_open(clock.now()):
        abort(404)
    return render_template(
        "invitations/recovery_sheet.html",
        place=place,
        slip=slip,
        name=_name(slip),
        code=printed(slip.handle, "invitations.recover"),
    )


def _revoked(place: Place, slip_id: int) -> Response:
    try:
        store.revoke_recovery(place.desk, slip_id, clock.now())
    except UnknownSlipError:
        abort(404)
    flash(_("这张纸条已停用。"), "good")
    return redirect(url_for(place.form, **place.keys), 303)


def _slip_or_404(place: Place, slip_id: int) -> PrintedRecovery:
    try:
        return store.recovery_slip(place.desk, slip_id)
    except UnknownSlipError:
        abort(404)


def _unit(unit_id: int) -> Place:
    try:
        found = unit(unit_id)
    except UnknownUnitError:
        abort(404)
    return Place(
        Desk(_season_id(), found.district_code, found.id),
        found.name,
        url_for("teams.unit", unit_id=unit_id),
        "invitations.unit_recovery",
        "invitations.print_unit_recovery",
        "invitations.revoke_unit_recovery",
        {"unit_id": unit_id},
    )


def _district(code: str) -> Place:
    return Place(
        Desk(_season_id(), code),
        district_or_404(code).name,
        url_for("invitations.help_page", code=code),
        "invitations.district_recovery",
        "invitations.print_district_recovery",
        "invitations.revoke_district_recovery",
        {"code": code},
    )


def _name(slip: PrintedRecovery) -> str:
    try:
        return unseal(slip.sealed_name, SEALED_FOR)
    except UnsealedError:
        return ""


def _season_id() -> int:
    season = season_or_none()
    return season.id if season else abort(404)
