"""How many people areas and units mean to enrol, and what districts let their units see."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tracker.accounts.rules import CITY_SCOPE
from tracker.database import db, insert, random_key, writing
from tracker.insights.models import DistrictChoice, RolledUpArea, Target
from tracker.insights.rules.targets import DistrictWishes

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment

TARGETS = "targets"
"""The section with all targets there are at the moment, under the city's scope."""


def frozen_targets(moment: "Moment") -> dict[str, dict[str, int]]:
    """All targets as they are, so that a percentage of them stays what it was."""
    return {CITY_SCOPE: targets(moment.season.id)}


def targets_from(kept: Mapping[str, Any]) -> dict[str, int]:
    """Targets by scope as they were frozen."""
    return dict(kept)


def targets(season_id: int) -> dict[str, int]:
    """All targets of a season by scope; whoever has none is not in it."""
    query = select(Target.scope, Target.people).where(Target.season_id == season_id)
    return dict(db.session.execute(query).all())


def units_see(season_id: int, district_code: str) -> bool:
    """Whether a district agreed that its units see their own health figures; no, unless it did."""
    key = {"season_id": season_id, "district_code": district_code}
    found = db.session.get(DistrictChoice, key)
    return found is not None and found.units_see


def set_targets(season_id: int, wanted: Mapping[str, int | None]) -> None:
    """Targets by scope; None takes one away, and a scope that is not named keeps its own."""
    with writing() as session:
        add_targets(session, season_id, wanted)


def set_district(season_id: int, district_code: str, wishes: DistrictWishes) -> None:
    """What a district decided for its units."""
    with writing() as session:
        add_targets(session, season_id, wishes.targets)
        if wishes.units_see is not None:
            key = {"season_id": season_id, "district_code": district_code}
            session.execute(
                insert(DistrictChoice)
                .values(**key, units_see=wishes.units_see)
                .on_conflict_do_update(
                    index_elements=list(key), set_={"units_see": wishes.units_see}
                )
            )


def add_targets(session: Session, season_id: int, wanted: Mapping[str, int | None]) -> None:
    """Inside a caller's transaction: targets by scope, None takes one away.

    Areas that show them have another version from now on.
    """
    session.execute(
        update(RolledUpArea)
        .where(RolledUpArea.season_id == season_id)
        .values(version=random_key())
        .execution_options(synchronize_session=False)
    )
    gone = [scope for scope, people in wanted.items() if people is None]
    session.execute(delete(Target).where(Target.season_id == season_id, Target.scope.in_(gone)))
    kept = [
        {"season_id": season_id, "scope": scope, "people": people}
        for scope, people in sorted(wanted.items())
        if people is not None
    ]
    if kept:
        statement = insert(Target)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["season_id", "scope"], set_={"people": statement.excluded.people}
            ),
            kept,
        )
