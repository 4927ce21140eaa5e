"""Ten small teams of one district, each a little busier than the one before."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from tests.factories import NUMBERS, Factory
from tracker.accounts.models import Account
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.database import db, random_key
from tracker.exercise.models import EntryRow
from tracker.exercise.rules import Effort
from tracker.standings.models import TeamStanding
from tracker.standings.rules.teams import Band
from tracker.teams.models import Membership, TeamRow
from tracker.weight.models import BodyRow
from tracker.weight.rules import Sex

FIRST = date(2024, 8, 12)
"""The first Monday of the first round."""
SEPTEMBER = date(2024, 9, 20)
NOW = datetime(2024, 7, 16, 4, tzinfo=UTC)
TEAMS, PEOPLE = 10, 8
MINUTES = 10
ENROLLED = date(2024, 7, 15)


@dataclass(frozen=True)
class Teams:
    """Keys of what is in the season, team by team."""

    season_id: int
    ids: list[int]
    units: list[int]
    people: list[list[int]]


def make_teams(app: Flask, weeks: int = 5, people: int = PEOPLE) -> Teams:
    """The season's teams; everybody of the n-th exercises n + 1 times ten minutes a week."""
    make = Factory(app)
    season_id = make.season()
    ids = [make.team(season_id, f"{number} 组") for number in range(TEAMS)]
    members = [[random_key() for _ in range(people)] for _ in ids]
    with app.app_context():
        rows = [
            person(each, season_id, team_id)
            for team_id, group in zip(ids, members, strict=True)
            for each in group
        ]
        for kind in zip(*rows, strict=True):
            db.session.add_all(kind)
            db.session.flush()
        db.session.add_all(
            exercise(each, week, MINUTES * (number + 1))
            for number, group in enumerate(members)
            for each in group
            for week in range(weeks)
        )
        db.session.commit()
        units = [db.session.get_one(TeamRow, each).unit_id for each in ids]
    return Teams(season_id, ids, units, members)


def person(participant_id: int, season_id: int, team_id: int) -> list[object]:
    """Somebody who takes part, gave every consent and has a body."""
    key = {"participant_id": participant_id}
    account = Account(
        id=random_key(),
        phone=f"136{next(NUMBERS):08d}",
        name="王芳",
        password_hash="-",
        created_at=NOW,
    )
    consents = (
        ConsentRow(**key, kind=kind, decided_at=NOW, given=True, version=1, text_hash="0" * 64)
        for kind in ConsentKind
    )
    part = {"account_id": account.id, "season_id": season_id, "enrolled_on": ENROLLED}
    body = {"height_mm": 1600, "sex": Sex.FEMALE, "birth_year": 1984, "doctor_first": False}
    return [
        account,
        ParticipantRow(id=participant_id, **part),
        Membership(**key, team_id=team_id, first=ENROLLED),
        BodyRow(**key, **body),
        *consents,
    ]


def exercise(participant_id: int, week: int, minutes: int) -> EntryRow:
    """Exercise on the Tuesday of a week, the season's first being 0."""
    return EntryRow(
        participant_id=participant_id,
        key=f"{next(NUMBERS):032x}",
        day=FIRST + timedelta(days=7 * week + 1),
        kind="brisk_walking",
        effort=Effort.MODERATE,
        minutes=minutes,
        noted_at=NOW,
    )


def bands_of(teams: Teams, monday: date = FIRST) -> list[Band | None]:
    """Each team's band of a week."""
    query = select(TeamStanding.team_id, TeamStanding.band).where(TeamStanding.monday == monday)
    found = dict(db.session.execute(query).all())
    return [found[each] for each in teams.ids]
