"""At the scales: the next person, her weight, and nothing of it left on the screen."""

from datetime import datetime

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from tracker import clock
from tracker.accounts.guards import current_person
from tracker.stations import store
from tracker.stations.forms import NumberForm, ScalesForm
from tracker.stations.guards import at_station, at_the_scales, current_station
from tracker.stations.rules import SAVING_LASTS, Answer, UnusableCodeError
from tracker.stations.views.room import open_season, pages
from tracker.web.guards import limited

GUESSES = "60 per 10 minutes"
"""Numbers that nobody has, typed from one address."""


def _was_a_guess(_response: Response) -> bool:
    return bool(g.get("number_guess"))


@pages.errorhandler(UnusableCodeError)
def unusable(_error: UnusableCodeError) -> tuple[str, int]:
    """One sentence for every reason there is: the staff learn none of them."""
    return render_template("stations/unusable.html", station=current_station()), 404


@pages.get("/stations/<key:station_id>")
@at_station
def scales(station_id: int) -> str:
    """Ready for the next person; it says whether the last weight was noted, and no weight."""
    return _ready(station_id, NumberForm(formdata=None))


@pages.post("/stations/<key:station_id>")
@at_station
@limited(GUESSES, _was_a_guess)
def by_number(station_id: int) -> Response | tuple[str, int]:
    """The number that was read out, where a camera fails."""
    form = NumberForm()
    if not form.validate():
        return _ready(station_id, form), 422
    try:
        code = store.code_of_number(form.digits, clock.now())
    except UnusableCodeError:
        g.number_guess = True
        form.say("number", _("这个数字现在不能用。请对一遍，或请本人刷新称重码。"))
        return _ready(station_id, form), 422
    return redirect(url_for("stations.weigh", code=code), 303)


@pages.get("/stations/scan/<string:code>")
@at_the_scales
def weigh(code: str) -> str:
    """Her family name with stars, and a field for what the scales show."""
    return _page(code, ScalesForm(formdata=None), clock.now(), asked=False)


@pages.post("/stations/scan/<string:code>")
@at_the_scales
def save(code: str) -> Response | str | tuple[str, int]:
    """Store it and be ready for the next; a doubtful weight is asked about without a reason."""
    form, station = ScalesForm(), current_station()
    if not form.validate():
        return _page(code, form, clock.now() - SAVING_LASTS, asked=False), 422
    staff_id, season = current_person().account_id, open_season()
    answer = store.weigh(code, form.weighed(), staff_id, station, season, clock.now())
    if answer is Answer.LOOK_AGAIN:
        form.looked_again.data = "1"
        return _page(code, form, clock.now() - SAVING_LASTS, asked=True)
    return redirect(url_for("stations.scales", station_id=station.id, noted="yes"), 303)


def _page(code: str, form: ScalesForm, since: datetime, *, asked: bool) -> str:
    """The field, with nothing in it but what was typed just now."""
    staff_id = current_person().account_id
    guest = store.guest(code, staff_id, open_season(), clock.today(), since)
    return render_template(
        "stations/weigh.html",
        station=current_station(),
        guest=guest,
        form=form,
        code=code,
        asked=asked,
    )


def _ready(station_id: int, form: NumberForm) -> str:
    return render_template(
        "stations/scales.html",
        station=current_station(),
        form=form,
        noted=request.args.get("noted") == "yes",
        station_id=station_id,
    )
