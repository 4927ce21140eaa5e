"""What organizers write for an area's brief, kept by the Monday that its period ends with."""

from datetime import date

from tracker.database import db, insert, writing
from tracker.insights.models import BriefNote


def activities(season_id: int, scope: str, monday: date) -> str:
    """What was written about activities held in a period; nothing, if nobody wrote anything."""
    found = db.session.get(BriefNote, (season_id, scope, monday))
    return found.activities if found else ""


def save_activities(season_id: int, scope: str, monday: date, text: str) -> None:
    """Write it, in place of what was written for this period before."""
    key = {"season_id": season_id, "scope": scope, "monday": monday}
    with writing() as session:
        session.execute(
            insert(BriefNote)
            .values(**key, activities=text)
            .on_conflict_do_update(index_elements=list(key), set_={"activities": text})
        )
