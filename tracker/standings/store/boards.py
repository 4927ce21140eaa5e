"""Settled standings read back, and the points of those who agreed to be named."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, or_, select

from tracker.accounts.models import Account
from tracker.announcements.models import AnnouncementRow
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import ConsentKind, Phase, Season, week_days
from tracker.campaign.store import latest_consent
from tracker.clock import BEIJING
from tracker.database import db
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Entry
from tracker.insights.models import BriefNote
from tracker.standings.models import PointsChoice, SettledWeek, TeamStanding
from tracker.standings.rules.boards import Board, MemberPoints, Placed
from tracker.standings.rules.linter import Setting
from tracker.standings.rules.points import shown_points
from tracker.standings.rules.scoring import RuleSet, latest, rule_sets
from tracker.standings.rules.teams import TeamWeek, mondays_of
from tracker.teams.models import Membership, TeamRow, UnitRow
from tracker.teams.rules import Team


def board(season_id: int, district_code: str | None = None) -> Board | None:
    """The last settled week, of a whole season or a district; None before there is one."""
    week = _last_week(season_id)
    if week is None:
        return None
    query = (
        select(TeamRow, UnitRow, TeamStanding.state, TeamStanding.band)
        .join(TeamRow, TeamRow.id == TeamStanding.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == season_id, TeamStanding.monday == week.monday)
        .order_by(UnitRow.name, TeamRow.name)
    )
    if district_code:
        query = query.where(UnitRow.district_code == district_code)
    teams = tuple(
        Placed(_team(team, unit), state, band)
        for team, unit, state, band in db.session.execute(query)
    )
    return Board(week.monday, week.settled_at, week.rules_version, teams)


def rules_by_round(season: Season) -> dict[Phase, RuleSet]:
    """By which version each round is scored; the latest where nothing is settled yet."""
    query = select(SettledWeek.monday, SettledWeek.rules_version).where(
        SettledWeek.season_id == season.id
    )
    versions = dict(db.session.execute(query).all())
    return {
        round_: next(
            (rule_sets()[versions[each]] for each in mondays_of(round_) if each in versions),
            latest(),
        )
        for round_ in season.calendar.rounds
    }


def member_points(
    season: Season, team_id: int, round_: Phase, rules: RuleSet, today: date
) -> dict[int, MemberPoints]:
    """By participant, in order of their names, those who agreed to be named today.

    Nobody else is asked for, and of these only exercise: no weight is read.
    """
    names = _named(team_id, today)
    query = select(EntryRow).where(
        EntryRow.participant_id.in_(names), EntryRow.day.between(round_.first, today)
    )
    by_week: dict[tuple[int, date], list[Entry]] = defaultdict(list)
    weeks = {monday: week_days(season.calendar, monday) for monday in mondays_of(round_)}
    for row in db.session.scalars(query):
        entry = Entry(row.key, row.day, row.kind, row.effort, row.minutes)
        for monday, (first, last) in weeks.items():
            if first <= row.day <= last:
                by_week[row.participant_id, monday].append(entry)
    return {
        each: MemberPoints(
            name, sum(shown_points(rules, by_week[each, monday]) for monday in weeks)
        )
        for each, name in names.items()
    }


def texts(season_id: int) -> tuple[Setting, ...]:
    """What organizers and contacts wrote in a season that others read: briefs, announcements.

    What a leader says to her own team stays between them.
    """
    query = (
        select(BriefNote.scope, BriefNote.monday, BriefNote.activities)
        .where(BriefNote.season_id == season_id)
        .order_by(BriefNote.scope, BriefNote.monday)
    )
    briefs = (
        Setting(f"brief.{scope}.{monday.isoformat()}", words)
        for scope, monday, words in db.session.execute(query)
    )
    return (*briefs, *_announced(season_id))


def _announced(season_id: int) -> Iterator[Setting]:
    query = (
        select(AnnouncementRow)
        .where(
            AnnouncementRow.season_id == season_id,
            AnnouncementRow.team_id.is_(None),
            AnnouncementRow.withdrawn_at.is_(None),
        )
        .order_by(AnnouncementRow.posted_at, AnnouncementRow.id)
    )
    for row in db.session.scalars(query):
        place = "unit" if row.unit_id else row.district_code or "city"
        day = row.posted_at.astimezone(BEIJING).date()
        yield Setting(f"announcement.{place}.{day.isoformat()}", row.text)


def latest_sums(season_id: int) -> dict[int, TeamWeek]:
    """Each team's sums in the last settled week, for a model of the season: nobody's own."""
    week = _last_week(season_id)
    if week is None:
        return {}
    query = (
        select(
            TeamStanding.team_id, TeamStanding.counted, TeamStanding.reporting, TeamStanding.doing
        )
        .join(TeamRow, TeamRow.id == TeamStanding.team_id)
        .join(UnitRow, UnitRow.id == TeamRow.unit_id)
        .where(UnitRow.season_id == season_id, TeamStanding.monday == week.monday)
    )
    return {team_id: TeamWeek(*numbers) for team_id, *numbers in db.session.execute(query)}


def _last_week(season_id: int) -> SettledWeek | None:
    latest_monday = select(func.max(SettledWeek.monday)).where(SettledWeek.season_id == season_id)
    query = select(SettledWeek).where(
        SettledWeek.season_id == season_id,
        SettledWeek.monday == latest_monday.scalar_subquery(),
    )
    return db.session.scalar(query)


def _named(team_id: int, today: date) -> dict[int, str]:
    """Members today who agreed to be named in standings, and want to take part in them."""
    query = (
        select(ParticipantRow.id, Account.name)
        .join(Account, Account.id == ParticipantRow.account_id)
        .join(Membership, Membership.participant_id == ParticipantRow.id)
        .outerjoin(PointsChoice, PointsChoice.participant_id == ParticipantRow.id)
        .where(
            Membership.team_id == team_id,
            Membership.first <= today,
            or_(Membership.last.is_(None), Membership.last >= today),
            or_(ParticipantRow.left_on.is_(None), ParticipantRow.left_on > today),
            or_(PointsChoice.hidden.is_(None), PointsChoice.hidden.is_(False)),
            latest_consent(ConsentKind.NAME_IN_STANDINGS).is_(True),
        )
    )
    return dict(sorted(db.session.execute(query).all(), key=lambda each: (each[1], each[0])))


def _team(team: TeamRow, unit: UnitRow) -> Team:
    return Team(team.id, team.name, unit.id, unit.name, unit.district_code, unit.season_id)
