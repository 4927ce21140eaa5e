"""Joining with a slip of one's own: its phone first, then the form; or declining, on one tap.

Until the form is sent nothing differs by whether a slip was used: who knows its phone, as the
contact does who uploaded it, learns nothing by trying.
"""

from collections.abc import Callable
from functools import wraps

from flask import current_app, g, redirect, render_template, session, url_for
from flask_babel import gettext as _

from tracker import clock
from tracker.accounts.guards import begin_session, current_person, person_or_none
from tracker.accounts.rules import Person, PhoneTakenError, masked
from tracker.accounts.store import account_id_of, hashed
from tracker.campaign.guards import (
    closed_page,
    participant_or_none,
    season_or_none,
)
from tracker.campaign.rules import AlreadyJoinedError, ClosedError, check_joining
from tracker.compliance.guards import check_open, shown_notice
from tracker.invitations.rules import (
    Offer,
    SlipExpiredError,
    SlipUsedError,
    TooManyMissesError,
    UnknownSlipError,
    WrongPhoneError,
    handle_of,
)
from tracker.invitations.store import decline, offer_of, open_with_phone, teams_offered
from tracker.joining import store
from tracker.joining.forms import AnswersForm, InvitedForm, SlipForm, TeamForm
from tracker.joining.rules import Claim
from tracker.joining.views.door import (
    GUESSES,
    Page,
    already,
    no_place,
    pages,
    refused,
    was_a_guess,
    welcome,
)
from tracker.teams.rules import Team, TeamClosedError, TeamFullError, UnknownTeamError
from tracker.web.guards import limited, public

OPENED = "slip"
"""What the cookie keeps: the handle of the slip whose phone was given in this browser."""


def _answered(view: Callable[[str], Page]) -> Callable[[str], Page]:
    """Every reason why a slip lets nobody in has its page."""

    @wraps(view)
    def answered(code: str) -> Page:
        try:
            return view(code)
        except (UnknownSlipError, UnknownTeamError, WrongPhoneError):
            g.join_guess = True
            return render_template("joining/no_slip.html", last_day=None), 404
        except SlipExpiredError as error:
            return render_template("joining/no_slip.html", last_day=error.last_day), refused()
        except (TeamFullError, TeamClosedError) as error:
            return no_place(error)
        except AlreadyJoinedError:
            return already()
        except ClosedError as error:
            return closed_page(error)

    return answered


@pages.route("/claim/<string:code>", methods=["GET", "POST"])
@public
@limited(GUESSES, was_a_guess)
@_answered
def claim(code: str) -> Page:
    """What the slip is, the phone it is for, and the way out."""
    handle, offer = _offer(code)
    if participant_or_none():
        return already()
    if _is_hers(offer):
        return redirect(url_for("joining.claim_form", code=code))
    form = SlipForm()
    if form.validate_on_submit() and _opened(handle, form):
        return redirect(url_for("joining.claim_form", code=code), 303)
    page = render_template("joining/slip.html", form=form, offer=offer, code=code)
    return page, 422 if form.is_submitted() else 200


@pages.route("/claim/<string:code>/join", methods=["GET", "POST"])
@public
@limited(GUESSES, was_a_guess)
@_answered
def claim_form(code: str) -> Page:
    """The form of joining, with what the slip says filled in."""
    handle, offer = _offer(code)
    if participant_or_none():
        return already()
    if not _is_hers(offer):
        if session.get(OPENED) != handle:
            return redirect(url_for("joining.claim", code=code))
        if person_or_none():
            return render_template("joining/not_yours.html"), refused()
    teams = teams_offered(offer)
    if not teams:
        raise TeamFullError
    return _form_page(code, handle, offer, teams)


@pages.post("/claim/<string:code>/decline")
@public
@limited(GUESSES, was_a_guess)
@_answered
def decline_slip(code: str) -> Page:
    """She does not wish to: one tap, and nobody asks or learns why."""
    decline(handle_of(code, _secret()))
    session.pop(OPENED, None)
    return redirect(url_for("joining.declined"), 303)


@pages.get("/declined")
@public
def declined() -> str:
    """Thanks, and what becomes of it: nothing."""
    return render_template("joining/declined.html")


def _offer(code: str) -> tuple[str, Offer]:
    """What a slip of the open season offers, while anybody can join."""
    handle, season = handle_of(code, _secret()), season_or_none()
    offer = offer_of(handle, clock.today())
    if season is None or offer.season_id != season.id:
        raise UnknownSlipError
    check_joining(season.calendar, clock.today())
    check_open(season)
    return handle, offer


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _is_hers(offer: Offer) -> bool:
    """Whether whoever is signed in has the phone of the slip, so that it need not be asked."""
    person = person_or_none()
    return person is not None and account_id_of(offer.phone) == person.account_id


def _opened(handle: str, form: SlipForm) -> bool:
    """Whether it is the slip's phone; otherwise the form says so."""
    try:
        open_with_phone(handle, form.phone.phone, clock.today(), clock.now())
    except WrongPhoneError:
        g.join_guess = True
        form.say("phone", _("这张邀请条不是给这个手机号的。请看一下号码，或者请单位联系人看一下。"))
        return False
    except TooManyMissesError as error:
        opens = error.until.astimezone(clock.BEIJING)
        form.say("phone", _("输错太多次了，请 %(time)s 以后再试。", time=f"{opens:%H:%M}"))
        return False
    session[OPENED] = handle
    return True


def _form_page(code: str, handle: str, offer: Offer, teams: list[Team]) -> Page:
    form, choice = _form(offer), TeamForm(teams) if len(teams) > 1 else None
    used = False
    chosen = choice is None or choice.validate_on_submit()
    if form.validate_on_submit() and chosen:
        try:
            _join(Claim(handle, choice.team_id if choice else teams[0].id), offer, form)
            return welcome(form)
        except (SlipUsedError, PhoneTakenError):
            used = True  # one sentence for both: which of them it was is for nobody to learn
    page = render_template(
        "joining/join.html",
        form=form,
        choice=choice,
        team=teams[0],
        code=code,
        notice=shown_notice(),
        phone=masked(offer.phone),
        used=used,
    )
    return page, 422 if form.is_submitted() else 200


def _form(offer: Offer) -> AnswersForm:
    season = season_or_none()
    if season is None:
        raise UnknownSlipError
    if person_or_none():
        return AnswersForm(season.calendar, clock.today())
    return InvitedForm(season.calendar, clock.today(), offer.name)


def _join(wanted: Claim, offer: Offer, form: AnswersForm) -> None:
    """Store it all, and sign a newcomer's browser in."""
    shown = shown_notice()
    answers, today, now = form.answers(shown.text, shown.version), clock.today(), clock.now()
    if isinstance(form, InvitedForm):
        who = form.invited(offer.phone, hashed(str(form.password.data)))
        account_id = store.claim_as_newcomer(wanted, who, answers, today, now)
        begin_session(Person(account_id, who.name, epoch=0))
    else:
        store.claim_with_account(wanted, current_person().account_id, answers, today, now)
