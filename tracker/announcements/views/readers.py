"""The list of what is announced to somebody; opening it marks it as read."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from tracker import clock
from tracker.accounts.guards import current_person, signed_in
from tracker.announcements import store
from tracker.announcements.rules import Announcement, parts, reader_of
from tracker.campaign.guards import participant_or_none, season_or_none
from tracker.teams.rules import district
from tracker.web.filters import language

pages = Blueprint("announcements", __name__)


@pages.app_template_filter("text_parts")
def text_parts(text: str) -> list[tuple[str, bool]]:
    """A text in its pieces, each with whether it is a link, for `_text.html`."""
    return parts(text)


@pages.app_template_filter("announced_by")
def announced_by(each: Announcement) -> str:
    """Who says it and from where: 李伟 · 一组."""
    return f"{each.by} · {each.team or each.unit or _of_area(each.district_code)}"


@pages.get("/announcements")
@signed_in
def announcements() -> str:
    """Everything in force that is for her; what was new counts one reader more, without a name."""
    season = season_or_none() or abort(404)
    her, today = participant_or_none(), clock.today()
    part = her.id if her and her.left_on is None else None
    who = reader_of(current_person(), season.id, part)
    found = store.listed(who, today)
    new = {each.id for each in store.unread(who, today)}
    if new:
        store.read(who, today, clock.now())
    return render_template("announcements/list.html", announcements=found, new=new)


def _of_area(code: str | None) -> str:
    if code is None:
        return str(_("全市"))
    found = district(code)
    return found.english if language() == "en" else found.name
