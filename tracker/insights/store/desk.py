"""Everything a page shows of one group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.campaign.rules import Season, monday_of, week_monday
from tracker.insights import rules
from tracker.insights.rules import (
    AreaFigures,
    DayCount,
    Group,
    Part,
    Participation,
    Shown,
    Viewer,
    WeekCount,
)
from tracker.insights.store import participation
from tracker.insights.store.releases import area_releases, known_contributors, team_releases
from tracker.teams.rules import Team, districts

NOT_YET = rules.GroupFigures(rules.State.NOT_YET)


@dataclass(frozen=True)
class Desk:
    """What one viewer sees of one group; each part is read when it is first asked for."""

    season: Season
    group: Group
    subject: str
    as_of: date
    viewer: Viewer
    teams: Sequence[Team] = ()
    part_names: Mapping[str, str] = field(default_factory=dict)
    """What the group's districts or teams are called, by their keys, in the order shown."""

    @property
    def last_day(self) -> date:
        """The last day anything can be dated."""
        return min(self.as_of, self.season.calendar.ends)

    @property
    def last_week(self) -> date:
        """The Monday of the last week that is over."""
        last = monday_of(self.season.calendar.ends)
        return min(rules.last_finished_monday(self.as_of), last)

    @cached_property
    def days(self) -> tuple[DayCount, ...]:
        """Participation by day, live."""
        found = self._participation
        return rules.days_of(found.roster.members, found.active, self.group.counted_from)

    @cached_property
    def weeks(self) -> tuple[WeekCount, ...]:
        """Active people by week, live."""
        found = self._participation
        return rules.weeks_of(found.roster, found.weeks, self.as_of, self.group.counted_from)

    @cached_property
    def minutes(self) -> dict[date, dict[str, int]]:
        """Minutes by week and kind, live, in weeks with enough members."""
        return {
            monday: {kind: exercise.minutes for kind, exercise in kinds.items()}
            for monday, kinds in self._exercise.items()
        }

    @cached_property
    def equivalent(self) -> dict[date, int]:
        """Equivalent minutes by week, live: moderate once, vigorous twice, light not at all."""
        return {
            monday: sum(exercise.equivalent for exercise in kinds.values())
            for monday, kinds in self._exercise.items()
        }

    @cached_property
    def enrolment(self) -> tuple[rules.Enrolment, ...]:
        """Enrolment by day, live."""
        joined = self._participation.roster.joined
        return rules.enrolment_of(joined, self.last_day, self.group.counted_from)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The group's districts or teams in the last finished week."""
        active, enrolled = participation.parts_in_week(self.group, self.last_week)
        return rules.parts_of(self.part_names, active, enrolled)

    @cached_property
    def rounds(self) -> tuple[tuple[date, Shown], ...]:
        """A team's change as of each finished round, as this viewer may see it."""
        frozen = team_releases(self.season.id, self.group.team_id or 0, self.viewer.participant_id)
        found = (
            (moment, *frozen.get(moment, (NOT_YET, False)))
            for moment in rules.team_moments(self.season.calendar, self.as_of)
        )
        return tuple(
            (moment, rules.for_team(figures, viewer_contributes=hers))
            for moment, figures, hers in found
        )

    @cached_property
    def areas(self) -> tuple[AreaFigures, ...]:
        """City and districts as of each Monday they were frozen, as this viewer may see them."""
        known = known_contributors(self.viewer)
        return tuple(
            rules.for_areas(
                as_of,
                found[CITY_SCOPE],
                {each.code: found[district_scope(each.code)] for each in districts()},
                known,
            )
            for as_of, found in area_releases(self.season.id).items()
            if as_of <= self.as_of
        )

    @cached_property
    def mondays(self) -> tuple[tuple[date, Shown], ...]:
        """This district's or the city's change as of each of those Mondays."""
        code = self.group.district_code
        return tuple(
            (each.as_of, each.districts[code] if code else each.city) for each in self.areas
        )

    @cached_property
    def _participation(self) -> Participation:
        return participation.counted(self.group, self.last_day)

    @cached_property
    def _exercise(self) -> dict[date, dict[str, participation.Exercise]]:
        found = participation.exercise_by_week(self.group, self.last_day)
        counted = {week_monday(self.season.calendar, each.day) for each in self.days}
        return {monday: kinds for monday, kinds in found.items() if monday in counted}
