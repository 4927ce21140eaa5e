"""Phones and names encrypted at rest; a phone is looked up by a blind index.

On SQLite a column's length means nothing and is left as it was: to change it, the table that
everything points at would have to be written anew.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from tracker.database.encryption import (
    INDEX_LENGTH,
    MARK,
    STORED_LENGTH,
    blind_index,
    decrypted,
    encrypted,
    keyring,
)

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TEXTS = {
    "account": ("phone", "name"),
    "invitation": ("phone", "name"),
    "station_door": ("name",),
    "gate_door": ("name",),
}
LENGTHS = {"phone": 11, "name": 30}
INDEXED = ("account", "invitation")
COUNTED = ("sign_in_failure", "sign_in_lock")
"""What is counted against a phone for minutes; on the way down it begins anew."""
TURN = 1000


def upgrade() -> None:
    """Encrypt what there is; nothing but the index of a phone can be compared after it."""
    for table in INDEXED:
        op.add_column(
            table, sa.Column("phone_index", sa.String(64), server_default="", nullable=False)
        )
    _change_types(wider=True)
    op.drop_index("ix_invitation_unit_id_phone", "invitation")
    op.drop_index("ix_invitation_phone", "invitation")
    for table, columns in TEXTS.items():
        _rewrite(table, columns, _hidden)
    _rewrite_drafts(lambda draft, place: keyring().encrypt(draft, place))
    op.create_index("ix_account_phone_index", "account", ["phone_index"], unique=True)
    op.create_index("ix_invitation_phone_index", "invitation", ["phone_index"])
    op.create_index(
        "ix_invitation_unit_id_phone_index", "invitation", ["unit_id", "phone_index"], unique=True
    )
    _index_counts()


def downgrade() -> None:
    """Write phones and names in the clear again."""
    op.drop_index("ix_account_phone_index", "account")
    op.drop_index("ix_invitation_phone_index", "invitation")
    op.drop_index("ix_invitation_unit_id_phone_index", "invitation")
    for table in INDEXED:
        op.drop_column(table, "phone_index")
    for table, columns in TEXTS.items():
        _rewrite(table, columns, _shown)
    _rewrite_drafts(_readable)
    _forget_counts()
    _change_types(wider=False)
    op.create_index("ix_invitation_phone", "invitation", ["phone"])
    op.create_index("ix_invitation_unit_id_phone", "invitation", ["unit_id", "phone"], unique=True)


def _rewrite(table: str, columns: tuple[str, ...], how: Callable[[str, str], str]) -> None:
    """Each row's texts, so many rows at a time."""
    connection = op.get_bind()
    known = sa.table(table, *(sa.column(name) for name in ("id", "phone_index", *columns)))
    query = sa.select(known.c.id, *(known.c[name] for name in columns)).order_by(known.c.id)
    last = -1
    while rows := connection.execute(query.where(known.c.id > last).limit(TURN)).all():
        for row in rows:
            before = dict(zip(columns, row[1:], strict=True))
            after = {name: how(text, f"{table}.{name}") for name, text in before.items()}
            if table in INDEXED and how is _hidden and not before["phone"].startswith(MARK):
                after["phone_index"] = blind_index(before["phone"])
            connection.execute(known.update().where(known.c.id == row.id).values(after))
        last = rows[-1].id


def _hidden(text: str, place: str) -> str:
    return text if text.startswith(MARK) else encrypted(text, place)


def _shown(text: str, place: str) -> str:
    return decrypted(text, place) if text.startswith(MARK) else text


def _rewrite_drafts(how: Callable[[bytes, str], bytes]) -> None:
    connection = op.get_bind()
    known = sa.table("roster_upload", sa.column("id"), sa.column("draft", sa.LargeBinary))
    for key, draft in connection.execute(sa.select(known.c.id, known.c.draft)).all():
        changed = known.update().where(known.c.id == key)
        connection.execute(changed.values(draft=how(bytes(draft), "roster_upload.draft")))


def _readable(draft: bytes, place: str) -> bytes:
    is_hidden = any(draft.startswith(key.id) for key in keyring().keys)
    return keyring().decrypt(draft, place) if is_hidden else draft


def _change_types(*, wider: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, columns in TEXTS.items():
        for name in columns:
            op.alter_column(
                table, name, type_=sa.String(STORED_LENGTH) if wider else sa.String(LENGTHS[name])
            )
    for table in COUNTED:
        op.alter_column(table, "phone", type_=sa.String(64 if wider else 11))


def _index_counts() -> None:
    connection = op.get_bind()
    for table in COUNTED:
        phone = sa.column("phone", sa.String)
        known = sa.table(table, phone)
        for (plain,) in connection.execute(sa.select(phone).select_from(known).distinct()).all():
            changed = known.update().where(phone == plain)
            connection.execute(changed.values(phone=blind_index(plain)))


def _forget_counts() -> None:
    for table in COUNTED:
        op.execute(f"DELETE FROM {table} WHERE length(phone) = {INDEX_LENGTH}")
