"""The chain, its end, and what erasures took: none of them points at a person."""

from datetime import datetime

from sqlalchemy import Connection, String, Table, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from tracker.audit.rules import HASH_LENGTH, Kind
from tracker.database import Base, Moment, RandomKey, choice
from tracker.database.encryption import EncryptedBytes


class AuditLink(Base):
    """One record sealed; rows are only ever added, which triggers see to."""

    __tablename__ = "audit_link"
    __table_args__ = (UniqueConstraint("kind", "record", "part"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[Kind] = mapped_column(choice(Kind))
    record: Mapped[int] = mapped_column(RandomKey)
    part: Mapped[int]
    commitment: Mapped[str] = mapped_column(String(HASH_LENGTH))
    sealed_at: Mapped[datetime] = mapped_column(Moment)
    bound: Mapped[str] = mapped_column(String(HASH_LENGTH))


class AuditState(Base):
    """The one row with the chain's end and the secret, which only the data key opens."""

    __tablename__ = "audit_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(EncryptedBytes("audit_state.secret"))
    links: Mapped[int]
    bound: Mapped[str] = mapped_column(String(HASH_LENGTH))
    proof: Mapped[str] = mapped_column(String(HASH_LENGTH))


class AuditGone(Base):
    """A record whose content an erasure took: by its number, with the proof that it did."""

    __tablename__ = "audit_gone"

    kind: Mapped[Kind] = mapped_column(choice(Kind), primary_key=True)
    record: Mapped[int] = mapped_column(RandomKey, primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    proof: Mapped[str] = mapped_column(String(HASH_LENGTH))


GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            "CREATE TRIGGER audit_link_no_update BEFORE UPDATE ON audit_link"
            " BEGIN SELECT RAISE(ABORT, 'audit_link is append-only'); END"
        ),
        (
            "CREATE TRIGGER audit_link_no_delete BEFORE DELETE ON audit_link"
            " BEGIN SELECT RAISE(ABORT, 'audit_link is append-only'); END"
        ),
    ),
    "postgresql": (
        # Emptying what is empty is how a restore begins.
        (
            "CREATE OR REPLACE FUNCTION audit_link_stays() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN IF TG_OP = 'TRUNCATE' THEN"
            " IF NOT EXISTS (SELECT 1 FROM audit_link) THEN RETURN NULL; END IF; END IF;"
            " RAISE EXCEPTION 'audit_link is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER audit_link_no_change BEFORE UPDATE OR DELETE ON audit_link"
            " FOR EACH ROW EXECUTE FUNCTION audit_link_stays()"
        ),
        (
            "CREATE TRIGGER audit_link_no_truncate BEFORE TRUNCATE ON audit_link"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_link_stays()"
        ),
    ),
}
"""What refuses to change or delete a link, as the migration makes it too."""


@event.listens_for(AuditLink.__table__, "after_create")
def _guard(_table: Table, connection: Connection, **_more: object) -> None:
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
