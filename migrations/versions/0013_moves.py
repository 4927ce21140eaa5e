"""Requests to join or to change teams, and pauses that were proposed."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

OPEN = sa.text('closed_at IS NULL')


def upgrade() -> None:
    """Make the two tables."""
    op.create_table('move_request',
    sa.Column('id', sa.BigInteger(), nullable=False),
    sa.Column('account_id', sa.BigInteger(), nullable=False),
    sa.Column('team_id', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=24), nullable=True),
    sa.Column('actor_id', sa.BigInteger(), nullable=True),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_move_request_account_id')),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_move_request_actor_id')),
    sa.ForeignKeyConstraint(['team_id'], ['team.id'], name=op.f('fk_move_request_team_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_move_request'))
    )
    op.create_index('ix_move_request_open', 'move_request', ['account_id'], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(op.f('ix_move_request_account_id_asked_at'), 'move_request', ['account_id', 'asked_at'])
    op.create_index(op.f('ix_move_request_team_id_closed_at'), 'move_request', ['team_id', 'closed_at'])
    op.create_table('pause_proposal',
    sa.Column('participant_id', sa.BigInteger(), nullable=False),
    sa.Column('actor_id', sa.BigInteger(), nullable=False),
    sa.Column('first', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['account.id'], name=op.f('fk_pause_proposal_actor_id')),
    sa.ForeignKeyConstraint(['participant_id'], ['participant.id'], name=op.f('fk_pause_proposal_participant_id')),
    sa.PrimaryKeyConstraint('participant_id', name=op.f('pk_pause_proposal'))
    )


def downgrade() -> None:
    """Drop them."""
    for table in ('pause_proposal', 'move_request'):
        op.drop_table(table)
