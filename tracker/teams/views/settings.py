"""One team's settings: its name, its places, becoming part of another, and closing."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.accounts.guards import current_person, password_again
from tracker.campaign.guards import season_or_none
from tracker.teams import store
from tracker.teams.forms import AppointForm, MergeForm, PlacesForm, TeamNameForm
from tracker.teams.guards import current_team, inviting, overseeing, running
from tracker.teams.rules import (
    FarTeamError,
    TeamClosedError,
    TeamFullError,
    TeamNameTakenError,
    TeamNotEmptyError,
    UnknownTeamError,
    may_hand_over,
    may_oversee,
    may_run,
    may_take_over,
    needs_help,
)
from tracker.teams.views.door import pages
from tracker.web.forms import Form


@pages.get("/team/<key:team_id>/settings")
@inviting
@password_again
def settings(team_id: int) -> str:
    """Who leads the team and, for whoever runs it, its name, places, merging and closing."""
    return settings_page(team_id)


@pages.post("/team/<key:team_id>/settings/name")
@running
@password_again
def rename_team(team_id: int) -> BaseResponse | tuple[str, int]:
    """Another name for the team."""
    form = TeamNameForm(prefix="team-")
    if form.validate_on_submit():
        try:
            store.rename_team(team_id, str(form.name.data))
        except TeamNameTakenError:
            form.say_taken()
        except TeamClosedError:
            abort(404)
        else:
            flash(_("队名已经改好。"), "good")
            return back_to_settings(team_id)
    return settings_page(team_id, naming=form), 422


@pages.post("/team/<key:team_id>/settings/places")
@running
@password_again
def set_places(team_id: int) -> BaseResponse | tuple[str, int]:
    """How many people the team takes in."""
    form = PlacesForm()
    if not form.validate_on_submit():
        return settings_page(team_id, sizing=form), 422
    try:
        store.set_places(team_id, form.wanted)
    except TeamClosedError:
        abort(404)
    flash(_("名额已经改好。已经在队里的人不受影响。"), "good")
    return back_to_settings(team_id)


@pages.route("/team/<key:team_id>/merge", methods=["GET", "POST"])
@running
@password_again
def merge_team(team_id: int) -> BaseResponse | tuple[str, int]:
    """Become part of another team: people move today, what was earned stays where it was."""
    team, reader = current_team(), current_person()
    far = may_oversee(reader, team)
    targets = store.mergeable(team, far=far)
    form = MergeForm(targets)
    if form.validate_on_submit():
        try:
            store.merge_team(
                team_id,
                form.target,
                str(form.why.data),
                reader.account_id,
                clock.today(),
                clock.now(),
                far=far,
            )
        except TeamFullError:
            form.say("into", _("那支队伍的名额不够，请先增加它的名额。"))
        except (TeamClosedError, FarTeamError, UnknownTeamError):
            form.say("into", _("两支队伍里有一支刚刚有变动，请重新打开这一页。"))
        else:
            flash(_("已经并入。每位队员都能看到是谁、为什么做的；以前的记录留在原来的队。"), "good")
            return redirect(url_for("teams.unit", unit_id=team.unit_id), 303)
    people = store.people_countable(team_id)
    page = render_template("teams/merge.html", team=team, form=form, people=people, targets=targets)
    return page, 422 if form.is_submitted() else 200


@pages.post("/team/<key:team_id>/close")
@overseeing
@password_again
def close_team(team_id: int) -> BaseResponse:
    """A team without anybody in it takes nobody in any more."""
    try:
        store.close_team(team_id, clock.today(), clock.now())
    except TeamNotEmptyError:
        flash(_("队里还有人，不能停用。请先把它并入另一支队伍。"), "warn")
        return back_to_settings(team_id)
    except TeamClosedError:
        abort(404)
    flash(_("队伍已经停用，历史都还在。"), "good")
    return redirect(url_for("teams.unit", unit_id=current_team().unit_id), 303)


def back_to_settings(team_id: int) -> BaseResponse:
    """Where every step of the settings ends."""
    return redirect(url_for("teams.settings", team_id=team_id), 303)


def settings_page(
    team_id: int,
    naming: Form | None = None,
    sizing: Form | None = None,
    appointing: Form | None = None,
) -> str:
    """The settings as far as the reader may see them; a contact reads no name."""
    team, reader = current_team(), current_person()
    season = season_or_none() or abort(404)
    board = store.team_on_board(team_id)
    leads = may_hand_over(reader, team)
    oversees = may_oversee(reader, team)
    return render_template(
        "teams/settings.html",
        team=team,
        board=board,
        lead=board.lead,
        needs_help=needs_help(season.calendar, board.lead, clock.today()),
        leads=leads,
        deputizes=may_take_over(reader, team),
        runs=may_run(reader, team),
        oversees=oversees,
        names=leads or oversees or may_take_over(reader, team),
        members=_others(team_id, reader.account_id) if leads else [],
        naming=naming or TeamNameForm(formdata=None, prefix="team-", data={"name": team.name}),
        sizing=sizing or PlacesForm(formdata=None, data={"places": str(board.places)}),
        appointing=appointing or AppointForm(formdata=None),
    )


def _others(team_id: int, account_id: int) -> list[tuple[int, str]]:
    """Members whom the leader may ask, without herself."""
    mine = store.participants_of(account_id)
    found = store.members(team_id, clock.today())
    return [(each.participant_id, each.name) for each in found if each.participant_id not in mine]
