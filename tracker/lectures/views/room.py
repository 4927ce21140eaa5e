"""What the room's pages share: the blueprint, hours in words, and whom a lecture is for."""

from datetime import datetime

from flask import Blueprint, abort
from flask_babel import gettext as _

from tracker.campaign.guards import season_or_none
from tracker.campaign.rules import Season
from tracker.clock import BEIJING
from tracker.lectures.rules import Lecture
from tracker.teams.rules import District, district
from tracker.web.filters import day_with_weekday, language

pages = Blueprint("lectures", __name__)


@pages.app_template_filter()
def lecture_hours(lecture: Lecture) -> str:
    """10月16日 周三 14:00–15:30."""
    starts, ends = (each.astimezone(BEIJING) for each in (lecture.starts, lecture.ends))
    return f"{day_with_weekday(lecture.day)} {starts:%H:%M}–{ends:%H:%M}"


@pages.app_template_filter()
def door_time(moment: datetime) -> str:
    """13:30, in Beijing."""
    return f"{moment.astimezone(BEIJING):%H:%M}"


@pages.app_template_filter()
def for_whom(lecture: Lecture) -> str:
    """Who may come, in words."""
    if lecture.for_unit is not None:
        return str(lecture.for_unit_name)
    if lecture.for_district is not None:
        return district_name(district(lecture.for_district))
    return str(_("所有参加者"))


@pages.app_template_filter()
def held_by(lecture: Lecture) -> str:
    """Who holds it and sees its list, in words."""
    if lecture.host.unit_id is not None:
        return str(_("本单位的联系人"))
    if lecture.host.district_code is not None:
        place = district_name(district(lecture.host.district_code))
        return str(_("%(district)s的管理员", district=place))
    return str(_("市级管理员"))


def district_name(found: District) -> str:
    """A district in the language of the page."""
    return found.english if language() == "en" else found.name


def open_season() -> Season:
    """The open season; 404 where there is none."""
    return season_or_none() or abort(404)
