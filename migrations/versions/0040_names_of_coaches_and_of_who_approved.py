"""Names of coaches, of who approved an assessment, and of uploaded files: encrypted like others."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from tracker.database.encryption import MARK, decrypted, encrypted

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

NAMES = (
    ("squad", "coach", ("id",), 30, 240),
    ("roster_upload", "file_name", ("id",), 80, 474),
    ("compliance_approval", "signed", ("season_id", "version"), 120, 686),
)
"""Table and column, its key, and how long it is in the clear and encrypted."""


def upgrade() -> None:
    """On SQLite a length means nothing and stays."""
    _change_types(wider=True)
    for table, column, key, *_ in NAMES:
        _rewrite(table, column, key, _hidden)


def downgrade() -> None:
    """Names in the clear again."""
    for table, column, key, *_ in NAMES:
        _rewrite(table, column, key, _shown)
    _change_types(wider=False)


def _rewrite(table: str, column: str, key: tuple[str, ...], how: Callable[[str, str], str]) -> None:
    """Each row's name: there are as many as squads and approvals, hundreds."""
    connection = op.get_bind()
    known = sa.table(table, *(sa.column(name) for name in (*key, column)))
    for row in connection.execute(sa.select(known)).all():
        mine = sa.and_(*(known.c[name] == getattr(row, name) for name in key))
        after = how(getattr(row, column), f"{table}.{column}")
        connection.execute(known.update().where(mine).values({column: after}))


def _hidden(text: str, place: str) -> str:
    return text if text.startswith(MARK) else encrypted(text, place)


def _shown(text: str, place: str) -> str:
    return decrypted(text, place) if text.startswith(MARK) else text


def _change_types(*, wider: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column, _, plain, stored in NAMES:
        op.alter_column(table, column, type_=sa.String(stored if wider else plain))
