"""Announcements, counts of who read them, and when somebody last opened her list."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table('announcement',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('season_id', sa.BigInteger(), nullable=False),
    sa.Column('author_id', sa.BigInteger(), nullable=False),
    sa.Column('audience', sa.String(length=24), nullable=False),
    sa.Column('district_code', sa.String(length=6), nullable=True),
    sa.Column('unit_id', sa.BigInteger(), nullable=True),
    sa.Column('team_id', sa.BigInteger(), nullable=True),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.Integer(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['account.id'], name=op.f('fk_announcement_author_id')),
    sa.ForeignKeyConstraint(['season_id'], ['season.id'], name=op.f('fk_announcement_season_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_announcement_team_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_announcement_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement'))
    )
    op.create_index(op.f('ix_announcement_season_id_valid_until'), 'announcement', ['season_id', 'valid_until'])
    op.create_table('announcement_reader',
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_announcement_reader_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_announcement_reader'))
    )


def downgrade() -> None:
    """Drop them."""
    for table in ('announcement_reader', 'announcement'):
        op.drop_table(table)
