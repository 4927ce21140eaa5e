"""What is counted of a group's parts side by side: a city's districts, a district's teams."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import String, and_, case, cast, func, select

from tracker.database import db
from tracker.insights.models import DistrictDay, DistrictWeek, TeamEnrolled, TeamWeek
from tracker.insights.rules import COUNTED_FROM, Activity, Group, Roster
from tracker.insights.rules.overview import Tally
from tracker.insights.store.stays import teams_in

Weeks = dict[str, dict[date, tuple[Activity, int, int]]]
"""By part and Monday: what people did, how many they are, and how many of them on leave."""


def tallies(group: Group, until: date) -> dict[str, Tally]:
    """Each part with people in it: a district by its code, a team by its id.

    Of a team neither the sum of its check-ins nor who ever enrolled is counted here.
    """
    in_city = group.is_area and group.district_code is None
    totals = _district_totals(group, until) if in_city else {}
    weeks = _district_weeks(group, until) if in_city else _team_weeks(group, until)
    return {
        key: tally(key, *totals.get(key, (0, 0)), weeks.get(key, {}))
        for key in sorted(totals.keys() | weeks.keys())
    }


def tally(
    key: str, enrolled: int, check_ins: int, weeks: dict[date, tuple[Activity, int, int]]
) -> Tally:
    """A part from its totals and its weeks."""
    return Tally(
        key,
        enrolled,
        check_ins,
        weeks={monday: did for monday, (did, _, _) in weeks.items()},
        roster=Roster(
            members={},
            joined={},
            enrolled={monday: people for monday, (_, people, _) in weeks.items()},
            on_leave={monday: away for monday, (_, _, away) in weeks.items()},
        ),
    )


def _district_totals(group: Group, until: date) -> dict[str, tuple[int, int]]:
    shown = case((DistrictDay.members >= COUNTED_FROM, DistrictDay.active), else_=0)
    query = (
        select(DistrictDay.district_code, func.sum(DistrictDay.joined), func.sum(shown))
        .where(DistrictDay.season_id == group.season_id, DistrictDay.day <= until)
        .group_by(DistrictDay.district_code)
    )
    return {code: (int(joined), int(active)) for code, joined, active in db.session.execute(query)}


def _district_weeks(group: Group, until: date) -> Weeks:
    query = select(
        DistrictWeek.district_code,
        DistrictWeek.monday,
        DistrictWeek.enrolled,
        DistrictWeek.on_leave,
        DistrictWeek.active,
        DistrictWeek.regular,
        DistrictWeek.enough,
    ).where(DistrictWeek.season_id == group.season_id, DistrictWeek.monday <= until)
    return _by_part(query)


def _team_weeks(group: Group, until: date) -> Weeks:
    same = and_(TeamWeek.team_id == TeamEnrolled.team_id, TeamWeek.monday == TeamEnrolled.monday)
    did = (func.coalesce(each, 0) for each in (TeamWeek.active, TeamWeek.regular, TeamWeek.enough))
    query = (
        select(
            cast(TeamEnrolled.team_id, String),
            TeamEnrolled.monday,
            TeamEnrolled.enrolled,
            TeamEnrolled.on_leave,
            *did,
        )
        .select_from(TeamEnrolled)
        .outerjoin(TeamWeek, same)
        .where(teams_in(group, TeamEnrolled.team_id), TeamEnrolled.monday <= until)
    )
    return _by_part(query)


def _by_part(query: Any) -> Weeks:
    found: Weeks = defaultdict(dict)
    for key, monday, enrolled, away, *did in db.session.execute(query):
        found[key][monday] = (Activity(*map(int, did)), int(enrolled), int(away))
    return found
