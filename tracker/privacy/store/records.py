"""Consents as the law has them proved: by number, never by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.rules import ConsentKind
from tracker.clock import BEIJING
from tracker.database import db
from tracker.privacy.models import ConsentProof

AT_ONCE = 2000


@dataclass(frozen=True)
class Decided:
    """How many decisions there were of a kind on a version of the notice."""

    kind: ConsentKind
    version: int
    given: int
    refused: int


@dataclass(frozen=True)
class Proof:
    """One decision: whose, by a number that names nobody, on which words, and when."""

    number: str
    kind: str
    given: bool
    version: int
    text_hash: str
    on: date


def consents_decided(season_id: int) -> list[Decided]:
    """Decisions of those who are still here, by kind and version of the notice."""
    query = (
        select(ConsentRow.kind, ConsentRow.version, ConsentRow.given, func.count())
        .join(ParticipantRow, ParticipantRow.id == ConsentRow.participant_id)
        .where(ParticipantRow.season_id == season_id)
        .group_by(ConsentRow.kind, ConsentRow.version, ConsentRow.given)
    )
    found: dict[tuple[ConsentKind, int], dict[bool, int]] = {}
    for kind, version, given, count in db.session.execute(query):
        found.setdefault((kind, version), {})[bool(given)] = count
    order = list(ConsentKind)
    keys = sorted(found, key=lambda key: (order.index(key[0]), key[1]))
    return [Decided(*key, found[key].get(True, 0), found[key].get(False, 0)) for key in keys]


def proofs(season_id: int) -> Iterator[Proof]:
    """Every decision: of a season's participants, and of those who are gone."""
    here = (
        select(ConsentRow)
        .join(ParticipantRow, ParticipantRow.id == ConsentRow.participant_id)
        .where(ParticipantRow.season_id == season_id)
        .order_by(ConsentRow.participant_id, ConsentRow.decided_at, ConsentRow.kind)
    )
    for row in db.session.scalars(here.execution_options(yield_per=AT_ONCE)):
        on = row.decided_at.astimezone(BEIJING).date()
        yield Proof(
            f"p{row.participant_id}", row.kind.value, row.given, row.version, row.text_hash, on
        )
    gone = select(ConsentProof).order_by(ConsentProof.id)
    for left in db.session.scalars(gone.execution_options(yield_per=AT_ONCE)):
        number = f"c{left.number}" if left.number else "—"
        yield Proof(number, left.kind, left.given, left.version, left.text_hash, left.decided_on)
