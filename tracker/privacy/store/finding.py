"""The keys by which tables point at one person, and her rows in each."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from tracker.accounts.models import Account
from tracker.campaign.models import ParticipantRow
from tracker.database import db
from tracker.database.numbers import number_indexes
from tracker.privacy.rules import Kept, Key, UnknownPersonError


@dataclass(frozen=True)
class Her:
    """The keys by which tables point at one person."""

    account_id: int
    phone: str
    participant_ids: tuple[int, ...]

    def of(self, key: Key) -> tuple[int, ...] | tuple[str, ...]:
        """Her values of one kind of key."""
        if key is Key.PHONE:
            return (self.phone,)
        if key is Key.NUMBER:
            return number_indexes(self.phone)
        return (self.account_id,) if key is Key.ACCOUNT else self.participant_ids


def find(session: Session, phone: str) -> Her:
    """Whoever has this phone; raises UnknownPersonError."""
    account_id = session.scalar(select(Account.id).where(Account.phone == phone))
    if account_id is None:
        raise UnknownPersonError(phone)
    parts = select(ParticipantRow.id).where(ParticipantRow.account_id == account_id)
    return Her(account_id, phone, tuple(session.scalars(parts)))


def find_account(session: Session, account_id: int) -> Her:
    """The keys of whoever has this account; raises UnknownPersonError."""
    phone = session.scalar(select(Account.phone).where(Account.id == account_id))
    if phone is None:
        raise UnknownPersonError(account_id)
    return find(session, phone)


def parts_of(account_id: int) -> list[int]:
    """Her part in each season she took part in."""
    query = select(ParticipantRow.id).where(ParticipantRow.account_id == account_id)
    return list(db.session.scalars(query.order_by(ParticipantRow.enrolled_on, ParticipantRow.id)))


def hold_account(session: Session, account_id: int) -> None:
    """Leaving, coming back and erasing wait for each other; on SQLite they do anyway.

    Raises UnknownPersonError.
    """
    query = select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise UnknownPersonError(account_id)


def table_of(kept: Kept) -> Table:
    """A listed table."""
    return db.metadata.tables[kept.table]


def points_at(kept: Kept, her: Her) -> ColumnElement[bool]:
    """SQL for the rows of a listed table that are hers."""
    return table_of(kept).c[kept.column].in_(her.of(kept.key))
