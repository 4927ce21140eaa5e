"""What was frozen before of a section, so that a new snapshot loses ten people or nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.insights.models import Snapshot, SnapshotPart

if TYPE_CHECKING:
    from tracker.insights.store.snapshots import Moment


def frozen_before(moment: Moment, section: str) -> Mapping[str, Any]:
    """A section in the latest snapshot that is not of a later Monday, by scope; {} before any."""
    latest = (
        select(Snapshot.as_of, Snapshot.version)
        .where(Snapshot.season_id == moment.season.id, Snapshot.as_of <= moment.as_of)
        .order_by(Snapshot.as_of.desc(), Snapshot.version.desc())
        .limit(1)
    )
    found = moment.session.execute(latest).one_or_none()
    if found is None:
        return {}
    parts = select(SnapshotPart.scope, SnapshotPart.figures).where(
        SnapshotPart.season_id == moment.season.id,
        SnapshotPart.as_of == found.as_of,
        SnapshotPart.version == found.version,
        SnapshotPart.section == section,
    )
    return dict(moment.session.execute(parts).all())
