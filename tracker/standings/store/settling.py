"""Settling: each week once, when it is final, from the logs to one row a team."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, distinct, func, insert, or_, select
from sqlalchemy.orm import Session

from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind, Phase, Season, week_days
from tracker.campaign.store import latest_consent
from tracker.database import db, writing
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.insights.store.freezing import lock_season
from tracker.standings.models import MarkContributor, SettledWeek, TeamMark, TeamStanding
from tracker.standings.rules.points import doing_points
from tracker.standings.rules.scoring import WEIGH_IN, RuleSet, latest, rule_sets
from tracker.standings.rules.teams import (
    LEAVE_DAYS,
    MemberWeek,
    Standing,
    TeamWeek,
    due_weeks,
    frozen_on,
    mondays_of,
    round_of,
    standings,
    team_week,
)
from tracker.standings.store.doing import times_done
from tracker.standings.store.marking import NOTHING, FoundMarks, found_marks
from tracker.standings.store.switches import is_on
from tracker.teams.models import Leave, Membership, TeamRow, UnitRow
from tracker.weight.models import ReadingRow


@dataclass(frozen=True)
class _Week:
    season: Season
    monday: date
    round: Phase
    rules: RuleSet

    @property
    def days(self) -> tuple[date, date]:
        return week_days(self.season.calendar, self.monday)

    @property
    def ends_round(self) -> bool:
        return self.monday == mondays_of(self.round)[-1]


def settle(season: Season, today: date, now: datetime) -> int:
    """Settle every final week that is not settled, oldest first; how many that were.

    Nothing while the season's standings are off. A week is counted before the lock is taken, so
    nobody who saves waits for it; of two runners the second finds the week settled.
    """
    if not is_on(season.id):
        return 0
    return sum(_settle(season, monday, now) for monday in _open_weeks(season, today))


def rules_of(season: Season, round_: Phase) -> RuleSet:
    """A round is scored by the rules it began with; one that begins, by the latest."""
    query = select(SettledWeek.rules_version).where(
        SettledWeek.season_id == season.id, SettledWeek.monday.in_(mondays_of(round_))
    )
    version = db.session.scalar(query.limit(1))
    return latest() if version is None else rule_sets()[version]


def _open_weeks(season: Season, today: date) -> list[date]:
    query = select(SettledWeek.monday).where(SettledWeek.season_id == season.id)
    done = set(db.session.scalars(query))
    return [monday for monday in due_weeks(season.calendar, today) if monday not in done]


def _settle(season: Season, monday: date, now: datetime) -> int:
    round_ = round_of(season.calendar, monday)
    assert round_ is not None  # noqa: S101 - due weeks are weeks of rounds
    week = _Week(season, monday, round_, rules_of(season, round_))
    sums = _sums(week)
    marks = found_marks(season, week.round, week.rules) if week.ends_round else NOTHING
    so_far = _so_far(week, sums)
    found = standings(week.rules, sums, so_far, marks.percent)
    with writing() as session:
        lock_season(session, season.id)
        if session.get(SettledWeek, {"season_id": season.id, "monday": monday}):
            return 0
        _add(session, week, sums, found, now)
        _add_marks(session, marks)
    return 1


def _sums(week: _Week) -> dict[int, TeamWeek]:
    """Every team's sums, from its frozen roster."""
    weighed, moved, away = _weighed(week), _moved(week), _away(week)
    others = times_done(week.season.id, *week.days)
    members: dict[int, list[MemberWeek]] = defaultdict(list)
    for team_id, participant_id, body_data in _roster(week):
        scales = weighed.get(participant_id, 0) if body_data else 0
        times = {WEIGH_IN: scales, **others.get(participant_id, {})}
        minutes = moved.get(participant_id, {})
        members[team_id].append(
            MemberWeek(
                doing_points(week.rules, times, minutes),
                reports=bool(scales or minutes),
                paused=participant_id in away,
            )
        )
    return {team_id: team_week(week.rules, each) for team_id, each in members.items()}


def _roster(week: _Week) -> Iterator[tuple[int, int, bool]]:
    """Team, participant and whether she agreed to body data, as of the day the roster froze."""
    frozen = frozen_on(week.round)
    query = (
        select(Membership.team_id, ParticipantRow.id, latest_consent(ConsentKind.BODY_DATA))
        .join(ParticipantRow, ParticipantRow.id == Membership.participant_id)
        .join(TeamRow, TeamRow.id == Membership.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(
            UnitRow.season_id == week.season.id,
            Membership.first <= frozen,
            or_(Membership.last.is_(None), Membership.last >= frozen),
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > frozen),
            ParticipantRow.limited_at.is_(None),
        )
    )
    for team_id, participant_id, body_data in db.session.execute(query):
        yield team_id, participant_id, bool(body_data)


def _weighed(week: _Week) -> Mapping[int, int]:
    """On how many days of the week each person was weighed."""
    query = (
        select(ReadingRow.participant_id, func.count(distinct(ReadingRow.day)))
        .where(ReadingRow.day.between(*week.days))
        .group_by(ReadingRow.participant_id)
    )
    return dict(db.session.execute(query).all())


def _moved(week: _Week) -> Mapping[int, Mapping[date, int]]:
    """Each person's counted minutes by day."""
    times = case(
        {effort: week.rules.minutes.counted(effort, 1) for effort in Effort},
        value=EntryRow.effort,
        else_=0,
    )
    query = (
        select(EntryRow.participant_id, EntryRow.day, func.sum(EntryRow.minutes * times))
        .where(EntryRow.day.between(*week.days))
        .group_by(EntryRow.participant_id, EntryRow.day)
    )
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for participant_id, day, minutes in db.session.execute(query):
        found[participant_id][day] = int(minutes)
    return found


def _away(week: _Week) -> frozenset[int]:
    """Whoever has leave on most days of the week."""
    first, last = week.days
    query = select(Leave.participant_id, Leave.first, Leave.last).where(
        Leave.first <= last, Leave.last >= first
    )
    days: dict[int, int] = defaultdict(int)
    for participant_id, begins, ends in db.session.execute(query):
        inside = min(ends, last) - max(begins, first) + timedelta(days=1)
        days[participant_id] += inside.days
    return frozenset(each for each, count in days.items() if count >= LEAVE_DAYS)


def _so_far(week: _Week, sums: Mapping[int, TeamWeek]) -> dict[int, TeamWeek]:
    """The round's weeks together, as they were settled, and this one."""
    earlier = [monday for monday in mondays_of(week.round) if monday < week.monday]
    query = (
        select(
            TeamStanding.team_id,
            func.sum(TeamStanding.counted),
            func.sum(TeamStanding.reporting),
            func.sum(TeamStanding.doing),
        )
        .join(TeamRow, TeamRow.id == TeamStanding.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == week.season.id, TeamStanding.monday.in_(earlier))
        .group_by(TeamStanding.team_id)
    )
    found = dict(sums)
    for team_id, *numbers in db.session.execute(query):
        if team_id in found:
            found[team_id] += TeamWeek(*(int(each) for each in numbers))
    return found


def _add(
    session: Session,
    week: _Week,
    sums: Mapping[int, TeamWeek],
    found: Mapping[int, Standing],
    now: datetime,
) -> None:
    session.add(
        SettledWeek(
            season_id=week.season.id,
            monday=week.monday,
            rules_version=week.rules.version,
            settled_at=now,
        )
    )
    rows = [
        {
            "team_id": team_id,
            "monday": week.monday,
            "counted": each.counted,
            "reporting": each.reporting,
            "doing": each.doing,
            "state": found[team_id].state,
            "score": found[team_id].score,
            "band": found[team_id].band,
        }
        for team_id, each in sums.items()
    ]
    if rows:
        session.execute(insert(TeamStanding), rows)


def _add_marks(session: Session, marks: FoundMarks) -> None:
    if marks.rows:
        session.execute(insert(TeamMark), marks.rows)
        session.execute(insert(MarkContributor), marks.contributors)
