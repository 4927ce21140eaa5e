"""Invitations, slips of appointed leaders, and whether an account was ever opened by its person."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the column."""
    op.add_column('account', sa.Column('begun', sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table('invitation',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('unit_id', sa.BigInteger(), nullable=False),
    sa.Column('team_id', sa.BigInteger(), nullable=True),
    sa.Column('name', sa.String(length=30), nullable=False),
    sa.Column('phone', sa.String(length=11), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('handle', sa.String(length=7), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_day', sa.Integer(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used', sa.Boolean(), nullable=False),
    sa.Column('misses', sa.Integer(), nullable=False),
    sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_invitation_team_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_invitation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('handle', name=op.f('uq_invitation_handle'))
    )
    op.create_index(op.f('ix_invitation_phone'), 'invitation', ['phone'], unique=False)
    op.create_index(op.f('ix_invitation_unit_id_phone'), 'invitation', ['unit_id', 'phone'], unique=True)
    op.create_table('role_slip',
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('handle', sa.String(length=7), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_day', sa.Integer(), nullable=False),
    sa.Column('misses', sa.Integer(), nullable=False),
    sa.Column('missed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_role_slip_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_role_slip')),
    sa.UniqueConstraint('handle', name=op.f('uq_role_slip_handle'))
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table('role_slip')
    op.drop_table('invitation')
    op.drop_column('account', 'begun')
