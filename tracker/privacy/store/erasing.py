"""Erasing everything that points at one person."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.accounts.models import Account, RoleGrant
from tracker.accounts.rules import no_phone
from tracker.audit.store import add_gone
from tracker.campaign.models import ConsentRow, ParticipantRow
from tracker.campaign.store import held
from tracker.clock import BEIJING
from tracker.database import db, forget_deleted, random_key, writing
from tracker.database.encryption import blind_index
from tracker.database.ledger import note_erased
from tracker.gates.models import GateDoor
from tracker.insights.models import Release, ReleaseContributor
from tracker.insights.store import add_departing
from tracker.photographs.store import add_removed, naming
from tracker.privacy.models import ConsentProof, Erasure, LeavingRow
from tracker.privacy.rules import (
    BARE_NAME,
    KEPT,
    NO_PASSWORD,
    Certificate,
    Fate,
    Kept,
    NotNotedError,
)
from tracker.privacy.store.finding import Her, find, hold_account, points_at, table_of
from tracker.privacy.store.marking import add_marks_of_all_days
from tracker.standings.models import MarkContributor, TeamMark
from tracker.stations.models import StationDoor
from tracker.teams.models import Membership


def erase(phone: str, today: date, now: datetime) -> Certificate:
    """Forget whoever has this phone, for good; raises UnknownPersonError and NotNotedError.

    It waits for what she is just noting, and whatever she notes while it runs is refused after it.
    """
    with writing() as session:
        her = find(session, phone)
        erasure = add_erasure(session, her, today, now)
        note_outside(her.account_id, now)
    return Certificate(erasure.id, now, erasure.rows_deleted, left_on_disk=not forget_deleted())


def erase_noted(account_key: int, today: date, erased_at: datetime) -> bool:
    """Carry out an erasure that was noted outside; whether this database still had her.

    Copies of her rows stay in a SQLite file until `forget_deleted` is called after the last one.
    """
    with writing() as session:
        done = session.scalar(select(Erasure.id).where(Erasure.account_key == account_key))
        phone = session.scalar(select(Account.phone).where(Account.id == account_key))
        if done is not None or phone is None:
            return False
        add_erasure(session, find(session, phone), today, erased_at)
    return True


def erasures() -> dict[int, datetime]:
    """Each erased account with its moment, as this database knows them."""
    found = select(Erasure.account_key, Erasure.erased_at).where(Erasure.account_key.is_not(None))
    return {key: moment for key, moment in db.session.execute(found) if key is not None}


def add_erasure(
    session: Session, her: Her, today: date, now: datetime, *, season_is_over: bool = False
) -> Erasure:
    """Take away what she is found by and what she noted, and put down that it was done.

    The certificate has the number she was told when she asked, if she asked herself. Of a season
    that is over no figure is counted again: what it came to stays, keyed to nobody.
    """
    hold_account(session, her.account_id)
    held(session, her.participant_ids)
    asked = session.get(LeavingRow, her.account_id, populate_existing=True)
    number, asked_at = (asked.number, asked.asked_at) if asked else (random_key(), None)
    if not season_is_over:
        add_departing(session, her.participant_ids, today)
        add_marks_of_all_days(session, her.participant_ids, today)
    add_forgotten(session, her)
    add_proofs(session, her.participant_ids, number, today)
    photographs = naming(session, her.participant_ids)
    counts = Counter[str]()
    for kept in children_first(Fate.DELETED):
        counts[kept.table] += _delete(session, kept, her)
    add_removed(session, photographs)
    counts["membership"] += _end_stays(session, her, today)
    _strip(session, her, today, now)
    erasure = Erasure(
        id=number,
        erased_at=now,
        rows_deleted=counts.total(),
        account_key=her.account_id,
        counts={table: rows for table, rows in counts.items() if rows},
        asked_at=asked_at,
    )
    session.add(erasure)
    session.flush()
    return erasure


def add_proofs(
    session: Session, participant_ids: Iterable[int], number: int | None, today: date
) -> None:
    """Inside a caller's transaction: what was decided stays as proof, by a number and no person."""
    hers = select(ConsentRow).where(ConsentRow.participant_id.in_(list(participant_ids)))
    session.add_all(
        ConsentProof(
            number=number,
            kind=each.kind.value,
            decided_on=each.decided_at.astimezone(BEIJING).date(),
            given=each.given,
            version=each.version,
            text_hash=each.text_hash,
            kept_since=today,
        )
        for each in session.scalars(hers)
    )
    session.flush()


def note_outside(account_key: int, now: datetime) -> None:
    """Put an erasure down beside the backups; raises NotNotedError.

    After it only the commit can fail, and what is noted is carried out even then.
    """
    try:
        note_erased(account_key, now)
    except OSError as error:
        raise NotNotedError(f"The list of erasures cannot be written: {error}.") from error


def add_forgotten(session: Session, her: Her) -> None:
    """In each frozen figure her values are in, count her among those no longer named."""
    hers = (
        select(func.count())
        .select_from(ReleaseContributor)
        .where(
            ReleaseContributor.participant_id.in_(her.participant_ids),
            ReleaseContributor.scope == Release.scope,
            ReleaseContributor.as_of == Release.as_of,
        )
        .correlate(Release)
        .scalar_subquery()
    )
    session.execute(
        update(Release)
        .where(hers > 0)
        .values(forgotten=Release.forgotten + hers)
        .execution_options(synchronize_session=False)
    )
    _note_forgotten_marks(session, her)


def _note_forgotten_marks(session: Session, her: Her) -> None:
    """The same for each team's marks."""
    hers = (
        select(func.count())
        .select_from(MarkContributor)
        .where(
            MarkContributor.participant_id.in_(her.participant_ids),
            MarkContributor.team_id == TeamMark.team_id,
            MarkContributor.as_of == TeamMark.as_of,
        )
        .correlate(TeamMark)
        .scalar_subquery()
    )
    session.execute(
        update(TeamMark)
        .where(hers > 0)
        .values(forgotten=TeamMark.forgotten + hers)
        .execution_options(synchronize_session=False)
    )


def children_first(fate: Fate) -> Iterator[Kept]:
    """Kept tables of one fate, those that point at others before those pointed at."""
    by_table = {kept.table: kept for kept in KEPT if kept.fate is fate}
    for table in reversed(db.metadata.sorted_tables):
        if table.name in by_table:
            yield by_table[table.name]


def _delete(session: Session, kept: Kept, her: Her) -> int:
    table, which = table_of(kept), points_at(kept, her)
    add_gone(session, table, which)
    result: Any = session.execute(delete(table).where(which))
    return int(result.rowcount)


def _end_stays(session: Session, her: Her, today: date) -> int:
    """Yesterday was her last day in her team; a stay that began today never was."""
    stays = Membership.participant_id.in_(her.participant_ids)
    begun_today: Any = session.execute(delete(Membership).where(stays, Membership.first >= today))
    session.execute(
        update(Membership)
        .where(stays, Membership.last.is_(None) | (Membership.last >= today))
        .values(last=today - timedelta(days=1))
    )
    return int(begun_today.rowcount)


def _strip(session: Session, her: Her, today: date, now: datetime) -> None:
    """Leave a number: no name, no phone, no password, no role, and every session ended."""
    number = no_phone(random_key())
    session.execute(
        update(Account)
        .where(Account.id == her.account_id)
        .values(
            phone=number,
            phone_index=blind_index(number),
            name=BARE_NAME,
            password_hash=NO_PASSWORD,
            former_hash=None,
            verified_at=None,
            opened_at=None,
            has_factor=False,
            must_change=False,
            epoch=Account.epoch + 1,
            created_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(RoleGrant)
        .where(RoleGrant.account_id == her.account_id, RoleGrant.ended_at.is_(None))
        .values(ended_at=now)
    )
    doors = update(StationDoor).where(StationDoor.account_id == her.account_id)
    session.execute(doors.values(name=BARE_NAME).execution_options(synchronize_session=False))
    gates = update(GateDoor).where(GateDoor.account_id == her.account_id)
    session.execute(gates.values(name=BARE_NAME).execution_options(synchronize_session=False))
    session.execute(
        update(ParticipantRow)
        .where(ParticipantRow.account_id == her.account_id, ParticipantRow.left_on.is_(None))
        .values(left_on=today)
    )
