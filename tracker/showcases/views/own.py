"""What a person is asked and in, and her answer; and the squads of whoever leads."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person, signed_in
from tracker.accounts.rules import Role
from tracker.campaign.guards import (
    current_participant,
    participant_or_none,
    participating,
    season_or_none,
)
from tracker.showcases import store
from tracker.showcases.forms import AnswerForm
from tracker.showcases.rules import (
    Invitation,
    NotInvitedError,
    Showcase,
    SquadConfirmedError,
    SquadFullError,
    State,
)
from tracker.showcases.views.room import Answer, is_signing_up, pages

TAKES = {State.OPEN, State.CONFIRMED}
"""States in which she can step back."""


@pages.get("/showcases")
@signed_in
def mine() -> str:
    """What she is asked and in, the squads of her teams, and every event that is announced."""
    season, part = season_or_none(), participant_or_none()
    takes_part = part is not None and part.left_on is None
    published = [each for each in store.showcases(season.id) if each.is_published] if season else []
    return render_template(
        "showcases/mine.html",
        invitations=store.invitations(part.id) if part and takes_part else [],
        led=store.squads_of_teams(_teams_led(season.id)) if season else [],
        published=published,
        events={each.id: each for each in published},
    )


@pages.route("/squads/<key:squad_id>/answer", methods=["GET", "POST"])
@participating
def answer(squad_id: int) -> Answer:
    """What taking part means and who sees what; posted to, her answer."""
    try:
        event, asked = store.invitation(current_participant().id, squad_id)
    except NotInvitedError:
        abort(404)
    form = AnswerForm(data={"height_cm": asked.height_cm})
    if request.method == "GET":
        return _page(event, asked, form), 200
    if request.form.get("answer") == "no":
        return _declined(asked)
    if not form.validate():
        return _page(event, asked, form), 422
    if form.doctor.data == "yes" and request.form.get("understood") != "1":
        return _page(event, asked, form, advises=True), 200
    return _agreed(event, asked, form)


def _agreed(event: Showcase, asked: Invitation, form: AnswerForm) -> Answer:
    try:
        store.agree(
            current_participant().id,
            asked.squad.id,
            clock.today(),
            as_substitute=request.form.get("answer") == "substitute",
            height_cm=form.height_cm.data,
        )
    except SquadFullError as error:
        words = (
            _("最后一个位置刚刚有人了。替补还有位置，您愿意的话可以做替补。")
            if error.substitutes_free
            else _("最后一个位置刚刚有人了，谢谢您愿意参加。有人腾出位置时，这里又可以点。")
        )
        return _page(event, asked, form, problem=words), 409
    except SquadConfirmedError:
        words = _("这支展示队刚刚已经确认了名单，不再加人。想参加，请和组长说一声。")
        return _page(event, asked, form, problem=words), 409
    flash(_("您已同意参加，谢谢！确认以前随时可以改。"), "good")
    return _back()


def _declined(asked: Invitation) -> Response:
    try:
        store.decline(current_participant().id, asked.squad.id)
    except NotInvitedError:
        abort(404)
    flash(_("好的，这次不参加。谁也不会被告知您的回答。"), "good")
    return _back()


def _page(
    event: Showcase,
    asked: Invitation,
    form: AnswerForm,
    *,
    advises: bool = False,
    problem: str = "",
) -> str:
    squad = asked.squad
    programme = store.items(event.id)
    return render_template(
        "showcases/answer.html",
        showcase=event,
        squad=squad,
        asked=asked,
        form=form,
        advises=advises,
        problem=problem,
        room=store.room(squad.id),
        item=next(each for each in programme if each.id == squad.item_id),
        together=[each for each in programme if each.together],
        rehearsals=store.rehearsals(squad.id) if asked.agreed else [],
        came=store.came_to(current_participant().id, squad.id) if asked.agreed else 0,
        is_open=is_signing_up(event) and not squad.is_confirmed,
        steps_back=event.state in TAKES,
    )


def _teams_led(season_id: int) -> list[int]:
    return [
        int(grant.scope.removeprefix("team:"))
        for grant in current_person().grants
        if grant.role in {Role.LEADER, Role.DEPUTY} and grant.season_id == season_id
    ]


def _back() -> Response:
    return redirect(url_for("showcases.mine"), 303)
