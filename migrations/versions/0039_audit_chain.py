"""The audit trail in a chain."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

GUARDS = {
    'sqlite': (
        "CREATE TRIGGER audit_link_no_update BEFORE UPDATE ON audit_link"
        " BEGIN SELECT RAISE(ABORT, 'audit_link is append-only'); END",
        "CREATE TRIGGER audit_link_no_delete BEFORE DELETE ON audit_link"
        " BEGIN SELECT RAISE(ABORT, 'audit_link is append-only'); END",
    ),
    'postgresql': (
        "CREATE OR REPLACE FUNCTION audit_link_stays() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN IF TG_OP = 'TRUNCATE' THEN"
        " IF NOT EXISTS (SELECT 1 FROM audit_link) THEN RETURN NULL; END IF; END IF;"
        " RAISE EXCEPTION 'audit_link is append-only'; END $$",
        "CREATE TRIGGER audit_link_no_change BEFORE UPDATE OR DELETE ON audit_link"
        " FOR EACH ROW EXECUTE FUNCTION audit_link_stays()",
        "CREATE TRIGGER audit_link_no_truncate BEFORE TRUNCATE ON audit_link"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_link_stays()",
    ),
}


def upgrade() -> None:
    """Make the tables, and the triggers that refuse to change a link."""
    op.create_table('audit_link',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('record', sa.BigInteger(), nullable=False),
    sa.Column('part', sa.Integer(), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('bound', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_link')),
    sa.UniqueConstraint('kind', 'record', 'part', name=op.f('uq_audit_link_kind_record_part'))
    )
    op.create_table('audit_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('links', sa.Integer(), nullable=False),
    sa.Column('bound', sa.String(length=64), nullable=False),
    sa.Column('proof', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_state'))
    )
    op.create_table('audit_gone',
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('record', sa.BigInteger(), nullable=False),
    sa.Column('part', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('proof', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'record', 'part', name=op.f('pk_audit_gone'))
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Drop the tables; on SQLite the triggers go with theirs."""
    op.drop_table('audit_gone')
    op.drop_table('audit_state')
    op.drop_table('audit_link')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION IF EXISTS audit_link_stays()')
