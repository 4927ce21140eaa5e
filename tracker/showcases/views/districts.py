"""A district in an event: teams nominated, and squads confirmed."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.showcases import store
from tracker.showcases.forms import NominationForm, SquadForm
from tracker.showcases.guards import (
    confirming_squad,
    current_showcase,
    current_squad,
    showing_district,
)
from tracker.showcases.rules import (
    AlreadyNominatedError,
    NotFullError,
    SquadConfirmedError,
    SquadInUseError,
    TooManyTeamsError,
    UnknownItemError,
    by_district,
)
from tracker.showcases.views.room import Answer, is_signing_up, open_season, pages
from tracker.teams.rules import Team, TeamClosedError, UnknownTeamError


@pages.route("/showcases/<key:showcase_id>/districts/<string:code>", methods=["GET", "POST"])
@showing_district
def in_showcase(showcase_id: int, code: str) -> Answer:
    """How far the district's squads are; posted to, one more team is nominated."""
    find = request.args.get("find", "").strip()[:40]
    teams, more = store.nominable(open_season().id, code, find)
    form = _form(showcase_id, teams)
    if form.validate_on_submit() and _nominated(form, showcase_id, code):
        return redirect(url_for("showcases.in_showcase", showcase_id=showcase_id, code=code), 303)
    status = 422 if form.is_submitted() else 200
    return _page(form, code, find, more=more), status


@pages.post("/squads/<key:squad_id>/confirm")
@confirming_squad
def confirm(squad_id: int) -> Response:
    """Settle a squad, or open it again."""
    if request.form.get("open") == "1":
        store.unconfirm(squad_id)
        flash(_("这支展示队又可以改了。"), "good")
        return _back()
    smaller = request.form.get("smaller") == "1"
    try:
        store.confirm(squad_id, clock.now(), smaller=smaller)
        flash(_("已确认。"), "good")
    except NotFullError as error:
        flash(_not_full(error), "warn")
    return _back()


@pages.post("/squads/<key:squad_id>/drop")
@confirming_squad
def drop(squad_id: int) -> Response:
    """Take a nomination back before anybody was asked."""
    back = _back()
    try:
        store.drop(squad_id)
        flash(_("提名已收回。"), "good")
    except SquadInUseError:
        flash(_("已经邀请了组员或安排了排练，提名不能收回。"), "warn")
    return back


@pages.route("/squads/<key:squad_id>/settings", methods=["GET", "POST"])
@confirming_squad
def squad_settings(squad_id: int) -> Answer:
    """A squad's name, its number of people and of substitutes."""
    form = SquadForm(current_squad())
    if form.validate_on_submit():
        try:
            store.resize(
                squad_id,
                str(form.name.data),
                int(form.size.data or 0),
                int(form.substitutes.data or 0),
            )
            flash(_("已保存。"), "good")
            return _back()
        except SquadConfirmedError:
            form.say("name", _("这支展示队已经确认，请先重新打开。"))
    status = 422 if form.is_submitted() else 200
    page = render_template("showcases/squad_settings.html", form=form, squad=current_squad())
    return page, status


def _form(showcase_id: int, teams: list[Team]) -> NominationForm:
    items = {each.id: each.title for each in store.items(showcase_id) if not each.together}
    return NominationForm({each.id: f"{each.unit_name} · {each.name}" for each in teams}, items)


def _nominated(form: NominationForm, showcase_id: int, code: str) -> bool:
    try:
        store.nominate(showcase_id, code, form.squad(), clock.today())
    except TooManyTeamsError as error:
        form.say("team", _("这次您区最多 %(count)s 支队，已经满了。", count=error.args[0]))
    except AlreadyNominatedError:
        form.say("team", _("这支队伍已经报了这个节目。"))
    except (UnknownTeamError, TeamClosedError):
        form.say("team", _("这支队伍已经关闭或不在您区，请换一支。"))
    except UnknownItemError:
        form.say("item", _("这个节目刚刚改了，请再选一次。"))
    else:
        flash(_("已提名。接下来由组长在自己的手机上邀请组员。"), "good")
        return True
    return False


def _page(form: NominationForm, code: str, find: str, *, more: bool) -> str:
    event, now = current_showcase(), clock.now()
    teams = {each.district_code: each.teams for each in store.invited_districts(event.id)}
    squads = store.readiness_in(event.id, code)
    return render_template(
        "showcases/district.html",
        showcase=event,
        code=code,
        district=by_district({code: teams[code]}, squads)[0],
        items={each.id: each for each in store.items(event.id)},
        now=now,
        form=form,
        find=find,
        more=more,
        is_open=is_signing_up(event),
    )


def _not_full(error: NotFullError) -> str:
    if not error.agreed:
        return str(_("还没有人同意参加，不能确认。"))
    words = _(
        "现在 %(agreed)s 人同意，少于 %(size)s 人。就按现在的人数，请勾选“人数就这样”再确认。",
        agreed=error.agreed,
        size=error.size,
    )
    return str(words)


def _back() -> Response:
    squad = current_squad()
    return redirect(
        url_for("showcases.in_showcase", showcase_id=squad.showcase_id, code=squad.district_code),
        303,
    )
