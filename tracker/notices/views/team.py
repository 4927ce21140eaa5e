"""A team's notice, its poster, and its leaders' Monday."""

from datetime import date

from flask import Response, abort, render_template, request, url_for

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.campaign.rules import Season, open_on
from tracker.followup.store import note_roster_look, todays
from tracker.insights.store import open_team
from tracker.notices import figures, store
from tracker.notices.figures import Poster
from tracker.notices.rules import Tone, WeekTold, finished_monday, thanked, told_monday
from tracker.notices.views.desk import open_season, opened, pages, site
from tracker.teams.guards import current_team, inviting, leading
from tracker.teams.store import codes_of
from tracker.web.exports import file_named

TO_CALL = 2
"""Of a day's people a Monday's digest names so many; the others are on the leader's first page."""


@pages.get("/team/<key:team_id>/notice")
@leading
def notice(team_id: int) -> str:
    """This week's text for the team's group, in several tones."""
    season, today, team = open_season(), clock.today(), current_team()
    told = _counted(season, team_id, told_monday(season.calendar, today), today)
    thanks = store.to_thank(team_id, told)
    texts = {
        tone: figures.notice(tone, team.name, told, thanks, opened(season, today), site())
        for tone in Tone
    }
    return render_template(
        "notices/notice.html",
        team=team,
        told=told,
        thanks=thanks,
        tone=_tone(),
        texts=texts,
    )


@pages.get("/team/<key:team_id>/digest")
@leading
def digest(team_id: int) -> str:
    """Last week in three numbers, one name to thank, and at most two people to call."""
    season, today, team = open_season(), clock.today(), current_team()
    monday = finished_monday(season.calendar, today)
    note_roster_look(current_person().account_id, team_id, today, clock.now())
    told = _counted(season, team_id, monday, today)
    name = thanked(store.to_thank(team_id, told), monday)
    thanks = [name] if name else []
    return render_template(
        "notices/digest.html",
        team=team,
        told=told,
        numbers=figures.three_numbers(told),
        name=name,
        to_call=todays(team_id, season.calendar, today)[:TO_CALL],
        text=figures.notice(Tone.WARM, team.name, told, thanks, opened(season, today), site()),
    )


@pages.get("/team/<key:team_id>/poster")
@inviting
def poster(team_id: int) -> str:
    """The poster as a picture to be kept by a long press, and what is on it."""
    found = _poster(team_id)
    return render_template("notices/poster.html", team=current_team(), poster=found)


@pages.get("/team/<key:team_id>/poster.png")
@inviting
def poster_png(team_id: int) -> Response:
    """The picture itself."""
    found = _poster(team_id) or abort(404)
    answer = Response(figures.poster_png(found), mimetype="image/png")
    file_named(answer.headers, "poster", f"{found.team} {found.campaign}", "png", "inline")
    return answer


def _poster(team_id: int) -> Poster | None:
    """None without a join code to print on it."""
    season, today, team = open_season(), clock.today(), current_team()
    code = next((each.code for each in codes_of(team_id) if not each.revoked_at), None)
    if code is None:
        return None
    monday = told_monday(season.calendar, today)
    open_team(season, team_id, today, clock.now())
    told = store.group_week(season, team, monday, today)
    joins = open_on(season.calendar, today).joining
    link = url_for("joining.join", code=code, _external=True)
    return figures.poster_of(team.name, team.unit_name, told, link, joins=joins)


def _counted(season: Season, team_id: int, monday: date, today: date) -> WeekTold:
    """A week of the team, counted up to this moment."""
    open_team(season, team_id, today, clock.now())
    return store.team_week(season, current_team(), monday, today)


def _tone() -> Tone:
    asked = request.args.get("tone", Tone.WARM)
    return Tone(asked) if asked in set(Tone) else abort(404)
