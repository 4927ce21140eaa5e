"""Who leaves the figures of body data: put into a pool keyed to nobody, until ten have gathered."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tracker.accounts.rules import unit_scope
from tracker.campaign.models import ParticipantRow
from tracker.campaign.rules import Season
from tracker.campaign.store import calendar_of
from tracker.database import random_key
from tracker.insights.models import DepartedRow, Snapshot, SnapshotPart
from tracker.insights.rules.departed import (
    Departed,
    Going,
    departed_of,
    leaving,
    with_departed,
    without,
)
from tracker.insights.rules.population import Population
from tracker.insights.rules.snapshots import final_monday
from tracker.insights.store.outside import (
    Outside,
    add_entered,
    add_outside,
    outside_in,
    outside_of,
)
from tracker.insights.store.population import population_as_of
from tracker.teams.models import Membership

Pool = Mapping[int, Departed]
"""What stays of people, by the random keys of its rows."""
LARGE_UNITS = "unit_outcome"
"""The section of large units' figures."""


@dataclass(frozen=True)
class Settled:
    """What a snapshot settles: rows that leave with it, and people who come in with it."""

    left: tuple[int, ...]
    entering: tuple[Outside, ...]


def add_departing(
    session: Session, participant_ids: Collection[int], today: date, going: Going = Going.ERASED
) -> None:
    """Inside a caller's transaction, before anything is deleted or limited.

    Figures lose these people in batches: of each whose own values are in the last frozen figures,
    what she came to there stays, in classes and keyed to nobody. Of who is outside of them nothing
    is added: what there was stays already.
    """
    outside = {each.participant_id: each for each in outside_of(session, participant_ids)}
    for season_id, ids in _by_season(session, participant_ids).items():
        if today > _last_freezing(season_id):
            continue
        for participant_id in ids:
            before = outside.get(participant_id)
            key = None if before else _add_stays(session, season_id, participant_id)
            add_outside(session, participant_id, key, before, going)
    session.flush()


def _add_stays(session: Session, season_id: int, participant_id: int) -> int | None:
    """What stays of her in the figures: its key, or None if she is in none."""
    hers = _as_frozen(session, season_id, participant_id)
    if hers is None:
        return None
    key = random_key()
    session.add(DepartedRow(id=key, season_id=season_id, **asdict(hers)))
    return key


def pool_of(session: Session, season_id: int) -> Pool:
    """What stays of people in a season's figures."""
    columns = [column for column in DepartedRow.__table__.c if column.name != "season_id"]
    query = select(*columns).where(DepartedRow.season_id == season_id).order_by(DepartedRow.id)
    return {key: Departed(*rest) for key, *rest in session.execute(query)}


def with_pool(session: Session, season: Season, as_of: date) -> tuple[Population, Settled]:
    """Everybody as of a moment, with what stays of others; and what is settled with this.

    Read again where somebody left meanwhile: she would be in it twice, or not at all.
    """
    while True:
        pool, outside = pool_of(session, season.id), outside_in(session, season.id)
        people = population_as_of(session, season, as_of)
        if (pool_of(session, season.id), outside_in(session, season.id)) == (pool, outside):
            break
    entering = _entering(people, pool, outside)
    replaced = {each.departed_id for each in entering}
    others = {key: each for key, each in pool.items() if key not in replaced}
    gone = Counter(leaving(others.values()))
    staying, left = [], []
    for key, each in others.items():
        if gone[each]:
            gone[each] -= 1
            left.append(key)
        else:
            staying.append(each)
    held = {each.participant_id for each in outside} - {each.participant_id for each in entering}
    return with_departed(without(people, held), staying), Settled(tuple(left), tuple(entering))


def _entering(people: Population, pool: Pool, outside: Iterable[Outside]) -> list[Outside]:
    """Whose own values come in again: nobody's of whom something stays that is not known."""
    districts = dict(zip(people.participant_id.tolist(), people.district.tolist(), strict=True))
    waiting = {each.district for each in pool.values()}
    return [
        each
        for each in outside
        if each.participant_id in districts
        and not each.is_limited
        and not (each.waits and districts[each.participant_id] in waiting)
    ]


def add_left(session: Session, season: Season, as_of: date, settled: Settled) -> None:
    """Inside a caller's transaction, which froze without these rows: they are gone for good.

    So are all of them with the season's last figures.
    """
    gone = [*settled.left, *add_entered(session, settled.entering)]
    rows = delete(DepartedRow).where(DepartedRow.season_id == season.id)
    if as_of < final_monday(season.calendar):
        rows = rows.where(DepartedRow.id.in_(gone))
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


def _as_frozen(session: Session, season_id: int, participant_id: int) -> Departed | None:
    """What she came to in the last frozen figures; None before any, or if she is in none."""
    latest = select(func.max(Snapshot.as_of)).where(Snapshot.season_id == season_id)
    as_of = session.scalar(latest)
    if as_of is None:
        return None
    hers = select(Membership.team_id).where(Membership.participant_id == participant_id)
    teams = session.scalars(hers.distinct()).all()
    season = Season(season_id, "", calendar_of(season_id))
    people = population_as_of(session, season, as_of, teams, only=[participant_id])
    units = {unit for unit in people.unit.tolist() if _is_large(session, season_id, as_of, unit)}
    return next(iter(departed_of(people, units)), None)


def _is_large(session: Session, season_id: int, as_of: date, unit_id: int) -> bool:
    """Whether a unit had figures of its own in a snapshot."""
    parts = select(func.count()).where(
        SnapshotPart.season_id == season_id,
        SnapshotPart.as_of == as_of,
        SnapshotPart.section == LARGE_UNITS,
        SnapshotPart.scope == unit_scope(unit_id),
    )
    return bool(session.scalar(parts))
