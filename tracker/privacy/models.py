"""The record that somebody was erased, which names nobody."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, Moment, RandomKey, random_key


class Erasure(Base):
    """One erasure: the number on the certificate, when, and how many rows are gone."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(RandomKey, primary_key=True, default=random_key)
    erased_at: Mapped[datetime] = mapped_column(Moment)
    rows_deleted: Mapped[int]
    account_key: Mapped[int | None] = mapped_column(RandomKey, index=True)
    """The bare account that is left: a random number, for backups that still have her. Erasures of
    before there were backups have none.
    """
