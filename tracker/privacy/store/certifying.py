"""A certificate read back by its number: it names nobody, so whoever has the number may read it."""

from sqlalchemy import func, select

from tracker.database import db
from tracker.privacy.models import ConsentProof, Erasure
from tracker.privacy.rules import Erased, counts_by_group


def certificate(number: int, backup_nights: int) -> Erased | None:
    """What was erased under this number, if anything was."""
    found = db.session.get(Erasure, number)
    if found is None:
        return None
    proofs = select(func.count()).where(ConsentProof.number == number)
    return Erased(
        number=found.id,
        erased_at=found.erased_at,
        asked_at=found.asked_at,
        rows=found.rows_deleted,
        counts=counts_by_group(found.counts or {}),
        proofs=db.session.scalar(proofs) or 0,
        backup_nights=backup_nights,
    )
