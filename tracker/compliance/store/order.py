"""Versions are numbered one after another."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.campaign.models import SeasonRow


def one_at_a_time(session: Session, season_id: int) -> None:
    """Inside a caller's transaction: who else makes a version of this season waits for its end."""
    session.execute(
        select(SeasonRow.id).where(SeasonRow.id == season_id).with_for_update(key_share=True)
    )
