"""A unit's slips: for its contact alone, with nothing of who used one."""

from dataclasses import dataclass
from math import ceil

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import granted, password_again
from tracker.accounts.rules import Role
from tracker.invitations import store
from tracker.invitations.rules import (
    Pile,
    Slip,
    SlipState,
    UnknownInvitationError,
    namesakes,
)
from tracker.invitations.views.printing import Code, pages, printed
from tracker.teams.rules import Unit, UnknownUnitError
from tracker.teams.store import unit

SHEET = 200
"""Slips on one page to print: 25 sheets of paper, drawn within a second or two."""

contact_alone = granted(Role.CONTACT, scope="unit:{unit_id}", or_city=False)
"""A unit's people are the unit's own: no organizer above sees them."""


@dataclass(frozen=True)
class Printed:
    """A slip as it is printed."""

    slip: Slip
    code: Code
    tell_apart: bool
    """Whether somebody else has the same name, so that the end of the phone helps."""


@pages.get("/units/<key:unit_id>/slips")
@contact_alone
@password_again
def slips(unit_id: int) -> str:
    """How many slips there are by team, and where to print them."""
    return render_template(
        "invitations/slips.html", unit=_unit_or_404(unit_id), piles=store.piles_of(unit_id)
    )


@pages.get("/units/<key:unit_id>/slips/team/<key:team_id>")
@contact_alone
@password_again
def pile(unit_id: int, team_id: int) -> str:
    """A team's people, each with a slip to print again, renew or take back."""
    place, found, page = _unit_or_404(unit_id), _pile_or_404(unit_id, team_id), _page()
    return render_template(
        "invitations/pile.html",
        unit=place,
        pile=found,
        page=page,
        pages=_pages(found),
        slips=_on_page(unit_id, team_id, page),
        today=clock.today(),
        states=SlipState,
    )


@pages.get("/units/<key:unit_id>/slips/team/<key:team_id>/print")
@contact_alone
@password_again
def print_pile(unit_id: int, team_id: int) -> str:
    """A sheet of a team's slips that are open."""
    found, page = _pile_or_404(unit_id, team_id), _page()
    back = url_for("invitations.pile", unit_id=unit_id, team_id=team_id, page=page)
    return _sheet(_unit_or_404(unit_id), found, _on_page(unit_id, team_id, page), back, page)


@pages.get("/units/<key:unit_id>/slips/<key:invitation_id>/print")
@contact_alone
@password_again
def print_slip(unit_id: int, invitation_id: int) -> str:
    """One person's slip again."""
    slip = _slip_or_404(unit_id, invitation_id)
    found = _pile_or_404(unit_id, slip.team_id or store.NONE)
    back = url_for("invitations.pile", unit_id=unit_id, team_id=found.team_id)
    return _sheet(_unit_or_404(unit_id), found, [slip], back)


@pages.post("/units/<key:unit_id>/slips/<key:invitation_id>/revoke")
@contact_alone
@password_again
def revoke_slip(unit_id: int, invitation_id: int) -> Response:
    """The slip lets nobody in any more; the answer is the same if it has let somebody in."""
    slip = _slip_or_404(unit_id, invitation_id)
    store.revoke(unit_id, invitation_id, clock.now())
    flash(_("%(name)s 的邀请条已停用。已经加入的人不受影响。", name=slip.name), "good")
    return _to_pile(slip, unit_id)


@pages.post("/units/<key:unit_id>/slips/<key:invitation_id>/renew")
@contact_alone
@password_again
def renew_slip(unit_id: int, invitation_id: int) -> Response:
    """Another code for the same person: the paper before it opens nothing any more."""
    try:
        store.renew(unit_id, invitation_id, clock.now())
    except UnknownInvitationError:
        abort(404)
    flash(_("已换成新的邀请条，旧的那张不能再用。请重新打印。"), "good")
    address = url_for("invitations.print_slip", unit_id=unit_id, invitation_id=invitation_id)
    return redirect(address, 303)


def _sheet(place: Unit, found: Pile, slips: list[Slip], back: str, page: int = 0) -> str:
    today = clock.today()
    shown = [each for each in slips if each.state(today) is SlipState.OPEN]
    twice = namesakes(shown)
    return render_template(
        "invitations/sheet.html",
        unit=place,
        pile=found,
        printed=[
            Printed(each, printed(each.handle, "joining.claim"), each.name in twice)
            for each in shown
        ],
        left_out=len(slips) - len(shown),
        back=back,
        page=page,
        pages=_pages(found) if page else 0,
    )


def _unit_or_404(unit_id: int) -> Unit:
    try:
        return unit(unit_id)
    except UnknownUnitError:
        abort(404)


def _pile_or_404(unit_id: int, team_id: int) -> Pile:
    found = [each for each in store.piles_of(unit_id) if each.team_id == team_id]
    return found[0] if found else abort(404)


def _slip_or_404(unit_id: int, invitation_id: int) -> Slip:
    try:
        return store.slip_of(unit_id, invitation_id)
    except UnknownInvitationError:
        abort(404)


def _page() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _pages(found: Pile) -> int:
    return ceil(found.people / SHEET)


def _on_page(unit_id: int, team_id: int, page: int) -> list[Slip]:
    slips = store.slips_of_team(unit_id, team_id, (page - 1) * SHEET, SHEET)
    return slips or abort(404)


def _to_pile(slip: Slip, unit_id: int) -> Response:
    team_id = slip.team_id or store.NONE
    return redirect(url_for("invitations.pile", unit_id=unit_id, team_id=team_id), 303)
