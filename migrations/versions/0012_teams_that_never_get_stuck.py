"""Places, closing and handing over of teams; one leader and one deputy a team at a time."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

PLACES = "50"
IN_FORCE = sa.text("ended_at IS NULL")
ONE_AT_A_TIME = sa.text(
    "ended_at IS NULL AND role IN ('leader', 'deputy', 'leader_offered', 'deputy_offered')"
)
GRANT = sa.table(
    "role_grant",
    *map(sa.column, ("id", "account_id", "season_id", "role", "scope", "granted_at", "ended_at")),
)


def upgrade() -> None:
    """Make the columns; of grants that are in force twice, the earliest stays."""
    op.add_column('team', sa.Column('places', sa.Integer(), server_default=PLACES, nullable=False))
    op.add_column('team', sa.Column('merged_into', sa.BigInteger(), nullable=True))
    for table in ('team', 'unit'):
        op.add_column(table, sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True))
    _end_doubles()
    for name, columns, where in INDEXES:
        op.create_index(
            name, 'role_grant', columns, unique=True, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    """Drop them; grants that were ended stay so."""
    for name, _columns, _where in INDEXES:
        op.drop_index(name, table_name='role_grant')

    for table in ('team', 'unit'):
        op.drop_column(table, 'closed_at')
    op.drop_column('team', 'merged_into')
    op.drop_column('team', 'places')


INDEXES = (
    ('ix_role_grant_held_once', ['account_id', 'season_id', 'role', 'scope'], IN_FORCE),
    ('ix_role_grant_one_at_a_time', ['scope', 'role'], ONE_AT_A_TIME),
)


def _end_doubles() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(GRANT).where(GRANT.c.ended_at.is_(None)).order_by(GRANT.c.granted_at, GRANT.c.id)
    ).all()
    seen = set()
    for row in rows:
        alone = row.role in {"leader", "deputy"}
        key = (row.scope, row.role) if alone else (row.account_id, row.season_id, row.role, row.scope)
        if key in seen:
            ended = GRANT.update().where(GRANT.c.id == row.id)
            connection.execute(ended.values(ended_at=sa.func.current_timestamp()))
        seen.add(key)
