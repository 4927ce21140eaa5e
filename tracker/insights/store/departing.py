"""Who leaves the figures of body data: put into a pool keyed to nobody, until ten have gathered."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.accounts.rules import unit_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season
from tracker.campaign.store import calendar_of
from tracker.database import random_key
from tracker.insights.models import DepartedRow, Snapshot, SnapshotPart
from tracker.insights.rules.departed import Departed, departed_of, leaving, with_departed
from tracker.insights.rules.population import Population
from tracker.insights.rules.snapshots import final_monday
from tracker.insights.store.population import population_as_of
from tracker.teams.models import Membership

Pool = Mapping[int, Departed]
"""What stays of people, by the random keys of its rows."""
LARGE_UNITS = "unit_outcome"
"""The section of large units' figures."""


def add_departing(session: Session, participant_ids: Collection[int], today: date) -> None:
    """Inside a caller's transaction, before anything is deleted or limited.

    Figures lose these people in batches: of each who is in the last frozen figures, what she came
    to there stays, in classes and keyed to nobody. Whoever is limited already was put there then,
    and is not again.
    """
    for season_id, ids in _by_season(session, participant_ids).items():
        if today > _last_freezing(season_id):
            continue
        found = _as_frozen(session, season_id, ids)
        session.add_all(
            DepartedRow(id=random_key(), season_id=season_id, **asdict(each)) for each in found
        )
    session.flush()


def add_returning(session: Session, participant_ids: Collection[int], since: datetime) -> None:
    """Inside a caller's transaction, after a limit was lifted: nobody is counted twice.

    What stayed of her since the limit began is found again by what she came to then: one row like
    it goes, whosever it is. Where it left the figures with nine others, she comes to them anew.
    """
    for season_id, ids in _by_season(session, participant_ids).items():
        gone = Counter(_as_frozen(session, season_id, ids, since))
        for key, each in pool_of(session, season_id).items():
            if gone[each]:
                gone[each] -= 1
                session.execute(delete(DepartedRow).where(DepartedRow.id == key))


def pool_of(session: Session, season_id: int) -> Pool:
    """What stays of people in a season's figures."""
    columns = [column for column in DepartedRow.__table__.c if column.name != "season_id"]
    query = select(*columns).where(DepartedRow.season_id == season_id).order_by(DepartedRow.id)
    return {key: Departed(*rest) for key, *rest in session.execute(query)}


def with_pool(session: Session, season: Season, as_of: date) -> tuple[Population, Collection[int]]:
    """Everybody as of a moment, with what stays of others; and which rows left with this.

    Read again where somebody left meanwhile: she would be in it twice, or not at all.
    """
    while True:
        pool = pool_of(session, season.id)
        people = population_as_of(session, season, as_of)
        if pool_of(session, season.id) == pool:
            break
    gone = Counter(leaving(pool.values()))
    staying, left = [], []
    for key, each in pool.items():
        if gone[each]:
            gone[each] -= 1
            left.append(key)
        else:
            staying.append(each)
    return with_departed(people, staying), left


def add_left(session: Session, season: Season, as_of: date, keys: Iterable[int]) -> None:
    """Inside a caller's transaction, which froze without these rows: they are gone for good.

    So are all of them with the season's last figures.
    """
    rows = delete(DepartedRow).where(DepartedRow.season_id == season.id)
    if as_of < final_monday(season.calendar):
        rows = rows.where(DepartedRow.id.in_(list(keys)))
    session.execute(rows)


def _by_season(session: Session, participant_ids: Collection[int]) -> dict[int, list[int]]:
    query = select(ParticipantRow.season_id, ParticipantRow.id).where(
        ParticipantRow.id.in_(list(participant_ids))
    )
    found: dict[int, list[int]] = {}
    for season_id, participant_id in session.execute(query):
        found.setdefault(season_id, []).append(participant_id)
    return found


def _last_freezing(season_id: int) -> date:
    return final_monday(calendar_of(season_id))


def _as_frozen(
    session: Session, season_id: int, ids: Collection[int], until: datetime | None = None
) -> list[Departed]:
    """What these people came to in the last figures frozen until a moment; nothing before any."""
    latest = select(func.max(Snapshot.as_of)).where(Snapshot.season_id == season_id)
    as_of = session.scalar(latest.where(Snapshot.frozen_at <= until) if until else latest)
    if as_of is None:
        return []
    first = select(Membership.team_id).where(Membership.participant_id.in_(list(ids)))
    teams = session.scalars(first.distinct()).all()
    season = Season(season_id, "", calendar_of(season_id))
    people = population_as_of(session, season, as_of, teams, only=ids)
    units = {unit for unit in people.unit.tolist() if _is_large(session, season_id, as_of, unit)}
    return list(departed_of(people, units))


def _is_large(session: Session, season_id: int, as_of: date, unit_id: int) -> bool:
    """Whether a unit had figures of its own in a snapshot."""
    parts = select(func.count()).where(
        SnapshotPart.season_id == season_id,
        SnapshotPart.as_of == as_of,
        SnapshotPart.section == LARGE_UNITS,
        SnapshotPart.scope == unit_scope(unit_id),
    )
    return bool(session.scalar(parts))
