"""What the room's pages share: the blueprint, words, and what to say when something is shut."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import NotTakingPartError, Season
from tracker.clock import BEIJING
from tracker.showcases.forms import KINDS
from tracker.showcases.rules import NotNowError, Showcase, Squad, signs_up
from tracker.teams.rules import district
from tracker.web.filters import day_with_weekday, language

Answer = Response | tuple[str, int]

pages = Blueprint("showcases", __name__)


@pages.app_template_filter()
def beijing_time(moment: datetime) -> str:
    """08:00, in Beijing."""
    return f"{moment.astimezone(BEIJING):%H:%M}"


@pages.app_template_filter()
def beijing_day_and_time(moment: datetime) -> str:
    """10月16日 周三 18:30, in Beijing."""
    local = moment.astimezone(BEIJING)
    return f"{day_with_weekday(local.date())} {local:%H:%M}"


@pages.app_template_filter()
def district_name(code: str | None) -> str:
    """A district's name in the reader's language; without a code the city's."""
    if code is None:
        return str(_("全市"))
    found = district(code)
    return found.english if language() == "en" else found.name


@pages.app_template_filter()
def item_kind(kind: Any) -> str:
    """What a kind of item is called."""
    return str(KINDS[kind])


@pages.errorhandler(NotNowError)
def not_now(_error: NotNowError) -> tuple[str, int]:
    """Sign-up is over, not begun, or the event is at another step."""
    return render_template("showcases/not_now.html"), 409


@pages.errorhandler(NotTakingPartError)
def gone(_error: NotTakingPartError) -> Any:
    """Somebody left or was erased meanwhile: the page is drawn anew without her."""
    flash(_("这位组员刚刚已不在队里。"), "warn")
    return redirect(request.referrer or url_for("showcases.mine"), 303)


def open_season() -> Season:
    """The open season; 404 where there is none."""
    return season_or_none() or abort(404)


def is_signing_up(showcase: Showcase) -> bool:
    """Whether teams are nominated and answers taken today."""
    return signs_up(showcase, open_season().calendar, clock.today())


def to_squad(squad: Squad) -> Response:
    """Back to a squad's page."""
    return redirect(url_for("showcases.squad", squad_id=squad.id), 303)
