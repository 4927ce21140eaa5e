"""Rosters as they were uploaded, until they are confirmed."""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table('roster_upload',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('scope', sa.String(length=40), nullable=False),
    sa.Column('file_name', sa.String(length=80), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('draft', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_roster_upload_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_upload'))
    )
    op.create_index(op.f('ix_roster_upload_account_id'), 'roster_upload', ['account_id'])
    op.create_index(op.f('ix_roster_upload_scope'), 'roster_upload', ['scope'])


def downgrade() -> None:
    """Drop it; what waited must be uploaded again."""
    op.drop_table('roster_upload')
