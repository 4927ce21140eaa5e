"""Everything a page shows of one group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

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
    SnapshotOf,
    Viewer,
    WeekCount,
)
from tracker.insights.rules.overview import (
    Change,
    Overview,
    PartOverview,
    Tally,
    UnitCount,
    overview_of,
    part_overview,
    unit_count,
)
from tracker.insights.rules.targets import city_target
from tracker.insights.store import participation, participation_frozen
from tracker.insights.store.changes import area_changes
from tracker.insights.store.holding import lost_earlier
from tracker.insights.store.parts import tallies
from tracker.insights.store.releases import area_releases, known_contributors, team_releases
from tracker.insights.store.snapshots import section, snapshots
from tracker.insights.store.targets import TARGETS, targets, targets_from
from tracker.teams.rules import Team, districts

DAY = timedelta(days=1)
NOT_YET = rules.GroupFigures(rules.State.NOT_YET)
NOBODY = rules.Activity()
NOBODY_THERE = Tally("", 0, 0, {}, rules.Roster({}, {}, {}, {}))


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
    snapshot: SnapshotOf | None = None
    """A moment frozen before, which everything is then shown as of; `as_of` is its Monday."""
    unit_changes: Mapping[str, Change] = field(default_factory=dict)
    """Changes of the units of this unit's district, by scope."""
    shows_change: bool = True
    """Whether this viewer sees the group's change at all, or counts of taking part alone."""

    @property
    def last_day(self) -> date:
        """The last day anything can be dated; as of a snapshot, the one before its Monday."""
        last = self.as_of - DAY if self.snapshot else self.as_of
        return min(last, self.season.calendar.ends)

    @property
    def told_on(self) -> date:
        """The day in whose course, or as of a snapshot at whose beginning, everything is told."""
        return min(self.as_of, self.season.calendar.ends + DAY)

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
        monday, found = self.last_week, self._tallies
        active = {key: each.weeks.get(monday, NOBODY).active for key, each in found.items()}
        enrolled = {key: each.roster.enrolled.get(monday, 0) for key, each in found.items()}
        return rules.parts_of(self._names, active, enrolled)

    @cached_property
    def part_overviews(self) -> tuple[PartOverview, ...]:
        """The numbers of each district or team beside the others, by name."""
        found, units = self._tallies, {str(each.id): each.unit_name for each in self.teams}
        return tuple(
            part_overview(
                found.get(key) or replace(NOBODY_THERE, key=key),
                name,
                self.as_of,
                self._change_of(key),
                self._targets.get(district_scope(key)),
                units.get(key, ""),
            )
            for key, name in self._names.items()
        )

    @property
    def units(self) -> list[tuple[int, str, list[tuple[Team, PartOverview]]]]:
        """Each unit's key and name with its teams' numbers, as `teams` has them: by names."""
        numbers = {each.key: each for each in self.part_overviews}
        known = [(team, numbers[str(team.id)]) for team in self.teams if str(team.id) in numbers]
        by_unit = groupby(known, key=lambda pair: (pair[0].unit_id, pair[0].unit_name))
        return [(*unit, list(pairs)) for unit, pairs in by_unit]

    @property
    def unit_counts(self) -> list[UnitCount]:
        """Each unit by name in the last week that is over, for a list without rates or ranks."""
        teams = [(team, self._tallies.get(str(team.id))) for team in self.teams]
        by_unit = groupby(teams, key=lambda pair: (pair[0].unit_id, pair[0].unit_name))
        return [
            unit_count(name, [each for _, each in pairs if each], self.last_week)
            for (_, name), pairs in by_unit
        ]

    @cached_property
    def overview(self) -> Overview:
        """The six numbers of the group itself."""
        return overview_of(self.enrolment, self.days, self.weeks, self._changes, self.target)

    @cached_property
    def target(self) -> int | None:
        """How many people it means to enrol, if anybody said so; a team has no target."""
        known = self._targets
        return city_target(known) if self.group.scope == CITY_SCOPE else known.get(self.group.scope)

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
        earlier = lost_earlier(self.season, self.snapshots.values())
        return tuple(
            rules.for_areas(
                as_of,
                found[CITY_SCOPE],
                {each.code: found[district_scope(each.code)] for each in districts()},
                known,
                earlier.get(as_of),
            )
            for as_of, found in area_releases(self.season.id).items()
            if as_of <= self.as_of
        )

    @cached_property
    def mondays(self) -> tuple[tuple[date, Shown], ...]:
        """This district's or the city's change as of each of those Mondays."""
        if not self.group.is_area:
            return ()
        code = self.group.district_code
        return tuple(
            (each.as_of, each.districts[code] if code else each.city) for each in self.areas
        )

    @cached_property
    def _participation(self) -> Participation:
        if self.snapshot:
            return participation_frozen.participation_from(
                self._section(participation_frozen.PARTICIPATION)
            )
        return participation.counted(self.group, self.last_day)

    @property
    def _names(self) -> Mapping[str, str]:
        """The parts there are; as of a snapshot without teams that came later."""
        if not self.snapshot or self.group.scope == CITY_SCOPE:
            return self.part_names
        return {key: name for key, name in self.part_names.items() if key in self._tallies}

    @cached_property
    def _tallies(self) -> Mapping[str, Tally]:
        if self.snapshot:
            return participation_frozen.tallies_from(self._section(participation_frozen.PARTS))
        return tallies(self.group, self.last_day)

    @cached_property
    def _targets(self) -> Mapping[str, int]:
        if self.group.team_id is not None:
            return {}
        return (
            targets_from(self._section(TARGETS, CITY_SCOPE))
            if self.snapshot
            else targets(self.season.id)
        )

    @cached_property
    def _exercise(self) -> dict[date, dict[str, participation.Exercise]]:
        found = (
            participation_frozen.exercise_from(self._section(participation_frozen.EXERCISE))
            if self.snapshot
            else participation.exercise_by_week(self.group, self.last_day)
        )
        counted = {week_monday(self.season.calendar, each.day) for each in self.days}
        return {monday: kinds for monday, kinds in found.items() if monday in counted}

    @property
    def _changes(self) -> list[Change]:
        """The group's own change as of each moment, oldest first."""
        if not self.shows_change:
            return []
        if self.group.unit_id is not None:
            return (
                [self.unit_changes[self.group.scope]]
                if self.group.scope in self.unit_changes
                else []
            )
        frozen = self.mondays if self.group.is_area else self.rounds
        found = [_change(as_of, shown) for as_of, shown in frozen]
        newest = self._newest.get(self.group.scope)
        return [*found[:-1], newest] if newest else found

    def _change_of(self, code: str) -> Change | None:
        """What is shown of a district beside the others; of a team nothing is."""
        if not self.areas or code not in self.areas[-1].districts:
            return None
        told = self._newest.get(district_scope(code))
        return told or _change(self.areas[-1].as_of, self.areas[-1].districts[code])

    @cached_property
    def snapshots(self) -> Mapping[date, SnapshotOf]:
        """The versions in force of everything frozen so far, by their as-of day."""
        return {each.as_of: each for each in snapshots(self.season.id)}

    @cached_property
    def _newest(self) -> Mapping[str, Change]:
        """The areas' changes with median and interval, as of the last moment shown."""
        which = self.areas and self.snapshots.get(self.areas[-1].as_of)
        return area_changes(self.season, which, self.viewer) if which else {}

    def _section(self, name: str, scope: str | None = None) -> Mapping[str, Any]:
        """What the snapshot says of the group in one section; nothing, if it has none."""
        scope = scope or self.group.scope
        if self.snapshot is None:
            return {}
        return section(self.season.id, self.snapshot, name, [scope]).get(scope, {})


def _change(as_of: date, shown: Shown) -> Change:
    return Change(as_of, shown.state, shown.people, shown.change)
