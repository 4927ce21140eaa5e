"""Weeks of teams and units in numbers, read through the figures that pages show of them."""

from datetime import date, timedelta

from tracker.campaign.rules import Season
from tracker.followup.store import logged
from tracker.insights.rules import COUNTED_FROM, Group, Viewer
from tracker.insights.store import Desk
from tracker.notices.rules import WeekTold, noted_since, week_told
from tracker.notices.store.wishes import wishing
from tracker.teams.rules import Team, Unit

NOBODY = Viewer(None)
DAY = timedelta(days=1)


def team_week(season: Season, team: Team, monday: date, today: date) -> WeekTold:
    """A team's week, for its own people."""
    group = Group(season.id, team.district_code, team.id, counted_from=1)
    return _week(season, group, monday, today)


def group_week(season: Season, place: Team | Unit, monday: date, today: date) -> WeekTold | None:
    """A team's or unit's week as it may leave it; None where it has fewer than 10 people.

    A poster hangs on a wall, and a robot's group may be anybody's: what is said there is what the
    unit and the district see, and they see counts from 10 people on.
    """
    group = (
        Group(season.id, place.district_code, place.id, COUNTED_FROM)
        if isinstance(place, Team)
        else Group(season.id, place.district_code, None, COUNTED_FROM, place.id)
    )
    found = _week(season, group, monday, today)
    return found if found.members >= COUNTED_FROM else None


def to_thank(team_id: int, told: WeekTold) -> list[str]:
    """Names of who wishes to be thanked and noted something in that week, by name.

    Of whoever did not agree that her leader sees that she logged, nothing is read.
    """
    known = logged(team_id, told.last + DAY)
    names = {
        each.participant_id: each.name
        for each in sorted(known, key=lambda each: (each.name, each.participant_id))
        if noted_since(told.first, (each.recent, each.earlier))
    }
    return [names[each] for each in wishing(names)] if names else []


def _week(season: Season, group: Group, monday: date, today: date) -> WeekTold:
    desk = Desk(season, group, "", today, NOBODY, shows_change=False)
    # Whoever came on Monday or later counts from the next week on, in every figure of ours.
    week = next((each for each in desk.weeks if each.monday == monday), None)
    return week_told(
        season.calendar,
        monday,
        today,
        people=(week.enrolled, week.active) if week else (0, 0),
        check_ins={each.day: each.active for each in desk.days},
        minutes=desk.minutes.get(monday, {}),
    )
