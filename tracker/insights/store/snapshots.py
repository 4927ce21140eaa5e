"""Snapshots: the figures of all areas as of a Monday, frozen together and read back.

A snapshot has sections; each is a function from what there is at the moment to plain JSON values
by scope. What is drawn by lot (intervals) comes after the hash of all the rest, which is its seed.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from tracker.accounts.rules import CITY_SCOPE, district_scope
from tracker.campaign.rules import Season
from tracker.database import db, writing
from tracker.insights.models import Snapshot, SnapshotPart
from tracker.insights.rules import area_state, figures_of, is_early
from tracker.insights.rules.population import Flags, Population
from tracker.insights.rules.releases import State
from tracker.insights.rules.snapshots import (
    FIRST,
    NoteNeededError,
    Parts,
    SnapshotOf,
    UnknownSnapshotError,
    data_hash,
    snapshot_monday,
)
from tracker.insights.store.departing import Settled, add_left, with_pool
from tracker.insights.store.freezing import freeze_teams, lock_season
from tracker.insights.store.keeping_up import KEEPING_UP, keeping_up
from tracker.insights.store.learning import LEARNED, learned
from tracker.insights.store.outcome import (
    INTERVALS,
    OUTCOME,
    UNIT_OUTCOME,
    intervals,
    outcome,
    unit_outcomes,
)
from tracker.insights.store.participation_frozen import COUNTED_SECTIONS
from tracker.insights.store.rollups import refresh
from tracker.teams.rules import districts

CHANGE = "change"
"""The section with each area's `GroupFigures`."""


@dataclass(frozen=True)
class Moment:
    """What a section may look at: everybody as of the moment, and whom each area covers."""

    session: Session
    season: Season
    as_of: date
    people: Population
    scopes: Mapping[str, Flags]

    @property
    def is_early(self) -> bool:
        """Before day 42 nothing is said of a change."""
        return is_early(self.season.calendar, self.as_of)


Section = Callable[[Moment], Mapping[str, Mapping[str, Any]]]
"""By scope what is frozen of it, as plain JSON values and as exact as it is."""


def change(moment: Moment) -> dict[str, dict[str, Any]]:
    """How many have a result, and their mean change."""
    found = {}
    for scope, inside in moment.scopes.items():
        there = moment.people.where(inside)
        state = State.NOT_YET if moment.is_early else area_state(int(there.completer.sum()))
        figures = figures_of(there, np.ones(len(there), bool), state)
        found[scope] = asdict(figures) | {"state": figures.state.value}
    return found


SECTIONS: dict[str, Section] = {
    CHANGE: change,
    OUTCOME: outcome,
    UNIT_OUTCOME: unit_outcomes,
    KEEPING_UP: keeping_up,
    LEARNED: learned,
    **COUNTED_SECTIONS,
}


Lot = Callable[[Moment, str], Mapping[str, Mapping[str, Any]]]
"""The same of what is drawn by lot: it comes after the hash of all the rest, which is its seed."""

LOTS: dict[str, Lot] = {INTERVALS: intervals}


def freeze(season: Season, today: date, now: datetime) -> int:
    """Freeze whatever is due of all teams, districts and the city; how many figures that were."""
    return freeze_teams(season, today, now) + freeze_areas(season, today, now)


def freeze_areas(season: Season, today: date, now: datetime) -> int:
    """Freeze all areas as of the Monday that is due, if they are not; how many areas these are."""
    as_of = snapshot_monday(season.calendar, today)
    if as_of is None or _latest(db.session(), season.id, as_of):
        return 0
    return freeze_as_of(season, as_of, now)


def freeze_as_of(season: Season, as_of: date, now: datetime, note: str = "") -> int:
    """Freeze all areas as of a Monday; a note is needed where that was done before, and says why.

    Computing takes some seconds, so it comes before the lock: people who save meanwhile wait for a
    few rows only. Who finds that somebody else was quicker throws the own figures away. Raises
    NoteNeededError.
    """
    version = _latest(db.session(), season.id, as_of) + 1
    if version > FIRST and not note:
        raise NoteNeededError(as_of)
    refresh(season.id)
    moment, settled = _moment(db.session(), season, as_of)
    parts = _parts(moment)
    hashed = data_hash(parts)
    frozen = {**parts, **_lots(moment, hashed)}
    kept = {"season_id": season.id, "as_of": as_of, "version": version}
    with writing() as session:
        lock_season(session, season.id)
        if _latest(session, season.id, as_of) >= version:
            return 0
        session.add(Snapshot(**kept, frozen_at=now, data_hash=hashed, note=note))
        session.flush()
        session.execute(
            insert(SnapshotPart),
            [
                {**kept, "section": section, "scope": scope, "figures": figures}
                for (section, scope), figures in frozen.items()
            ],
        )
        add_left(session, season, as_of, settled)
    return len(moment.scopes)


def snapshots(season_id: int) -> tuple[SnapshotOf, ...]:
    """All snapshots of a season, oldest first, the later version of one moment after the other."""
    columns = (
        Snapshot.as_of,
        Snapshot.version,
        Snapshot.frozen_at,
        Snapshot.data_hash,
        Snapshot.note,
    )
    query = (
        select(*columns)
        .where(Snapshot.season_id == season_id)
        .order_by(Snapshot.as_of, Snapshot.version)
    )
    return tuple(SnapshotOf(*row) for row in db.session.execute(query))


def snapshot(season_id: int, as_of: date | None = None) -> SnapshotOf:
    """The latest snapshot, or the one in force as of a day; raises UnknownSnapshotError."""
    found = [each for each in snapshots(season_id) if as_of in {None, each.as_of}]
    if not found:
        raise UnknownSnapshotError(as_of)
    return found[-1]


def section(
    season_id: int, which: SnapshotOf, name: str, scopes: Collection[str]
) -> dict[str, dict[str, Any]]:
    """What a snapshot says of some areas in one section, by scope."""
    query = select(SnapshotPart.scope, SnapshotPart.figures).where(
        SnapshotPart.season_id == season_id,
        SnapshotPart.as_of == which.as_of,
        SnapshotPart.version == which.version,
        SnapshotPart.section == name,
        SnapshotPart.scope.in_(scopes),
    )
    return dict(db.session.execute(query).all())


def section_by_moment(season_id: int, name: str) -> dict[date, dict[str, dict[str, Any]]]:
    """The same of all areas in every snapshot that is in force, by as-of day, oldest first."""
    query = (
        select(SnapshotPart.as_of, SnapshotPart.scope, SnapshotPart.figures)
        .where(SnapshotPart.season_id == season_id, SnapshotPart.section == name)
        .order_by(SnapshotPart.as_of, SnapshotPart.version)  # a later version comes over it
    )
    found: dict[date, dict[str, dict[str, Any]]] = {}
    for as_of, scope, figures in db.session.execute(query):
        found.setdefault(as_of, {})[scope] = figures
    return found


def _latest(session: Session, season_id: int, as_of: date) -> int:
    """The version in force, 0 where nothing is frozen."""
    versions = select(func.max(Snapshot.version)).where(
        Snapshot.season_id == season_id, Snapshot.as_of == as_of
    )
    return session.scalar(versions) or 0


def _moment(session: Session, season: Season, as_of: date) -> tuple[Moment, Settled]:
    people, settled = with_pool(session, season, as_of)
    scopes = {CITY_SCOPE: np.ones(len(people), bool)} | {
        district_scope(each.code): people.district == each.code for each in districts()
    }
    return Moment(session, season, as_of, people, scopes), settled


def _parts(moment: Moment) -> Parts:
    return {
        (name, scope): figures
        for name, compute in SECTIONS.items()
        for scope, figures in compute(moment).items()
    }


def _lots(moment: Moment, hashed: str) -> Parts:
    return {
        (name, scope): figures
        for name, draw in LOTS.items()
        for scope, figures in draw(moment, hashed).items()
    }
